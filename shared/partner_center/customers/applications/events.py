"""What applications tell others. The end of an association and its switched type are events of their own (customers/events.py)."""

from __future__ import annotations

from partner_center.customers.applications.application import ApplicationStatus, AssociationApplication, Operation, Side
from partner_center.customers.association import AssociationType
from partner_center.platform.events import DomainEvent


class ApplicationWaits(DomainEvent, name="customers.association_application_waits"):
    """An application waits for the other side: for the customer (立即处理) or for the partner's administrators."""

    customer_id: str
    application_id: str
    application_type: Operation
    association_type: AssociationType
    target_association_type: AssociationType | None
    waits_for: Side
    reason: str | None

    @classmethod
    def of(cls, application: AssociationApplication) -> ApplicationWaits:
        """The event of an application that now waits."""
        assert application.waits_for is not None
        return cls(
            partner_id=application.partner_id,
            customer_id=application.customer_id,
            application_id=application.application_id,
            application_type=Operation(application.application_type.value),
            association_type=application.association_type,
            target_association_type=application.target_association_type,
            waits_for=application.waits_for,
            reason=application.reason,
        )


class ApplicationEnded(DomainEvent, name="customers.association_application_ended"):
    """An application was agreed to, refused, cancelled, or did not pass the vendor's pre-review (`reason` says why)."""

    customer_id: str
    application_id: str
    application_type: Operation
    initiated_by: Side
    status: ApplicationStatus
    reason: str | None

    @classmethod
    def of(cls, application: AssociationApplication) -> ApplicationEnded:
        """The event of an application that is over."""
        return cls(
            partner_id=application.partner_id,
            customer_id=application.customer_id,
            application_id=application.application_id,
            application_type=Operation(application.application_type.value),
            initiated_by=application.initiated_by,
            status=application.status,
            reason=application.pre_review_reason,
        )
