"""What the area tells others."""

from __future__ import annotations

from partner_center.customers.association import AssociationType
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class CustomerReported(DomainEvent, name="customers.customer_reported"):
    """A partner holds a claim on a prospect (10.3.4.1)."""

    report_id: str
    expires_at: Time


class CustomerInvited(DomainEvent, name="customers.customer_invited"):
    """An e-mail invitation is to go out; the link itself stays in the table."""

    record_id: str
    link_id: str


class CustomerAssociated(DomainEvent, name="customers.customer_associated"):
    """A customer is associated with the partner."""

    customer_id: str
    association_type: AssociationType
    associated_at: Time


class CustomerUnlinked(DomainEvent, name="customers.customer_unlinked"):
    """An association has ended; whoever keeps something of the customer for this partner gives it back (10.4.1.2/r3, 10.4.6.1.3/r1)."""

    customer_id: str
    association_type: AssociationType
    associated_at: Time
    unlinked_at: Time
    application_id: str


class AssociationTypeSwitched(DomainEvent, name="customers.association_type_switched"):
    """A customer stays with its partner and trades in the other way from now on; what a resale customer was allocated goes back."""

    customer_id: str
    former_type: AssociationType
    association_type: AssociationType
    switched_at: Time
    application_id: str


class AssociationFailed(DomainEvent, name="customers.association_failed"):
    """A customer accepted an invitation but may not be associated; the reasons are those of 10.3.4.4."""

    customer_id: str
    association_type: AssociationType
    reasons: tuple[str, ...]
