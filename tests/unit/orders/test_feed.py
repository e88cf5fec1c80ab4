"""The vendor's order system tells of orders: the newest news holds, whatever comes twice, late or in another order (10.4.3.1, 10.4.3.2)."""

from __future__ import annotations

import json
import random

import pytest

from partner_center.kernel import clock
from partner_center.orders import OrderResourceLine, OrderStatus, PaymentMethod, RequestStatus
from tests.kit.coupon_orders import a_coupon, check_quotas, coupon
from tests.kit.customer_orders import ORDER_SYSTEM, OrderDesk, a_line, an_order, an_ordering_customer, numbers, order, request_for, yuan
from tests.kit.customers import found
from tests.kit.funds import check_books
from tests.kit.world import customer_user, partner_user


def at(seconds: int) -> str:
    from datetime import timedelta

    return clock.iso(clock.now() + timedelta(seconds=seconds))


# --- news -------------------------------------------------------------------------------------------------------------------------


def test_an_order_is_as_the_newest_news_says_in_whatever_order_it_comes(desk):
    told = [an_order("CS1", after=number, order_amount=f"{100 - number}.00") for number in range(5)]
    random.Random(7).shuffle(told)
    for news in [*told, told[0]]:
        desk.feed(news).ok()
    assert order("CS1").order_amount == yuan(96)
    assert numbers() == {"all": 1, "unpaid": 1, "waiting": 0}


def test_up_to_25_orders_come_at_once_each_with_a_result_of_its_own(desk):
    orders = [an_order() for _ in range(24)] + [an_order(customer_id="C404")]
    answer = desk.feed(*orders).ok()
    assert (answer["done"], answer["failed"]) == (24, 1)
    assert answer["results"][24]["problem"]["code"] == "unknown_customer"
    assert desk.feed(*[an_order() for _ in range(26)]).status == 400
    assert desk.feed(orders[0], orders[0]).status == 400


def test_only_the_vendors_order_system_feeds(desk):
    for somebody in (desk.partner, customer_user("C1")):
        body = {"orders": [an_order()]}
        assert desk.call(somebody, "POST", "/orders/feed/orders", body).status == 403


def test_an_order_stays_its_customers(desk):
    desk.fed("CS1", "C1")
    assert desk.refused(an_order("CS1", "C2", after=1)) == ["order_of_other_customer"]


@pytest.mark.rule("0.6/r5")
def test_an_order_belongs_to_the_partner_of_when_it_was_placed(desk, stopped_clock):
    """A renewal earns the partner that is linked then: placed before the association, it is not this partner's."""
    desk.fed("before", placed_at=at(-1))
    desk.fed("after", order_type="renew")
    assert (order("before").partner_id, order("after").partner_id) == (None, "P1")
    assert desk.listed() == ["after"]


@pytest.mark.rule("0.6/r5")
def test_the_order_system_may_name_the_partner_of_the_time(desk):
    an_ordering_customer("C7", of="P2")
    from tests.kit.funds import a_customer

    a_customer("C7", of="P1", status="unlinked")
    desk.fed("CS1", "C7", partner_id="P1", association_type="resale")
    assert order("CS1").partner_id == "P1"
    assert desk.refused(an_order("CS2", "C7", partner_id="P9")) == ["unknown_partner"]


def test_an_order_of_nobodys_customer_is_kept_for_the_customer_alone(desk):
    an_ordering_customer("C8", of=None)
    desk.fed("CS1", "C8")
    desk.world.settle()
    assert desk.listed() == []
    assert desk.listed("own-orders", by=customer_user("C8")) == ["CS1"]
    assert desk.ask("CS1", customer="C8").refused_as == "order_without_partner"


