"""Identity: who people are, their accounts, sign-in names and sessions."""

import lazy_loader

from partner_center.identity import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
