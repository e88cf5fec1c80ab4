"""Quotas and issuing vouchers from them (10.4.6.1.1, 10.4.6.1.2, 14.2.2.2)."""

import pytest

from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.coupons import remaining, voucher_of
from tests.kit.funds import a_customer, check_books, everything
from tests.kit.world import customer_user, partner_user


def yuan(value) -> Money:
    return Money.of(value)


@pytest.mark.rule("10.4.6.1.1/r1", "10.4.6.1.1/r2")
def test_a_granted_quota_is_seen_with_amounts_products_and_limits(desk):
    quota = desk.a_quota("100", allowed_product_types=["ecs"], max_vouchers_per_customer=3)
    row = desk.world.call(partner_user("P1"), "GET", "/coupons/quotas").ok()["items"][0]
    assert (row["quota_id"], row["status"], row["remaining_amount"]["amount"]) == (quota, "valid", "100.00")
    detail = desk.world.call(partner_user("P1"), "GET", f"/coupons/quotas/{quota}").ok()
    assert (detail["allowed_product_types"], detail["max_vouchers_per_customer"]) == (["ecs"], 3)
    check_books()


def test_a_grant_once_per_key_and_only_to_a_partner_that_exists(desk):
    first = desk.grant(key="k").ok()
    assert desk.grant(key="k").ok() == first
    assert len(desk.world.call(partner_user("P1"), "GET", "/coupons/quotas").ok()["items"]) == 1
    assert desk.grant(partner="nobody").status == 404


def test_a_quota_that_ends_before_it_begins_is_not_granted(desk):
    assert desk.grant(until="2024-09-01T00:00:00+08:00").refused_as == "validity_reversed"


@pytest.mark.rule("10.4.6.1.2/r1")
def test_vouchers_draw_their_sum_from_the_quota(desk):
    quota = desk.a_quota("100")
    answer = desk.issue(quota, "10.50", to=("C1", "C2")).ok()
    assert remaining(quota) == yuan(79)
    assert [voucher_of(v["coupon_id"]).balance for v in answer["coupons"]] == [yuan("10.50")] * 2
    check_books()


def test_issuing_is_one_read_round_and_one_transaction_even_to_ten_customers(desk):
    quota = desk.a_quota("100")
    customers = tuple(f"D{number}" for number in range(10))
    for customer in customers:
        a_customer(customer)
    with faults.watching() as calls:
        desk.issue(quota, "10", to=customers).ok()
    assert calls == {"TransactGetItems": 1, "TransactWriteItems": 1}
    assert remaining(quota) == yuan(0)


@pytest.mark.rule("10.4.6.1.2/r3")
def test_at_most_ten_customers_each_once(desk):
    quota = desk.a_quota("100")
    assert desk.issue(quota, "1", to=tuple(f"D{number}" for number in range(11))).refused_as == "invalid_input"
    assert desk.issue(quota, "1", to=("C1", "C1")).refused_as == "invalid_input"


def test_more_than_the_quota_has_left_is_refused_and_changes_nothing(desk):
    quota = desk.a_quota("100")
    before = everything()
    answer = desk.issue(quota, "50.01", to=("C1", "C2"))
    assert answer.refused_as == "quota_exhausted"
    assert answer.refusals["quota_exhausted"]["facts"]["needed"]["amount"] == "100.02"
    assert everything() == before


@pytest.mark.rule("10.4.6.1.2/r2")
@pytest.mark.parametrize("at", ["2024-09-01T10:00:00+08:00", "2025-01-01T00:00:00+08:00"])
def test_only_a_valid_quota_issues(desk, stopped_clock, at):
    quota = desk.a_quota("100", effective_at="2024-09-02T00:00:00+08:00")
    stopped_clock.at(at)
    assert "quota_not_valid" in desk.issue(quota).refusals


