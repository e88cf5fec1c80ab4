"""A customer orders, asks its partner to pay, cancels, or pays itself (13.5.2, 13.6, 13.7)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from partner_center.kernel.permissions import Role
from partner_center.orders import InvoiceOwner, OrderStatus, PaymentMethod, RequestStatus
from tests.kit.agency import a_partners_user, an_agent, an_authorization
from tests.kit.applications import check, failed
from tests.kit.coupon_orders import a_coupon, check_quotas, coupon
from tests.kit.customer_orders import OrderDesk, a_partner_of, an_ordering_customer, numbers, order, request_for, yuan
from tests.kit.customers import account
from tests.kit.funds import check_books, stored
from tests.kit.notices import a_letterbox, a_member, an_organisation
from tests.kit.world import customer_user

ECS = {"product_code": "ecs", "specification": "s6.small.1", "months": 12, "disclaimer_accepted": True}


def place(desk: OrderDesk, customer: str = "C1", **form: Any) -> Any:
    """The customer orders."""
    return desk.call(customer_user(customer), "POST", "/orders/own-orders", {**ECS, **form})


# --- ordering ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.7/r1")
def test_the_image_disclaimer_is_ticked_before_the_payment(desk):
    answer = place(desk, disclaimer_accepted=False)
    assert answer.refused_as == "disclaimer_not_accepted"
    assert answer.refusals["disclaimer_not_accepted"]["rule"] == "13.7/r1"
    placed = place(desk).ok()
    assert order(placed["order_no"]).disclaimer == "image_disclaimer@1.0"


@pytest.mark.rule("13.7/r1")
def test_a_product_without_a_disclaimer_asks_for_none(desk):
    place(desk, product_code="evs", specification="ssd.100", disclaimer_accepted=False).ok()
    offered = {
        row["product_code"]: row["disclaimer"] for row in desk.world.call(customer_user("C1"), "GET", "/orders/products").ok()["products"]
    }
    assert (offered["ecs"], offered["evs"]) == ("镜像免责声明", None)


def test_an_order_costs_its_configuration_and_waits_for_its_payment(desk):
    placed = place(desk, quantity=2).ok()
    assert (placed["status"], placed["order_amount"]["amount"]) == ("pending_payment", "1900.80")
    assert desk.listed() == [placed["order_no"]]
    assert numbers() == {"all": 1, "unpaid": 1, "waiting": 0}


@pytest.mark.parametrize(
    ("form", "code"),
    [({"product_code": "moon"}, "product_not_sold"), ({"specification": "x"}, "specification_not_sold")],
)
def test_what_is_not_sold_is_not_ordered(desk, form, code):
    assert place(desk, **form).refused_as == code


@pytest.mark.rule("10.4.1.8/r5", "10.4.1.8/r1")
def test_a_partners_user_orders_for_its_resale_customer_and_asks_his_own_company_to_pay(desk):
    own = a_partners_user("P1")
    an_authorization(desk.world, own, "C1")
    agent = an_agent(desk.world, own, "C1", what="orders")
    order_no = desk.call(agent, "POST", "/orders/own-orders", ECS).ok()["order_no"]
    desk.call(agent, "POST", f"/orders/own-orders/{order_no}/partner-payment", {}).ok()
    assert desk.listed("pay-requests", status="pending") == [order_no]
    assert desk.call(agent, "POST", f"/orders/own-orders/{order_no}/payment", {}).refused_as == "not_for_agents"


@pytest.mark.rule("0.6/r1")
def test_an_allocation_is_cash_alone(desk):
    voucher = a_coupon("voucher", "30", to="C1")
    assert desk.allocate("10", coupons=[voucher]).status == 400
    desk.allocate("10").ok()
    assert (desk.allocated(), coupon(voucher).balance) == (yuan(10), yuan(30))


# --- asking ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.6/r1", "0.6/r10", "10.4.3.1/r1")
@pytest.mark.parametrize("customer", ["C1", "C2"])
def test_customers_of_a_solution_provider_ask_in_both_modes(desk, customer):
    order_no = desk.fed(None, customer)
    desk.ask(order_no, customer=customer).ok()
    assert desk.listed("pay-requests", status="pending") == [order_no]


@pytest.mark.rule("13.6/r1")
@pytest.mark.parametrize("partner_type", ["government_subsidy", "government_cloud", "procurement"])
def test_other_partners_are_not_asked(world, partner_type):
    a_partner_of(partner_type)
    an_ordering_customer("C1", mode="consultative")
    desk = OrderDesk(world)
    assert desk.ask(desk.fed()).refused_as == "partner_pays_no_orders"


@pytest.mark.rule("13.6/r3")
@pytest.mark.parametrize("order_type", ["subscribe", "change", "renew", "convert", "trial_to_commercial"])
def test_every_one_off_scene_can_be_asked_for(desk, order_type):
    desk.ask(desk.fed(order_type=order_type)).ok()


@pytest.mark.rule("13.6/r3")
def test_an_unsubscription_is_no_payment(desk):
    bought = desk.fed()
    back = desk.fed(order_type="unsubscribe", refunds_order_no=bought, status="processing")
    assert desk.ask(back).refused_as == "order_not_waiting"


@pytest.mark.rule("13.6/r4")
def test_automatic_renewals_are_not_paid_by_the_partner(desk):
    assert desk.ask(desk.fed(auto_renewal=True)).refused_as == "auto_renewal_not_paid_by_partner"
    desk.ask(place(desk, auto_renewal=True).ok()["order_no"]).ok()  # the first order of what will be renewed is a one-off payment


@pytest.mark.rule("13.6/r9")
def test_stored_value_cards_are_not_paid_by_the_partner(desk):
    assert desk.ask(desk.fed(stored_value_card=True)).refused_as == "stored_value_card_not_paid_by_partner"


def test_the_partner_is_asked_once(desk):
    order_no = desk.asked()
    assert desk.ask(order_no).refused_as == "payment_requested_already"


def test_another_customers_order_is_not_there(desk):
    order_no = desk.fed(None, "C1")
    for step in (desk.ask, desk.cancel, desk.pay_self):
        assert step(order_no, customer="C2").status == 404


@pytest.mark.rule("13.6", "10.4.3.1")
def test_the_partner_is_told_by_sms_and_email_and_the_customer_when_it_is_paid(desk, monkeypatch):
    box = a_letterbox(monkeypatch)
    an_organisation("P1")
    a_member("fin", Role.PARTNER_FINANCE)
    known = account("C1")
    known.email = "it@c1.example"
    stored(known)
    desk.world.settle()
    before = len(box.mails)
    order_no = desk.asked()
    desk.world.settle()
    assert [(to, order_no in text) for to, _, text in box.mails[before:]] == [("fin@partner.example", True)]
    assert [order_no in text for _, text in box.texts] == [True]
    desk.pay(order_no).ok()
    desk.world.settle()
    assert [(to, order_no in text) for to, _, text in box.mails[before + 1 :]] == [("it@c1.example", True)]
    assert [(mobile[-11:], order_no in text) for mobile, text in box.texts[1:]] == [("13900000000", True)]


# --- cancelling --------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.6/r11")
def test_while_the_partner_has_not_paid_the_customer_may_cancel(desk):
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    assert desk.cancel(order_no).ok()["status"] == "cancelled"
    assert request_for(order_no).status is RequestStatus.CANCELLED
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(30), yuan(0))
    assert desk.cancel(order_no).refused_as == "order_not_waiting"
    check_quotas()


@pytest.mark.rule("13.6/r6", "10.4.3.1")
def test_an_order_that_waits_for_the_partner_is_cancelled_before_the_two_part(desk):
    order_no = desk.asked("C1")
    assert "partner_payment_pending" in failed(check(desk.world, "unlink", by=desk.partner, customer="C1"))
    desk.cancel(order_no).ok()
    assert "partner_payment_pending" not in failed(check(desk.world, "unlink", by=desk.partner, customer="C1"))


# --- paying oneself ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.6/r11", "13.5.2/r4", "12.1.3/r3", "10.4.3.1/r4")
def test_a_resale_customer_pays_from_coupons_and_what_the_partner_allocated(desk):
    desk.allocate("500").ok()
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked()
    paid = desk.pay_self(order_no, voucher).ok()
    assert (paid["status"], paid["paid_amount"]["amount"], paid["coupon_amount"]["amount"]) == ("completed", "70.00", "30.00")
    assert desk.allocated() == yuan(430)
    assert request_for(order_no).status is RequestStatus.CANCELLED
    assert desk.listed("pay-requests", status="pending") == []
    desk.world.settle()
    check_books()
    check_quotas()


@pytest.mark.rule("13.4/r2", "12.1.3/r3")
def test_earmarked_money_pays_for_its_products_alone(desk):
    desk.allocate("500", only_for=["rds"]).ok()
    answer = desk.pay_self(desk.fed(product_type="ecs"))
    assert answer.refused_as == "customer_balance_insufficient"
    desk.pay_self(desk.fed(product_type="rds")).ok()
    assert desk.allocated() == yuan(400)


@pytest.mark.rule("13.3/r2")
def test_an_order_makes_no_arrears(desk):
    desk.allocate("99.99").ok()
    order_no = desk.fed()
    assert desk.pay_self(order_no).refused_as == "customer_balance_insufficient"
    assert (order(order_no).status, desk.allocated()) == (OrderStatus.PENDING_PAYMENT, yuan("99.99"))


@pytest.mark.rule("13.5.2/r2")
def test_an_order_takes_one_voucher_or_none(desk):
    desk.allocate("100").ok()
    one, two = a_coupon("voucher", "10", to="C1"), a_coupon("voucher", "10", to="C1")
    order_no = desk.fed()
    assert desk.pay_self(order_no, one, two).refused_as == "too_many_coupons"
    desk.pay_self(order_no).ok()
    assert coupon(one).balance == yuan(10)


@pytest.mark.rule("14.3.3/r3", "13.5.2/r2")
def test_coupons_are_chosen_before_the_payment_and_the_rest_is_told(desk):
    cash = [a_coupon("cash_coupon", "5", of=f"G{number}", to="C1") for number in range(4)]
    order_no = desk.fed()
    answer = desk.choose(order_no, *cash).ok()
    assert (len(answer["chosen"]), answer["left_to_pay"]["amount"]) == (4, "80.00")
    assert desk.choose(order_no).ok()["left_to_pay"]["amount"] == "100.00"
    assert coupon(cash[0]).locked == yuan(0)
    desk.choose(order_no, *cash).ok()
    assert desk.pay_self(order_no, cash[0]).refused_as == "other_coupons_chosen"
    desk.allocate("80").ok()
    assert desk.pay_self(order_no).ok()["coupon_amount"]["amount"] == "20.00"
    assert desk.choose(order_no, cash[0]).refused_as == "order_not_waiting"


def test_the_largest_payment_fits_into_one_transaction_and_so_does_its_refund(desk):
    """Eight coupons of eight issuers, and every bucket that a customer may have."""
    cash = [a_coupon("cash_coupon", "5", of=f"G{number}", to="C1") for number in range(8)]
    for day in range(1, 21):
        desk.allocate("2", only_for=["ecs"], expires_at=f"2025-01-{day:02d}T00:00:00+08:00").ok()
    desk.allocate("20").ok()
    order_no = desk.asked()
    desk.choose(order_no, *cash).ok()
    assert desk.pay_self(order_no).ok()["paid_amount"]["amount"] == "60.00"
    assert desk.allocated() == yuan(0)
    desk.refund(order_no, "60.00").ok()
    assert desk.allocated() == yuan(60)
    desk.world.settle()
    check_books()
    check_quotas()


@pytest.mark.rule("13.5.2/r3")
def test_what_a_voucher_has_left_stays_usable(desk):
    desk.allocate("100").ok()
    voucher = a_coupon("voucher", "150", to="C1")
    desk.pay_self(desk.fed(), voucher).ok()
    assert coupon(voucher).balance == yuan(50)
    assert desk.pay_self(desk.fed(), voucher).ok()["paid_amount"]["amount"] == "50.00"


@pytest.mark.rule("13.5.2/r7", "0.6/r3")
def test_vouchers_do_not_pay_for_the_marketplace(desk):
    voucher = a_coupon("voucher", "10", to="C1")
    assert desk.pay_self(desk.fed(marketplace="non_general"), voucher).refused_as == "coupon_not_for_marketplace"


@pytest.mark.rule("13.5.2/r5", "14.3.4/r1")
@pytest.mark.parametrize(("scope", "refused"), [("subscription", None), ("general", None), ("on_demand", "coupon_for_other_charges")])
def test_a_voucher_pays_orders_by_its_type(desk, scope, refused):
    from partner_center.coupons import BillingScope

    desk.allocate("100").ok()
    voucher = a_coupon("voucher", "10", to="C1", billing_scope=BillingScope(scope))
    assert desk.pay_self(desk.fed(), voucher).refused_as == refused


@pytest.mark.rule("13.6/r11", "12.1.1/r2")
def test_a_consultative_customer_pays_the_rest_to_the_vendor_and_the_partner_is_asked_no_more(desk):
    voucher = a_coupon("voucher", "30", to="C2")
    order_no = desk.asked("C2")
    answer = desk.pay_self(order_no, voucher, customer="C2").ok()
    assert (answer["status"], answer["pay_at_vendor"]["amount"]) == ("pending_payment", "70.00")
    assert coupon(voucher).locked == yuan(30)
    assert desk.pay(order_no).refused_as == "payment_not_requested"


def test_coupons_that_cover_everything_complete_a_consultative_customers_order(desk):
    voucher = a_coupon("voucher", "150", to="C2")
    answer = desk.pay_self(desk.fed(None, "C2"), voucher, customer="C2").ok()
    assert (answer["status"], answer["pay_at_vendor"]["amount"]) == ("completed", "0.00")


# --- in whose invoiceable amount it counts ----------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.1/r5", "13.6/r7", "13.9/r1", "13.9/r3")
@pytest.mark.parametrize(("customer", "owner"), [("C1", InvoiceOwner.PARTNER), ("C2", InvoiceOwner.CUSTOMER)])
def test_what_the_partner_paid_for_a_consultative_customer_is_the_customers_to_invoice(desk, customer, owner):
    order_no = desk.asked(customer)
    desk.pay(order_no).ok()
    desk.world.settle()
    (paid,) = [json.loads(e["Detail"])["data"] for e in desk.world.bus if e["DetailType"] == "orders.order_paid"]
    assert (order(order_no).invoice_owner, paid["invoice_owner"]) == (owner, owner.value)
    assert order(order_no).payment_method is PaymentMethod.PARTNER
