"""Vouchers paying for usage, and refunds (13.5.2, 0.6)."""

import pytest

from partner_center.kernel.errors import Broken
from partner_center.kernel.money import Money
from tests.kit.coupons import remaining, voucher_of
from tests.kit.funds import check_books


def yuan(value) -> Money:
    return Money.of(value)


@pytest.mark.rule("13.5.2/r3", "13.5.2/r6")
def test_on_demand_charges_are_taken_from_vouchers_and_the_rest_stays_usable(desk):
    voucher = desk.a_voucher()
    assert desk.use("4") == [(voucher, yuan(4))]
    assert desk.use("9") == [(voucher, yuan(6))]
    assert desk.use("1") == []
    check_books()


@pytest.mark.rule("13.5.2/r5", "13.5.2/r2")
def test_subscription_vouchers_pay_no_usage_and_no_voucher_pays_a_subscription_unasked(desk):
    quota = desk.a_quota()
    desk.a_voucher(quota, billing_scope="subscription")
    assert desk.use("4") == []
    desk.a_voucher(quota, billing_scope="general")
    assert desk.use("4", mode="subscription") == []


@pytest.mark.rule("0.6/r2")
def test_on_demand_vouchers_come_before_general_ones(desk):
    quota = desk.a_quota()
    general = desk.a_voucher(quota, product_types=["ecs"], expires_at="2024-09-10T00:00:00+08:00")
    on_demand = desk.a_voucher(quota, billing_scope="on_demand")
    assert [voucher for voucher, _ in desk.use("15")] == [on_demand, general]


def test_the_one_that_expires_first_pays_first_then_the_smallest(desk):
    quota = desk.a_quota()
    large = desk.a_voucher(quota, "20")
    small = desk.a_voucher(quota, "10")
    early = desk.a_voucher(quota, "10", expires_at="2024-09-10T00:00:00+08:00")
    other = desk.a_voucher(quota, product_types=["obs"])
    assert [voucher for voucher, _ in desk.use("25")] == [early, small, large]
    assert voucher_of(other).balance == yuan(10)


def test_vouchers_that_wait_or_expired_pay_nothing(desk, stopped_clock):
    quota = desk.a_quota()
    desk.a_voucher(quota, effective_at="2024-10-01T00:00:00+08:00")
    desk.a_voucher(quota, expires_at="2024-09-03T00:00:00+08:00")
    stopped_clock.at("2024-09-04T00:00:00+08:00")
    assert desk.use("4") == []


def test_a_charge_heard_twice_is_taken_once(desk):
    voucher = desk.a_voucher()
    desk.use("4", token="event-1")
    desk.use("4", token="event-1")
    assert voucher_of(voucher).balance == yuan(6)


def test_a_refund_fills_the_voucher_again(desk):
    voucher = desk.a_voucher()
    desk.use("10")
    desk.give_back(voucher, "4")
    assert desk.use("10") == [(voucher, yuan(4))]
    check_books()


def test_a_refund_of_a_voucher_recalled_meanwhile_goes_to_its_quota(desk):
    quota = desk.a_quota("100")
    voucher = desk.a_voucher(quota)
    desk.use("4")
    desk.recall_voucher(voucher)
    desk.give_back(voucher, "4")
    assert (remaining(quota), voucher_of(voucher).balance) == (yuan(100), yuan(0))
    check_books()


def test_a_refund_of_a_voucher_expired_meanwhile_goes_to_its_quota_even_before_the_job_ran(desk, stopped_clock):
    quota = desk.a_quota("100")
    voucher = desk.a_voucher(quota, expires_at="2024-09-03T23:59:59+08:00")
    desk.use("10")
    stopped_clock.at("2024-09-04T00:00:00+08:00")
    desk.give_back(voucher, "4")
    assert (remaining(quota), voucher_of(voucher).balance) == (yuan(94), yuan(0))


def test_no_voucher_is_filled_beyond_its_face_value(desk):
    voucher = desk.a_voucher()
    desk.use("4")
    with pytest.raises(Broken):
        desk.give_back(voucher, "4.01")
