"""What a customer is shown where it pays an order (13.5.2, 14.3.3/r5, 14.3.4/r4)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.kit.coupon_orders import AnOrder, a_coupon, coupon
from tests.kit.world import customer_user

ORDER = {"order_type": "subscribe", "billing_mode": "subscription", "product_types": "ecs", "order_total": "100"}


def asked(desk, *, by: str = "C1", **facts: Any):
    """The customer's page asks which coupons can pay an order."""
    return desk.world.call(customer_user(by), "GET", f"/coupons/usable-coupons?{urlencode(ORDER | facts, doseq=True)}")


def shown(desk, **facts: Any) -> dict[str, Any]:
    return asked(desk, **facts).ok()


def reasons(answer: dict[str, Any]) -> dict[str, str]:
    """Of each coupon that cannot pay, why."""
    return {one["coupon"]: one["reason"]["code"] for one in answer["not_usable"]}


@pytest.mark.rule("14.3.3/r5", "14.3.4/r4")
def test_whoever_has_nothing_that_applies_sees_nothing_usable(desk):
    answer = shown(desk)
    assert (answer["usable"], answer["not_usable"], answer["left_to_pay"]["amount"]) == ([], [], "100.00")


@pytest.mark.rule("13.5.2/r1", "14.3.3/r5")
def test_every_coupon_that_applies_is_there_with_the_most_it_can_pay(desk):
    voucher, cash = a_coupon("voucher", "10"), a_coupon("cash_coupon", "80", usage_limit_ratio="0.3")
    assert {one["coupon"]: one["most"]["amount"] for one in shown(desk)["usable"]} == {voucher: "10.00", cash: "30.00"}


@pytest.mark.rule("13.5.2/r5", "13.5.2/r7", "13.5.2/r10")
def test_those_that_do_not_apply_say_why(desk):
    on_demand = a_coupon("voucher", billing_scope="on_demand")
    products = a_coupon("voucher", product_types=["obs"])
    discount = a_coupon("voucher", discount_restricted=True)
    answer = shown(desk, authorised_discount="true")
    assert reasons(answer) == {
        on_demand: "coupon_for_other_charges",
        products: "coupon_for_other_products",
        discount: "coupon_not_with_discount",
    }
    assert {one["reason"]["rule"] for one in answer["not_usable"]} == {"13.5.2/r5", "13.5.2/r7", "13.5.2/r10"}
    assert all(one["reason"]["title"] for one in answer["not_usable"])


@pytest.mark.rule("13.5.2/r2")
def test_the_suggestion_takes_the_voucher_that_expires_first_then_the_smallest_and_one_only(desk):
    large, small = a_coupon("voucher", "10"), a_coupon("voucher", "5")
    early = a_coupon("voucher", "20", until="2024-09-10T00:00:00+08:00")
    cash = a_coupon("cash_coupon", "1")
    answer = shown(desk)
    assert [one["coupon"] for one in answer["usable"]] == [early, small, large, cash]
    assert [one["suggested"]["amount"] for one in answer["usable"]] == ["20.00", "0.00", "0.00", "1.00"]
    assert (answer["covered"]["amount"], answer["left_to_pay"]["amount"]) == ("21.00", "79.00")


@pytest.mark.rule("13.5.2/r4")
def test_what_is_left_counts_from_the_amount_to_pay_and_the_share_from_the_total(desk):
    a_coupon("cash_coupon", "80", usage_limit_ratio="0.3")
    answer = shown(desk, amount="20")
    assert (answer["covered"]["amount"], answer["left_to_pay"]["amount"]) == ("20.00", "0.00")


def test_the_suggestion_is_what_the_engine_then_locks(desk):
    for value in ("7", "3"):
        a_coupon("cash_coupon", value, usage_limit_ratio="0.05")
    a_coupon("voucher", "10")
    suggested = {one["coupon"]: one["suggested"]["amount"] for one in shown(desk)["usable"] if one["suggested"]["amount"] != "0.00"}
    assert {ref: part.plain for ref, part in AnOrder("100").lock(*suggested).items()} == suggested


@pytest.mark.rule("13.5.1/r1")
def test_a_coupon_that_another_order_has_locked_says_so_and_is_free_for_its_own(desk):
    voucher, order = a_coupon("voucher", "10"), AnOrder()
    order.lock(voucher)
    assert reasons(shown(desk)) == {voucher: "coupon_locked"}
    own = shown(desk, order_no=order.order_no)
    assert [(one["coupon"], one["suggested"]["amount"]) for one in own["usable"]] == [(voucher, "10.00")]
    assert coupon(voucher).locked.plain == "10.00"


def test_coupons_that_are_over_or_another_customers_are_not_there(desk, stopped_clock):
    a_coupon("voucher", until="2024-09-03T00:00:00+08:00")
    later = a_coupon("voucher", effective_at=stopped_clock.at("2024-10-01T00:00:00+08:00"))
    stopped_clock.at("2024-09-04T00:00:00+08:00")
    a_coupon("voucher", to="C2")
    assert (shown(desk)["usable"], reasons(shown(desk))) == ([], {later: "coupon_not_usable"})


def test_an_order_is_billed_one_way_and_owes_no_more_than_its_total(desk):
    assert asked(desk, billing_mode="general").refused_as == "invalid_input"
    assert asked(desk, amount="100.01").refused_as == "invalid_input"
