"""Coupons chosen for an order: locked while it waits, paid, let go, given back; each once (13.5.2, 14.3.3, 14.3.4)."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from partner_center.coupons import CouponKind, CouponOperation, CouponQuota, CouponStatus, OperationType, key_of, quota_key
from partner_center.coupons.order_payment import COUPONS_PER_ORDER
from partner_center.coupons.recall import take_back
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refused, Unavailable
from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.coupon_orders import AnOrder, a_coupon, check_quotas, coupon, quota_of
from tests.kit.funds import as_system, check_books
from tests.kit.quota_tree import RESELLER, a_tree
from tests.kit.world import partner_user


def yuan(value: Any) -> Money:
    return Money.of(value)


def refusal(step: Callable[[], Any]) -> list[str]:
    """Why a step was refused."""
    with pytest.raises(Refused) as refused:
        step()
    return [reason.code for reason in refused.value.refusals]


def recall(desk, ref):
    """The issuer recalls a voucher."""
    return desk.recall_voucher(ref.rsplit("/", 1)[1])


# --- locking -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.5.2/r2", "13.5.2/r4")
def test_the_chosen_coupon_pays_what_it_holds_and_the_rest_is_left_to_cash(desk):
    voucher = a_coupon("voucher", "10")
    assert AnOrder("100").lock(voucher) == {voucher: yuan(10)}


@pytest.mark.rule("13.5.1/r1")
def test_what_is_locked_lies_in_a_lock_and_nothing_else_can_spend_it(desk):
    voucher = a_coupon("voucher", "10")
    AnOrder("6").lock(voucher)
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(4), yuan(6))
    assert desk.use("10") == [(voucher.rsplit("/", 1)[1], yuan(4))]
    desk.world.settle()
    check_books()
    check_quotas()


@pytest.mark.rule("13.5.1/r1")
def test_a_coupon_that_is_locked_whole_is_not_used_up_and_pays_no_other_order(desk):
    voucher = a_coupon("voucher", "10")
    AnOrder().lock(voucher)
    assert coupon(voucher).status_at(clock.now()) is CouponStatus.USABLE
    assert refusal(lambda: AnOrder(order_no="CS2").lock(voucher)) == ["coupon_locked"]
    assert desk.use("10") == []


def test_locking_again_changes_nothing(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    assert order.lock(voucher) == order.lock(voucher) == {voucher: yuan(6)}
    assert coupon(voucher).balance == yuan(4)
    check_quotas()


def test_another_choice_replaces_the_former_one(desk):
    first, second, order = a_coupon("voucher", "10"), a_coupon("voucher", "20"), AnOrder()
    order.lock(first)
    assert order.lock(second) == {second: yuan(20)}
    assert (coupon(first).balance, coupon(second).balance) == (yuan(10), yuan(0))
    assert order.lock() == {}
    assert (coupon(second).balance, coupon(second).locked) == (yuan(20), yuan(0))
    check_books()
    check_quotas()


def test_the_same_coupons_are_chosen_anew_when_the_order_costs_something_else(desk):
    voucher = a_coupon("voucher", "10")
    AnOrder("8").lock(voucher)
    assert AnOrder("5").lock(voucher) == {voucher: yuan(5)}
    assert coupon(voucher).balance == yuan(5)
    check_quotas()


@pytest.mark.rule("13.5.2/r2")
def test_two_vouchers_for_one_order_are_refused_with_the_reason(desk):
    vouchers = [a_coupon("voucher"), a_coupon("voucher")]
    assert refusal(lambda: AnOrder().lock(*vouchers)) == ["too_many_coupons"]
    assert [coupon(voucher).balance for voucher in vouchers] == [yuan(10), yuan(10)]


@pytest.mark.rule("14.3.3/r3")
def test_several_cash_coupons_of_several_issuers_pay_one_order_beside_a_voucher(desk):
    refs = [a_coupon("cash_coupon", "12"), a_coupon("cash_coupon", "5", of="P2"), a_coupon("voucher", "10")]
    order = AnOrder("990")
    order.lock(*refs)
    assert order.pay() == {refs[2]: yuan(10), refs[1]: yuan(5), refs[0]: yuan(12)}
    desk.world.settle()
    check_books()
    check_quotas()


def test_a_payment_takes_no_more_coupons_than_fit_into_the_orders_transaction(desk):
    refs = [a_coupon("cash_coupon", "1") for _ in range(COUPONS_PER_ORDER + 1)]
    assert refusal(lambda: AnOrder().lock(*refs)) == ["too_many_coupons_together"]
    order = AnOrder()
    assert len(order.lock(*refs[1:])) == COUPONS_PER_ORDER
    assert len(order.lock(*refs[:-1])) == COUPONS_PER_ORDER
    assert len(order.pay()) == COUPONS_PER_ORDER
    desk.world.settle()
    check_books()
    check_quotas()


def test_a_full_choice_replaces_one_whose_coupons_were_all_recalled_in_one_transaction(desk):
    former = [a_coupon("cash_coupon", "2") for _ in range(COUPONS_PER_ORDER)]
    chosen = [a_coupon("cash_coupon", "1") for _ in range(COUPONS_PER_ORDER)]
    order = AnOrder()
    order.lock(*former)
    for ref in former:
        _recalled(ref)
    assert len(order.lock(*chosen)) == COUPONS_PER_ORDER
    assert {quota_of(ref).balance for ref in former} == {yuan(1000)}
    check_books()
    check_quotas()


def test_another_customers_coupon_is_not_there(desk):
    foreign = a_coupon("voucher", to="C2")
    for ref in (foreign, "P1/voucher/CP404", "nonsense"):
        with pytest.raises(NotFound):
            AnOrder(customer="C1").lock(ref)


# --- paying -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.5.2/r3")
def test_a_paid_order_is_told_once_and_counted_on_the_quota(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    order.lock(voucher)
    assert order.pay() == order.pay() == {voucher: yuan(6)}
    desk.world.settle(twice=True)
    assert [event["DetailType"] for event in desk.world.bus].count("coupons.coupons_used") == 1
    assert (coupon(voucher).balance, coupon(voucher).locked, quota_of(voucher).used) == (yuan(4), yuan(0), yuan(6))
    check_books()
    check_quotas()


def test_an_order_without_coupons_pays_nothing_with_them(desk):
    assert AnOrder().pay() == AnOrder().cancel() == AnOrder().unsubscribe() == {}


@pytest.mark.rule("10.4.6.1.3/r3", "10.4.6.1.3/r7")
def test_a_recall_takes_only_what_is_not_locked_and_the_order_is_paid_all_the_same(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    order.lock(voucher)
    assert recall(desk, voucher).ok()["amount"] == yuan(4).as_json()
    assert order.pay() == {voucher: yuan(6)}
    desk.world.settle()
    assert (quota_of(voucher).recalled, quota_of(voucher).used) == (yuan(4), yuan(6))
    check_books()
    check_quotas()


# --- letting go ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("14.3.4/r3")
def test_an_order_that_is_cancelled_gives_its_coupons_free(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    order.lock(voucher)
    assert order.cancel() == order.cancel() == {voucher: yuan(6)}
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(10), yuan(0))
    check_books()
    check_quotas()


@pytest.mark.rule("14.3.4/r3")
def test_what_was_let_go_is_neither_chosen_again_nor_paid_with(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    order.lock(voucher)
    order.cancel()
    assert refusal(lambda: order.lock(voucher)) == refusal(order.pay) == ["order_coupons_settled"]


def test_a_paid_order_lets_nothing_go(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    order.lock(voucher)
    order.pay()
    assert refusal(order.cancel) == ["order_coupons_settled"]
    assert coupon(voucher).balance == yuan(4)


@pytest.mark.rule("10.4.6.1.3/r5", "10.4.6.1.4/r1")
def test_what_is_let_go_of_a_coupon_recalled_meanwhile_follows_to_its_quota_and_into_the_log(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    order.lock(voucher)
    recall(desk, voucher)
    order.cancel()
    assert (coupon(voucher).balance, quota_of(voucher).balance) == (yuan(0), yuan(1000))
    assert coupon(voucher).returned_amount == yuan(10)
    lines = [(line.operation_type, line.amount) for line in CouponOperation.query("partner/P1/voucher_operation")]
    assert (OperationType.SYSTEM_RECALL, yuan(6)) in lines
    check_books()
    check_quotas()


@pytest.mark.rule("11.1.6/r5")
def test_what_an_order_lets_go_of_comes_home_through_a_quota_that_was_taken_back(world):
    desk = a_tree(world)
    source = desk.a_quota("100", partner="D1")
    child = desk.a_child(source, "40")
    voucher = desk.a_voucher_of(child, "10")
    order = AnOrder("6.00")
    order.lock(f"R1/voucher/{voucher}")
    world.call(RESELLER, "POST", f"/coupons/vouchers/{voucher}/recall", None, key="r").ok()
    desk.take_back(child).ok()
    order.cancel()
    world.settle()
    below, key = quota_of(f"R1/voucher/{voucher}"), quota_key("D1", CouponKind.VOUCHER, source)
    above = CouponQuota.get(key.partition, key.sort)
    assert (below.balance, above.balance) == (yuan(0), yuan(100))
    assert below.is_conserved
    assert above.is_conserved
    check_books()


def test_a_coupon_locked_whole_can_be_recalled_and_then_takes_nothing_back(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder()
    order.lock(voucher)
    recall(desk, voucher).ok()
    order.cancel()
    assert (coupon(voucher).status_at(clock.now()), coupon(voucher).balance) == (CouponStatus.RECALLED, yuan(0))
    check_quotas()


@pytest.mark.rule("14.3.3/r1")
@pytest.mark.parametrize("before", [True, False], ids=["the schedule ran before", "and after"])
def test_what_is_let_go_of_an_expired_coupon_goes_to_its_quota(desk, stopped_clock, before):
    cash, order = a_coupon("cash_coupon", "10", until="2024-09-03T23:59:59+08:00"), AnOrder()
    order.lock(cash)
    stopped_clock.at("2024-09-04T00:05:00+08:00")
    if before:
        desk.world.run_job("coupons.recall_expired_coupons", "2024-09-04T00:05:00+08:00")
    order.cancel()
    desk.world.run_job("coupons.recall_expired_coupons", "2024-09-04T01:05:00+08:00")
    assert (coupon(cash).status_at(clock.now()), coupon(cash).balance) == (CouponStatus.EXPIRED, yuan(0))
    assert (quota_of(cash).expired, quota_of(cash).balance) == (yuan(10), yuan(1000))
    check_books()
    check_quotas()


# --- giving back --------------------------------------------------------------------------------------------------------------------


def a_paid_order(value: str = "6", **facts: Any) -> tuple[str, AnOrder]:
    voucher, order = a_coupon("voucher", "10", **facts), AnOrder(value)
    order.lock(voucher)
    order.pay()
    return voucher, order


@pytest.mark.rule("14.3.4/r2")
def test_unsubscribed_on_the_fifth_day_the_coupon_comes_back_once(desk, stopped_clock):
    voucher, order = a_paid_order()
    stopped_clock.at("2024-09-07T23:59:59+08:00")
    assert order.unsubscribe() == order.unsubscribe() == {voucher: "6.00"}
    desk.world.settle(twice=True)
    assert (coupon(voucher).balance, quota_of(voucher).used) == (yuan(10), yuan(0))
    check_books()
    check_quotas()


@pytest.mark.rule("14.3.4/r2")
def test_unsubscribed_on_the_sixth_day_nothing_comes_back(desk, stopped_clock):
    voucher, order = a_paid_order()
    stopped_clock.at("2024-09-08T00:00:00+08:00")
    assert order.unsubscribe() == {voucher: "return_period_over"}
    assert coupon(voucher).balance == yuan(4)


@pytest.mark.rule("14.3.4/r2")
def test_a_late_message_of_an_unsubscription_counts_from_when_it_happened(desk, stopped_clock):
    voucher, order = a_paid_order()
    happened = stopped_clock.at("2024-09-07T10:00:00+08:00")
    stopped_clock.at("2024-09-12T10:00:00+08:00")
    assert order.unsubscribe(at=happened) == {voucher: "6.00"}


@pytest.mark.rule("14.3.4/r2")
def test_of_an_order_that_may_not_be_unsubscribed_nothing_comes_back(desk):
    voucher, order = a_paid_order()
    assert order.unsubscribe(may=False) == order.unsubscribe() == {voucher: "order_not_unsubscribable"}
    assert coupon(voucher).balance == yuan(4)


def test_a_coupon_recalled_meanwhile_comes_back_to_its_quota(desk):
    voucher, order = a_paid_order()
    recall(desk, voucher)
    desk.world.settle()
    order.unsubscribe()
    desk.world.settle()
    assert (coupon(voucher).balance, quota_of(voucher).balance, quota_of(voucher).used) == (yuan(0), yuan(1000), yuan(0))
    check_books()
    check_quotas()


def test_an_unpaid_order_gives_nothing_back(desk):
    order = AnOrder("6")
    order.lock(a_coupon("voucher"))
    assert refusal(order.unsubscribe) == ["order_coupons_not_paid"]


# --- repeated, at once, in the middle -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [faults.killed_after, faults.answer_lost])
def test_a_step_that_dies_after_its_commit_has_happened_once(desk, stopped_clock, fault):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    for step in (lambda: order.lock(voucher), order.pay, order.unsubscribe):
        with suppress(faults.Killed, Unavailable), faults.watching(after=fault(1)):
            step()
        step()
        stopped_clock.pass_(seconds=1)
    desk.world.settle(twice=True)
    assert coupon(voucher).balance == yuan(10)
    check_books()
    check_quotas()


def test_of_a_recall_and_a_lock_that_race_the_second_sees_the_first(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder("6")
    meanwhile = faults.before_first_commit(
        lambda: desk.world.call(partner_user("P1"), "POST", f"/coupons/vouchers/{voucher.rsplit('/', 1)[1]}/recall", key="r").ok()
    )
    with faults.watching(before=meanwhile):
        assert refusal(lambda: order.lock(voucher)) == ["coupon_not_usable"]
    assert quota_of(voucher).balance == yuan(1000)
    check_quotas()


def test_of_two_orders_that_race_for_a_coupon_neither_gets_what_the_other_has(desk):
    voucher, first, second = a_coupon("voucher", "10"), AnOrder("6"), AnOrder("7", order_no="CS2")
    with faults.watching(before=faults.before_first_commit(lambda: second.lock(voucher))):
        assert first.lock(voucher) == {voucher: yuan(3)}
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(0), yuan(10))
    check_books()
    check_quotas()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_to_orders_and_coupons_nothing_is_lost(desk, stopped_clock, seed):
    """Random histories: orders choose, pay, are cancelled and unsubscribed; coupons are used, recalled and expire in between."""
    chance = random.Random(seed)
    refs = [
        a_coupon(chance.choice(["voucher", "cash_coupon", "pickup_coupon"]), str(chance.randint(1, 30)), until=until)
        for until in ("2024-09-04T00:00:00+08:00", "2024-09-06T00:00:00+08:00", "2024-12-31T00:00:00+08:00") * 2
    ]
    for _ in range(40):
        order = AnOrder(str(chance.randint(1, 40)), order_no=f"CS{chance.randint(1, 5)}")
        steps: list[Callable[[], Any]] = [
            lambda order=order: order.lock(*chance.sample(refs, chance.randint(0, 3))),
            order.pay,
            order.cancel,
            order.unsubscribe,
            lambda: desk.use(str(chance.randint(1, 5))),
            lambda: _recalled(chance.choice(refs)),
            lambda: desk.world.run_job("coupons.recall_expired_coupons", clock.iso(clock.now())),
            lambda: stopped_clock.pass_(hours=chance.randint(1, 10)),
        ]
        with suppress(Refused):
            chance.choice([*steps[:1] * 4, *steps[1:2] * 2, *steps])()
        stopped_clock.pass_(seconds=1)
    desk.world.settle(twice=True)
    check_books()
    check_quotas()


def _recalled(ref: str) -> None:
    """The system brings a coupon back."""

    def back(work: Any) -> None:
        known = work.get(key_of(ref))
        if known.ended_as is None and known.is_filled:
            take_back(work, known, OperationType.SYSTEM_RECALL)

    as_system("P1", back)
