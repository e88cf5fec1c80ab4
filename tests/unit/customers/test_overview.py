"""A customer's detail and overview, what the vendor notes about it, and who sees which (10.4.1.1, 12.3.1.1)."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from partner_center.coupons import BillingScope, Coupon, CouponKind, coupon_key
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.alerts import a_raised_alert
from tests.kit.customers import PARTNER, VENDOR, a_linked_customer
from tests.kit.organisation import a_member, acting, found, kept, managed
from tests.kit.overview import adjusted, cny, counters, overview, row, tell, usage
from tests.kit.world import partner_user

pytestmark = pytest.mark.usefixtures("partners")


def resources(world, customer_id="C1", *changes, since=None, **how):
    """The inventory tells how numbers of resources changed: (kind, days from today or None, delta)."""
    today = clock.business_date(clock.now())
    told = [
        {"kind": kind, "expires_on": (today + timedelta(days=days)).isoformat() if days is not None else None, "delta": delta}
        for kind, days, delta in changes
    ]
    data = {"customer_id": customer_id, "associated_at": since or clock.iso(clock.now()), "changes": told}
    return tell(world, "customers.resources_changed", data, **how)


def alert(world, number, category="churn", *, handled=False, since=None, **how):
    """An alert was raised, or handled."""
    data = {
        "customer_id": "C1",
        "customer_name": "客户C1",
        "associated_at": since or clock.iso(clock.now()),
        "alert_id": f"AL{number}",
        "category": category,
        "title": "消费下降",
    }
    return tell(world, "customers.alert_handled" if handled else "customers.alert_raised", data, **how)


def a_voucher(voucher_id, *, days=30, of="P1", balance=10, starts=0, customer_id="C1"):
    """A voucher as an issue leaves it."""
    made = Coupon(
        partner_id=of,
        coupon_kind=CouponKind.VOUCHER,
        coupon_id=voucher_id,
        quota_id="Q1",
        customer_id=customer_id,
        customer_name="客户",
        face_value=Money.of(10),
        balance=Money.of(balance),
        billing_scope=BillingScope.GENERAL,
        effective_at=clock.now() + timedelta(days=starts),
        expires_at=clock.now() + timedelta(days=days),
        issued_at=clock.now(),
    )
    kept(made)
    return made


def vouchers_issued(world, *voucher_ids, times=1):
    data = {
        "quota_id": "Q1",
        "face_value": cny(10),
        "expires_at": clock.iso(clock.now()),
        "coupon_kind": "voucher",
        "coupons": [["C1", voucher_id] for voucher_id in voucher_ids],
    }
    tell(world, "coupons.coupons_issued", data, times=times)


# --- detail ---------------------------------------------------------------------------------------------------------------


def test_the_detail_shows_account_association_and_manager_masked(world):
    a_member("AM1", name="王小明")
    a_linked_customer("C1", customer_name="晨星网络", email="it@chenxing.example")
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"real_name": "enterprise", "enterprise_role": "child", "managed": True}).ok()
    world.call(PARTNER, "PUT", "/customers/customers/C1/account-manager", {"manager_id": "AM1"}).ok()
    shown = world.call(PARTNER, "GET", "/customers/customers/C1").ok()
    assert (shown["customer_name"], shown["mobile"], shown["email"]) == ("晨****络", "138****678", "i****@chenxing.example")
    assert (shown["real_name_verified"], shown["customer_kind"], shown["financially_managed"]) == (True, "enterprise", True)
    assert shown["discounts"] == []
    assert (shown["account_manager"]["name"], shown["account_manager"]["data_from"]) == ("王****明", "2024-09-03")
    assert world.call(partner_user("P2"), "GET", "/customers/customers/C1").status == 404


@pytest.mark.parametrize("page", ["", "/overview", "/budget"])
def test_an_account_manager_opens_his_own_customers_only(world, page):
    manager = a_member("AM1")
    a_linked_customer("C1")
    a_linked_customer("C2")
    managed("C1", manager)
    assert world.call(acting(manager), "GET", f"/customers/customers/C1{page}").status == 200
    assert world.call(acting(manager), "GET", f"/customers/customers/C2{page}").status == 404
    assert world.call(partner_user("P2"), "GET", f"/customers/customers/C1{page}").status == 404


def test_detail_and_overview_are_one_round_each(world):
    a_linked_customer("C1")
    for page in ("", "/overview"):
        with faults.watching() as calls:
            world.call(PARTNER, "GET", f"/customers/customers/C1{page}").ok()
        assert dict(calls) == {"TransactGetItems": 1}


# --- counters -------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.1/r7")
def test_renewals_are_counted_for_7_15_and_30_days_and_move_with_the_calendar(world, stopped_clock):
    a_linked_customer("C1")
    since = clock.iso(clock.now())
    days = (0, 7, 8, 15, 16, 30, 31, 31)
    resources(world, "C1", *(("subscription", day, 1) for day in days), ("on_demand", None, 3), since=since, times=2)
    seen = counters(world)
    assert [seen[f"subscription_expiring_{window}"] for window in (7, 15, 30)] == [2, 4, 6]
    assert (seen["subscription_all"], seen["on_demand_all"], seen["on_demand_expiring_7"], seen["savings_plan_all"]) == (8, 3, 0, 0)
    stopped_clock.pass_(days=1)
    seen = counters(world)
    assert [seen[f"subscription_expiring_{window}"] for window in (7, 15, 30)] == [2, 4, 7]


def test_renewals_told_in_any_order_add_up_and_those_of_an_earlier_association_do_not(world, stopped_clock):
    linked = a_linked_customer("C1")
    early = clock.iso(clock.now() - timedelta(days=5))
    since = clock.iso(linked.associated_at)
    resources(world, "C1", ("subscription", 5, -1), since=since)
    resources(world, "C1", ("subscription", 5, 2), since=since)
    resources(world, "C1", ("subscription", 5, 9), since=early)
    assert counters(world)["subscription_expiring_7"] == 1


def test_the_list_is_filtered_by_what_expires_soon(world, stopped_clock):
    for customer_id, day in (("C1", 3), ("C2", 12), ("C3", 40)):
        a_linked_customer(customer_id)
        resources(world, customer_id, ("subscription", day, 1))

    def within(days):
        items = world.call(PARTNER, "GET", f"/customers/customers?expires_within={days}").ok()["items"]
        return sorted(line["customer_id"] for line in items)

    assert (within(7), within(15), within(30)) == (["C1"], ["C1", "C2"], ["C1", "C2"])
    stopped_clock.pass_(days=4)
    assert (within(7), within(15)) == ([], ["C2"])
    assert world.call(PARTNER, "GET", "/customers/customers?expires_within=8").status == 400


def test_pending_alerts_are_counted_by_category_in_any_order(world):
    a_linked_customer("C1")
    steps = [(1, "churn", False), (2, "churn", False), (1, "churn", True), (3, "resource", False)]
    random.Random(5).shuffle(steps)
    for number, category, handled in steps:
        alert(world, number, category, handled=handled, times=2)
    seen = counters(world)
    assert (seen["alerts_churn"], seen["alerts_resource"], row(world)["pending_alerts"]) == (1, 1, 2)
    later = clock.iso(clock.now() + timedelta(days=1))
    alert(world, 4, "churn", since=later)
    alert(world, 5, "churn", since=clock.iso(clock.now()))
    assert counters(world)["alerts_churn"] == 1


@pytest.mark.rule("10.4.1.1/r9")
def test_vouchers_are_counted_usable_and_expiring_within_7_days(world, stopped_clock):
    a_linked_customer("C1")
    a_voucher("V1", days=3)
    a_voucher("V2", days=30)
    a_voucher("V3", balance=0)
    a_voucher("V4", of="P2")
    a_voucher("V5", starts=2)
    vouchers_issued(world, "V1", "V2", "V3", "V5", times=2)
    seen = counters(world)
    assert (seen["vouchers_usable"], seen["vouchers_expiring_7"]) == (2, 1)
    stopped_clock.pass_(days=4)
    assert counters(world)["vouchers_usable"] == 2
    used = found(coupon_key("P1", CouponKind.VOUCHER, "V2"))
    used.balance = Money.zero()
    kept(used)
    of = {"partner_id": "P1", "coupon_kind": "voucher", "customer_id": "C1", "coupon_id": "V2"}
    tell(world, "coupons.coupon_recalled", {**of, "amount": cny(0), "operation_type": "recall"})
    assert counters(world)["vouchers_usable"] == 1


@pytest.mark.rule("10.4.1.1/r20")
def test_the_voucher_counters_open_the_customers_vouchers(world):
    a_linked_customer("C1")
    a_voucher("V1", days=3)
    a_voucher("V2", days=30)
    a_voucher("V3", of="P2")
    opens = {counter["name"]: counter["opens"] for counter in overview(world)["counters"]}
    for name, expected in (("vouchers_usable", ["V1", "V2"]), ("vouchers_expiring_7", ["V1"])):
        items = world.call(PARTNER, "GET", opens[name]).ok()["items"]
        assert [voucher["coupon_id"] for voucher in items] == expected
    assert all(address for address in opens.values())


@pytest.mark.rule("12.3.1.1/r4")
def test_a_resellers_overview_has_the_pick_up_counters_and_says_what_nobody_counts_yet(world):
    a_linked_customer("C1")
    seen = counters(world, by=partner_user("P1", partner_type="reseller"))
    assert {name for name, count in seen.items() if count is None} == {
        "orders_unpaid",
        "orders_all",
        "tasks_unfinished",
        "tasks_due",
    }
    assert (seen["pick_ups_usable"], seen["pick_ups_expiring_7"]) == (0, 0)


def test_a_resellers_overview_counts_no_opportunity_registrations(world):
    a_linked_customer("C1")
    assert "registrations" in counters(world)
    assert counters(world).keys() - counters(world, by=partner_user("P1", partner_type="reseller")).keys() == {"registrations"}


@pytest.mark.rule("10.4.1.1/r20")
def test_the_alert_counters_open_the_customers_alerts_of_their_category(world):
    a_linked_customer("C1")
    a_linked_customer("C2")
    a_raised_alert(world, "A1", "C1")
    a_raised_alert(world, "A2", "C1", category="resource")
    a_raised_alert(world, "A3", "C2")
    opens = {counter["name"]: counter["opens"] for counter in overview(world)["counters"]}
    for name, expected in (("alerts_churn", ["A1"]), ("alerts_resource", ["A2"])):
        assert [alert["alert_id"] for alert in world.call(PARTNER, "GET", opens[name]).ok()["items"]] == expected


def test_a_customer_is_no_longer_shown_from_the_moment_it_leaves(world):
    linked = a_linked_customer("C1")
    linked.status = "unlinked"
    kept(linked)
    for page in ("", "/overview"):
        assert world.call(PARTNER, "GET", f"/customers/customers/C1{page}").status == 404


def test_consumption_has_trend_and_ranking(world):
    a_linked_customer("C1")
    for product, amount, period in (("ECS", "70", "2024-09"), ("OBS", "90", "2024-09"), ("ECS", "30", "2024-09"), ("ECS", "8", "2024-06")):
        usage(world, amount=amount, product=product, period=period, times=2)
    shown = overview(world)
    assert [(entry["product_type"], entry["amount"]) for entry in shown["product_ranking"]] == [
        ("ECS", cny("100.00")),
        ("OBS", cny("90.00")),
    ]
    assert [month["billing_period"] for month in shown["trend"]] == ["2024-04", "2024-05", "2024-06", "2024-07", "2024-08", "2024-09"]
    assert [month["amount"]["amount"] for month in shown["trend"]] == ["0.00", "0.00", "8.00", "0.00", "0.00", "190.00"]
    assert (shown["month_consumption"], shown["last_month_consumption"]) == (cny("190.00"), cny("0.00"))


def test_the_last_adjustment_is_the_latest_in_whatever_order(world):
    a_linked_customer("C1")
    assert overview(world)["last_adjusted_at"] is None
    adjusted(world)
    assert overview(world)["last_adjusted_at"] == clock.iso(clock.now())


# --- what the vendor tells ------------------------------------------------------------------------------------------------


def test_follow_ups_of_the_key_account_manager_are_seen_by_the_customers_partner(world):
    a_linked_customer("C1")
    form = {"followed_at": "2024-08-30T02:00:00Z", "manager_name": "李大客户", "content": "季度回访"}
    for content in ("季度回访", "季度回访：续约"):
        world.call(VENDOR, "PUT", "/customers/accounts/C1/follow-ups/F1", {**form, "content": content}).ok()
    (shown,) = world.call(PARTNER, "GET", "/customers/customers/C1/follow-ups").ok()["items"]
    assert (shown["content"], shown["manager_name"]) == ("季度回访：续约", "李****户")
    assert world.call(partner_user("P2"), "GET", "/customers/customers/C1/follow-ups").ok()["items"] == []
    assert world.call(PARTNER, "PUT", "/customers/accounts/C1/follow-ups/F1", form).status == 403
    assert world.call(VENDOR, "PUT", "/customers/accounts/C9/follow-ups/F1", form).status == 404


def test_batches_of_migrated_customers_are_listed(world):
    form = {"migrated_at": "2024-08-30T02:00:00Z", "from_partner_name": "旧伙伴", "customers": 40, "succeeded": 38}
    world.call(VENDOR, "PUT", "/customers/partners/P1/batch-migrations/M1", form).ok()
    (shown,) = world.call(PARTNER, "GET", "/customers/batch-migrations").ok()["items"]
    assert (shown["customers"], shown["succeeded"]) == (40, 38)
    assert world.call(partner_user("P2"), "GET", "/customers/batch-migrations").ok()["items"] == []
    assert world.call(VENDOR, "PUT", "/customers/partners/P1/batch-migrations/M1", {**form, "succeeded": 41}).status == 400
    assert world.call(VENDOR, "PUT", "/customers/partners/P9/batch-migrations/M1", form).status == 404


def test_each_user_says_whether_he_wants_customer_messages(world):
    assert world.call(PARTNER, "GET", "/customers/info-subscription").ok() == {"subscribed": False}
    world.call(PARTNER, "PUT", "/customers/info-subscription", {"subscribed": True}).ok()
    assert world.call(PARTNER, "GET", "/customers/info-subscription").ok() == {"subscribed": True}
    assert world.call(partner_user("P1", name="other"), "GET", "/customers/info-subscription").ok() == {"subscribed": False}
