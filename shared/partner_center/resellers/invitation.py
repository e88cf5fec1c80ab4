"""Invitations of resellers by a distributor: a mail with a link that holds for 7 days and for one acceptance (guide 11.1.2).

OPEN in 11.1.2, as read there: the states; the 7 days of customer invitations; a resend makes the former link worthless; the account
that accepts must be the invited one, whosever mailbox it was sent to. A distributor may invite a reseller again while an invitation is
open: each link is its own, and the first acceptance leaves the others nothing to begin.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.platform.table import LOOKUP, Choice, Instant, Key, Place, Record, Text, Whole
from partner_center.platform.work import Work

VALIDITY = timedelta(days=7)


class InvitationStatus(Labelled):
    """The states of an invitation."""

    SENT = "sent", "已发送", "Sent"
    ACCEPTED = "accepted", "已关联", "Accepted"
    EXPIRED = "expired", "已失效", "Expired"


class ResellerInvitation(Record, kind="reseller_invitation"):
    """An invitation by the distributor `partner_id`.

    The link's token is known to its receiver alone: a digest of it is kept, made when the mail goes out. `sendings` counts the mails that
    were asked for, `mailed` is the last one that left. It is the named account manager's, otherwise his who sent it.
    """

    PLACE = Place("partner/{partner_id}/reseller_invitation", "{invitation_id}")
    LOOKUP = Place("reseller_invitation/{token_digest}", "invitation")
    DUE = Place("reseller_invitation_expiry", "{lapses_at}/{invitation_id}")
    MANAGED_BY = "managed_by"
    SECRET = ("token_digest", "email")

    partner_id = Text()
    invitation_id = Text()
    reseller_id = Text()
    reseller_name = Text()
    reseller_account = Text()
    email = Text()
    manager_id = Text(null=True)
    manager_name = Text(null=True)
    status = Choice(InvitationStatus)
    token_digest = Text(null=True)
    sendings = Whole(default=0)
    mailed = Whole(default=0)
    invited_by = Text()
    invited_at = Instant()
    sent_at = Instant()
    expires_at = Instant()
    accepted_at = Instant(null=True)
    accepted_by = Text(null=True)

    @property
    def managed_by(self) -> str:
        """Whose invitation it is."""
        return self.manager_id or self.invited_by

    @property
    def lapses_at(self) -> datetime | None:
        """When it lapses by itself; None once it has ended."""
        return self.expires_at if self.status is InvitationStatus.SENT else None

    def status_at(self, now: datetime) -> InvitationStatus:
        """The status at an instant: what nobody accepted in time has expired, before the job says so."""
        return InvitationStatus.EXPIRED if self.lapses_at is not None and now >= self.lapses_at else self.status

    def refuses_acceptance(self, now: datetime) -> Refusal | None:
        """A link holds for 7 days and for one acceptance."""
        match self.status_at(now):
            case InvitationStatus.ACCEPTED:
                return Refusal.because("reseller_invitation_used", "3.6.2/r1")
            case InvitationStatus.EXPIRED:
                return Refusal.because("reseller_invitation_expired", "11.1.2/r5", way_out="ask_the_distributor", deadline=self.expires_at)
        return None

    def refuses_resend(self) -> Refusal | None:
        """Anything but an accepted one is sent again, lapsed or not (11.1.2/r6)."""
        if self.status is not InvitationStatus.ACCEPTED:
            return None
        return Refusal.because("reseller_invitation_used", "11.1.2/r6")

    def send(self, now: datetime) -> None:
        """Another mail is to go out; until it has, no link of the invitation holds."""
        self.status, self.token_digest = InvitationStatus.SENT, None
        self.sendings += 1
        self.sent_at, self.expires_at = now, now + VALIDITY


def invitation_key(distributor_id: str, invitation_id: str) -> Key[ResellerInvitation]:
    """The address of an invitation."""
    return ResellerInvitation.key(partner_id=distributor_id, invitation_id=invitation_id)


def invitation_of(work: Work, token: str) -> ResellerInvitation:
    """The invitation that a link opens. Raises NotFound, also for the link of a former sending."""
    found = work.query(ResellerInvitation, f"reseller_invitation/{digest_of(token)}", index=LOOKUP, limit=1).items
    if not found:
        raise NotFound("invitation")
    return work.get(invitation_key(found[0].partner_id, found[0].invitation_id))  # known by now, and what the command is about


def digest_of(token: str) -> str:
    """What is kept of a token: 160 random bits need no salt."""
    return ids.fingerprint("reseller_invitation", token)
