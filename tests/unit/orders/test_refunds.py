"""Money of a paid order goes back to who paid, once, and coupons by their rules (10.4.3.1/r3, r14, 13.6/r8, r10, 14.3.4/r2)."""

from __future__ import annotations

import json
import random

import pytest

from partner_center.kernel import clock
from partner_center.kernel.permissions import PartnerType
from tests.kit.coupon_orders import a_coupon, check_quotas, coupon
from tests.kit.customer_orders import OrderDesk, a_partner_of, an_ordering_customer, order, parted, yuan
from tests.kit.funds import check_books
from tests.kit.world import customer_user


@pytest.mark.rule("10.4.3.1/r3", "10.4.3.1/r14", "13.6/r10", "11.3.3.1")
@pytest.mark.parametrize("with_allocatable", [False, True])
def test_an_unsubscribed_order_gives_the_partner_its_money_back_and_both_balances_rise(desk, with_allocatable):
    desk.mode(with_allocatable)
    order_no = desk.asked()
    desk.pay(order_no).ok()
    before = desk.balances()
    desk.refund(order_no, "100.00").ok()
    after = desk.balances()
    assert after["account_balance"] - before["account_balance"] == yuan(100)
    if with_allocatable:
        assert after["allocatable_balance"] - before["allocatable_balance"] == yuan(100)
    check_books()


@pytest.mark.rule("12.3.3.1/r5")
def test_a_resellers_account_balance_rises(world):
    a_partner_of("reseller")
    an_ordering_customer("C1")
    desk = OrderDesk(world, partner_type=PartnerType.RESELLER)
    desk.has("100")
    order_no = desk.asked()
    desk.pay(order_no).ok()
    desk.refund(order_no, "60.00").ok()
    assert desk.balances()["account_balance"] == yuan(60)
    assert lines_of(desk, order_no) == [("60.00", "60.00"), ("-100.00", "0.00")]


