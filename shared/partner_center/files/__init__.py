"""Files: uploads straight to S3, checked by content after arrival, and downloads through the record that owns the file.

The face for other areas is the upper part of the list: a command that takes files calls `attach` in its own transaction.
"""

import lazy_loader

from partner_center.files import messages as messages

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
