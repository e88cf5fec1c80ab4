"""The order system's way to coupons: chosen, paid, let go, given back, and orders that nobody pays (13.5.2, 14.3.3, 14.3.4)."""

from __future__ import annotations

from typing import Any

import pytest

from partner_center.coupons import CouponKind, CouponQuota, quota_key
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from tests.kit.coupon_orders import a_coupon, check_quotas, coupon, quota_of
from tests.kit.funds import check_books
from tests.kit.quota_tree import RESELLER, a_tree
from tests.kit.world import customer_user, partner_user, vendor_user

ORDER = "CS1809121843HDTQH"
SYSTEM = vendor_user()


def yuan(value: Any) -> Money:
    return Money.of(value)


def step(world, name: str, body: dict[str, Any] | None = None, *, by=SYSTEM, customer: str = "C1", key: str | None = None):
    """One step of the order's payment."""
    method = "PUT" if name == "coupons" else "POST"
    return world.call(by, method, f"/coupons/customers/{customer}/orders/{ORDER}/{name}", body, key=key or name)


def choose(world, *refs: str, total: str = "100.00", **more: Any):
    """The customer chose coupons for its order."""
    order = {
        "order_type": "subscribe", "billing_mode": "subscription", "product_types": ["ecs"], "order_total": total,
        "ordered_at": clock.iso(clock.now()), "coupons": list(refs),
    }  # fmt: skip
    return step(world, "coupons", order, **more)


@pytest.mark.rule("13.5.2/r4", "14.3.3/r4")
def test_a_voucher_and_cash_coupons_pay_their_part_and_the_rest_is_left_to_the_order_system(desk):
    voucher, cash = a_coupon("voucher", "10"), a_coupon("cash_coupon", "12", of="G1", usage_limit_ratio="0.5")
    chosen = choose(desk.world, voucher, cash).ok()
    assert chosen["covered"]["amount"] == "22.00"
    paid = step(desk.world, "payment").ok()
    assert {part["coupon"]: part["amount"]["amount"] for part in paid["parts"]} == {voucher: "10.00", cash: "12.00"}
    assert step(desk.world, "payment", key="again").ok() == paid
    desk.world.settle()
    check_books()
    check_quotas()


@pytest.mark.rule("13.5.2/r2")
def test_a_second_voucher_is_refused_and_nothing_is_locked(desk):
    one, two = a_coupon("voucher", "10"), a_coupon("voucher", "10")
    assert choose(desk.world, one, two).refused_as == "too_many_coupons"
    assert coupon(one).locked == yuan(0)


@pytest.mark.rule("14.3.4/r2")
def test_what_was_paid_comes_back_with_the_unsubscription_or_says_why_not(desk, stopped_clock):
    voucher = a_coupon("voucher", "10")
    choose(desk.world, voucher).ok()
    step(desk.world, "payment").ok()
    desk.world.settle()
    stopped_clock.pass_(days=6)
    told = {"unsubscribed_at": clock.iso(clock.now()), "may_be_unsubscribed": True}
    (late,) = step(desk.world, "return", told).ok()["parts"]
    assert (late["amount"]["amount"], late["reason"]["code"]) == ("0.00", "return_period_over")
    assert coupon(voucher).balance == yuan(0)


@pytest.mark.rule("14.3.4/r3")
def test_after_seven_days_without_payment_the_coupons_are_free(desk, stopped_clock):
    voucher = a_coupon("voucher", "10")
    choose(desk.world, voucher).ok()
    stopped_clock.pass_(days=7, seconds=-1)
    assert desk.world.run_job("coupons.release_unpaid_orders", clock.iso(clock.now()))["done"] == 0
    stopped_clock.pass_(seconds=1)
    assert desk.world.run_job("coupons.release_unpaid_orders", clock.iso(clock.now()))["done"] == 1
    assert desk.world.run_job("coupons.release_unpaid_orders", clock.iso(clock.now()))["done"] == 0
    assert (coupon(voucher).balance, coupon(voucher).locked) == (yuan(10), yuan(0))
    assert step(desk.world, "payment").refused_as == "order_coupons_settled"
    check_quotas()


def test_a_paid_order_is_not_let_go_of(desk, stopped_clock):
    voucher = a_coupon("voucher", "10")
    choose(desk.world, voucher).ok()
    step(desk.world, "payment").ok()
    stopped_clock.pass_(days=8)
    assert desk.world.run_job("coupons.release_unpaid_orders", clock.iso(clock.now()))["done"] == 0
    assert step(desk.world, "release").refused_as == "order_coupons_settled"


def test_an_order_without_coupons_and_anothers_coupon_are_not_there(desk):
    voucher = a_coupon("voucher", "10", to="C1")
    assert step(desk.world, "payment").status == 404
    assert choose(desk.world, voucher, customer="C2").status == 404
    for somebody in (partner_user("P1"), customer_user("C1")):
        assert choose(desk.world, voucher, by=somebody).status == 403


@pytest.mark.rule("11.1.6/r5")
def test_what_an_order_lets_go_of_comes_home_through_a_quota_that_was_taken_back(world):
    desk = a_tree(world)
    source = desk.a_quota("100", partner="D1")
    child = desk.a_child(source, "40")
    voucher = desk.a_voucher_of(child, "10")
    choose(world, f"R1/voucher/{voucher}", total="6.00").ok()
    world.call(RESELLER, "POST", f"/coupons/vouchers/{voucher}/recall", None, key="r").ok()
    desk.take_back(child).ok()
    step(world, "release").ok()
    world.settle()
    below, key = quota_of(f"R1/voucher/{voucher}"), quota_key("D1", CouponKind.VOUCHER, source)
    above = CouponQuota.get(key.partition, key.sort)
    assert (below.balance, above.balance) == (yuan(0), yuan(100))
    assert below.is_conserved
    assert above.is_conserved
    check_books()
