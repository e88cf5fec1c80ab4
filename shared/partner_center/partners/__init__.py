"""Partners: admission and profile."""

import lazy_loader

from partner_center.partners import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
