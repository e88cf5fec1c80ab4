"""Exports: any page as a file, one masked field in full, and the columns a person wants to see. The desks that serve every page.

A page needs nothing for it but its View; see platform/view.py for what it may say.
"""

import lazy_loader

from partner_center.exports import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
