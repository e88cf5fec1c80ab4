"""The words of the API about invitations: by e-mail and by links that the partner passes on (10.3.4.2-10.3.4.4)."""

from __future__ import annotations

from pydantic import model_validator

from partner_center.customers.association import AssociationType
from partner_center.customers.contracts import Reason, Words
from partner_center.customers.invitation import ExpansionRecord, ExpansionStatus
from partner_center.customers.link import CustomType, InvitationLink, url_of
from partner_center.customers.report_contracts import AT_ONCE, ReportRef, ReportRefs
from partner_center.kernel.errors import Wrong
from partner_center.platform.contracts import Id, Remark, Request, Response, Time, field


class InviteCustomer(ReportRef):
    """Invite a reported customer by e-mail in a mode."""

    association_type: AssociationType = field("关联类型", "Association type")


class InviteCustomers(ReportRefs):
    """Invite several reported customers by e-mail in one mode."""

    association_type: AssociationType = field("关联类型", "Association type")


class RecordRef(Request):
    """One expansion record of the partner."""

    record_id: Id


class RecordRefs(Request):
    """Several expansion records of the partner."""

    record_ids: list[Id] = field("拓展记录", "Expansion records", min_length=1, max_length=AT_ONCE, unique=True)


class Resent(Response):
    """What became of one record of a batch; `reason` is why it was left out."""

    record_id: str
    done: bool
    reason: Reason | None = None


class AllResent(Response):
    """What became of a batch."""

    results: list[Resent]


class Invitable(Response):
    """Whether a reported customer can be invited now: 客户名称, 邮箱, 备注, 是否符合邀请条件. Name and e-mail are masked."""

    report_id: str
    customer_name: str | None
    email: str | None
    eligible: bool
    remarks: list[Reason]


class AllInvitable(Response):
    """Several reported customers."""

    results: list[Invitable]


class PreviewEmail(Request):
    """The mode in which the e-mail would invite."""

    association_type: AssociationType = field("关联类型", "Association type")


class EmailPreview(Response):
    """The e-mail that a customer would get, with blanks where its own data stand. `meaning`: what the chosen association type means."""

    meaning: Words
    subject: str
    text: str


class Invited(Response):
    """An invitation on its way."""

    record_id: str
    status: ExpansionStatus
    association_type: AssociationType
    expires_at: Time | None

    @classmethod
    def of(cls, record: ExpansionRecord) -> Invited:
        """The invitation of a record."""
        return cls(record_id=record.record_id, status=record.status, association_type=record.association_type, expires_at=record.expires_at)


class CreateCustomLink(Request):
    """A link of the partner's own: with a label, or for an account manager to whom its customers go."""

    association_type: AssociationType = field("关联类型", "Association type")
    custom_type: CustomType = field("自定义类型", "Custom type")
    custom_label: str | None = field("自定义标签", "Custom label", default=None, min_length=1, max_length=64)
    account_manager_id: Id | None = field("专属客户经理", "Dedicated account manager", default=None)
    remark: Remark | None = field("备注", "Remark", default=None)

    @model_validator(mode="after")
    def _type_has_its_value(self) -> CreateCustomLink:
        labelled = self.custom_type is CustomType.CUSTOM_LABEL
        if labelled != (self.custom_label is not None) or labelled == (self.account_manager_id is not None):
            raise Wrong("请按自定义类型填写标签或客户经理", "a label, or an account manager, as the custom type says")
        return self


class GetGeneralLink(Request):
    """The mode for which the signed-in user's general link is asked."""

    association_type: AssociationType = field("关联类型", "Association type")


class LinkRef(Request):
    """One link of the partner."""

    link_id: Id


class Link(Response):
    """A link that the partner passes on itself. `meaning`: what its association type means."""

    link_id: str
    url: str
    association_type: AssociationType
    meaning: Words
    custom_type: CustomType | None
    custom_label: str | None
    account_manager_id: str | None
    activity_id: str | None
    remark: str | None

    @classmethod
    def of(cls, link: InvitationLink, meaning: Words) -> Link:
        """A link as its partner sees it."""
        return cls(
            link_id=link.link_id,
            url=url_of(link),
            association_type=link.association_type,
            meaning=meaning,
            custom_type=link.custom_type,
            custom_label=link.custom_label,
            account_manager_id=link.account_manager_id,
            activity_id=link.activity_id,
            remark=link.remark,
        )


class QrCode(Response):
    """A QR code as a data URI that a browser shows or saves under `file_name`."""

    file_name: str
    image: str
