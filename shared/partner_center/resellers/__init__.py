"""Resellers: how a distributor and a reseller come to work together, who looks after a reseller, and how it ends (guide 11.1, 3.6.2, 19.9).

The face for other areas is the relation and its rules; the rest is what the area's own functions are made of.
"""

import lazy_loader

from partner_center.resellers import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
