"""The e-mail that invites somebody to be a member: plain text in both languages, sent through SES."""

from __future__ import annotations

import os

from partner_center.kernel import clock, ids
from partner_center.organisation.invitation import MemberInvitation, MemberInvited, digest_of, invitation_key
from partner_center.organisation.organisation import Organisation, organisation_key
from partner_center.platform.sending import send_mail
from partner_center.platform.work import Work

SUBJECT = "{partner} 邀请您加入伙伴中心 / {partner} invites you to its Partner Center"
TEXT = """{name}，您好：

“{partner}”邀请您作为组织成员加入其伙伴中心。请使用您本人的账号登录后打开下面的链接并接受邀请：
{url}

链接在 {until} 前有效，只能使用一次。如非您本人的需求，请忽略此邮件。

Dear {name},

"{partner}" invites you to join its Partner Center as a member. Sign in with an account of your own, open the link below and accept:
{url}

The link is valid until {until} and can be used once. If you did not expect this, ignore it.
"""


def send_member_invitation(event: MemberInvited, work: Work) -> None:
    """Send the mail of an invitation that is still open and was not mailed yet.

    The link's token is made here and kept as a digest only. The mail leaves before that is committed: dying in between sends another one,
    whose link then is the one that holds. Raises Unavailable.
    """
    invitation, organisation = work.read(invitation_key(event.partner_id, event.invitation_id), organisation_key(event.partner_id))
    if invitation.mailed_at is not None or invitation.refuses_end(work.now) is not None:
        return
    token = ids.secret_token()
    send_mail(invitation.email, *rendered(invitation, organisation, token))
    invitation.token_digest, invitation.mailed_at = digest_of(token), work.now
    work.change(invitation)


def rendered(invitation: MemberInvitation, organisation: Organisation, token: str) -> tuple[str, str]:
    """Subject and text."""
    partner = " ".join(organisation.name.split())
    text = TEXT.format(name=invitation.name, partner=partner, url=url_of(token), until=clock.shown(invitation.expires_at))
    return SUBJECT.format(partner=partner), text


def url_of(token: str) -> str:
    """The address that the invited person opens in the portal."""
    return f"{os.environ.get('PORTAL_ORIGIN', 'https://partner-center.example')}/join/{token}"
