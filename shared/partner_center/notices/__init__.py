"""Notices: portal messages, e-mails and SMS of what happened, from declared templates, to whom a partner wants them told.

Areas tell events; a row of data/templates.json makes a notice of one. Nobody calls this area.
"""

import lazy_loader

from partner_center.notices import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
