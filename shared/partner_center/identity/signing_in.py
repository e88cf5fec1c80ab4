"""Signing in: name and password, what may be asked besides, and the session that comes of it (1.3, 5.1.2).

Wrong guesses are counted by typed name and by address, and answered alike whether or not there is such a name; after five within a
quarter of an hour even the right password is refused. Whoever has a membership among the pool's own attributes and none in our records
(the first staff of all, whom an operator of the cloud creates) gets its record by signing in; from then on the record alone counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from partner_center.identity import tokens
from partner_center.identity.account import Account
from partner_center.identity.contracts import AnswerMfa, AnswerNewPassword, Challenge, Named, SignedIn, SignIn, TenantChoice
from partner_center.identity.guessing import SIGN_INS, SIGN_INS_FROM, Counted, guess, right
from partner_center.identity.login_name import (
    NO_TENANT,
    LoginName,
    folded,
    login_name_key,
    login_names,
    pool_user_name,
    tenant_name,
    tenant_name_key,
)
from partner_center.identity.membership import VENDOR, Membership, MemberStatus
from partner_center.identity.person import AT_ONCE, Known, known_of, memberships_of
from partner_center.identity.records import PersonRecord
from partner_center.identity.session import MOST, Session, open_session
from partner_center.kernel.errors import Refusal, Refused
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform.audit import Level, Result, record_deed
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

Answer = tokens.Tokens | tokens.PoolChallenge
SIDES = {Actor.PARTNER, Actor.VENDOR}  # whose memberships an operator of the cloud may set as attributes of a user


@dataclass(frozen=True)
class Claimed:
    """Who somebody claims to be. `login` is None for a name that we do not know; the pool is asked all the same, as `user_name`."""

    tenant: str
    name: str
    user_name: str
    login: LoginName | None
    source: str

    @property
    def counted(self) -> tuple[Counted, ...]:
        """Under what a wrong guess counts."""
        return (SIGN_INS, f"{self.tenant}/{self.name}"), (SIGN_INS_FROM, self.source)


def sign_in(request: SignIn, work: Work) -> SignedIn:
    """Start a session, or answer what the pool asks for besides. A dry run asks the pool nothing.

    Raises Refused `sign_in_failed`, alike for an unknown name, a wrong password, a locked or unconfirmed account; `too_many_attempts`;
    `not_a_member` of the partner that was named.
    """
    claimed = who_claims(request, work)
    if work.dry_run:
        return SignedIn()
    answer = _tried(claimed, work, lambda: tokens.authenticate(claimed.user_name, request.password))
    return _challenge_or_session(answer, claimed, request.partner_id, work)


def answer_new_password(request: AnswerNewPassword, work: Work) -> SignedIn:
    """Replace the initial password and go on (5.1.2/r4). Raises Refused `challenge_failed`, `too_many_attempts`."""
    claimed = who_claims(request, work)
    if work.dry_run:
        return SignedIn()
    answer = _tried(claimed, work, lambda: tokens.answer_new_password(claimed.user_name, request.challenge, request.new_password))
    return _challenge_or_session(answer, claimed, request.partner_id, work)


def answer_mfa(request: AnswerMfa, work: Work) -> SignedIn:
    """The second factor. Raises Refused `challenge_failed`, `too_many_attempts`."""
    claimed = who_claims(request, work)
    if work.dry_run:
        return SignedIn()
    answer = _tried(claimed, work, lambda: tokens.answer_mfa(claimed.user_name, request.challenge, request.code))
    return _challenge_or_session(answer, claimed, request.partner_id, work, mfa=True)


def who_claims(request: Named, work: Work) -> Claimed:
    """The pool's user behind typed names. Nothing that it answers is kept: it may hold tokens.

    A partner is named by its account name or its id. A name that we have no record of is the pool's own: staff before their first sign-in.
    """
    work.keep_no_answer()
    source, name = work.origin.source or "unknown", folded(request.account_name)
    if request.partner_account_name is None:
        login, _ = work.look(login_name_key(NO_TENANT, name), tenant_name_key(name))  # the latter for whoever names a partner by signing in
        return Claimed(NO_TENANT, name, login.user_name if login else request.account_name, login, source)
    typed = request.partner_account_name
    known, login = work.look(tenant_name_key(typed), login_name_key(typed, name))
    tenant = known.tenant if known else typed
    if known and login is None:
        login = work.look(login_name_key(tenant, name))[0]
    return Claimed(tenant, name, login.user_name if login else pool_user_name(tenant, name), login, source)


def _tried(claimed: Claimed, work: Work, ask: Callable[[], Answer]) -> Answer:
    try:
        guess(*claimed.counted)
        answer = ask()
    except Refused as refused:
        _leave_trace(refused, claimed, work)
        raise
    right(*claimed.counted)
    return answer


def _leave_trace(refused: Refused, claimed: Claimed, work: Work) -> None:
    """A failed attempt leaves its trace in the trail of the partner or account that it was tried on.

    What was typed as a name is not kept where nobody has it: it may be a password.
    """
    user_id = claimed.login.user_id if claimed.login else "unknown"
    member = next((known for known in memberships_of(user_id) if known.status is MemberStatus.ACTIVE), None)
    scope = "visitor" if claimed.login is None else _caller(user_id, claimed.name, member).scope
    record_deed(
        Caller(user_id, Actor.VISITOR, name=claimed.name if claimed.login else ""),
        work.origin.action,
        correlation_id=work.origin.correlation_id,
        result=Result.REFUSED,
        codes=[refusal.code for refusal in refused.refusals],
        source=work.origin.source,
        at=work.now,
        scope=scope,
        level=Level.INCIDENT if refused.refusals[0].code == "too_many_attempts" else Level.WARNING,
    )


def _challenge_or_session(answer: Answer, claimed: Claimed, wanted: str | None, work: Work, *, mfa: bool = False) -> SignedIn:
    if isinstance(answer, tokens.PoolChallenge):
        return SignedIn(challenge=Challenge(name=answer.name, challenge=answer.session))
    claims = answer.claims
    user_id = str(claims["sub"])
    known = known_of(work.query(PersonRecord, Account.partition(user_id=user_id), limit=AT_ONCE).items)
    account = known.account or _first_account(claims, claimed, work)
    members = known.memberships or _imported(claims, account, work)
    tenant = _tenant(members, wanted, claimed)
    session = open_session(user_id, str(claims["origin_jti"]), tenant, work.now, source=work.origin.source, mfa=mfa)
    work.add(session)
    work.remove(*_too_many(known))
    member = next((member for member in members if member.tenant == tenant), None)
    work.speak_for(_caller(user_id, member.account_name if member else account.account_name, member))
    return SignedIn(
        id_token=answer.id_token,
        access_token=answer.access_token,
        refresh_token=answer.refresh_token,
        expires_in=answer.expires_in,
        partner_id=tenant,
        tenants=choices(members),
    )


def choices(members: tuple[Membership, ...]) -> list[TenantChoice]:
    """For whom a person may act."""
    return [
        TenantChoice(partner_id=member.tenant, actor=member.actor, account_name=member.account_name, roles=list(member.roles))
        for member in members
        if member.status is MemberStatus.ACTIVE
    ]


def _tenant(members: tuple[Membership, ...], wanted: str | None, claimed: Claimed) -> str | None:
    """For whom the session acts: who was named, otherwise the only one there is (one token names one)."""
    active = [member.tenant for member in members if member.status is MemberStatus.ACTIVE]
    if claimed.tenant != NO_TENANT:
        if claimed.tenant not in active:
            raise Refused(Refusal.because("sign_in_failed", "5.1.2/r5"))
        return claimed.tenant
    if wanted is not None:
        Work.require(refuses_tenant(members, wanted))
        return wanted
    return active[0] if len(active) == 1 else None


def refuses_tenant(members: tuple[Membership, ...], tenant: str) -> Refusal | None:
    """One acts only for whom one is an active member (5.1.2/r5)."""
    if any(member.tenant == tenant and member.status is MemberStatus.ACTIVE for member in members):
        return None
    return Refusal.because("not_a_member", "5.1.2/r5")


def _too_many(known: Known) -> list[Session]:
    """Sessions that make room for a new one: ended ones, and the oldest beyond the limit."""
    still = sorted((session for session in known.sessions if session.is_open), key=lambda session: session.opened_at, reverse=True)
    return [*(session for session in known.sessions if not session.is_open), *still[MOST - 1 :]][: MOST * 2]


def _first_account(claims: dict[str, str], claimed: Claimed, work: Work) -> Account:
    """The record of somebody whom an operator of the cloud created, at his first sign-in."""
    user_name = str(claims["cognito:username"])
    account = Account(
        user_id=str(claims["sub"]),
        user_name=user_name,
        account_name=user_name,
        mobile=str(claims.get("phone_number", "")).removeprefix("+86") or None,
        email=claims.get("email") or None,
        opened_at=work.now,
    )
    work.add(account)
    if claimed.login is None and claimed.tenant == NO_TENANT:
        work.add(*login_names(NO_TENANT, user_name, account.user_id, claimed.name))
    return account


def _imported(claims: dict[str, str], account: Account, work: Work) -> tuple[Membership, ...]:
    """The membership that the pool's attributes say: only an administration of the pool can write them. Roles of another side fall away."""
    actor = next((side for side in SIDES if side.value == claims.get("custom:actor")), None)
    tenant = VENDOR if actor is Actor.VENDOR else claims.get("custom:partner_id")
    if actor is None or not tenant:
        return ()
    own = {role.value for role in Role if role.side is actor}
    roles = [role for role in str(claims.get("custom:roles", "")).split(",") if role in own]
    member = Membership(
        user_id=account.user_id,
        tenant=tenant,
        actor=actor,
        account_name=account.account_name,
        name=account.account_name,
        mobile=account.mobile,
        email=account.email,
        roles=roles,
        status=MemberStatus.ACTIVE,
        is_super_admin=Role.SUPER_ADMIN.value in roles,
        joined_at=work.now,
        user_name=account.user_name,
    )
    work.add(member)
    if member.is_super_admin and work.look(tenant_name_key(account.account_name))[0] is None:
        work.add(tenant_name(account.account_name, tenant))
    return (member,)


def _caller(user_id: str, name: str, member: Membership | None) -> Caller:
    """Whose trail a sign-in belongs to."""
    if member is None:
        return Caller(user_id, Actor.CUSTOMER, (Role.CUSTOMER.value,), name, customer=user_id)
    return Caller(user_id, member.actor, tuple(member.roles), name, partner=member.partner_id)