@pytest.mark.parametrize(("quota_of", "customer"), [("P2", "C1"), ("P1", "C9"), ("P1", "nobody")])
def test_a_foreign_quota_or_customer_is_not_found(desk, quota_of, customer):
    quota = desk.a_quota(partner=quota_of)
    assert desk.issue(quota, to=(customer,)).status == 404


def test_an_unlinked_customer_receives_nothing(desk):
    a_customer("C4", status="unlinked")
    assert desk.issue(desk.a_quota(), to=("C4",)).refused_as == "customer_not_linked"


def test_issuing_once_per_key_and_not_at_all_in_a_dry_run(desk):
    quota = desk.a_quota("100")
    before = everything()
    assert desk.issue(quota, query="?dry_run=true").ok()["result"]["remaining"]["amount"] == "90.00"
    assert everything() == before
    first = desk.issue(quota, key="k").ok()
    assert desk.issue(quota, key="k").ok() == first
    assert remaining(quota) == yuan(90)


def test_a_quota_seen_before_is_held_to_its_version(desk):
    quota = desk.a_quota("100")
    etag = desk.world.call(partner_user("P1"), "GET", f"/coupons/quotas/{quota}").headers["ETag"]
    desk.issue(quota)
    assert desk.issue(quota, headers={"If-Match": etag}).status == 412


@pytest.mark.rule("14.2.2.2/r5")
@pytest.mark.parametrize(("face_value", "fits"), [("4.99", False), ("5", True), ("10", True), ("10.01", False)])
def test_a_face_value_lies_in_the_quotas_range(desk, face_value, fits):
    quota = desk.a_quota("100", min_face_value="5", max_face_value="10")
    assert (desk.issue(quota, face_value).refused_as is None) is fits


@pytest.mark.rule("14.2.2.2/r2", "14.2.2.2/r3", "14.2.2.2/r4")
@pytest.mark.parametrize(
    ("minimum", "refused_as"),
    [(None, "min_order_amount_required"), ("33", "min_order_amount_too_small"), ("33.5", "min_order_amount_not_whole"), ("34", None)],
)
def test_with_a_deduction_ratio_the_minimum_order_amount_is_whole_and_large_enough(desk, minimum, refused_as):
    quota = desk.a_quota("100", max_order_deduction_ratio="0.3")
    assert desk.issue(quota, "10", **({"min_order_amount": minimum} if minimum else {})).refused_as == refused_as


def test_without_a_ratio_the_minimum_order_amount_is_at_least_the_face_value(desk):
    quota = desk.a_quota("100")
    assert desk.issue(quota, "10", min_order_amount="9.99").refused_as == "min_order_amount_too_small"
    desk.issue(quota, "10", min_order_amount="10").ok()


@pytest.mark.parametrize(
    ("terms", "refused_as"),
    [
        ({"expires_at": "2025-01-01T00:00:00+08:00"}, "validity_outside_quota"),
        ({"effective_at": "2024-08-01T00:00:00+08:00"}, "validity_outside_quota"),
        ({"expires_at": "2024-09-02T09:59:59+08:00"}, "validity_over"),
        ({"effective_at": "2024-10-01T00:00:00+08:00", "expires_at": "2024-09-30T00:00:00+08:00"}, "validity_over"),
        ({"effective_at": "2024-10-01T00:00:00+08:00", "expires_at": "2024-10-31T23:59:59+08:00"}, None),
    ],
)
def test_a_vouchers_validity_lies_inside_the_quotas(desk, terms, refused_as):
    assert desk.issue(desk.a_quota(), **terms).refused_as == refused_as


@pytest.mark.rule("10.4.6.1.2/r4")
def test_products_are_chosen_among_the_quotas_and_taken_from_it_where_none_is(desk):
    quota = desk.a_quota("100", allowed_product_types=["ecs", "obs"])
    assert desk.issue(quota, product_types=["rds"]).refused_as == "products_outside_quota"
    assert voucher_of(desk.a_voucher(quota)).product_types == ["ecs", "obs"]
    assert voucher_of(desk.a_voucher(quota, product_types=["ecs"])).product_types == ["ecs"]


