"""Funds: what partners pay in and may owe, what they allocate to customers, and how usage is paid from it (10.6.3, 10.4.1.2)."""

import lazy_loader

from partner_center.funds import messages as messages
from partner_center.funds.online import messages as online_messages  # noqa: F401 - its texts

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
