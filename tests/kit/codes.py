"""Verification codes in tests: callers whose partner has switched them on, messages as they arrived, and passes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from moto.backends import get_backend

from partner_center.identity import Account, Membership, MemberStatus
from partner_center.kernel import clock
from partner_center.platform.caller import Caller
from partner_center.platform.sensitive import HEADER, Sensitive, issue_pass
from partner_center.platform.table import Record
from tests.kit.world import Answer, World

MEMBER_MOBILE, MEMBER_EMAIL = "13911112222", "li.na@yuanhang.example"


def with_codes(caller: Caller, session: str | None = "S1", **changes: Any) -> Caller:
    """The same person, whose partner asks for codes where it may choose."""
    return replace(caller, codes_on=True, session=session, **changes)


def a_contact(caller: Caller, mobile: str | None = MEMBER_MOBILE, email: str | None = MEMBER_EMAIL) -> None:
    """The membership of a partner's member, with the business contact to which codes go."""
    _stored(
        Membership(
            user_id=caller.user_id, tenant=caller.partner, actor=caller.actor, account_name=caller.name, name=caller.name, mobile=mobile,
            email=email, roles=list(caller.roles), status=MemberStatus.ACTIVE, joined_at=clock.now(),
        )
    )  # fmt: skip


def an_own_account(caller: Caller, mobile: str | None = "13733334444", email: str | None = None) -> None:
    """The account that somebody opened himself."""
    _stored(
        Account(user_id=caller.user_id, user_name=caller.name, account_name=caller.name, mobile=mobile, email=email, opened_at=clock.now())
    )


def a_pass(caller: Caller, operation: Sensitive) -> dict[str, str]:
    """The header of a pass that this caller got for a code."""
    token, record = issue_pass(caller, operation, clock.now())
    _stored(record)
    return {HEADER: token}


def ask(world: World, caller: Caller, operation: str = "adjust_funds", channel: str = "sms", **more: Any) -> Answer:
    """The caller asks for a code."""
    return world.call(caller, "POST", "/identity/verification-codes", {"operation": operation, "channel": channel}, **more)


def check(world: World, caller: Caller, code: str, operation: str = "adjust_funds", query: str = "", **more: Any) -> Answer:
    """The caller types a code."""
    return world.call(caller, "POST", f"/identity/verification-codes/check{query}", {"operation": operation, "code": code}, **more)


def forget_texts() -> None:
    """No text message was sent yet."""
    for regions in get_backend("sns").values():
        for backend in regions.values():
            backend.sms_messages.clear()


def texts_to(mobile: str) -> list[str]:
    """The text messages sent to a mobile, oldest first."""
    return [
        text
        for regions in get_backend("sns").values()
        for backend in regions.values()
        for number, text in backend.sms_messages.values()
        if number == f"+86{mobile}"
    ]


def code_in(text: str) -> str:
    """The code in a message."""
    found = re.search(r"(?<!\d)\d{6}(?!\d)", text)
    assert found, text
    return found.group()


def another(code: str) -> str:
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def _stored(record: Record) -> None:
    record.settle()
    record.save()
