"""A partner pays its customers' orders: from both balances, with the customers' coupons, or says no (10.4.3.1, 11.3.3.1, 12.3.3.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from partner_center.kernel import clock
from partner_center.kernel.permissions import PartnerType, Role
from partner_center.orders import OrderStatus, RequestStatus
from tests.kit.coupon_orders import a_coupon, check_quotas, coupon
from tests.kit.customer_orders import OrderDesk, a_partner_of, an_ordering_customer, numbers, order, request_for, yuan
from tests.kit.funds import check_books
from tests.kit.world import partner_user


@pytest.mark.rule("10.4.3.1/r11", "10.4.3.1/r13", "11.3.3.1")
def test_a_partner_pays_from_its_balance_and_the_order_is_completed(desk):
    order_no = desk.asked()
    paid = desk.pay(order_no).ok()
    assert (paid["status"], paid["paid_amount"]["amount"], paid["payment_method"]) == ("completed", "100.00", "partner")
    assert desk.balances()["account_balance"] == yuan(900)
    assert request_for(order_no).status is RequestStatus.PAID
    assert numbers() == {"all": 1, "unpaid": 0, "waiting": 0}
    desk.world.settle()
    check_books()


@pytest.mark.rule("10.4.3.1/r13")
def test_both_balances_fall_where_the_partner_has_an_allocatable_account(desk):
    desk.mode(with_allocatable=True)
    desk.pay(desk.asked()).ok()
    seen = desk.balances()
    assert (seen["account_balance"], seen["allocatable_balance"]) == (yuan(900), yuan(900))
    check_books()


@pytest.mark.rule("10.4.3.1/r13")
def test_the_allocatable_balance_must_cover_the_amount_too(desk):
    desk.mode(with_allocatable=True)
    desk.allocate("950", customer="C1").ok()
    order_no = desk.asked()
    answer = desk.pay(order_no)
    assert answer.refused_as == "balance_insufficient_for_order"
    receipt = answer.refusals["balance_insufficient_for_order"]
    assert (receipt["rule"], receipt["facts"]["account_balance"]["amount"]) == ("10.4.3.1/r13", "1000.00")
    assert receipt["facts"]["allocatable_balance"]["amount"] == "50.00"
    assert order(order_no).status is OrderStatus.PENDING_PAYMENT


@pytest.mark.rule("10.4.3.1/r13")
def test_without_an_allocatable_account_the_account_balance_alone_counts(desk):
    desk.allocate("950", customer="C1").ok()
    answer = desk.pay(desk.asked())
    assert answer.refusals["balance_insufficient_for_order"]["facts"]["account_balance"]["amount"] == "50.00"


@pytest.mark.rule("10.4.3.1/r13")
def test_the_credit_account_pays_what_the_top_up_account_lacks(desk):
    desk.credit_limit("500").ok()
    order_no = desk.asked(order_amount="1200.00", official_amount="1200.00")
    desk.pay(order_no).ok()
    means = {part["means"]: part["amount"]["amount"] for part in desk.seen(order_no, "/payment-breakdown").ok()["parts"]}
    assert means == {"partner_top_up": "1000.00", "partner_credit": "200.00"}
    check_books()


@pytest.mark.rule("10.4.3.1/r1")
def test_only_orders_for_which_the_customer_chose_partner_payment_are_paid(desk):
    assert desk.pay(desk.fed()).status == 404


@pytest.mark.rule("10.4.3.1/r1")
def test_another_partners_order_is_not_there(desk):
    order_no, stranger = desk.asked(), partner_user("P2")
    assert desk.pay(order_no, caller=stranger).status == 404
    page = f"/orders/pay-requests/{order_no}"
    for part in ("", "/preconditions", "/estimated-rebate"):
        assert desk.world.call(stranger, "GET", page + part).status == 404
    assert desk.call(stranger, "POST", f"{page}/rejection", {"reason": "不代付"}).status == 404
    batch = desk.call(stranger, "POST", "/orders/pay-requests/rejections", {"order_nos": [order_no], "reason": "不代付"}).ok()
    assert batch["results"][0]["problem"]["code"] == "not_found"
    assert request_for(order_no).is_pending


@pytest.mark.parametrize("step", ["payment", "rejection"])
def test_what_the_partner_saw_of_a_request_is_what_its_answer_is_matched_with(desk, step):
    order_no = desk.asked()
    page = f"/orders/pay-requests/{order_no}"
    seen = desk.world.call(desk.partner, "GET", page).headers["ETag"]
    desk.fed(order_no, after=1, order_amount="130.00")
    body = {"pay_by": "balance"} if step == "payment" else {"reason": "预算不足"}
    assert desk.call(desk.partner, "POST", f"{page}/{step}", body, headers={"If-Match": seen}).status == 412
    now = desk.world.call(desk.partner, "GET", page).headers["ETag"]
    desk.call(desk.partner, "POST", f"{page}/{step}", body, headers={"If-Match": now}).ok()


@pytest.mark.rule("10.4.3.1/r2")
def test_what_the_partner_paid_is_told_as_its_performance_without_coupons(desk):
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    desk.pay(order_no).ok()
    desk.world.settle()
    (paid,) = told(desk, "orders.order_paid")
    assert paid["counts_as_performance"]
    assert (paid["paid_amount"]["amount"], paid["coupon_amount"]["amount"]) == ("70.00", "30.00")


def told(desk: OrderDesk, name: str) -> list[dict]:
    import json

    return [json.loads(event["Detail"])["data"] for event in desk.world.bus if event["DetailType"] == name]


@pytest.mark.rule("13.5.2/r4", "14.3.3/r4")
def test_the_customers_coupons_pay_their_part_and_the_partner_the_rest(desk):
    voucher, cash = a_coupon("voucher", "30", to="C1"), a_coupon("cash_coupon", "20", of="G1", to="C1")
    order_no = desk.asked("C1", voucher, cash)
    assert desk.preconditions(order_no)["left_to_pay"]["amount"] == "50.00"
    assert desk.pay(order_no).ok()["paid_amount"]["amount"] == "50.00"
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(0), yuan(0))
    assert desk.balances()["account_balance"] == yuan(950)
    desk.world.settle()
    check_books()
    check_quotas()


def test_coupons_that_cover_everything_leave_the_partners_money_alone(desk):
    voucher = a_coupon("voucher", "200", to="C1")
    order_no = desk.asked("C1", voucher)
    desk.pay(order_no).ok()
    assert desk.balances()["account_balance"] == yuan(1000)
    assert coupon(voucher).balance == yuan(100)
    assert order(order_no).paid_amount == yuan(0)


READS = ("TransactGetItems", "GetItem", "BatchGetItem", "Query")


@pytest.mark.parametrize(("coupons", "rounds"), [(0, 2), (2, 3)], ids=["without coupons", "the coupons are known from the choice"])
def test_a_payment_reads_in_few_rounds_and_writes_once(desk, coupons, rounds):
    kinds = ("voucher", "cash_coupon")[:coupons]
    order_no = desk.asked("C1", *[a_coupon(kind, "10", to="C1") for kind in kinds])
    desk.pay(order_no).ok()
    (calls,) = desk.world.calls["orders.pay_customer_order"]
    assert (sum(calls[read] for read in READS), calls["TransactWriteItems"], calls["Scan"]) == (rounds, 1, 0)


@pytest.mark.parametrize(
    "page", ["orders", "orders?status=pending_payment", "orders?customer_id=C1", "pay-requests?status=pending", "order-lines"]
)
def test_a_page_is_one_query(desk, page):
    desk.asked()
    name = {"orders": "list_customer_orders", "pay-requests": "list_pay_requests", "order-lines": "list_order_resource_lines"}
    desk.world.call(desk.partner, "GET", f"/orders/{page}").ok()
    calls = desk.world.calls[f"orders.{name[page.partition('?')[0]]}"][-1]
    assert sum(calls.values()) == 1, calls


AGAINST = [
    ({"check": {"quota_short": True}}, "service_quota_short", "10.4.3.1/r6", "customer_raises_quota_by_ticket"),
    ({"check": {"capacity_short": True}}, "service_capacity_short", "10.4.3.1/r7", "customer_orders_again"),
    ({"check": {"specification_changed": True}}, "specification_changed", "10.4.3.1/r8", "customer_orders_again"),
    ({"starts_at": "2024-09-02T09:59:59+08:00"}, "start_time_passed", "10.4.3.1/r9", "customer_orders_again"),
]


@pytest.mark.rule("10.4.3.1/r6", "10.4.3.1/r7", "10.4.3.1/r8", "10.4.3.1/r9", "12.3.3.1/r7")
@pytest.mark.parametrize(("facts", "code", "rule", "way_out"), AGAINST)
def test_the_four_failures_are_told_apart_each_with_its_way_out(desk, facts, code, rule, way_out):
    order_no = desk.asked(**facts)
    answer = desk.pay(order_no)
    assert answer.refused_as == code
    receipt = answer.refusals[code]
    assert receipt["rule"] == rule
    assert receipt["way_out"]
    assert [refusal["code"] for refusal in desk.preconditions(order_no)["against"]] == [code]
    assert desk.balances()["account_balance"] == yuan(1000)


@pytest.mark.rule("10.4.3.1/r6")
def test_once_the_quota_is_raised_the_order_can_be_paid(desk):
    order_no = desk.asked(check={"quota_short": True})
    assert desk.pay(order_no).refused_as == "service_quota_short"
    desk.fed(order_no, after=1)
    assert desk.pay(order_no).ok()["status"] == "completed"


@pytest.mark.rule("10.4.3.1/r9")
def test_an_order_can_be_paid_until_its_service_is_to_start(desk, stopped_clock):
    order_no = desk.asked(starts_at=clock.iso(clock.now() + timedelta(hours=1)))
    stopped_clock.pass_(hours=1)
    assert desk.preconditions(order_no)["payable"]
    stopped_clock.pass_(seconds=1)
    assert desk.pay(order_no).refused_as == "start_time_passed"


@pytest.mark.rule("10.4.3.1/r12")
@pytest.mark.parametrize(
    ("marketplace", "allowed"),
    [
        ("general", {"balance", "petal_pay"}),
        ("none", {"balance", "alipay", "wechat_pay", "union_pay", "personal_banking", "corporate_banking"}),
    ],
)
def test_general_marketplace_products_are_paid_from_the_balance_or_by_petal_pay(desk, marketplace, allowed):
    order_no = desk.asked(marketplace=marketplace)
    assert set(desk.preconditions(order_no)["pay_by"]) == allowed
    refused = "alipay" if marketplace == "general" else "petal_pay"
    assert desk.pay(order_no, refused).refused_as == "payment_method_not_allowed"
    assert desk.pay(order_no).ok()["status"] == "completed"


@pytest.mark.rule("10.4.3.1/r10")
def test_the_estimated_rebate_follows_the_policy_and_leaves_coupons_out(desk):
    voucher = a_coupon("voucher", "40", to="C2")
    order_no = desk.asked("C2", voucher)
    estimate = desk.world.call(desk.partner, "GET", f"/orders/pay-requests/{order_no}/estimated-rebate").ok()
    assert (estimate["base"]["amount"], estimate["estimated_rebate"]["amount"]) == ("60.00", "6.00")
    assert estimate["note"]


@pytest.mark.rule("10.4.3.1/r17", "10.4/r5")
def test_with_codes_switched_on_a_payment_from_the_balance_needs_one_and_an_online_one_does_not(desk):
    from dataclasses import replace

    careful = replace(desk.partner, codes_on=True)
    order_no = desk.asked(marketplace="general")
    assert desk.pay(order_no, caller=careful).refused_as == "verification_code_required"
    assert desk.pay(order_no, "alipay", caller=careful).refused_as == "payment_method_not_allowed"


# --- refusing -------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.1/r15", "10.4.3.1/r16")
def test_a_refused_order_waits_for_the_customer_without_the_partners_mark(desk):
    order_no = desk.asked()
    desk.reject(order_no, "预算不足").ok()
    known = order(order_no)
    assert (known.status, known.partner_pay_requested, known.payment_method) == (OrderStatus.PENDING_PAYMENT, False, None)
    assert known.reject_reason == "预算不足"
    assert numbers() == {"all": 1, "unpaid": 1, "waiting": 0}
    assert desk.pay(order_no).refused_as == "payment_not_requested"
    desk.allocate("100").ok()
    assert desk.pay_self(order_no).ok()["status"] == "completed"


@pytest.mark.rule("10.4.3.1/r16")
@pytest.mark.parametrize("reason", ["", "   ", None])
def test_a_refusal_needs_a_reason(desk, reason):
    order_no = desk.asked()
    assert desk.reject(order_no, reason).status == 400
    batch = {"order_nos": [order_no], "reason": reason}
    assert desk.call(desk.partner, "POST", "/orders/pay-requests/rejections", batch).status == 400


@pytest.mark.rule("10.4.3.1/r16")
def test_several_are_refused_for_one_reason_each_with_its_own_result(desk):
    first, second, paid = desk.asked(), desk.asked("C2"), desk.asked()
    desk.pay(paid).ok()
    body = {"order_nos": [first, second, paid], "reason": "不再代付"}
    answer = desk.call(desk.partner, "POST", "/orders/pay-requests/rejections", body).ok()
    assert (answer["done"], answer["failed"]) == (2, 1)
    assert answer["results"][2]["problem"]["code"] == "payment_not_requested"
    assert [order(one).reject_reason for one in (first, second, paid)] == ["不再代付", "不再代付", None]


@pytest.mark.rule("10.4.3.1/r15")
def test_a_refused_customer_may_ask_again(desk):
    order_no = desk.asked()
    desk.reject(order_no).ok()
    desk.ask(order_no).ok()
    assert desk.pay(order_no).ok()["status"] == "completed"


# --- resellers --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def reseller(world) -> OrderDesk:
    a_partner_of("reseller")
    an_ordering_customer("C1", mode="resale")
    an_ordering_customer("C2", mode="consultative")
    desk = OrderDesk(world, partner_type=PartnerType.RESELLER)
    desk.has("150")
    return desk


@pytest.mark.rule("12.3.3.1/r4", "0.6/r11")
def test_a_reseller_needs_its_account_balance_alone_and_asks_its_distributor_for_more(reseller):
    reseller.pay(reseller.asked()).ok()
    answer = reseller.pay(reseller.asked())
    receipt = answer.refusals["balance_insufficient_for_order"]
    assert receipt["rule"] == "12.3.3.1/r4"
    assert "总经销商" in receipt["way_out"]


@pytest.mark.rule("11.1.1/r3")
def test_a_reseller_that_has_no_distributor_any_more_pays_nothing_and_may_say_so(reseller):
    order_no = reseller.asked()
    alone = partner_user("P1", partner_type="reseller")
    assert reseller.pay(order_no, caller=alone).refused_as == "reseller_without_distributor"
    seen = reseller.world.call(alone, "GET", f"/orders/pay-requests/{order_no}/preconditions").ok()
    assert [refusal["code"] for refusal in seen["against"]] == ["reseller_without_distributor"]
    page = f"/orders/pay-requests/{order_no}/rejection"
    assert reseller.call(alone, "POST", page, {"reason": "已终止合作"}).ok()["partner_pay_requested"] is False


@pytest.mark.rule("12.3.3.1/r1", "13.6/r2", "0.6/r10", "12.1.2/r2", "12.1.3/r5")
def test_of_a_reseller_only_resale_customers_may_ask(reseller):
    assert reseller.ask(reseller.fed(None, "C2"), customer="C2").refused_as == "reseller_pays_for_resale_only"
    reseller.ask(reseller.fed(None, "C1")).ok()


@pytest.mark.rule("12.3.3.1/r3", "13.9/r1", "0.6/r11")
def test_what_a_reseller_paid_is_not_told_as_performance_and_is_its_distributors_to_invoice(reseller):
    reseller.pay(reseller.asked()).ok()
    reseller.world.settle()
    (paid,) = told(reseller, "orders.order_paid")
    assert (paid["counts_as_performance"], paid["invoice_owner"]) == (False, "distributor")


@pytest.mark.rule("12.3.3.1/r6", "12.1.1/r6")
@pytest.mark.parametrize(("marketplace", "allowed"), [("general", ["balance", "petal_pay"]), ("none", ["balance"])])
def test_a_reseller_pays_the_vendor_online_for_general_marketplace_products_alone(reseller, marketplace, allowed):
    order_no = reseller.asked(marketplace=marketplace)
    assert reseller.preconditions(order_no)["pay_by"] == allowed
    answer = reseller.pay(order_no, "alipay")
    assert answer.refusals["payment_method_not_allowed"]["rule"] == "12.3.3.1/r6"
    assert reseller.pay(order_no).ok()["status"] == "completed"


@pytest.mark.rule("12.3.3.1/r2")
def test_a_reseller_finds_what_waits_for_it_under_to_be_paid(reseller):
    waiting, paid = reseller.asked(), reseller.asked()
    reseller.pay(paid).ok()
    assert reseller.listed("pay-requests", status="pending") == [waiting]


@pytest.mark.rule("12.3.3.1/r7")
def test_a_reseller_sees_no_estimated_rebate(reseller):
    order_no = reseller.asked()
    assert reseller.world.call(reseller.partner, "GET", f"/orders/pay-requests/{order_no}/estimated-rebate").status == 404


@pytest.mark.rule("11.3.3.1", "13.6/r1", "0.6/r10")
def test_a_distributor_pays_for_customers_of_both_kinds(world):
    a_partner_of("distributor")
    an_ordering_customer("C1", mode="resale")
    an_ordering_customer("C2", mode="consultative")
    desk = OrderDesk(world, partner_type=PartnerType.DISTRIBUTOR)
    desk.top_up("200").ok()
    for customer in ("C1", "C2"):
        desk.pay(desk.asked(customer)).ok()
    assert desk.balances()["account_balance"] == yuan(0)


def test_an_account_manager_sees_but_does_not_pay(desk):
    order_no = desk.asked()
    manager = partner_user("P1", Role.ACCOUNT_MANAGER, name="m1")
    assert desk.pay(order_no, caller=manager).status == 403