def test_a_customer_receives_no_more_vouchers_than_the_quota_lets_it(desk):
    quota = desk.a_quota("100", max_vouchers_per_customer=2)
    desk.issue(quota, to=("C1", "C2"))
    desk.issue(quota)
    assert desk.issue(quota, to=("C2", "C1")).refused_as == "customer_count_reached"
    desk.issue(quota, to=("C2",)).ok()


def test_a_customer_receives_no_more_than_the_quota_lets_it(desk):
    quota = desk.a_quota("100", max_amount_per_customer="15")
    desk.issue(quota)
    assert desk.issue(quota, "5.01").refused_as == "customer_amount_reached"
    desk.issue(quota, "5").ok()


@pytest.mark.rule("10.4.6.1.2/r5")
def test_a_remark_is_for_the_issuer_alone(desk):
    voucher = desk.a_voucher(remark="for the renewal")
    assert desk.world.call(partner_user("P1"), "GET", f"/coupons/vouchers/{voucher}").ok()["remark"] == "for the renewal"
    operation = desk.world.call(partner_user("P1"), "GET", "/coupons/operations").ok()["items"][0]
    assert (operation["remark"], operation["operator"], operation["customer_name"]) == ("for the renewal", "admin", "C****1")
    seen = desk.world.call(customer_user("C1"), "GET", "/coupons/customer-vouchers").ok()
    assert "renewal" not in str(seen)


@pytest.mark.rule("10.4.6.1.2/r7", "10.4.6.1.2/r8")
def test_long_expired_vouchers_have_a_list_of_their_own(desk, stopped_clock):
    stopped_clock.at("2022-01-01T10:00:00+08:00")
    old = desk.a_voucher(desk.a_quota(until="2022-08-31T23:59:59+08:00"))
    stopped_clock.at("2024-09-02T10:00:00+08:00")
    new = desk.a_voucher()
    listed = desk.world.call(partner_user("P1"), "GET", "/coupons/vouchers").ok()["items"]
    long_expired = desk.world.call(partner_user("P1"), "GET", "/coupons/long-expired-vouchers").ok()["items"]
    assert ([row["coupon_id"] for row in listed], [row["coupon_id"] for row in long_expired]) == ([new], [old])


@pytest.mark.parametrize("status", ["usable", "not_effective", "used_up", "expired", "recalled"])
def test_vouchers_are_found_by_the_status_they_have_now(desk, stopped_clock, status):
    quota = desk.a_quota("100")
    soon = desk.a_voucher(quota, expires_at="2024-09-03T23:59:59+08:00")
    desk.a_voucher(quota, effective_at="2024-10-01T00:00:00+08:00")
    recalled = desk.a_voucher(quota)
    desk.recall_voucher(recalled).ok()
    used = desk.a_voucher(quota, billing_scope="on_demand")
    desk.use("10", product="obs")
    desk.a_voucher(quota)
    stopped_clock.at("2024-09-04T00:00:00+08:00")
    rows = desk.world.call(partner_user("P1"), "GET", f"/coupons/vouchers?status={status}").ok()["items"]
    assert [row["status"] for row in rows] == [status]
    if status in ("used_up", "expired", "recalled"):
        assert rows[0]["coupon_id"] == {"used_up": used, "expired": soon, "recalled": recalled}[status]


def test_a_stranger_sees_no_quota_voucher_or_log(desk):
    quota = desk.a_quota()
    voucher = desk.a_voucher(quota)
    stranger = partner_user("P2")
    assert desk.world.call(stranger, "GET", f"/coupons/quotas/{quota}").status == 404
    assert desk.world.call(stranger, "GET", f"/coupons/vouchers/{voucher}").status == 404
    for page in ("quotas", "vouchers", "operations", "long-expired-vouchers"):
        assert desk.world.call(stranger, "GET", f"/coupons/{page}").ok()["items"] == []
    assert desk.world.call(customer_user("C2"), "GET", "/coupons/customer-vouchers").ok()["items"] == []
