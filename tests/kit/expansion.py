"""Partners of every type that win customers, in tests, and commands that meet in the middle."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from partner_center.partners import Partner, Standing
from partner_center.platform.caller import Caller
from tests.kit import faults
from tests.kit.customers import found
from tests.kit.organisation import an_organisation
from tests.kit.partners import a_partner
from tests.kit.world import Answer, partner_user

DISTRIBUTOR = "D1"
TYPES = ("solution_provider", "distributor", "reseller")


def an_expander(partner_type: str, partner_id: str = "P1", **facts: Any) -> Caller:
    """The administrator of a partner that may win customers, P1 unless said otherwise; a reseller's distributor is D1."""
    if partner_type == "distributor":
        facts.setdefault("customer_development", True)
    a_partner(partner_id, partner_type=partner_type, **facts)
    if partner_type != "reseller":
        an_organisation(partner_id, partner_type)
        return partner_user(partner_id, partner_type=partner_type)
    if found(Partner.key(partner_id=DISTRIBUTOR)) is None:
        a_partner(DISTRIBUTOR, partner_type="distributor", name="总经销")
        an_organisation(DISTRIBUTOR, "distributor")
    an_organisation(partner_id, partner_type, distributor_id=DISTRIBUTOR)
    return replace(partner_user(partner_id, partner_type=partner_type), distributor_id=DISTRIBUTOR)


def delisted(partner_id: str = DISTRIBUTOR) -> None:
    """The vendor delists a partner."""
    partner = found(Partner.key(partner_id=partner_id))
    partner.standing = Standing.DELISTED
    partner.save()


def without_leave(partner_id: str = "P1") -> None:
    """The vendor takes the leave to win customers back."""
    partner = found(Partner.key(partner_id=partner_id))
    partner.customer_development = False
    partner.save()


def all_at_once(*commands: Callable[[], Answer]) -> list[Answer]:
    """Commands each of which has read its facts before any of them commits; the answers in the order of the commands."""
    answers: list[Any] = [None] * len(commands)
    started = 0

    def next_one(operation: str, _: int) -> None:
        nonlocal started
        if operation == "TransactWriteItems" and started < len(commands):
            mine, started = started, started + 1
            answers[mine] = commands[mine]()

    with _room_for(len(commands)), faults.watching(before=next_one):
        started = 1
        answers[0] = commands[0]()
    return answers


@contextmanager
def _room_for(depth: int) -> Iterator[None]:
    """Every command runs inside the commit of the one before it."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(before + depth * 400)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
