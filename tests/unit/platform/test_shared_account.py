"""Accounts on which many commands draw at once (docs/decisions/014)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pynamodb.connection.base import Connection
from pynamodb.exceptions import CancellationReason, TransactGetError, VerboseClientError

from partner_center.coupons import CouponKind, CouponQuota, QuotaSource, quota_key
from partner_center.funds import Wallet
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal, Refused, Stale
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Clearing, LedgerEntry, Movement, statement_partition
from partner_center.platform.table import Record
from partner_center.platform.work import Idempotency, Origin, Token, Work, carry_out
from tests.kit import faults

KEY = quota_key("P1", CouponKind.VOUCHER, "Q1")


def yuan(amount: int) -> Money:
    return Money.of(amount)


@pytest.fixture
def quota(world) -> CouponQuota:
    """A quota with 100."""
    now = clock.now()
    made = CouponQuota(
        partner_id="P1", coupon_kind=CouponKind.VOUCHER, quota_id="Q1", initial_amount=yuan(100), balance=yuan(100),
        source=QuotaSource.VENDOR, reference="", issued_at=now, effective_at=now, expires_at=now + timedelta(days=30),
    )  # fmt: skip
    made.settle()
    made.save()
    return made


def work(**options) -> Work:
    return Work(Caller.system("test").on_behalf_of("P1"), clock.now(), Origin("test", "test-0001"), **options)


def take(amount: int, one: Work) -> None:
    found = one.get(KEY)
    one.move(Movement.COUPON_ISSUE, (found, -yuan(amount)), (Clearing("coupons", "P1"), yuan(amount)))
    one.count(found, issued=yuan(amount))


def now_there() -> CouponQuota:
    return CouponQuota.get(KEY.partition, KEY.sort)


def decide(amount: int, **options) -> int:
    """Take an amount; how often it was decided."""
    times = []

    def take_and_note(one: Work) -> None:
        times.append(one)
        take(amount, one)

    carry_out(lambda: work(**options), take_and_note)
    return len(times)


def test_drawing_at_once_undoes_nobodys_reading(quota):
    with faults.watching(before=faults.before_first_commit(lambda: decide(30))):
        assert decide(50) == 1
    assert (now_there().balance, now_there().issued) == (yuan(20), yuan(80))


@contextmanager
def held_once(*addresses: tuple[str, str]) -> Iterator[Counter[str]]:
    """Somebody else's transaction holds these records when they are read first; the calls that follow."""
    real, met = Connection.transact_get_items, []

    def refuse(self: Connection, get_items: Any, **options: Any) -> Any:
        if met:
            return real(self, get_items, **options)
        met.append(get_items)
        places = [(one["Key"]["pk"]["S"], one["Key"]["sk"]["S"]) for one in get_items]
        reasons = [CancellationReason(code="TransactionConflict") if place in addresses else None for place in places]
        assert any(reasons), "what is held is read"
        cause = VerboseClientError(
            {"Error": {"Code": "TransactionCanceledException", "Message": ""}}, "TransactGetItems", {}, cancellation_reasons=reasons
        )
        raise TransactGetError("held", cause)

    with pytest.MonkeyPatch.context() as patch, faults.watching() as calls:
        patch.setattr(Connection, "transact_get_items", refuse)
        yield calls


QUOTA, OTHER = (KEY.partition, KEY.sort), quota_key("P1", CouponKind.VOUCHER, "Q2")


def look(one: Work) -> list[Any]:
    return one.look(OTHER, KEY)


def test_a_command_reads_an_account_that_somebody_draws_on_as_it_stands(quota):
    with held_once(QUOTA) as calls:
        other, found = look(work(idempotency=Idempotency("P1", "K1", "asked")))
    assert (other, found.balance) == (None, yuan(100))
    assert calls == {"BatchGetItem": 1, "TransactGetItems": 1}, "the rest as of one instant, and no waiting"


def test_who_shows_figures_waits_for_all_of_one_instant(quota):
    with held_once(QUOTA) as calls:
        assert look(work())[1].balance == yuan(100)
    assert calls == {"TransactGetItems": 1}


def test_a_command_waits_for_what_somebody_replaces(quota):
    token = Token.key(scope="P1", token="K1")
    with held_once(QUOTA, (token.partition, token.sort)) as calls:
        assert look(work(idempotency=Idempotency("P1", "K1", "asked")))[1].balance == yuan(100)
    assert calls == {"TransactGetItems": 1}


def test_what_is_not_there_any_more_is_refused_on_fresh_facts(quota):
    with faults.watching(before=faults.before_first_commit(lambda: decide(60))), pytest.raises(Refused) as refused:
        decide(50)
    assert refused.value.refusals[0].code == "insufficient_balance"
    assert now_there().balance == yuan(40)


