"""Invitations of people with accounts of their own to act for a partner as members.

OPEN: the guide's invitations (5.2.1.1) link an employee's personal account for qualifications; this one gives a person roles, so that one
person may act for several partners. It follows the same terms: a link by e-mail, valid for 7 days.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.platform.events import DomainEvent
from partner_center.platform.table import LOOKUP, Choice, Instant, Key, Place, Record, Text, Texts
from partner_center.platform.work import Work

VALIDITY = timedelta(days=7)  # 5.2.1.1, entity member_link


class InvitationStatus(Labelled):
    """The states of an invitation."""

    INVITED = "invited", "已邀请", "Invited"
    LINKED = "linked", "已绑定", "Linked"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    EXPIRED = "expired", "已失效", "Expired"


class MemberInvitation(Record, kind="member_invitation"):
    """An invitation by e-mail. Its link's token is known to its receiver alone: a digest of it is kept, made when the mail goes out."""

    PLACE = Place("organisation/{partner_id}/invitation", "{invitation_id}")
    LOOKUP = Place("member_invitation/{token_digest}", "invitation")
    SECRET = ("token_digest", "email")

    partner_id = Text()
    invitation_id = Text()
    email = Text()
    name = Text()
    roles = Texts()
    custom_roles = Texts()
    status = Choice(InvitationStatus)
    token_digest = Text(null=True)
    invited_by = Text()
    invited_at = Instant()
    expires_at = Instant()
    mailed_at = Instant(null=True)
    ended_at = Instant(null=True)
    user_id = Text(null=True)  # who accepted

    def status_at(self, now: datetime) -> InvitationStatus:
        """The status at an instant: what nobody accepted in time has expired."""
        if self.status is InvitationStatus.INVITED and now >= self.expires_at:
            return InvitationStatus.EXPIRED
        return self.status

    def refuses_end(self, now: datetime) -> Refusal | None:
        """Only what is still open is accepted or withdrawn."""
        status = self.status_at(now)
        if status is InvitationStatus.INVITED:
            return None
        return Refusal.because("invitation_not_open", "5.2.1.1/r9", way_out="ask_for_new_invitation", status=status)


class MemberInvited(DomainEvent, name="organisation.member_invited"):
    """A mail with a link is to go out."""

    invitation_id: str


class MemberJoined(DomainEvent, name="organisation.member_joined"):
    """Somebody accepted and is a member."""

    invitation_id: str
    user_id: str


def invitation_key(partner_id: str, invitation_id: str) -> Key[MemberInvitation]:
    """The address of an invitation."""
    return MemberInvitation.key(partner_id=partner_id, invitation_id=invitation_id)


def invitation_of(work: Work, token: str) -> MemberInvitation:
    """The invitation that a link opens. Raises NotFound."""
    found = work.query(MemberInvitation, f"member_invitation/{digest_of(token)}", index=LOOKUP, limit=1).items
    if not found:
        raise NotFound("invitation")
    return found[0]


def digest_of(token: str) -> str:
    """What is kept of a token: 160 random bits need no salt."""
    return ids.fingerprint("member_invitation", token)
