"""Invoices between the vendor and the partner (10.6.4); so far the owed ones."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
