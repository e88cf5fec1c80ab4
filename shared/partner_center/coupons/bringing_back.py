"""What others tell of a customer that brings its coupons back to their issuers' quotas (`BackOn` says which kinds).

OPEN in 13.1.1/r22: read as 13.11/r8: what unused cash coupons hold goes to whoever issued them; a switch to resale does the same as an
association. What a closed account holds goes back whenever it was issued.
"""

from __future__ import annotations

from datetime import datetime

from partner_center.coupons.kinds import BackOn
from partner_center.coupons.returning import bring_back
from partner_center.customers import AccountClosed, AssociationType, AssociationTypeSwitched, ContractingEntityChanged, CustomerAssociated
from partner_center.kernel import clock
from partner_center.platform.consumer import Told

FULLY_WITHDREW = "funds.customer_fully_withdrew"  # funds' own, of the customer `customer_id` at the instant `withdrawn_at`


def bring_back_coupons(told: Told) -> None:
    """Hear one fact and take back what it says (13.1.1/r22, 14.3.3/r2, 14.2.1.3/r6, 16.2.2.3/r5)."""
    found = _reason(told)
    if found is not None:
        why, customer_id, since = found
        bring_back(told, why, customer_id, since)


def _reason(told: Told) -> tuple[BackOn, str, datetime] | None:
    """Why, whose, and until when they were issued; None for what brings nothing back."""
    match told.name:
        case CustomerAssociated.NAME:
            joined = CustomerAssociated.model_validate(told.data)
            is_resale = joined.association_type is AssociationType.RESALE
            return (BackOn.RESALE_ASSOCIATION, joined.customer_id, joined.associated_at) if is_resale else None
        case AssociationTypeSwitched.NAME:
            switched = AssociationTypeSwitched.model_validate(told.data)
            is_resale = switched.association_type is AssociationType.RESALE
            return (BackOn.RESALE_ASSOCIATION, switched.customer_id, switched.switched_at) if is_resale else None
        case ContractingEntityChanged.NAME:
            changed = ContractingEntityChanged.model_validate(told.data)
            return BackOn.ENTITY_CHANGE, changed.customer_id, changed.changed_at
        case AccountClosed.NAME:
            closed = AccountClosed.model_validate(told.data)
            return BackOn.CLOSURE, closed.customer_id, max(closed.known_at, clock.now())
        case _:
            return BackOn.FULL_WITHDRAWAL, told.data["customer_id"], clock.instant(told.data["withdrawn_at"])
