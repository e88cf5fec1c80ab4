"""Incentives: policies, incentive bills and their reconciliation, payout (10.7)."""

import lazy_loader

from partner_center.incentives import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
