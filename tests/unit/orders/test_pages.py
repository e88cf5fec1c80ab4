"""The pages of orders: list, detail, how an order was paid, its lines, exports, and who sees which (10.4.3.2, 10.4.3.3, 11.3.3, 12.3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from partner_center.kernel import clock
from partner_center.kernel.permissions import PartnerType, Role
from partner_center.platform.reach import AssignmentSource, ManagedCustomer
from tests.kit.coupon_orders import a_coupon
from tests.kit.customer_orders import OrderDesk, a_line, an_order, an_ordering_customer, order
from tests.kit.exports import csv_rows, export, fetched, task_of
from tests.kit.funds import stored
from tests.kit.organisation import a_member, managed
from tests.kit.resellers import a_distributor, a_related_reseller
from tests.kit.resources import an_on_demand, feed, listed
from tests.kit.world import customer_user, partner_user


def ago(**span: float) -> str:
    return clock.iso(clock.now() - timedelta(**span))


@pytest.fixture
def long_ago(desk):
    """The partner has had its customers for years."""
    from partner_center.customers import association_key
    from tests.kit.customers import found

    for customer in ("C1", "C2"):
        known = found(association_key("P1", customer))
        known.associated_at = clock.instant("2020-01-01")
        stored(known)
    return desk


# --- the list ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.2/r3", "11.3.3.2", "12.3.3.2")
def test_the_list_shows_the_last_six_months_newest_first(long_ago):
    old = clock.iso(clock.months_later(clock.now(), -6) - timedelta(seconds=1))
    edge = clock.iso(clock.months_later(clock.now(), -6))
    for order_no, placed_at in (("old", old), ("edge", edge), ("new", ago(days=1))):
        long_ago.fed(order_no, placed_at=placed_at)
    assert long_ago.listed() == ["new", "edge"]


@pytest.mark.rule("10.4.3.2/r4", "11.3.3.2", "12.3.3.2")
def test_a_custom_range_is_no_longer_than_a_year(long_ago):
    long_ago.fed("old", placed_at=ago(days=300))
    year = clock.iso(clock.months_later(clock.now(), -12))
    assert long_ago.listed(since=year) == ["old"]
    longer = clock.iso(clock.months_later(clock.now(), -12) - timedelta(seconds=1))
    answer = long_ago.world.call(long_ago.partner, "GET", f"/orders/orders?since={longer}")
    assert answer.refused_as == "order_range_too_long"
    until = ago(days=290)
    assert long_ago.listed(since=longer, until=until) == ["old"]


@pytest.mark.rule("10.4.3.2")
def test_orders_are_found_by_each_filter(desk):
    desk.fed("CS1", "C1", product_type="rds", order_type="renew")
    desk.fed("CS2", "C2", product_type="ecs")
    desk.pay(desk.asked("C1", product_type="evs")).ok()
    assert desk.listed(customer_name="C2") == ["CS2"]
    assert desk.listed(order_no="CS1") == ["CS1"]
    assert desk.listed(product_type="rds") == ["CS1"]
    assert desk.listed(order_type="renew") == ["CS1"]
    assert sorted(desk.listed(status="pending_payment")) == ["CS1", "CS2"]
    assert desk.listed(customer_id="C2") == ["CS2"]
    assert desk.listed(customer_id="C1", status="pending_payment") == ["CS1"]


@pytest.mark.rule("10.4.3.2/r1")
def test_the_list_holds_subscription_orders_and_knows_no_others(desk):
    assert desk.feed(an_order("CS1", order_type="on_demand")).status == 400
    assert desk.feed(an_order("CS1", billing_mode="on_demand")).status == 400
    resource = {**an_on_demand("od-1", "C1")}
    assert feed(desk.world, resource).status == 200
    assert desk.listed() == []
    assert listed(desk.world, "on-demand-resources", by=desk.partner) == ["od-1"]


@pytest.mark.rule("10.4/r1")
def test_names_leave_masked_and_the_columns_are_the_guides(desk):
    desk.fed("CS1")
    (row,) = desk.world.call(desk.partner, "GET", "/orders/orders").ok()["items"]
    assert "****" in row["customer_name"]
    assert {"order_no", "product_type", "order_type", "status", "association_type", "placed_at", "paid_at"} <= row.keys()
    assert (row["order_amount"]["amount"], row["paid_amount"]["amount"], row["payment_method"]) == ("100.00", "0.00", None)


def test_the_detail_tells_more_and_anothers_order_is_not_there(desk):
    desk.fed("CS1", discounts=[{"kind": "promotion", "amount": "20.00"}])
    seen = desk.seen("CS1").ok()
    assert (seen["official_amount"]["amount"], seen["discounts"]) == ("120.00", [["promotion", "20.00"]])
    assert desk.seen("CS1", by=partner_user("P2")).status == 404
    for part in ("/payment-breakdown", "/price-adjustments"):
        assert desk.seen("CS1", part, by=partner_user("P2")).status == 404


def test_a_former_customers_later_orders_are_not_shown(desk):
    """By customer or number one finds no more than in the list."""
    an_ordering_customer("C5", of="P2")
    desk.fed("CS9", "C5")
    assert order("CS9").partner_id == "P2"
    assert desk.listed(customer_id="C5") == []
    assert desk.listed(order_no="CS9") == []


# --- an account manager ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.2/r2", "10.4.3.1")
def test_an_account_manager_sees_orders_of_his_own_customers_alone(desk):
    stored(ManagedCustomer(partner_id="P1", customer_id="C1", manager_id="m1", assigned_at=clock.now(), source=AssignmentSource.MANUAL))
    mine, others = desk.asked("C1", lines=[a_line("L1")]), desk.asked("C2", lines=[a_line("L2")])
    manager = replace(partner_user("P1", Role.ACCOUNT_MANAGER, name="m1"), limited_to=("m1",))
    assert desk.listed(by=manager) == [mine]
    assert desk.listed("pay-requests", by=manager) == [mine]
    assert desk.listed("order-lines", by=manager) == ["L1"]
    assert desk.seen(mine, by=manager).status == 200
    assert desk.seen(others, by=manager).status == 404


@pytest.mark.rule("10.4.3.3/r1")
def test_a_resource_line_shows_who_has_its_customer_now(desk):
    for name in ("m1", "m2"):
        a_member(name, name="李娜" if name == "m1" else "王芳")
    managed("C1", "m1")
    desk.asked("C1", lines=[a_line("L1")])
    desk.asked("C2", lines=[a_line("L2")])
    rows = {row["order_line_id"]: row for row in desk.world.call(desk.partner, "GET", "/orders/order-lines").ok()["items"]}
    assert [(rows[line]["manager_name"], rows[line]["manager_account"]) for line in ("L1", "L2")] == [("李****娜", "m****1"), (None, None)]


# --- how it was paid ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.2/r5")
def test_how_an_order_was_paid_is_shown_once_it_is_completed(desk):
    order_no = desk.asked()
    answer = desk.seen(order_no, "/payment-breakdown")
    assert answer.refused_as == "no_payment_breakdown"
    desk.pay(order_no).ok()
    shown = desk.seen(order_no, "/payment-breakdown").ok()
    assert [(part["label"], part["amount"]["amount"]) for part in shown["parts"]] == [("伙伴充值账户", "100.00")]


def test_how_an_order_was_paid_does_not_tell_which_partner_issued_a_coupon(desk):
    voucher = a_coupon("voucher", "30", of="P7", to="C1")
    order_no = desk.asked("C1", voucher)
    desk.pay(order_no).ok()
    part = next(part for part in desk.seen(order_no, "/payment-breakdown").ok()["parts"] if part["means"] == "coupon")
    assert part["account"] == voucher.rpartition("/")[2]


@pytest.mark.rule("10.4.3.2/r5")
def test_an_unsubscription_shows_no_payment(desk):
    bought = desk.fed()
    back = desk.fed(order_type="unsubscribe", refunds_order_no=bought, status="completed")
    assert desk.seen(back, "/payment-breakdown").refused_as == "no_payment_breakdown"


# --- to pay ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.1/r4", "10.4.3.1")
def test_the_list_of_orders_to_pay_shows_what_became_of_each(desk):
    first, second, third = desk.asked(), desk.asked("C2"), desk.asked()
    desk.pay(first).ok()
    desk.cancel(third).ok()
    rows = {row["order_no"]: row for row in desk.world.call(desk.partner, "GET", "/orders/pay-requests").ok()["items"]}
    assert [(rows[one]["status"], rows[one]["order_status"], rows[one]["can_be_answered"]) for one in (first, second, third)] == [
        ("paid", "completed", False),
        ("pending", "pending_payment", True),
        ("cancelled", "cancelled", False),
    ]
    assert rows[first]["payment_method"] == "partner"
    assert desk.listed("pay-requests", status="pending") == [second]


@pytest.mark.rule("10.4.3.1/r4")
def test_what_the_customer_paid_itself_stands_as_such_in_the_partners_list_and_goes_on(desk):
    order_no = desk.asked("C2")
    for after, status in ((1, "processing"), (2, "completed")):
        told = clock.iso(clock.now() + timedelta(seconds=after))
        desk.told("status", order_no=order_no, as_of=told, status=status, payment_method="customer")
        (row,) = desk.world.call(desk.partner, "GET", "/orders/pay-requests").ok()["items"]
        assert (row["status"], row["order_status"], row["payment_method"]) == ("cancelled", status, "customer")


def test_nobody_pays_what_was_refused_or_cancelled(desk):
    refused, cancelled = desk.asked(), desk.asked()
    desk.reject(refused).ok()
    desk.cancel(cancelled).ok()
    rows = desk.world.call(desk.partner, "GET", "/orders/pay-requests").ok()["items"]
    assert {row["order_no"]: row["payment_method"] for row in rows} == {refused: None, cancelled: None}


# --- lines -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.3/r1", "11.3.3.3", "12.3.3.3")
def test_lines_of_all_orders_are_listed_by_when_they_end(desk):
    desk.fed("CS1", lines=[a_line("late", days=300), a_line("soon", days=10)])
    desk.fed("CS2", "C2", product_type="rds", lines=[a_line("middle", days=100)])
    assert desk.listed("order-lines") == ["soon", "middle", "late"]
    assert desk.listed("order-lines", until=clock.iso(clock.now() + timedelta(days=100))) == ["soon", "middle"]
    assert desk.listed("order-lines", order_no="CS2") == ["middle"]
    assert desk.listed("order-lines", product_type="rds") == ["middle"]
    assert desk.listed("order-lines", customer_name="C1") == ["soon", "late"]


@pytest.mark.rule("10.4.3.3/r2")
def test_lines_are_exported_by_when_they_end(desk):
    desk.fed("CS1", lines=[a_line("in", days=10), a_line("out", days=200)])
    wishes = {"since": clock.iso(clock.now()), "until": clock.iso(clock.now() + timedelta(days=100))}
    by = desk.partner
    rows = csv_rows(fetched(desk.world, export(desk.world, "orders.list_order_resource_lines", by=by, filters=wishes, format="csv"), by=by))
    assert [("in" in row, "out" in row) for row in rows[1:]] == [(True, False)]
    answer = desk.world.call(by, "POST", "/exports/tasks", {"kind": "orders.list_order_resource_lines", "filters": {}})
    assert answer.refused_as == "export_span_needed"


# --- exports -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.3.2/r6", "10.4/r2", "10.4/r4")
def test_an_export_holds_what_is_filtered_or_everything(long_ago):
    long_ago.fed("old", placed_at=ago(days=700))
    long_ago.fed("new", "C2")
    by = long_ago.partner
    everything = csv_rows(fetched(long_ago.world, export(long_ago.world, "orders.list_customer_orders", by=by, format="csv"), by=by))
    assert sorted(row[0] for row in everything[1:]) == ["new", "old"]
    current = {"since": ago(days=30), "customer_name": "C2"}
    task = export(long_ago.world, "orders.list_customer_orders", by=by, filters=current, format="csv")
    rows = csv_rows(fetched(long_ago.world, task, by=by))
    assert [row[0] for row in rows[1:]] == ["new"]
    assert not any("Customer C2" in cell for cell in rows[1])
    assert task_of(task, by=by)


# --- a distributor's two tabs -------------------------------------------------------------------------------------------------------


@pytest.fixture
def chain(world) -> OrderDesk:
    """A distributor with a customer of its own and a reseller with one."""
    a_distributor("P1")
    a_related_reseller("R1", of="P1")
    an_ordering_customer("C1", of="P1")
    an_ordering_customer("C3", of="R1")
    desk = OrderDesk(world, partner_type=PartnerType.DISTRIBUTOR)
    desk.fed("own", "C1", lines=[a_line("LO")])
    desk.fed("resellers", "C3", lines=[a_line("LR")])
    return desk


@pytest.mark.rule("11.3.3.2", "11.3.3.3", "10.4/r6")
def test_a_distributor_sees_its_own_customers_orders_and_its_resellers(chain):
    assert order("resellers").distributor_id == "P1"
    assert chain.listed() == ["own"]
    assert chain.listed(reseller_id="R1") == ["resellers"]
    assert chain.listed("order-lines", reseller_id="R1") == ["LR"]
    assert chain.seen("resellers").ok()["reseller_id"] == "R1"
    assert chain.listed(by=partner_user("R1", partner_type="reseller")) == ["resellers"]


@pytest.mark.rule("11.3.3.2")
def test_a_distributor_does_not_see_what_was_ordered_before_the_reseller_was_its_own(chain):
    known = order("resellers")
    known.distributor_id = "P9"
    stored(known)
    for page in ("orders", "orders?customer_id=C3", "orders?order_no=resellers"):
        more = "&" if "?" in page else "?"
        assert chain.world.call(chain.partner, "GET", f"/orders/{page}{more}reseller_id=R1").ok()["items"] == []
    assert chain.seen("resellers").status == 404
    former = partner_user("P9", partner_type="distributor")
    assert chain.seen("resellers", by=former).ok()["order_no"] == "resellers"


@pytest.mark.rule("11.3.3.2")
def test_the_export_is_of_one_tab(chain):
    by = chain.partner
    task = export(chain.world, "orders.list_customer_orders", by=by, filters={"reseller_id": "R1"}, format="csv")
    assert [row[0] for row in csv_rows(fetched(chain.world, task, by=by))[1:]] == ["resellers"]


@pytest.mark.rule("11.3.3.2")
def test_nobody_elses_resellers_are_seen(chain):
    assert chain.world.call(partner_user("P2", partner_type="distributor"), "GET", "/orders/orders?reseller_id=R1").status == 404
    assert chain.seen("resellers", by=partner_user("P2", partner_type="distributor")).status == 404


@pytest.mark.rule("11.3.3.1")
def test_a_distributor_does_not_pay_its_resellers_customers_orders(chain):
    chain.ask("resellers", customer="C3").ok()
    assert chain.pay("resellers").status == 404


# --- the customer's own ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.5.2/r4", "13.6/r11")
def test_a_customer_sees_what_it_chose_and_what_is_left_to_pay_until_the_order_is_paid(desk):
    voucher = a_coupon("voucher", "30", to="C1")
    order_no, other = desk.asked("C1", voucher), desk.fed(None, "C1")
    rows = {row["order_no"]: row for row in desk.world.call(customer_user("C1"), "GET", "/orders/own-orders").ok()["items"]}
    assert [(rows[one]["chosen_coupons"], rows[one]["left_to_pay"]["amount"]) for one in (order_no, other)] == [
        ([voucher], "70.00"),
        ([], "100.00"),
    ]
    desk.pay(order_no).ok()
    seen = desk.world.call(customer_user("C1"), "GET", f"/orders/own-orders/{order_no}").ok()
    assert (seen["chosen_coupons"], seen["left_to_pay"]) == (None, None)


def test_a_customer_sees_its_own_orders_alone(desk):
    desk.fed("CS1", "C1")
    desk.fed("CS2", "C2")
    assert desk.listed("own-orders", by=customer_user("C1")) == ["CS1"]
    assert desk.world.call(customer_user("C1"), "GET", "/orders/own-orders/CS2").status == 404
