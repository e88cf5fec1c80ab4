"""Audit: the sealed trail of every deed, its check, the partner's page and the customer's console (guide 13.12)."""

import lazy_loader

from partner_center.audit import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
