"""Several decide about one order at once: exactly one wins, and money moves for the winner alone (10.4.3.1/r4, 13.6/r11)."""

from __future__ import annotations

import itertools

import pytest

from partner_center.orders import OrderStatus
from tests.kit import faults
from tests.kit.applications import file
from tests.kit.coupon_orders import a_coupon, check_quotas, coupon
from tests.kit.customer_orders import numbers, order, parted, request_for, yuan
from tests.kit.funds import check_books
from tests.kit.world import customer_user

VERBS = ("pay", "pay_self", "cancel", "reject", "close")


def meanwhile(do):
    """Somebody does it between the reading of what follows and its commit."""
    return faults.watching(before=faults.before_first_commit(do))


def act(desk, verb: str, order_no: str) -> str | None:
    """One of those who decide; None where it won, otherwise why not."""
    if verb == "close":
        done = desk.world.run_job("orders.close_unpaid_orders", "2024-09-09T10:00:00+08:00")["done"]
        return None if done else "nothing_to_close"
    return getattr(desk, verb)(order_no).refused_as


@pytest.mark.rule("10.4.3.1/r4", "13.6/r11")
@pytest.mark.parametrize(("late", "early"), list(itertools.permutations(VERBS, 2)))
def test_of_two_that_decide_at_once_the_first_to_commit_wins(desk, late, early):
    desk.allocate("100").ok()
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    outcome: list[str | None] = []
    with meanwhile(lambda: outcome.append(act(desk, early, order_no))):
        second = act(desk, late, order_no)
    assert outcome == [None]
    if early == "reject" and late in ("pay_self", "cancel", "close"):
        assert second is None  # a refused order is the customer's to pay or to cancel, or closes with time
    else:
        assert second is not None
    known = order(order_no)
    paid_by_partner, paid_by_customer = yuan(900) - desk.balances()["account_balance"], yuan(100) - desk.allocated()
    assert known.paid_amount == paid_by_partner + paid_by_customer
    assert known.paid_amount in (yuan(0), yuan(70))
    assert coupon(voucher).locked == (yuan(30) if known.status is OrderStatus.PENDING_PAYMENT else yuan(0))
    assert not request_for(order_no).is_pending
    assert numbers()["waiting"] == 0
    desk.world.settle()
    check_books()
    check_quotas()


@pytest.mark.rule("13.5.2/r4")
@pytest.mark.parametrize("late", ["pay", "pay_self", "cancel", "close"])
def test_coupons_chosen_while_somebody_settles_the_order_are_not_left_locked(desk, late):
    desk.allocate("100").ok()
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked()
    with meanwhile(lambda: desk.choose(order_no, voucher).ok()):
        assert act(desk, late, order_no) is None
    paid = late.startswith("pay")
    assert order(order_no).paid_amount == yuan(70 if paid else 0)
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(0 if paid else 30), yuan(0))
    desk.world.settle()
    check_books()
    check_quotas()


@pytest.mark.rule("10.4.3.1/r4")
@pytest.mark.parametrize("verb", ["payment", "cancellation", "partner-payment"])
def test_a_version_tells_a_stranger_nothing_of_an_order(desk, verb):
    order_no = desk.fed()
    for version in ('"1"', '"999"'):
        answers = [
            desk.call(customer_user("C2"), "POST", f"/orders/own-orders/{number}/{verb}", {}, headers={"If-Match": version})
            for number in (order_no, "CS00000000000000")
        ]
        assert [(answer.status, answer.body["code"]) for answer in answers] == [(404, "not_found")] * 2


def test_five_at_once_and_one_wins(desk):
    desk.allocate("100").ok()
    order_no, outcomes = desk.asked(), {}

    def go(number: int) -> None:
        if number < len(VERBS):
            with meanwhile(lambda: go(number + 1)):  # each one reads before the next one commits
                outcomes[VERBS[number]] = act(desk, VERBS[number], order_no)

    go(0)
    assert outcomes["close"] is None
    assert all(outcomes[verb] is not None for verb in VERBS[:-1])
    check_books()


