"""`make verify-audit`: what it says and how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from infra.verify_audit import check
from partner_center.kernel import clock
from partner_center.kernel.permissions import Actor
from partner_center.platform.audit import AuditRecord, record_deed
from partner_center.platform.caller import Caller
from tests.kit.audit import Stream, trail

GRACE = timedelta(minutes=15)


@pytest.fixture
def stream(world: Any) -> Stream:
    for partner in ("P1", "P2"):
        record_deed(Caller("U1", Actor.PARTNER, partner=partner), "sample.deed", correlation_id="c", at=clock.now() - timedelta(hours=1))
    stream = Stream(world)
    stream.settle()
    return stream


def test_chains_that_hold_are_listed_with_their_heads(stream: Stream, capsys: Any) -> None:
    assert check(None, GRACE) == 0
    said = capsys.readouterr().out
    assert "partner/P1: holds; 1 of 1 records sealed" in said
    assert "2 chains, 2 records, 2 sealed, 0 broken" in said


def test_a_broken_chain_is_named_with_its_first_break_and_fails_the_command(stream: Stream, capsys: Any) -> None:
    (victim,) = trail("partner/P2")
    _overwrite(victim)
    assert check(None, GRACE) == 1
    said = capsys.readouterr().out
    assert "partner/P1: holds" in said
    assert f"partner/P2: BROKEN: An audit record was altered (altered_record): no. 1 {victim.sk}" in said
    assert check("partner/P1", GRACE) == 0


def test_a_record_that_waits_too_long_for_its_seal_breaks_the_chain(stream: Stream, capsys: Any) -> None:
    record_deed(Caller("U1", Actor.PARTNER, partner="P1"), "sample.late", correlation_id="c", at=clock.now() - timedelta(minutes=10))
    assert check("partner/P1", GRACE) == 0
    assert check("partner/P1", timedelta(minutes=5)) == 1


def test_where_there_is_nothing_it_says_so(stream: Stream) -> None:
    assert check("partner/P9", GRACE) == 2


def _overwrite(victim: AuditRecord) -> None:
    victim.user_id = "somebody-else"
    victim.save()  # raises its version, as an application that forgets the rule would
