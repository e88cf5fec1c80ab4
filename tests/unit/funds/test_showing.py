"""What the customer list shows of a customer's funds: the available quota follows whatever moves them (10.4.1.1/r1, r3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from partner_center.kernel import clock
from tests.kit.agency import unlink
from tests.kit.customer_orders import OrderDesk, a_partner_of, an_ordering_customer
from tests.kit.overview import overview, row
from tests.kit.world import partner_user


@pytest.fixture
def desk(world) -> OrderDesk:
    """P1 has allocated 150 to C1."""
    a_partner_of("solution_provider")
    an_ordering_customer("C1")
    desk = OrderDesk(world)
    desk.top_up("200").ok()
    desk.allocate("150").ok()
    return desk


def quota(desk: OrderDesk) -> str:
    """The available quota in the list, once everything was heard."""
    desk.world.settle()
    return str(row(desk.world)["available_quota"]["amount"])


@pytest.mark.rule("10.4.1.1/r1")
def test_an_order_that_the_customer_pays_lowers_its_available_quota(desk):
    assert quota(desk) == "150.00"
    desk.pay_self(desk.fed()).ok()
    assert quota(desk) == "50.00"


@pytest.mark.rule("10.4.1.1/r1")
def test_an_orders_refund_raises_the_available_quota(desk):
    order_no = desk.fed()
    desk.pay_self(order_no).ok()
    desk.refund(order_no, "40").ok()
    assert quota(desk) == "90.00"


@pytest.mark.rule("10.4.1.1/r1")
def test_earmarked_money_that_expired_is_available_no_more_though_nobody_told_of_it(desk, stopped_clock):
    desk.allocate("20", only_for=["obs"], expires_at="2024-09-10T00:00:00+08:00").ok()
    desk.allocate("10", only_for=["obs"], expires_at="2024-09-20T00:00:00+08:00").ok()
    assert quota(desk) == "180.00"
    stopped_clock.at("2024-09-10T00:00:01+08:00")
    assert row(desk.world)["available_quota"]["amount"] == "160.00"
    assert overview(desk.world)["available_quota"]["amount"] == "160.00"
    assert desk.world.call(partner_user("P1"), "GET", "/customers/customers/C1").ok()["available_quota"]["amount"] == "160.00"
    desk.allocate("1").ok()
    assert quota(desk) == "161.00"


def test_an_order_of_nobodys_customer_changes_no_list(desk):
    an_ordering_customer("C8", of=None)
    order_no = desk.fed("CS8", "C8")
    paid_at = clock.iso(clock.now() + timedelta(seconds=1))
    desk.told("status", order_no=order_no, as_of=paid_at, status="completed", paid_at=paid_at, payment_method="customer")
    assert [event for event in desk.world.bus if event["DetailType"] == "orders.order_paid"]
    assert quota(desk) == "150.00"


@pytest.mark.rule("10.4.1.1/r4")
def test_the_arrears_detail_says_how_the_debt_came_and_went(desk, stopped_clock):
    stopped_clock.pass_(minutes=1)
    desk.charge("170")
    stopped_clock.pass_(minutes=1)
    serial_no = desk.allocate("15").ok()["serial_no"]
    shown = desk.world.call(partner_user("P1"), "GET", "/funds/customers/C1/arrears").ok()
    assert shown["arrears"]["amount"] == "5.00"
    assert [(entry["movement"], entry["owed_more"]["amount"], entry["owed_after"]["amount"]) for entry in shown["entries"]] == [
        ("arrears_settlement", "-15.00", "5.00"),
        ("consumption", "20.00", "20.00"),
    ]
    assert shown["entries"][0]["reference"] == serial_no


@pytest.mark.rule("10.4.1.1/r4")
def test_nobody_sees_the_arrears_of_a_customer_that_left_or_is_anothers(desk):
    desk.charge("170")
    assert desk.world.call(partner_user("P2"), "GET", "/funds/customers/C1/arrears").status == 404
    unlink("C1")
    assert desk.world.call(partner_user("P1"), "GET", "/funds/customers/C1/arrears").status == 404
