"""Partner bills: what a month of the partner's resale customers comes to (10.6.1)."""

import lazy_loader

from partner_center.billing import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
