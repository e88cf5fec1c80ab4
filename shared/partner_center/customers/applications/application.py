"""An application to end a customer's association with its partner or to switch its type, and the line it leaves in the records.

Partner or customer files, the other side decides (10.4.1.5, 13.2). The record stays for both: the partner's association records, the
customer's operation log. Associations that came about stand beside them as completed lines of the system (10.4.1.1/r17; sample 系统操作).

OPEN in 10.4.1.5, read as there: the vendor's pre-review comes before the customer's answer, and either side may refuse. An application is
cancelled by whoever filed it, while it waits for confirmation; an undecided one never lapses.
"""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.association import Association, AssociationType
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.workflow import CUSTOMER, PARTNER, VENDOR, Workflow, step
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Texts


class ApplicationType(Labelled):
    """What is applied for, or was done (申请类型)."""

    ASSOCIATE = "associate", "关联", "Associate"
    UNLINK = "unlink", "解除关联", "Unlink"
    SWITCH_TYPE = "switch_type", "切换关联类型", "Switch the association type"


class Operation(Labelled):
    """The operations for which an account is checked."""

    UNLINK = "unlink", "解除关联", "Unlink"
    SWITCH_TYPE = "switch_type", "切换关联类型", "Switch the association type"

    @property
    def application_type(self) -> ApplicationType:
        """The application by which it is asked for."""
        return ApplicationType(self.value)


class Side(Labelled):
    """Who began it (发起方式), who decides it."""

    PARTNER = "partner", "合作伙伴", "Partner"
    CUSTOMER = "customer", "客户", "Customer"
    SYSTEM = "system", "系统操作", "System"


class ApplicationStatus(Labelled):
    """The states of an application (glossary part 2)."""

    PRE_REVIEWING = "pre_reviewing", "预评审中", "In pre-review"
    PRE_REVIEW_FAILED = "pre_review_failed", "预评审不通过", "Pre-review failed"
    PENDING = "pending_confirmation", "待确认", "Pending confirmation"
    COMPLETED = "completed", "已完成", "Completed"
    REJECTED = "rejected", "已驳回", "Rejected"
    CANCELLED = "cancelled", "已取消", "Cancelled"


APPLICATION_FLOW: Workflow[ApplicationStatus] = Workflow(
    step("pass_pre_review", [ApplicationStatus.PRE_REVIEWING], ApplicationStatus.PENDING, [VENDOR], "10.4.1.5/r24"),
    step("fail_pre_review", [ApplicationStatus.PRE_REVIEWING], ApplicationStatus.PRE_REVIEW_FAILED, [VENDOR], "10.4.1.5/r25"),
    step("agree", [ApplicationStatus.PENDING], ApplicationStatus.COMPLETED, [PARTNER, CUSTOMER], "10.4.1.5/r21"),
    step("refuse", [ApplicationStatus.PENDING], ApplicationStatus.REJECTED, [PARTNER, CUSTOMER], "10.4.1.5/r21"),
    step("cancel", [ApplicationStatus.PENDING], ApplicationStatus.CANCELLED, [PARTNER, CUSTOMER]),
)


class AssociationApplication(Record, kind="association_application"):
    """One application, or one association that came about. `association_type` is the one it was filed in.

    `checks` are the codes of the account check that was passed; `reviewer_id` and `pre_review_reason` are of the vendor's pre-review.
    """

    PLACE = Place("partner/{partner_id}/association_application", "{application_id}")
    OWNER = Place("customer/{customer_id}/association_application", "{application_id}")
    LOOKUP = Place("partner/{awaited_partner}/waiting_application", "{application_id}")
    SECRET = ("mobile",)

    partner_id = Text()
    application_id = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text()
    mobile = Text()
    application_type = Choice(ApplicationType)
    association_type = Choice(AssociationType)
    target_association_type = Choice(AssociationType, null=True)
    reason = Text(null=True)
    initiated_by = Choice(Side)
    filed_by = Text()
    status = Choice(ApplicationStatus)
    checks = Texts()
    account_manager_name = Text(null=True)
    applied_at = Instant()
    decided_at = Instant(null=True)
    decided_by = Text(null=True)
    reviewer_id = Text(null=True)
    reviewer_name = Text(null=True)
    pre_review_reason = Text(null=True)

    @property
    def waits_for(self) -> Side | None:
        """The side that must decide now; None where no side must."""
        if self.status is not ApplicationStatus.PENDING:
            return None
        return Side.PARTNER if self.initiated_by is Side.CUSTOMER else Side.CUSTOMER

    @property
    def awaited_partner(self) -> str | None:
        """The partner on whose worklist it lies; None keeps it off every worklist."""
        return self.partner_id if self.waits_for is Side.PARTNER else None

    def refuses_decision(self, name: str, side: Side) -> Refusal | None:
        """Only what waits is decided, and only by the side that did not file it."""
        if refusal := APPLICATION_FLOW.refuses(name, self.status, side.value):
            return refusal
        if self.waits_for is not side:
            return Refusal.because("other_side_decides", "10.4.1.5/r21", way_out="wait_or_cancel", waits_for=self.waits_for)
        return None

    def refuses_cancelling(self, side: Side) -> Refusal | None:
        """Whoever filed it may cancel it, while it waits for confirmation (12.3.1.4: 取消 on 待确认)."""
        if refusal := APPLICATION_FLOW.refuses("cancel", self.status, side.value):
            return refusal
        if self.initiated_by is not side:
            return Refusal.because("only_filer_cancels", way_out="decide_instead", initiated_by=self.initiated_by)
        return None

    def take(self, name: str, actor: str) -> None:
        """Take a step of the workflow."""
        self.status = APPLICATION_FLOW.take(name, self.status, actor)

    def end(self, name: str, side: Side, user_id: str, at: datetime) -> None:
        """Take a last step: when, and by whom."""
        self.take(name, side.value)
        self.decided_at, self.decided_by = at, user_id


def application_key(partner_id: str, application_id: str) -> Key[AssociationApplication]:
    """The address of an application."""
    return AssociationApplication.key(partner_id=partner_id, application_id=application_id)


def new_application(
    association: Association, application_type: ApplicationType, initiated_by: Side, filed_by: str, at: datetime
) -> AssociationApplication:
    """A line about an association as it is now; its id sorts by time."""
    return AssociationApplication(
        partner_id=association.partner_id,
        application_id=ids.new_id("AA", at),
        customer_id=association.customer_id,
        customer_name=association.customer_name,
        account_name=association.account_name,
        mobile=association.mobile,
        application_type=application_type,
        association_type=association.association_type,
        initiated_by=initiated_by,
        filed_by=filed_by,
        applied_at=at,
    )