def test_a_partner_whose_customer_leaves_meanwhile_does_not_pay(desk):
    order_no = desk.asked()
    with meanwhile(parted):
        assert desk.pay(order_no).refused_as == "customer_not_linked"
    assert desk.balances()["account_balance"] == yuan(1000)


def test_a_partner_whose_customer_leaves_meanwhile_is_not_asked(desk):
    order_no = desk.fed()
    with meanwhile(parted):
        assert desk.ask(order_no).refused_as == "parted_from_partner"
    assert request_for(order_no) is None


def test_a_customer_that_leaves_meanwhile_does_not_spend_its_former_partners_money(desk):
    desk.allocate("100").ok()
    order_no = desk.fed()
    with meanwhile(parted):
        assert desk.pay_self(order_no).ok()["pay_at_vendor"]["amount"] == "100.00"
    assert desk.allocated() == yuan(100)


@pytest.mark.rule("10.4.3.1/r3")
def test_a_refund_to_a_customer_that_leaves_meanwhile_is_its_former_partners(desk):
    desk.allocate("100").ok()
    order_no = desk.fed()
    desk.pay_self(order_no).ok()
    with meanwhile(parted):
        desk.refund(order_no, "100.00").ok()
    assert (desk.allocated(), desk.balances()["account_balance"]) == (yuan(0), yuan(1000))
    check_books()


def test_an_order_is_paid_once_however_often_the_partner_presses(desk):
    order_no = desk.asked()
    with meanwhile(lambda: desk.pay(order_no).ok()):
        assert desk.pay(order_no).refused_as == "payment_not_requested"
    assert desk.balances()["account_balance"] == yuan(900)


def test_a_payment_whose_answer_was_lost_is_answered_again(desk):
    order_no = desk.asked()
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(1)):
        desk.pay(order_no, key="once")
    assert desk.pay(order_no, key="once").ok()["status"] == "completed"
    assert desk.balances()["account_balance"] == yuan(900)
    check_books()


def test_two_orders_for_which_there_is_money_for_one(desk):
    first, second = (desk.asked(order_amount="600.00", official_amount="600.00") for _ in range(2))
    with meanwhile(lambda: desk.pay(first).ok()):
        assert desk.pay(second).refused_as == "balance_insufficient_for_order"
    assert desk.balances()["account_balance"] == yuan(400)
    check_books()


def test_two_orders_for_which_there_is_enough_do_not_stop_each_other(desk):
    first, second = desk.asked(), desk.asked("C2")
    with meanwhile(lambda: desk.pay(first).ok()):
        desk.pay(second).ok()
    assert desk.balances()["account_balance"] == yuan(800)


@pytest.mark.rule("13.6/r6", "10.4.1.5/r8")
def test_an_unlink_that_found_nobody_waiting_is_decided_anew_where_somebody_asked_meanwhile(desk):
    order_no = desk.fed()
    with meanwhile(lambda: desk.ask(order_no).ok()):
        answer = file(desk.world, "unlink", by=desk.partner, customer="C1")
    assert answer.refused_as == "partner_payment_pending"


def test_one_refund_told_by_two_at_once_happens_once(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    with meanwhile(lambda: desk.refund(order_no, "100.00").ok()):
        assert desk.refund(order_no, "100.00").ok()["known"]
    assert desk.balances()["account_balance"] == yuan(1000)
    check_books()


def test_two_parts_refunded_at_once_are_both_refunded(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    with meanwhile(lambda: desk.refund(order_no, "60.00", "R1", unsubscribed=False).ok()):
        desk.refund(order_no, "40.00", "R2", unsubscribed=False).ok()
    assert order(order_no).refunded_amount == yuan(100)
    assert desk.balances()["account_balance"] == yuan(1000)


def test_an_order_that_changes_while_the_partner_pays_is_paid_at_its_new_price(desk):
    order_no = desk.asked()
    with meanwhile(lambda: desk.fed(order_no, after=1, order_amount="80.00")):
        assert desk.pay(order_no).ok()["paid_amount"]["amount"] == "80.00"
