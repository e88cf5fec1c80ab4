"""Customers: reporting, invitation and association.

The face for other areas is the upper part of the list; the rest is what the area's own functions are made of.
"""

import lazy_loader

from partner_center.customers import messages as messages
from partner_center.customers.agency import messages as agency_messages  # noqa: F401 - its texts
from partner_center.customers.alerts import messages as alerts_messages  # noqa: F401 - its texts
from partner_center.customers.applications import messages as applications_messages  # noqa: F401 - its texts
from partner_center.customers.budget import messages as budget_messages  # noqa: F401 - its texts
from partner_center.customers.encyclopedia import messages as encyclopedia_messages  # noqa: F401 - its texts
from partner_center.customers.overview import messages as overview_messages  # noqa: F401 - its texts
from partner_center.customers.resources import messages as resources_messages  # noqa: F401 - its texts

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
