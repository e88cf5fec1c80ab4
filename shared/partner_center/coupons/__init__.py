"""Coupons: quotas, and the vouchers that partners issue from them to their customers (10.4.6, 13.5)."""

import lazy_loader

from partner_center.coupons import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