@pytest.mark.rule("10.4.3.1/r14")
def test_payment_and_refund_of_an_order_are_listed_among_income_and_expense(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    desk.refund(order_no, "60.00").ok()
    assert lines_of(desk, order_no) == [("60.00", "960.00"), ("-100.00", "900.00")]


def lines_of(desk: OrderDesk, order_no: str) -> list[tuple[str, str]]:
    """Amount and balance of the order's lines in the partner's statement, the newest first."""
    desk.world.settle()
    rows = desk.world.call(desk.partner, "GET", "/funds/ledger?account_type=top_up&limit=100").ok()["items"]
    return [(row["amount"]["amount"], row["balance"]["amount"]) for row in rows if row["reference"] == order_no]


@pytest.mark.rule("10.4.3.1/r3")
def test_what_the_top_up_account_paid_does_not_settle_what_another_order_drew_from_credit(desk):
    desk.credit_limit("500").ok()
    by_top_up = desk.asked(order_amount="1000.00", official_amount="1000.00")
    desk.pay(by_top_up).ok()
    desk.pay(desk.asked(order_amount="200.00", official_amount="200.00")).ok()
    desk.refund(by_top_up, "100.00").ok()
    seen = desk.balances()
    assert (seen["top_up_balance"], seen["credit_balance"]) == (yuan(100), yuan(300))


@pytest.mark.rule("10.4.3.1/r3")
def test_credit_gets_back_what_it_paid_and_no_more(desk):
    desk.credit_limit("500").ok()
    order_no = desk.asked(order_amount="1200.00", official_amount="1200.00")
    desk.pay(order_no).ok()
    desk.refund(order_no, "300.00").ok()
    assert desk.balances()["account_balance"] == yuan(600)
    returned = {part["means"]: part["returned"]["amount"] for part in desk.seen(order_no, "/payment-breakdown").ok()["parts"]}
    assert returned == {"partner_credit": "200.00", "partner_top_up": "100.00"}
    check_books()


@pytest.mark.rule("10.4.3.1/r3")
def test_a_refund_told_twice_late_and_by_both_ways_happens_once(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    told = {"order_no": order_no, "refund_no": "UN1", "amount": "100.00", "refunded_at": clock.iso(clock.now())}
    first = desk.refund(order_no, "100.00").ok()
    again = desk.refund(order_no, "100.00").ok()
    desk.told("refund", **told)
    assert (first["known"], again["known"]) == (False, True)
    assert (order(order_no).refunded_amount, desk.balances()["account_balance"]) == (yuan(100), yuan(1000))
    check_books()


@pytest.mark.rule("10.4.3.1/r3")
def test_many_refunds_in_any_order_and_number_add_up_to_what_was_paid(desk):
    chance = random.Random(11)
    order_no = desk.asked()
    desk.pay(order_no).ok()
    parts = [("R1", "10.00"), ("R2", "20.00"), ("R3", "30.01"), ("R4", "39.99")]
    told = parts * 3
    chance.shuffle(told)
    for refund_no, amount in told:
        desk.refund(order_no, amount, refund_no, unsubscribed=False).ok()
    assert order(order_no).refunded_amount == yuan(100)
    assert desk.refund(order_no, "0.01", "R5", unsubscribed=False).refused_as == "refund_exceeds_payment"
    assert desk.balances()["account_balance"] == yuan(1000)
    check_books()


@pytest.mark.rule("10.4.3.1/r3", "13.6/r10")
def test_what_the_partner_had_paid_before_its_orders_were_kept_here_comes_back_to_it_too(desk):
    order_no = desk.fed(status="completed", payment_method="partner", paid_amount="100.00")
    desk.refund(order_no, "100.00").ok()
    assert desk.balances()["account_balance"] == yuan(1100)
    check_books()


def test_what_a_customer_paid_to_the_vendor_is_the_vendors_to_give_back(desk):
    order_no = desk.fed(None, "C2", status="completed", payment_method="customer", paid_amount="100.00")
    desk.refund(order_no, "100.00").ok()
    assert (desk.balances()["account_balance"], order(order_no).refunded_amount) == (yuan(1000), yuan(100))
    check_books()


@pytest.mark.rule("10.4.3.1/r3")
@pytest.mark.parametrize("other", [{"amount": "40.00"}, {"unsubscribed": True}])
def test_another_refund_under_the_same_number_is_no_repetition(desk, other):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    desk.refund(order_no, "60.00", "R1", unsubscribed=False).ok()
    facts = {"amount": "60.00", "unsubscribed": False, **other}
    answer = desk.refund(order_no, facts["amount"], "R1", unsubscribed=facts["unsubscribed"])
    assert answer.refusals["refund_told_otherwise"]["facts"]["refund_amount"]["amount"] == "60.00"
    assert desk.balances()["account_balance"] == yuan(960)


def test_an_order_that_is_not_paid_is_not_refunded(desk):
    assert desk.refund(desk.asked(), "1.00").refused_as == "order_not_paid"
    assert desk.refund("CS404", "1.00").status == 404


def test_an_order_is_unsubscribed_once(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    desk.refund(order_no, "50.00", "UN1").ok()
    assert desk.refund(order_no, "50.00", "UN2").refused_as == "order_unsubscribed"


@pytest.mark.rule("13.6/r8")
def test_once_a_vat_invoice_stands_for_it_a_consultative_customers_order_is_not_unsubscribed(desk):
    order_no = desk.asked("C2")
    desk.pay(order_no).ok()
    desk.fed(order_no, "C2", after=1, status="completed", payment_method="partner", vat_invoiced_at=clock.iso(clock.now()))
    assert desk.refund(order_no, "100.00").refused_as == "order_invoiced"
    assert desk.balances()["account_balance"] == yuan(900)


@pytest.mark.rule("13.6/r8")
def test_a_resale_customers_order_is_unsubscribed_all_the_same(desk):
    order_no = desk.asked("C1")
    desk.pay(order_no).ok()
    desk.fed(order_no, after=1, status="completed", payment_method="partner", vat_invoiced_at=clock.iso(clock.now()))
    desk.refund(order_no, "100.00").ok()


@pytest.mark.rule("14.3.4/r2")
@pytest.mark.parametrize(("days", "back"), [(5, 30), (6, 0)])
def test_a_voucher_comes_back_where_the_order_was_unsubscribed_within_five_days(desk, stopped_clock, days, back):
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    desk.pay(order_no).ok()
    stopped_clock.pass_(days=days)
    answer = desk.refund(order_no, "70.00").ok()
    assert answer["coupon_amount"]["amount"] == f"{back}.00"
    assert coupon(voucher).balance == yuan(back)
    assert desk.balances()["account_balance"] == yuan(1000)
    desk.world.settle()
    check_quotas()
    check_books()


@pytest.mark.rule("14.3.4/r2")
def test_a_refund_that_unsubscribes_nothing_leaves_coupons_used(desk):
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    desk.pay(order_no).ok()
    desk.refund(order_no, "20.00", unsubscribed=False).ok()
    assert coupon(voucher).balance == yuan(0)


def test_what_a_customer_paid_itself_goes_back_to_its_own_buckets(desk):
    desk.allocate("60", only_for=["ecs"]).ok()
    desk.allocate("100").ok()
    order_no = desk.fed()
    desk.pay_self(order_no).ok()
    assert desk.allocated() == yuan(60)
    desk.refund(order_no, "100.00").ok()
    buckets = {bucket["allocation_type"]: bucket["balance"]["amount"] for bucket in desk.customer_balances()["buckets"]}
    assert buckets == {"earmarked": "60.00", "normal": "100.00"}
    check_books()


def test_the_partner_hears_of_no_refund_where_coupons_alone_come_back(desk):
    voucher = a_coupon("voucher", "130", to="C1")
    order_no = desk.asked("C1", voucher)
    desk.pay(order_no).ok()
    desk.refund(order_no, "0.00").ok()
    assert coupon(voucher).balance == yuan(130)
    assert refunded_to(desk) == ["customer"]


def refunded_to(desk: OrderDesk) -> list[str]:
    """To whom money went back, as it was told."""
    desk.world.settle()
    told = [json.loads(event["Detail"])["data"] for event in desk.world.bus if event["DetailType"] == "orders.order_refunded"]
    return [one["refunded_to"] for one in told]


def test_of_a_customer_that_left_the_partner_gets_it_back(desk):
    desk.allocate("100").ok()
    order_no = desk.fed()
    desk.pay_self(order_no).ok()
    parted()
    desk.refund(order_no, "100.00").ok()
    assert refunded_to(desk) == ["partner"]
    assert (desk.allocated(), desk.balances()["account_balance"]) == (yuan(0), yuan(1000))
    check_books()


def test_a_customer_sees_what_came_back(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    desk.refund(order_no, "40.00", unsubscribed=False).ok()
    seen = desk.world.call(customer_user("C1"), "GET", f"/orders/own-orders/{order_no}").ok()
    assert seen["refunded_amount"]["amount"] == "40.00"