# --- what the customer does at the vendor's ---------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.1/r4", "13.6/r11")
def test_an_order_that_the_customer_paid_at_the_vendors_leaves_the_partners_list(desk):
    order_no = desk.asked("C2")
    desk.told("status", order_no=order_no, as_of=at(1), status="completed", paid_at=at(1), payment_method="customer")
    assert (order(order_no).status, order(order_no).payment_method) == (OrderStatus.COMPLETED, PaymentMethod.CUSTOMER)
    assert request_for(order_no).status is RequestStatus.CANCELLED
    assert desk.listed("pay-requests", status="pending") == []
    assert desk.pay(order_no).refused_as == "payment_not_requested"
    assert numbers("C2") == {"all": 1, "unpaid": 0, "waiting": 0}


@pytest.mark.rule("10.4.3.1/r4")
def test_an_order_that_was_cancelled_there_is_cancelled_here_and_its_coupons_are_free(desk):
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    desk.told("status", order_no=order_no, as_of=at(1), status="cancelled")
    assert order(order_no).status is OrderStatus.CANCELLED
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(30), yuan(0))
    assert desk.pay(order_no).refused_as == "payment_not_requested"


@pytest.mark.rule("13.5.2/r4")
def test_coupons_chosen_at_the_vendors_checkout_pay_with_the_customers_own_payment(desk):
    voucher = a_coupon("voucher", "30", to="C2")
    order_no = desk.fed(None, "C2", coupons=[voucher])
    assert coupon(voucher).locked == yuan(30)
    desk.told("status", order_no=order_no, as_of=at(1), status="completed", payment_method="customer")
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(0), yuan(0))
    assert order(order_no).paid_amount == yuan(70)
    check_quotas()


@pytest.mark.rule("10.4.3.1/r1", "13.6/r1")
def test_partner_payment_chosen_at_the_vendors_checkout_is_asked_for_once(desk):
    order_no = desk.fed()
    for _ in range(2):
        desk.told("pay_request", order_no=order_no, requested_at=at(0))
    assert desk.listed("pay-requests", status="pending") == [order_no]
    desk.reject(order_no).ok()
    desk.told("pay_request", order_no=order_no, requested_at=at(0))
    assert request_for(order_no).status is RequestStatus.REJECTED  # it is the request that was answered


