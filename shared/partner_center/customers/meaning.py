"""What an association type means for a customer, as the page explains it where the type is chosen (10.3.4.2/r3, 10.3.4.3/r9).

12.2.1.2/r3: the guide prints the words of the other partners for resellers too, although 12.1.2/r2 and 12.1.1/r4 deny them. Resellers read
what holds for them: nobody pays for their consultative customers, and who invoices a resale customer is agreed with their distributor.
"""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.association import AssociationType
from partner_center.customers.contracts import Words
from partner_center.customers.terms import PACKAGE
from partner_center.kernel.effective import in_force
from partner_center.kernel.permissions import PartnerType


def meaning_of(association_type: AssociationType, partner_type: str | None, at: datetime) -> Words:
    """What customers of this type do and what their partner of that type does."""
    of_resellers = partner_type == PartnerType.RESELLER
    row = in_force(PACKAGE, "association_types", at, association_type=association_type.value, of_resellers=of_resellers)
    return Words(zh=row["zh"], en=row["en"])
