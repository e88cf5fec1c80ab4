"""The words of the applications' API."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from partner_center.customers.applications.application import ApplicationStatus, ApplicationType, AssociationApplication, Operation, Side
from partner_center.customers.association import AssociationType
from partner_center.customers.contracts import NoticeText, Words
from partner_center.platform.contracts import Id, Request, Response, Time, field

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=512)]  # OPEN: the guide gives no length


class RunAccountCheck(Request):
    """The partner checks a customer's account before an operation."""

    customer_id: Id = field("客户ID", "Customer")
    operation: Operation = field("操作", "Operation")


class CheckOwnAccount(Request):
    """The customer checks its own account."""

    operation: Operation = field("操作", "Operation", default=Operation.UNLINK)


class CheckLine(Response):
    """One condition of a check. `hint` says what to do where it fails, `until` from when time alone lifts it."""

    code: str
    title: Words
    passed: bool
    rule: str | None
    hint: Words | None
    until: Time | None


class AccountCheck(Response):
    """An account check; it may be run again after the fix."""

    operation: Operation
    association_type: AssociationType
    passed: bool
    checks: list[CheckLine]
    notes: list[Words]


class FileByPartner(Request):
    """The partner applies. A reseller need not give a reason."""

    customer_id: Id = field("客户ID", "Customer")
    notes_acknowledged: bool = field("我已了解以上注意事项并同意此操作", "Understood and agreed", default=False)
    reason: Reason | None = field("申请原因", "Reason", default=None)


class RequestUnbind(Request):
    """The customer asks to be unlinked."""

    notice_accepted: bool = field("我已了解以上注意事项并确认", "Understood and confirmed", default=False)


class ApplicationRef(Request):
    """An application."""

    application_id: Id = field("申请编号", "Application")


class HandleRequest(ApplicationRef):
    """The customer answers its partner's application; both notices go with the consent to a switch."""

    agreed: bool = field("同意", "Agreed")
    switching_notice_accepted: bool = field("已阅读并同意《关联关系切换须知》", "Switching notice accepted", default=False)
    association_notice_accepted: bool = field("已阅读并同意《客户关联合作伙伴须知》", "Association notice accepted", default=False)


class ApplicationState(Response):
    """An application after a command. `notes` are consequences that its customer must know."""

    application_id: str
    customer_id: str
    application_type: ApplicationType
    association_type: AssociationType
    target_association_type: AssociationType | None
    status: ApplicationStatus
    waits_for: Side | None
    applied_at: Time
    decided_at: Time | None
    notes: list[Words] = []

    @classmethod
    def of(cls, application: AssociationApplication, notes: list[Words] | None = None) -> ApplicationState:
        """The state of an application."""
        return cls(
            application_id=application.application_id,
            customer_id=application.customer_id,
            application_type=application.application_type,
            association_type=application.association_type,
            target_association_type=application.target_association_type,
            status=application.status,
            waits_for=application.waits_for,
            applied_at=application.applied_at,
            decided_at=application.decided_at,
            notes=notes or [],
        )


class OpenRequest(Response):
    """What is open between the customer and its partner. `handle_now`: it waits for the customer (立即处理)."""

    handle_now: bool
    application: ApplicationState | None
    partner_name: str | None
    reason: str | None
    notices: list[NoticeText]


class PreReviewer(Response):
    """Whom to ask about a pre-review (联系预审人); nobody while no reviewer has taken it."""

    name: str | None
    email: str | None
