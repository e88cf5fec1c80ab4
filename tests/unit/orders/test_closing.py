"""Orders that nobody pays in time are closed, once, and their coupons are free (14.3.4/r3)."""

from __future__ import annotations

import pytest

from partner_center.kernel import clock
from partner_center.orders import OrderStatus, RequestStatus
from partner_center.orders.order import CancelReason
from tests.kit.coupon_orders import a_coupon, check_quotas, coupon
from tests.kit.customer_orders import numbers, order, request_for, yuan

JOB = "orders.close_unpaid_orders"


def run(desk) -> int:
    return int(desk.world.run_job(JOB, clock.iso(clock.now()))["done"])


@pytest.mark.rule("14.3.4/r3")
def test_an_order_is_closed_after_seven_days_and_its_coupons_are_free(desk, stopped_clock):
    voucher = a_coupon("voucher", "30", to="C1")
    order_no = desk.asked("C1", voucher)
    stopped_clock.pass_(days=7, seconds=-1)
    assert run(desk) == 0
    stopped_clock.pass_(seconds=1)
    assert (run(desk), run(desk)) == (1, 0)
    known = order(order_no)
    assert (known.status, known.cancelled_because) == (OrderStatus.CANCELLED, CancelReason.UNPAID)
    assert request_for(order_no).status is RequestStatus.CANCELLED
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(30), yuan(0))
    assert numbers() == {"all": 1, "unpaid": 0, "waiting": 0}
    check_quotas()


@pytest.mark.rule("14.3.4/r3")
def test_after_its_time_an_order_is_not_paid_even_before_the_job_came(desk, stopped_clock):
    order_no = desk.asked()
    stopped_clock.pass_(days=7)
    assert desk.pay(order_no).refused_as == "order_closed_unpaid"
    assert desk.pay_self(order_no).refused_as == "order_closed_unpaid"


def test_the_order_system_may_give_another_time(desk, stopped_clock):
    order_no = desk.fed(pay_before="2024-09-02T12:00:00+08:00")
    stopped_clock.at("2024-09-02T12:00:00+08:00")
    assert run(desk) == 1
    assert order(order_no).status is OrderStatus.CANCELLED


def test_what_was_paid_is_not_closed(desk, stopped_clock):
    order_no = desk.asked()
    desk.pay(order_no).ok()
    stopped_clock.pass_(days=8)
    assert run(desk) == 0
    assert order(order_no).status is OrderStatus.COMPLETED


def test_a_killed_job_goes_on_where_it_was(desk, stopped_clock):
    for _ in range(3):
        desk.fed()
    stopped_clock.pass_(days=7)
    assert desk.world.run_job(JOB, clock.iso(clock.now()), remaining_ms=0)["unfinished"]
    assert run(desk) == 3
