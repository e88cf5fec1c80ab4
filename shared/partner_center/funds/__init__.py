"""Funds: what partners pay in and may owe, what they allocate to customers, and how usage is paid from it (10.6.3, 10.4.1.2)."""

import lazy_loader

from partner_center.funds import messages as messages
from partner_center.funds.conversion import messages as conversion_messages  # noqa: F401 - its texts
from partner_center.funds.online import messages as online_messages  # noqa: F401 - its texts
from partner_center.funds.remittances import messages as remittance_messages  # noqa: F401 - its texts
from partner_center.funds.reseller_funds import messages as reseller_funds_messages  # noqa: F401 - its texts
from partner_center.funds.withdrawal import messages as withdrawal_messages  # noqa: F401 - its texts

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
