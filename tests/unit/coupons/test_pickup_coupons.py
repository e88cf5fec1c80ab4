"""Pick-up coupons of government-cloud partners, and the whitelist of customers to whom they go (16.2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partner_center.coupons import CouponStatus, PickupWhitelistEntry
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.sensitive import Sensitive
from tests.kit import faults
from tests.kit.codes import a_pass
from tests.kit.funds import check_books
from tests.kit.government import CLOUD, PICKUP, SUBSIDY, GovernmentDesk, coupon_of, left, the_government_partners
from tests.kit.world import partner_user


@pytest.fixture
def desk(world) -> GovernmentDesk:
    """The partner with C1 and C2 on its whitelist; C3 is not on it."""
    the_government_partners()
    desk = GovernmentDesk(world)
    for customer in ("C1", "C2", "C3"):
        desk.account(customer)
    for customer in ("C1", "C2"):
        desk.listed(customer).ok()
    return desk


def entry(customer: str = "C1") -> PickupWhitelistEntry:
    """An entry as it is stored."""
    return PickupWhitelistEntry.get(f"customer/{customer}/pickup_whitelist", "G2", consistent_read=True)


# --- the whitelist ------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("16.2.1/r2")
@pytest.mark.parametrize("missing", ["customer_name", "account_name"])
def test_customer_name_and_account_name_are_asked_for(desk, missing):
    names = {"customer_name": "客户C3", "account_name": "acct-C3"}
    assert desk.call(CLOUD, "POST", "/coupons/pickup-whitelist", {**names, missing: " "}).refused_as == "invalid_input"


@pytest.mark.rule("16.2.1/r2")
@pytest.mark.parametrize(("length", "refused_as"), [(256, None), (257, "invalid_input")])
def test_a_remark_has_256_characters_at_most(desk, length, refused_as):
    assert desk.listed("C3", remark="备" * length).refused_as == refused_as


def test_special_characters_in_a_name_are_fine(desk):
    desk.account("C4", customer_name="（云）A&B·<公司>'")
    desk.listed("C4", customer_name="（云）A&B·<公司>'", remark="客户名称包含特殊字符").ok()


@pytest.mark.parametrize(
    "names",
    [
        {"customer_name": "客户C9", "account_name": "acct-C9"},
        {"customer_name": "客户C1", "account_name": "acct-C3"},
        {"customer_name": "客户C3", "account_name": "acct-C1"},
    ],
)
def test_an_account_that_is_unknown_or_another_customers_is_refused_alike(desk, names):
    assert desk.listed(**names).refused_as == "customer_account_unknown"


def test_a_customer_is_listed_once(desk):
    assert desk.listed("C1").refused_as == "already_whitelisted"


def test_of_two_who_list_a_customer_at_once_one_is_told(desk):
    with faults.watching(before=faults.before_first_commit(lambda: desk.listed("C3").ok())):
        assert desk.listed("C3").refused_as == "already_whitelisted"


def test_the_page_finds_entries_by_either_name_newest_first(desk, stopped_clock):
    stopped_clock.pass_(hours=1)
    desk.listed("C3", remark="第二批").ok()
    assert desk.page("pickup-whitelist", PICKUP)[0]["customer_id"] == "C3"
    for text in ("acct-C2", "客户C2"):
        assert [row["customer_id"] for row in desk.page(f"pickup-whitelist?text={text}", PICKUP)] == ["C2"]


@pytest.mark.rule("16.2.1/r4")
@pytest.mark.parametrize("becomes_partner", [False, True])
def test_an_entry_is_deleted_whether_it_is_valid_or_not(desk, becomes_partner):
    if becomes_partner:
        desk.account("C1", is_partner=True, partner_type="reseller")
        desk.world.settle()
    desk.call(CLOUD, "DELETE", "/coupons/pickup-whitelist/C1", None).ok()
    assert [row["customer_id"] for row in desk.page("pickup-whitelist", PICKUP)] == ["C2"]
    assert desk.call(CLOUD, "DELETE", "/coupons/pickup-whitelist/C1", None).status == 404


@pytest.mark.rule("16.2.1/r3")
@pytest.mark.parametrize("partner_type", ["reseller", "distributor", "solution_provider"])
def test_an_entry_is_invalid_once_its_customer_is_a_reseller_partner(desk, stopped_clock, partner_type):
    stopped_clock.pass_(days=7)
    desk.account("C1", is_partner=True, partner_type=partner_type)
    desk.world.settle(twice=True)
    row = next(row for row in desk.page("pickup-whitelist", PICKUP) if row["customer_id"] == "C1")
    assert (row["status"], row["invalid_type"], row["invalidated_at"]) == ("invalid", "became_partner", clock.iso(clock.now()))
    assert entry("C2").status == "valid"


@pytest.mark.rule("16.2.1/r3")
def test_who_only_applies_to_be_a_partner_stays_on_the_list(desk):
    desk.account("C1", is_partner=True)
    desk.world.settle()
    assert entry().status == "valid"


@pytest.mark.rule("16.2.1/r3")
def test_every_partners_entry_of_the_customer_becomes_invalid(desk):
    other = partner_user("G3", partner_type="government_cloud")
    names = {"customer_name": "客户C1", "account_name": "acct-C1"}
    desk.call(other, "POST", "/coupons/pickup-whitelist", names).ok()
    desk.account("C1", is_partner=True, partner_type="reseller")
    desk.world.settle()
    assert {row.status for row in PickupWhitelistEntry.query("customer/C1/pickup_whitelist", consistent_read=True)} == {"invalid"}


@pytest.mark.rule("16.2.1/r3")
def test_heard_late_it_leaves_the_entry_of_a_customer_that_resells_no_more(desk):
    desk.account("C1", is_partner=True, partner_type="reseller")
    late = desk.world._new_events()
    desk.account("C1", is_partner=False)
    for event in late:
        desk.world.deliver(event)
    assert entry().status == "valid"


@pytest.mark.rule("16.2.1/r3")
def test_a_reseller_partner_is_not_put_on_the_list(desk):
    desk.account("C3", is_partner=True, partner_type="reseller")
    assert desk.listed("C3").refused_as == "whitelist_entry_invalid"


@pytest.mark.parametrize("caller", [SUBSIDY, partner_user("P1")])
def test_other_partners_have_no_such_list(desk, caller):
    names = {"customer_name": "客户C3", "account_name": "acct-C3"}
    assert desk.call(caller, "POST", "/coupons/pickup-whitelist", names).refused_as == "kind_not_issued_by_partner"


def test_another_partners_entries_are_not_there(desk):
    stranger = partner_user("G9", partner_type="government_cloud")
    assert desk.world.call(stranger, "GET", "/coupons/pickup-whitelist").ok()["items"] == []
    assert desk.call(stranger, "DELETE", "/coupons/pickup-whitelist/C1", None).status == 404


# --- issuing ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("16.2.2.2/r1", "16.2.2.2/r7")
def test_several_listed_customers_get_a_coupon_of_one_face_value(desk):
    quota = desk.quota(PICKUP, contract_no="HW-1")
    answer = desk.issue(quota, "3", to=("C1", "C2"), kind=PICKUP).ok()
    coupons = [coupon_of(one["coupon_id"], PICKUP) for one in answer["coupons"]]
    assert {(one.balance, one.contract_no, one.coupon_id[:2]) for one in coupons} == {(Money.of("3"), "HW-1", "QF")}
    assert left(quota, PICKUP) == Money.of("94")
    check_books()


@pytest.mark.rule("16.2.1/r1", "16.2.2.2/r7")
@pytest.mark.parametrize("customer", ["C3", "nobody"])
def test_who_is_not_listed_receives_nothing(desk, customer):
    assert desk.issue(desk.quota(PICKUP), to=(customer,), kind=PICKUP).refused_as == "customer_not_whitelisted"


@pytest.mark.rule("16.2.1/r1", "16.2.1/r3")
def test_a_customer_that_has_just_become_a_partner_receives_nothing_though_its_entry_does_not_say_so_yet(desk):
    quota = desk.quota(PICKUP)
    desk.account("C1", is_partner=True, partner_type="reseller")
    assert entry().status == "valid"
    assert desk.issue(quota, kind=PICKUP).refused_as == "whitelist_entry_invalid"


@pytest.mark.rule("16.2.1/r1")
def test_an_entry_deleted_while_a_coupon_is_issued_stops_it(desk):
    quota = desk.quota(PICKUP)
    gone = faults.before_first_commit(lambda: desk.call(CLOUD, "DELETE", "/coupons/pickup-whitelist/C1", None).ok())
    with faults.watching(before=gone):
        assert desk.issue(quota, kind=PICKUP).refused_as == "customer_not_whitelisted"
    assert left(quota, PICKUP) == Money.of("100")


@pytest.mark.rule("16.2.2.2/r2")
def test_the_validity_lies_inside_the_quotas(desk):
    answer = desk.issue(desk.quota(PICKUP), kind=PICKUP, expires_at="2025-01-01T00:00:00+08:00")
    assert answer.refused_as == "validity_outside_quota"


@pytest.mark.rule("16.2.2.2/r4")
@pytest.mark.parametrize(
    ("order_types", "refused_as"), [([], "order_types_required"), (["change"], "order_types_outside_quota"), (["subscribe"], None)]
)
def test_order_types_are_chosen_within_the_quotas(desk, order_types, refused_as):
    quota = desk.quota(PICKUP, allowed_order_types=["subscribe", "renew"])
    assert desk.issue(quota, kind=PICKUP, order_types=order_types).refused_as == refused_as


@pytest.mark.rule("16.2.2.2/r5", "16.2.2.2/r6")
@pytest.mark.parametrize(
    ("products", "refused_as"),
    [([], None), (["smn"], None), (["rds"], "products_outside_quota"), ([f"p{number}" for number in range(11)], "invalid_input")],
)
def test_products_are_narrowed_within_the_quotas_and_ten_at_most(desk, products, refused_as):
    quota = desk.quota(PICKUP, allowed_product_types=["smn", "ecs"])
    assert desk.issue(quota, kind=PICKUP, product_types=products).refused_as == refused_as


@pytest.mark.rule("16.2.2.2/r3")
def test_the_share_of_an_order_is_asked_for(desk):
    assert desk.issue(desk.quota(PICKUP), kind=PICKUP, usage_limit_ratio=None).refused_as == "invalid_input"


@pytest.mark.rule("16.2.2.2/r9", "16.2.2.3/r3")
def test_with_codes_on_issuing_and_recalling_ask_for_one(desk):
    careful, quota = replace(CLOUD, codes_on=True), desk.quota(PICKUP)
    assert desk.issue(quota, kind=PICKUP, by=careful).refused_as == "verification_code_required"
    path = f"/coupons/pickup-coupons/{desk.coupon(quota, kind=PICKUP)}/recall"
    assert desk.call(careful, "POST", path, None).refused_as == "verification_code_required"
    desk.call(careful, "POST", path, None, headers=a_pass(careful, Sensitive.RECALL_PICKUP_COUPONS)).ok()


@pytest.mark.rule("16.2.2.2/r8", "16.2.2.5/r1")
def test_issue_and_recall_are_logged_with_the_remark(desk, stopped_clock):
    coupon = desk.coupon(desk.quota(PICKUP), kind=PICKUP, remark="政务云")
    stopped_clock.pass_(minutes=1)
    desk.recall(coupon, PICKUP).ok()
    lines = desk.page("pickup-coupon-operations", PICKUP)
    assert [(line["operation"]["zh"], line["coupon_id"], line["remark"]) for line in lines] == [
        ("强制回收", coupon, "政务云"),
        ("发放提货券", coupon, "政务云"),
    ]


@pytest.mark.rule("16.2.2.3/r2", "16.2.2.3/r4")
def test_a_batch_recalls_each_with_its_amount(desk):
    quota = desk.quota(PICKUP)
    coupons = [desk.coupon(quota, value, PICKUP) for value in ("1", "2")]
    answer = desk.call(CLOUD, "POST", "/coupons/pickup-coupon-recalls", {"coupon_ids": coupons}).ok()
    assert [result["result"]["amount"]["amount"] for result in answer["results"]] == ["1.00", "2.00"]
    assert {coupon_of(coupon, PICKUP).status_at(clock.now()) for coupon in coupons} == {CouponStatus.RECALLED}
    assert left(quota, PICKUP) == Money.of("100")
    check_books()


@pytest.mark.rule("16.2.2.5/r2")
def test_an_expired_quota_issues_nothing(desk, stopped_clock):
    quota = desk.quota(PICKUP, expires_at="2024-09-10T00:00:00+08:00")
    stopped_clock.at("2024-09-11T00:00:00+08:00")
    assert desk.page("pickup-coupon-quotas", PICKUP)[0]["status"] == "invalid"
    assert "quota_not_valid" in desk.issue(quota, kind=PICKUP).refusals


def test_a_log_is_exported_for_twelve_months_at_most(desk):
    asked = {"since": "2023-09-01T00:00:00+08:00", "until": "2024-09-01T00:00:01+08:00"}
    body = {"kind": "coupons.list_pickup_operations", "format": "csv", "filters": asked}
    assert desk.call(CLOUD, "POST", "/exports/tasks", body).refused_as == "export_span_too_long"
