"""Consumption: usage taken in from providers' files, its sums, and what of it is settled."""

import lazy_loader

from partner_center.consumption import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
