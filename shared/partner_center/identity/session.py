"""Sessions: an opened one is what makes a token of the user pool worth anything; ending it ends the token at the next call.

The user pool keeps a session's tokens valid for up to twelve hours, whoever obtained them. A session's record is opened by our sign-in
alone, so that neither a token taken from the pool past our lock-out nor one of an ended session is anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from partner_center.identity.records import PersonRecord
from partner_center.platform.table import Flag, Instant, Key, Place, Text
from partner_center.platform.work import Work

LONGEST = timedelta(hours=12)  # RefreshTokenValidity of the pool's client
KEPT = LONGEST + timedelta(hours=2)  # the last id token of a session outlives its refresh token by an hour
MOST = 20  # of one person at a time; a further sign-in ends the oldest


class Session(PersonRecord, kind="session"):
    """One sign-in of one person: `session_id` is the `origin_jti` of its tokens.

    `tenant` is the partner, or the vendor, for whom it acts now; None: for the person's own account alone. While it acts as a customer of
    that partner (10.4.1.8/r4) `agency_session_id` and `agency_customer_id` say in which agency session; whether that one still lives is for
    the authorizer to find out.
    """

    PLACE = Place("person/{user_id}", "session/{session_id}")

    user_id = Text()
    session_id = Text()
    tenant = Text(null=True)
    opened_at = Instant()
    ended_at = Instant(null=True)
    source = Text(null=True)
    mfa = Flag(default=False)
    agency_session_id = Text(null=True)
    agency_customer_id = Text(null=True)

    def act_as(self, customer_id: str | None, agency_session_id: str | None) -> None:
        """Act as a customer from the next call on; as oneself for None."""
        self.agency_customer_id, self.agency_session_id = customer_id, agency_session_id

    @property
    def is_open(self) -> bool:
        """Whether its tokens still count."""
        return self.ended_at is None


def session_key(user_id: str, session_id: str) -> Key[Session]:
    """The address of a session."""
    return Session.key(user_id=user_id, session_id=session_id)


def open_session(user_id: str, session_id: str, tenant: str | None, now: datetime, *, source: str | None, mfa: bool) -> Session:
    """A new session. The table forgets it once no token of it can be valid any more, by the real clock."""
    session = Session(user_id=user_id, session_id=session_id, tenant=tenant, opened_at=now, source=source, mfa=mfa)
    session.expires_at_epoch = int((datetime.now(UTC) + KEPT).timestamp())
    return session


def end_sessions(work: Work, user_id: str, *, but: str | None = None) -> int:
    """End all sessions of a person (but one), in this work's transaction; how many there were."""
    return end(work, work.query(Session, Session.partition(user_id=user_id), begins="session/", limit=MOST * 4).items, but=but)


def end(work: Work, sessions: Iterable[Session], *, but: str | None = None) -> int:
    """End those of these sessions that are open."""
    ending = [session for session in sessions if session.is_open and session.session_id != but]
    for session in ending:
        session.ended_at = work.now
    work.change(*ending)
    return len(ending)
