"""The mail that invites a reseller: plain text in both languages, sent through SES (guide 11.1.2/r5)."""

from __future__ import annotations

import os
from datetime import datetime

from partner_center.kernel import clock, ids
from partner_center.partners import partner_key
from partner_center.platform.sending import send_mail
from partner_center.platform.work import Work
from partner_center.resellers.events import ResellerInvited
from partner_center.resellers.invitation import VALIDITY, InvitationStatus, digest_of, invitation_key

SUBJECT = "总经销商“{distributor}”邀请您合作 / {distributor} invites you to work together"
TEXT = """您好：

总经销商“{distributor}”邀请云经销商账号 {account} 建立合作关系。请使用该账号登录后打开下面的链接，
选择业务开展地区，阅读须知并点击“愿意”：
{url}

链接在 {until} 前有效，只能使用一次。一个云经销商同一时间只能与一个总经销商合作，且双方的业务开展地区须相同。
如非您本人的需求，请忽略此邮件。

Hello,

the distributor "{distributor}" invites the reseller account {account} to work together. Sign in with that account, open the link
below, choose your business region, read the notice and accept:
{url}

The link is valid until {until} and can be used once. A reseller works with one distributor at a time, in the same business region.
If you did not expect this, ignore it.
"""


def send_reseller_invitation(event: ResellerInvited, work: Work) -> None:
    """Send the mail of an invitation, unless it was sent again since, accepted or mailed already.

    The link's token is made here and kept as a digest only. The mail leaves before that is committed: dying in between sends another one,
    whose link then is the one that holds. Raises Unavailable.
    """
    invitation, distributor = work.read(invitation_key(event.partner_id, event.invitation_id), partner_key(event.partner_id))
    if invitation.sendings != event.sending or invitation.mailed == event.sending:
        return
    if invitation.status_at(work.now) is not InvitationStatus.SENT:
        return
    token = ids.secret_token()
    send_mail(invitation.email, *rendered(distributor.name, invitation.reseller_account, token, invitation.expires_at))
    invitation.token_digest, invitation.mailed = digest_of(token), event.sending
    work.change(invitation)


def preview(distributor_name: str, account: str, now: datetime) -> tuple[str, str]:
    """Subject and text before anything is sent."""
    return rendered(distributor_name, account, "…", now + VALIDITY)


def rendered(distributor_name: str, account: str, token: str, until: datetime) -> tuple[str, str]:
    """Subject and text."""
    distributor = " ".join(distributor_name.split())
    text = TEXT.format(distributor=distributor, account=" ".join(account.split()), url=url_of(token), until=clock.shown(until))
    return SUBJECT.format(distributor=distributor), text


def url_of(token: str) -> str:
    """The address that the invited reseller opens in the portal."""
    return f"{os.environ.get('PORTAL_ORIGIN', 'https://partner-center.example')}/reseller-invitations/{token}"
