"""Organisation: a partner's members, roles, contacts and settings, and who a caller is.

The face for other areas is the upper part of the list; the rest is what the area's own functions are made of.
"""

import lazy_loader

from partner_center.organisation import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
