"""The invitation e-mail: plain text in both languages, sent through SES."""

from __future__ import annotations

from partner_center.customers.association import AssociationType
from partner_center.customers.events import CustomerInvited
from partner_center.customers.invitation import REALNAME_CHANGED, ExpansionRecord, record_key
from partner_center.customers.invitation_contracts import EmailPreview, PreviewEmail
from partner_center.customers.link import Channel, InvitationLink, link_key, url_of
from partner_center.customers.meaning import meaning_of
from partner_center.kernel import clock
from partner_center.kernel.errors import Broken
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.sending import send_mail
from partner_center.platform.work import Work

SUBJECT = "合作伙伴邀请您关联云服务账号 / {partner} invites you"
TEXT = """{customer}，您好：

合作伙伴“{partner}”邀请您以{mode_zh}模式关联。请打开下面的链接，注册或登录后完成关联：
{url}

请使用手机号 {mobile} 注册。链接在 {until} 前有效，只能使用一次。如非您本人的需求，请忽略此邮件。

Dear {customer},

the partner "{partner}" invites you to be associated in the {mode_en} mode. Open the link below, register or sign in, and accept:
{url}

Register with the mobile number {mobile}. The link is valid until {until} and can be used once. If you did not expect this, ignore it.
"""

BLANKS = {
    "customer": "〔客户全称 / customer〕",
    "url": "〔邀请链接 / link〕",
    "mobile": "〔报备手机号 / reported mobile〕",
    "until": "〔7天后 / 7 days later〕",
}


def send_invitation_email(event: CustomerInvited, work: Work) -> None:
    """Send the e-mail of an invitation, unless a newer one has replaced it or it went out before.

    The e-mail leaves before the note of it is committed: dying in between sends it twice, never not at all. Raises Unavailable.
    """
    record, link, partner = work.read(
        record_key(event.partner_id, event.record_id),
        link_key(event.partner_id, Channel.EMAIL, event.link_id),
        partner_key(event.partner_id),
    )
    worthless = record.link_id != event.link_id or record.lapses_at is None or REALNAME_CHANGED in record.failure_reasons
    if worthless or record.mailed_link_id == event.link_id:
        return
    send_mail(record.email, *rendered(record, link, partner))
    record.mailed_link_id = event.link_id
    work.change(record)


def rendered(record: ExpansionRecord, link: InvitationLink, partner: Partner) -> tuple[str, str]:
    """Subject and text of an invitation."""
    if record.expires_at is None:
        raise Broken("an e-mail invitation without its end")
    return written(
        partner.name,
        AssociationType(link.association_type),
        customer=record.customer_full_name,
        url=url_of(link),
        mobile=masked(record.mobile),
        until=clock.shown(record.expires_at),
    )


def written(partner_name: str, association_type: AssociationType, **blanks: str | None) -> tuple[str, str]:
    """Subject and text in both languages, with what stands in their blanks."""
    mode = association_type.label
    text = TEXT.format(partner=partner_name, mode_zh=mode.zh, mode_en=mode.en.lower(), **blanks)
    return SUBJECT.format(partner=" ".join(partner_name.split())), text


def preview_invitation_email(request: PreviewEmail, caller: Caller, work: Work) -> EmailPreview:
    """The e-mail as a customer would get it, in both languages, and what its association type means (10.3.4.2).

    Blanks stand for what is the customer's own.
    """
    partner = work.get(partner_key(caller.partner_id))
    subject, text = written(partner.name, request.association_type, **BLANKS)
    return EmailPreview(meaning=meaning_of(request.association_type, caller.partner_type, work.now), subject=subject, text=text)
