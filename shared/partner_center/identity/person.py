"""The person behind a token: claims that the user pool signed, and our records of him, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partner_center.identity.account import Account
from partner_center.identity.membership import Membership, MemberStatus
from partner_center.identity.records import PersonRecord
from partner_center.identity.session import Session
from partner_center.platform import table
from partner_center.platform.signin import NotSignedIn, claims_of

AT_ONCE = 400  # records of one person: an account, his memberships, his sessions of half a day


@dataclass(frozen=True)
class Person:
    """Who signed in: what the token says, the session it belongs to, and everything we know of him. `account` may be None."""

    claims: dict[str, Any]
    session: Session
    memberships: tuple[Membership, ...]
    account: Account | None

    @property
    def user_id(self) -> str:
        """The user pool's id of the person."""
        return str(self.claims["sub"])

    @property
    def membership(self) -> Membership | None:
        """The membership that the session names; None where it acts for the person's own account."""
        return next((member for member in self.memberships if member.tenant == self.session.tenant), None)


@dataclass(frozen=True)
class Known:
    """Our records of one person."""

    account: Account | None
    memberships: tuple[Membership, ...]
    sessions: tuple[Session, ...]


def known_of(records: list[Any]) -> Known:
    """The records of a person's partition, by what they are."""
    return Known(
        next((record for record in records if isinstance(record, Account)), None),
        tuple(record for record in records if isinstance(record, Membership)),
        tuple(record for record in records if isinstance(record, Session)),
    )


def person_of(authorization: str) -> Person:
    """Who calls with this `Authorization` header.

    Raises NotSignedIn for a token that does not hold, whose session is not ours or ended, or whose membership is locked or deleted;
    Unavailable.
    """
    claims = claims_of(authorization)
    known = known_of(table.query(PersonRecord, Account.partition(user_id=claims["sub"]), limit=AT_ONCE).items)
    session = next((session for session in known.sessions if session.session_id == claims.get("origin_jti")), None)
    if session is None or not session.is_open:
        raise NotSignedIn
    person = Person(claims, session, known.memberships, known.account)
    if session.tenant is not None and (person.membership is None or person.membership.status is not MemberStatus.ACTIVE):
        raise NotSignedIn
    return person


def memberships_of(user_id: str) -> tuple[Membership, ...]:
    """All memberships of a person, locked and deleted ones too."""
    return tuple(table.query(Membership, Membership.partition(user_id=user_id), begins="member/", limit=AT_ONCE).items)
