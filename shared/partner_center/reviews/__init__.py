"""The review desk: what waits for the vendor's staff, by duty. Other areas join with a `ReviewKind` (see kind.py) and `open_review`."""

import lazy_loader

from partner_center.reviews import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