def test_late_news_brings_nothing_back(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    desk.fed(order_no, after=5)  # it does not know yet that it was paid
    assert order(order_no).status is OrderStatus.COMPLETED
    desk.cancel(other := desk.fed())
    desk.fed(other, after=5)
    assert order(other).status is OrderStatus.CANCELLED
    assert numbers() == {"all": 2, "unpaid": 0, "waiting": 0}


def test_the_order_system_confirms_what_the_partner_paid_and_nothing_moves(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    desk.fed(order_no, after=5, status="completed", payment_method="partner")
    assert (order(order_no).status, order(order_no).refunded_amount) == (OrderStatus.COMPLETED, yuan(0))
    assert desk.balances()["account_balance"] == yuan(900)


@pytest.mark.rule("10.4.3.1/r4")
def test_what_the_customer_had_paid_there_before_goes_back_to_the_partner_who_paid_too(desk):
    voucher = a_coupon("voucher", "30", to="C2")
    order_no = desk.asked("C2", voucher)
    desk.pay(order_no).ok()
    desk.told("status", order_no=order_no, as_of=at(9), status="completed", paid_at=at(0), payment_method="customer", paid_amount="100.00")
    known = order(order_no)
    assert (known.status, known.payment_method, known.paid_amount) == (OrderStatus.COMPLETED, PaymentMethod.CUSTOMER, yuan(100))
    assert desk.balances()["account_balance"] == yuan(1000)
    assert coupon(voucher).balance == yuan(30)
    desk.world.settle()
    check_books()
    check_quotas()


@pytest.mark.rule("10.4.3.1/r4")
def test_what_was_cancelled_there_gives_the_partner_its_money_back_once(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    for second in (1, 2):
        desk.told("status", order_no=order_no, as_of=at(second), status="cancelled")
    assert order(order_no).status is OrderStatus.CANCELLED
    assert desk.balances()["account_balance"] == yuan(1000)
    desk.world.settle()
    check_books()


@pytest.mark.rule("10.4.3.1/r4")
def test_what_was_settled_otherwise_there_costs_what_it_cost_there(desk):
    order_no = desk.asked("C2")
    desk.pay(order_no).ok()
    desk.fed(order_no, "C2", after=1, status="completed", payment_method="customer", order_amount="80.00", paid_amount="80.00")
    assert (order(order_no).order_amount, order(order_no).paid_amount) == (yuan(80), yuan(80))
    assert desk.balances()["account_balance"] == yuan(1000)


@pytest.mark.rule("10.4.3.1/r4")
def test_what_was_settled_otherwise_there_once_may_be_so_again(desk):
    order_no = desk.asked("C2")
    desk.pay(order_no).ok()
    desk.told("status", order_no=order_no, as_of=at(1), status="completed", payment_method="customer")
    desk.told("status", order_no=order_no, as_of=at(2), status="cancelled")
    assert order(order_no).status is OrderStatus.CANCELLED
    assert desk.balances()["account_balance"] == yuan(1000)


@pytest.mark.rule("10.4.3.1/r4")
def test_what_the_partner_settled_by_the_customers_coupons_alone_gives_way_too(desk):
    voucher = a_coupon("voucher", "130", to="C2")
    order_no = desk.asked("C2", voucher)
    desk.pay(order_no).ok()
    desk.told("status", order_no=order_no, as_of=at(1), status="completed", payment_method="customer", paid_amount="100.00")
    assert (coupon(voucher).balance, order(order_no).paid_amount) == (yuan(130), yuan(100))
    check_quotas()


def test_a_payment_that_is_undone_is_no_unsubscription(desk):
    voucher = a_coupon("voucher", "30", to="C2")
    order_no = desk.asked("C2", voucher)
    desk.pay(order_no).ok()
    desk.told("status", order_no=order_no, as_of=at(1), status="completed", payment_method="customer", paid_amount="100.00")
    desk.world.settle()
    (told,) = [json.loads(event["Detail"])["data"] for event in desk.world.bus if event["DetailType"] == "orders.order_refunded"]
    assert (told["coupon_amount"]["amount"], told["unsubscribed"]) == ("30.00", False)


@pytest.mark.rule("10.4.3.1/r4")
@pytest.mark.parametrize("over", ["closed", "cancelled"])
def test_what_the_customer_had_paid_there_is_paid_although_it_was_over_here(desk, stopped_clock, over):
    order_no, paid_at = desk.asked("C2"), at(10)
    if over == "closed":
        stopped_clock.pass_(days=7)
        desk.world.run_job("orders.close_unpaid_orders", clock.iso(clock.now()))
    else:
        desk.cancel(order_no, customer="C2").ok()
    assert order(order_no).status is OrderStatus.CANCELLED
    desk.told("status", order_no=order_no, as_of=paid_at, status="completed", paid_at=paid_at, payment_method="customer")
    known = order(order_no)
    assert (known.status, known.paid_amount, known.cancelled_at, known.cancelled_because) == (OrderStatus.COMPLETED, yuan(100), None, None)
    assert numbers("C2") == {"all": 1, "unpaid": 0, "waiting": 0}
    assert desk.listed("pay-requests", status="pending") == []


def test_what_the_order_system_cancelled_itself_stays_cancelled(desk):
    order_no = desk.asked("C2")
    desk.told("status", order_no=order_no, as_of=at(1), status="cancelled")
    desk.told("status", order_no=order_no, as_of=at(2), status="completed", payment_method="customer")
    assert order(order_no).status is OrderStatus.CANCELLED


@pytest.mark.rule("13.5.2/r2")
def test_coupons_chosen_here_are_free_again_where_the_customer_paid_the_whole_price_there(desk):
    voucher = a_coupon("voucher", "30", to="C2")
    order_no = desk.asked("C2", voucher)
    desk.told("status", order_no=order_no, as_of=at(1), status="completed", payment_method="customer", paid_amount="100.00")
    assert (coupon(voucher).balance, coupon(voucher).locked, order(order_no).paid_amount) == (yuan(30), yuan(0), yuan(100))
    check_quotas()


def test_what_the_customer_paid_from_its_allocation_is_confirmed_and_stays(desk):
    desk.allocate("100").ok()
    order_no = desk.fed()
    desk.pay_self(order_no).ok()
    desk.told("status", order_no=order_no, as_of=at(1), status="completed", payment_method="customer")
    assert desk.allocated() == yuan(0)
    desk.told("status", order_no=order_no, as_of=at(2), status="cancelled")
    assert desk.allocated() == yuan(100)
    check_books()


@pytest.mark.rule("12.1.3/r3", "13.3/r2")
def test_what_a_resale_customer_paid_at_the_vendors_comes_out_of_its_allocation(desk):
    order_no = desk.asked("C1")
    told = {"after": 1, "status": "completed", "payment_method": "customer"}
    assert desk.refused(an_order(order_no, **told)) == ["customer_balance_insufficient"]
    desk.allocate("150").ok()
    desk.fed(order_no, **told)
    assert (order(order_no).status, desk.allocated()) == (OrderStatus.COMPLETED, yuan(50))
    desk.refund(order_no, "100.00").ok()
    assert desk.allocated() == yuan(150)
    check_books()


@pytest.mark.rule("10.4.3.1/r1")
def test_of_an_order_that_waits_here_nobody_else_can_say_that_the_partner_paid_it(desk):
    order_no = desk.asked()
    assert desk.refused(an_order(order_no, after=1, status="completed", payment_method="partner")) == ["partner_payment_not_known"]
    assert request_for(order_no).is_pending
    desk.pay(order_no).ok()
    desk.fed(order_no, after=2, status="completed", payment_method="partner")


# --- prices ------------------------------------------------------------------------------------------------------------------------


def test_a_lower_price_is_what_the_partner_pays_and_stands_in_the_record(desk):
    order_no = desk.asked()
    change = {"adjusted_at": at(1), "before": "100.00", "after": "80.00", "reason": "批量优惠", "adjusted_by": "ops"}
    desk.fed(order_no, after=1, order_amount="80.00", price_adjustments=[change])
    assert request_for(order_no).order_amount == yuan(80)
    assert desk.pay(order_no).ok()["paid_amount"]["amount"] == "80.00"
    (shown,) = desk.seen(order_no, "/price-adjustments").ok()["adjustments"]
    assert (shown["before"]["amount"], shown["after"]["amount"], shown["reduced_by"]["amount"]) == ("100.00", "80.00", "20.00")
    assert shown["reason"] == "批量优惠"


def test_a_changed_price_lets_go_of_the_coupons_chosen_for_the_old_one(desk):
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    desk.fed(order_no, after=1, order_amount="80.00")
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(30), yuan(0))
    assert desk.preconditions(order_no)["left_to_pay"]["amount"] == "80.00"


def test_what_was_paid_keeps_its_price(desk):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    desk.fed(order_no, after=1, order_amount="80.00", status="completed", payment_method="partner")
    assert order(order_no).order_amount == yuan(100)


@pytest.mark.rule("13.6/r5")
@pytest.mark.parametrize("by_partner", [True, False])
def test_discounts_hold_whoever_pays(desk, by_partner):
    desk.allocate("100").ok()
    discounts = [{"kind": kind, "amount": "5.00"} for kind in ("contract", "promotion", "partner_granted")]
    order_no = desk.fed(official_amount="115.00", discounts=discounts)
    if by_partner:
        desk.ask(order_no).ok()
        desk.pay(order_no).ok()
    else:
        desk.pay_self(order_no).ok()
    assert order(order_no).paid_amount == yuan(100)


@pytest.mark.rule("13.5.2/r10")
def test_a_discount_restricted_voucher_does_not_go_with_an_authorised_discount(desk):
    voucher = a_coupon("voucher", "30", to="C1", discount_restricted=True)
    order_no = desk.fed(discounts=[{"kind": "contract", "amount": "5.00"}])
    assert desk.ask(order_no, voucher).refused_as == "coupon_not_with_discount"


# --- lines and followers -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.3/r1")
def test_lines_follow_their_order(desk):
    order_no = desk.asked(lines=[a_line("L1"), a_line("L2")])
    desk.pay(order_no).ok()
    desk.world.settle(twice=True)
    line = found(OrderResourceLine.key(order_no=order_no, order_line_id="L2"))
    assert line.order_status is OrderStatus.COMPLETED


@pytest.mark.rule("10.4.3.3/r1")
def test_lines_come_in_pieces_and_in_any_order_and_the_newest_of_each_holds(desk):
    desk.fed("CS1", "C2")
    desk.told("status", order_no="CS1", as_of=at(9), status="completed", payment_method="customer")
    pieces = {
        3: [a_line("L1", resource_id="new"), a_line("L2")],
        2: [a_line("L1", resource_id="old"), a_line("L3")],
    }
    for after, lines in pieces.items():
        desk.fed("CS1", "C2", after=after, lines=lines)
    desk.world.settle(twice=True)
    lines = [found(OrderResourceLine.key(order_no="CS1", order_line_id=name)) for name in ("L1", "L2", "L3")]
    assert [line.resource_id for line in lines] == ["new", "vm-L2", "vm-L3"]
    assert {line.order_status for line in lines} == {OrderStatus.COMPLETED}
    assert desk.listed("order-lines", order_no="CS1") == ["L1", "L2", "L3"]


def test_late_news_of_the_whole_order_tells_its_facts_and_not_its_status(desk):
    order_no = desk.asked("C2")
    desk.told("status", order_no=order_no, as_of=at(9), status="completed", payment_method="customer")
    desk.fed(order_no, "C2", after=8, status="cancelled", vat_invoiced_at=at(8))
    assert (order(order_no).status, order(order_no).vat_invoiced_at) == (OrderStatus.COMPLETED, clock.instant(at(8)))


def test_an_order_has_so_many_lines(desk):
    order_no = desk.fed()
    for after, name, count in ((1, "A", 30), (2, "B", 30), (3, "C", 20)):
        desk.fed(order_no, after=after, lines=[a_line(f"{name}{number}") for number in range(count)])
    desk.world.settle()
    assert desk.refused(an_order(order_no, after=4, lines=[a_line("D")])) == ["too_many_order_lines"]


@pytest.mark.rule("10.4.1.1/r20")
def test_the_customers_overview_counts_its_orders(desk):
    desk.asked()
    desk.pay(desk.asked()).ok()
    desk.world.settle(twice=True)
    seen = desk.world.call(desk.partner, "GET", "/customers/customers/C1/overview").ok()
    counted = {widget["name"]: widget["count"] for widget in seen["counters"] if widget["name"].startswith("orders_")}
    assert counted == {"orders_unpaid": 1, "orders_all": 2}


# --- the webhook -------------------------------------------------------------------------------------------------------------------


def test_a_notice_that_builds_on_what_has_not_come_yet_goes_back_to_its_queue(desk):
    from tests.kit.world import Context, functions, sqs_event

    notice = {"about": "pay_request", "order_no": "CS404", "requested_at": at(0)}
    envelope = {"event_id": "E1", "correlation_id": "t", "occurred_at": at(0), "data": {"partner_id": "", "notice": notice}}
    body = json.dumps({"detail-type": "orders.order_notice_received", "source": "partner_center.orders", "detail": envelope})
    take = functions()["orders.take_in_order_notice"]
    assert take(sqs_event(body), Context())["batchItemFailures"]
    desk.fed("CS404")
    assert not take(sqs_event(body), Context())["batchItemFailures"]
    assert request_for("CS404").is_pending


def test_a_whole_order_may_come_by_the_webhook(desk: OrderDesk):
    desk.told("order", **an_order("CS1"))
    assert order("CS1").customer_id == "C1"
    assert desk.seen("CS1", by=partner_user("P2")).status == 404
    assert ORDER_SYSTEM.may("orders.feed")
