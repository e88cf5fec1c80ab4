"""The words of the area's API: requests and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints, model_validator

from partner_center.kernel.errors import Wrong
from partner_center.kernel.labels import Labelled
from partner_center.partners import Partner
from partner_center.platform.batch import LARGEST_BATCH
from partner_center.platform.contracts import Id, Name, Remark, Request, Response, Time, field
from partner_center.resellers.application import ApplicationStatus, CooperationApplication
from partner_center.resellers.invitation import InvitationStatus, ResellerInvitation
from partner_center.resellers.relation import RelationStatus, ResellerRelation, TaskAuthorization

Token = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{32}$")]
Version = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.]{1,16}$")]
Email = Annotated[str, StringConstraints(max_length=128, pattern=r"^[^@\s]+@[^@\s]+$")]


# --- cooperation applications -----------------------------------------------------------------------------------------------------


class ReviewResult(Labelled):
    """What a distributor decides (审批结果)."""

    APPROVE = "approve", "通过", "Approve"
    REJECT = "reject", "不通过", "Reject"


class Review(Request):
    """A decision. OPEN in 11.1.1: the opinion is optional with an approval and required with a rejection."""

    result: ReviewResult = field("审批结果", "Result")
    review_opinion: Remark | None = field("审核意见", "Opinion", default=None)

    @model_validator(mode="after")
    def _a_rejection_says_why(self) -> Review:
        if self.result is ReviewResult.REJECT and not self.review_opinion:
            raise Wrong("驳回须填写意见", "a rejection needs an opinion")
        return self


class ReviewApplication(Review):
    """A decision about one application."""

    application_id: Id = field("申请编号", "Application")


class ReviewApplications(Review):
    """One decision about several applications."""

    application_ids: list[Id] = field("申请编号", "Applications", min_length=1, max_length=LARGEST_BATCH, unique=True)

    def of(self, application_id: str) -> ReviewApplication:
        """The decision about one of them."""
        return ReviewApplication(application_id=application_id, result=self.result, review_opinion=self.review_opinion)


class ApplicationState(Response):
    """What became of an application."""

    application_id: str
    reseller_id: str
    status: ApplicationStatus
    review_opinion: str | None
    reviewed_at: Time | None

    @classmethod
    def of(cls, application: CooperationApplication) -> ApplicationState:
        """The state of an application."""
        return cls.model_validate(application.fields())


class PendingApplications(Response):
    """How many applications wait for the distributor."""

    waiting: int


# --- invitations ------------------------------------------------------------------------------------------------------------------


class InviteReseller(Request):
    """The form of an invitation."""

    email: Email = field("邀请邮箱", "The invitee's usual mailbox")
    reseller_account: Name = field("云经销商账号", "Account name of the reseller")
    manager_id: Id | None = field("客户经理", "Account manager who is to have the reseller", default=None)


class InvitationRef(Request):
    """An invitation of the distributor's."""

    invitation_id: Id = field("邀请编号", "Invitation")


class InvitationRefs(Request):
    """Several invitations of the distributor's."""

    invitation_ids: list[Id] = field("邀请编号", "Invitations", min_length=1, max_length=LARGEST_BATCH, unique=True)


class InvitationState(Response):
    """How an invitation stands."""

    invitation_id: str
    reseller_account: str
    status: InvitationStatus
    sent_at: Time
    expires_at: Time
    resend_count: int

    @classmethod
    def of(cls, invitation: ResellerInvitation, now: datetime) -> InvitationState:
        """The state of an invitation at an instant."""
        return cls(
            invitation_id=invitation.invitation_id,
            reseller_account=invitation.reseller_account,
            status=invitation.status_at(now),
            sent_at=invitation.sent_at,
            expires_at=invitation.expires_at,
            resend_count=int(invitation.sendings) - 1,
        )


class PreviewMail(Request):
    """Whose mail is to be looked at before it is sent."""

    reseller_account: Name | None = field("云经销商账号", "Account name of the reseller", default=None)


class MailPreview(Response):
    """A mail as it will be sent, in Chinese and English."""

    subject: str
    text: str


class InvitationToken(Request):
    """The token in a link."""

    token: Token = field("邀请链接", "Link")


class NoticeShown(Response):
    """The notice that is ticked with an acceptance; name and clauses by language."""

    document: str
    version: str
    name: dict[str, str]
    content: dict[str, list[str]]


class OpenedInvitation(Response):
    """What the link of an invitation shows."""

    distributor_name: str
    reseller_account: str = field("云经销商账号", "Account name of the reseller", masked=True)
    status: InvitationStatus
    expires_at: Time
    notice: NoticeShown


class AcceptInvitation(InvitationToken):
    """愿意: the reseller's own business region, and the notice in the version that was shown."""

    business_region: Name = field("业务开展地区", "Business region")
    notice_accepted: bool = field("已阅读并同意须知", "Notice read and agreed", default=False)
    version: Version = field("须知版本", "Version of the notice")


# --- the relation, seen by the reseller -------------------------------------------------------------------------------------------


class Entrust(Request):
    """The version of the entrustment that was shown, ticked."""

    version: Version = field("协议版本", "Version")
    accepted: bool = field("已阅读并同意", "Read and agreed", default=False)


class CooperationState(Response):
    """A reseller's relation with its distributor."""

    distributor_id: str
    distributor_name: str
    business_region: str | None
    status: RelationStatus
    associated_at: Time
    task_authorization: TaskAuthorization

    @classmethod
    def of(cls, relation: ResellerRelation, distributor: Partner | None) -> CooperationState:
        """The relation as the reseller sees it."""
        return cls(
            distributor_id=relation.partner_id,
            distributor_name=distributor.name if distributor else relation.partner_id,
            business_region=relation.business_region,
            status=relation.status,
            associated_at=relation.associated_at,
            task_authorization=relation.task_authorization,
        )


# --- account managers -------------------------------------------------------------------------------------------------------------


class ResellerRef(Request):
    """A reseller of the distributor's."""

    reseller_id: Id = field("云经销商", "Reseller")


class ResellerRefs(Request):
    """Several resellers of the distributor's."""

    reseller_ids: list[Id] = field("云经销商", "Resellers", min_length=1, max_length=LARGEST_BATCH, unique=True)


class AssignManager(ResellerRef):
    """The account manager whom a reseller gets."""

    manager_id: Id = field("客户经理", "Account manager")


class AssignManagerToSeveral(ResellerRefs):
    """The account manager whom several resellers get."""

    manager_id: Id = field("客户经理", "Account manager")


class ManagerState(Response):
    """Who has a reseller, since when; None: nobody."""

    reseller_id: str
    manager_id: str | None
    managed_since: Time | None

    @classmethod
    def of(cls, relation: ResellerRelation) -> ManagerState:
        """Who has the reseller of a relation."""
        return cls(reseller_id=relation.reseller_id, manager_id=relation.manager_id, managed_since=relation.managed_since)
