"""Orders: what customers' usage costs is paid here, and what they order."""

import lazy_loader

from partner_center.orders import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