def test_changed_terms_are_decided_on_anew(quota):
    def adjust() -> None:
        one = work()
        found = one.get(KEY)
        found.adjusting = True
        one.change(found)
        one.commit()

    with faults.watching(before=faults.before_first_commit(adjust)):
        assert decide(50) == 2
    assert (now_there().terms, now_there().balance) == (2, yuan(50))


def test_a_change_of_terms_does_not_undo_what_was_drawn_meanwhile(quota):
    def adjust(one: Work) -> None:
        found = one.get(KEY)
        found.adjusting = True
        one.change(found)

    with faults.watching(before=faults.before_first_commit(lambda: decide(50))):
        carry_out(work, adjust)
    assert (now_there().adjusting, now_there().balance) == (True, yuan(50))


def test_if_match_holds_a_drawing_command_to_the_version_it_names(quota):
    with faults.watching(before=faults.before_first_commit(lambda: decide(10))), pytest.raises(Stale):
        decide(10, expected_version=1)
    assert now_there().balance == yuan(90)


def test_its_statement_adds_up_without_balances(quota):
    decide(30)
    decide(20)
    entries = list(LedgerEntry.query(statement_partition(quota.account_id)))
    assert [(entry.amount, entry.balance) for entry in entries] == [(-yuan(30), None), (-yuan(20), None)]


def test_a_transaction_of_somebody_else_on_the_item_is_waited_for_with_the_same_request(quota, monkeypatch):
    from pynamodb.exceptions import CancellationReason, VerboseClientError

    monkeypatch.setattr("partner_center.platform.work._pause", lambda attempt: None)
    met: list[str] = []

    def busy(operation: str, _: int) -> None:
        if operation == "TransactWriteItems" and len(met) < 20:
            met.append(operation)
            error = {"Error": {"Code": "TransactionCanceledException", "Message": ""}}
            raise VerboseClientError(error, operation, {}, cancellation_reasons=[CancellationReason(code="TransactionConflict")])

    with faults.watching(before=busy) as calls:
        assert decide(50) == 1
    assert calls["TransactGetItems"] == 1
    assert now_there().balance == yuan(50)


def test_a_dry_run_shows_what_it_would_draw(quota):
    one = work(dry_run=True)
    take(50, one)
    (change,) = one.effects()["changed"]
    assert change["fields"]["balance"] == ["100", "50"]
    assert Record.get(KEY.partition, KEY.sort).balance == yuan(100)


def watch(one: Work, amount: int, least: int) -> None:
    """Add a trace that may stand only while so much is left of the quota."""
    found = one.get(KEY)
    if found.balance < yuan(least):
        raise Refused(Refusal.because("too_little"))
    one.rely_on_sums(found, at_least={"balance": yuan(least)})
    if amount:
        take(amount, one)
    else:
        one.note(seen="enough")


@pytest.mark.parametrize("amount", [0, 10])
def test_a_sum_that_stays_within_its_bounds_may_move_meanwhile(quota, amount):
    times = []
    with faults.watching(before=faults.before_first_commit(lambda: decide(30))):
        carry_out(work, lambda one: (times.append(one), watch(one, amount, 60)))
    assert len(times) == 1
    assert now_there().balance == yuan(70 - amount)


@pytest.mark.parametrize("amount", [0, 10])
def test_a_sum_that_leaves_its_bounds_meanwhile_is_decided_on_anew(quota, amount):
    with faults.watching(before=faults.before_first_commit(lambda: decide(50))), pytest.raises(Refused) as refused:
        carry_out(work, lambda one: watch(one, amount, 60))
    assert refused.value.refusals[0].code == "too_little"
    assert now_there().balance == yuan(50)


@pytest.mark.parametrize("bound", [{"at_least": {"balance": yuan(100)}}, {"at_most": {"balance": yuan(100)}}])
def test_bounds_are_included(quota, bound):
    carry_out(work, lambda one: (one.rely_on_sums(one.get(KEY), **bound), one.note(seen="enough")))


def test_a_tally_that_was_not_there_must_still_not_be_there(world):
    key = Wallet.key(partner_id="P1")

    def opened() -> None:
        carry_out(work, lambda one: one.count(one.get(key, or_none=True) or Wallet(partner_id="P1"), arrears_amount=yuan(5)))

    times = []

    def rely(one: Work) -> None:
        wallet = one.get(key, or_none=True) or Wallet(partner_id="P1")
        times.append(wallet.arrears_amount)
        one.rely_on_sums(wallet, at_most={"arrears_amount": wallet.arrears_amount})
        one.note(seen="nothing owed")

    with faults.watching(before=faults.before_first_commit(opened)):
        carry_out(work, rely)
    assert times == [yuan(0), yuan(5)]
