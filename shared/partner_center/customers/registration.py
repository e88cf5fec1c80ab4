"""A visitor with an invitation becomes a customer with an account (13.1.2).

The account's record comes into being when its mobile is confirmed: an unconfirmed name in the user pool is nobody's account.
"""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import SecretStr

from partner_center.customers.account import CustomerAccount, customer_account_key, list_under_mobile, mobile_key
from partner_center.customers.agreement import notice_in_force, notice_text, refuses_notice
from partner_center.customers.association_contracts import (
    Confirmed,
    ConfirmRegistration,
    OpenedInvitation,
    Register,
    Registered,
    TokenRef,
)
from partner_center.customers.consequences import consequences_of
from partner_center.customers.invitation import ExpansionRecord
from partner_center.customers.invited import load_invitation
from partner_center.customers.link import InvitationLink, link_by_token
from partner_center.identity import (
    NO_TENANT,
    Found,
    account_keys,
    confirm_sign_up,
    login_name_key,
    open_account,
    pool_user_name,
    sign_up,
)
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.platform.contracts import masked
from partner_center.platform.table import Key, Place, Record, Text
from partner_center.platform.work import Work

KEPT = clock.DAY * 14


class Registration(Record, kind="registration"):
    """An account name signed up for by an invitation and not necessarily confirmed yet."""

    PLACE = Place("registration/{account_name}", "registration")

    account_name = Text()
    partner_id = Text()
    link_id = Text()


def registration_key(account_name: str) -> Key[Registration]:
    """The address of a registration."""
    return Registration.key(account_name=account_name)


def refuses_mobile(record: ExpansionRecord | None, mobile: str) -> Refusal | None:
    """By an e-mailed invitation only the mobile that the partner reported will do (13.1.2/r2, 10.3.4.1/r17)."""
    if record is None or record.mobile == mobile:
        return None
    return Refusal.because("mobile_not_reported", "13.1.2/r2", way_out="use_reported_mobile", reported=masked(record.mobile))


def open_invite_link(request: TokenRef, work: Work) -> OpenedInvitation:
    """Who invites in which mode, and the notice for it. Raises NotFound; Refused `link_expired`, `link_used`."""
    link = link_by_token(work, request.token)
    invitation = load_invitation(work, link)
    work.require(*invitation.refuses(work.now))
    return OpenedInvitation(
        partner_name=invitation.partner.name,
        association_type=link.association_type,
        mobile=masked(invitation.record.mobile) if invitation.record else None,
        expires_at=invitation.expires_at,
        notice=notice_text(notice_in_force(link.association_type, work.now)),
        consequences=consequences_of(link.association_type, work.now),
    )


def register_by_invitation(request: Register, work: Work) -> Registered:
    """Sign up in the user pool, which sends a code to the mobile.

    Dying before the commit leaves a name in the pool that its code still confirms. A dry run asks the pool nothing.
    Raises Refused `link_expired`, `link_used`, `partner_wins_nobody`, `notice_not_accepted`, `mobile_not_reported`, `account_name_taken`.
    """
    link = link_by_token(work, request.token)
    invitation = load_invitation(work, link)
    work.require(*invitation.refuses(work.now), refuses_notice(request.notice_accepted), refuses_mobile(invitation.record, request.mobile))
    return begin_registration(work, link, request.account_name, request.password, request.mobile, request.email)


def begin_registration(
    work: Work, link: InvitationLink, account_name: str, password: SecretStr, mobile: str, email: str | None
) -> Registered:
    """The name is taken in the pool and waits for its code. Raises Refused `account_name_taken`."""
    taken = any(work.look(registration_key(account_name), login_name_key(NO_TENANT, account_name)))
    work.require(Refusal.because("account_name_taken", way_out="choose_another_account_name") if taken else None)
    if not work.dry_run:
        sign_up(pool_user_name(NO_TENANT, account_name), password, mobile, email)
    registration = Registration(account_name=account_name, partner_id=link.partner_id, link_id=link.link_id)
    registration.expires_at_epoch = int((datetime.now(UTC) + KEPT).timestamp())
    work.add(registration)
    return Registered(account_name=account_name, code_sent_to=masked(mobile))


def confirm_registration(request: ConfirmRegistration, work: Work) -> Confirmed:
    """The code proves the mobile: from now on there is an account. Repeating it changes nothing.

    Raises Refused `code_wrong`, `mobile_not_reported`, `link_expired`, `link_used`.
    """
    link = link_by_token(work, request.token)
    invitation = load_invitation(work, link)
    work.require(*invitation.refuses(work.now))
    record = invitation.record
    registration = work.get(registration_key(request.account_name), or_none=True)
    same = registration is not None and (registration.partner_id, registration.link_id) == (link.partner_id, link.link_id)
    if work.dry_run:
        return Confirmed(account_name=request.account_name)
    user = confirm_sign_up(pool_user_name(NO_TENANT, request.account_name), request.code, again=same)
    work.require(refuses_mobile(record, user.mobile))
    names = account_keys(user, request.account_name)
    known, mobile, *found = work.look(customer_account_key(user.user_id), mobile_key(user.mobile), *names)
    open_account(work, user, request.account_name, Found(*found), work.now)
    if known is None:
        account = CustomerAccount(
            customer_id=user.user_id,
            account_name=request.account_name,
            customer_name=record.customer_full_name if record else None,
            mobile=user.mobile,
            email=user.email,
            registered_at=work.now,
        )
        work.add(account)
        list_under_mobile(work, mobile, user.mobile, user.user_id)
    return Confirmed(account_name=request.account_name)
