"""Cash coupons of government-subsidy partners, and their vouchers where they differ from other partners' (14.2, 14.3.3/r1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partner_center.coupons import CouponStatus
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.sensitive import Sensitive
from tests.kit import faults
from tests.kit.codes import a_pass
from tests.kit.customers import a_linked_customer, an_account
from tests.kit.funds import check_books, everything
from tests.kit.government import CASH, CLOUD, SUBSIDY, VOUCHER, GovernmentDesk, coupon_of, left, the_government_partners
from tests.kit.world import partner_user


def yuan(value: str) -> Money:
    """An amount."""
    return Money.of(value)


@pytest.fixture
def desk(world) -> GovernmentDesk:
    """The partner with C1 and C2 on its whitelist; C3 is not on it."""
    the_government_partners()
    desk = GovernmentDesk(world)
    for customer in ("C1", "C2", "C3"):
        desk.account(customer)
    desk.whitelist("C1", "C2")
    return desk


# --- issuing --------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("14.2.1.2/r2", "14.2.1.2/r5")
def test_each_chosen_customer_gets_a_coupon_of_the_one_face_value(desk):
    quota = desk.quota()
    answer = desk.issue(quota, "10.50", to=("C1", "C2")).ok()
    assert left(quota) == yuan("79")
    assert [coupon_of(one["coupon_id"]).balance for one in answer["coupons"]] == [yuan("10.50")] * 2
    check_books()


@pytest.mark.rule("14.2.1.2/r5", "14.2.2.2/r6")
@pytest.mark.parametrize("kind", [CASH, VOUCHER])
@pytest.mark.parametrize("customer", ["C3", "nobody"])
def test_who_is_not_on_the_whitelist_receives_nothing_whether_it_exists_or_not(desk, kind, customer):
    quota = desk.quota(kind)
    before = everything()
    assert desk.issue(quota, to=("C1", customer), kind=kind).refused_as == "customer_not_whitelisted"
    assert everything() == before


def test_issuing_is_one_read_round_and_one_transaction(desk):
    quota = desk.quota()
    with faults.watching() as calls:
        desk.issue(quota, to=("C1", "C2")).ok()
    assert calls == {"TransactGetItems": 1, "TransactWriteItems": 1}


@pytest.mark.rule("14.2.1.2/r3")
@pytest.mark.parametrize(
    ("terms", "refused_as"),
    [
        ({"expires_at": "2025-01-01T00:00:00+08:00"}, "validity_outside_quota"),
        ({"effective_at": "2024-08-01T00:00:00+08:00"}, "validity_outside_quota"),
        ({"effective_at": "2024-10-01T00:00:00+08:00", "expires_at": "2024-10-31T23:59:59+08:00"}, None),
    ],
)
def test_the_validity_lies_inside_the_quotas(desk, terms, refused_as):
    assert desk.issue(desk.quota(), **terms).refused_as == refused_as


@pytest.mark.rule("14.2.1.2/r4")
@pytest.mark.parametrize(("ratio", "refused_as"), [("0.3", None), ("0.31", "usage_limit_ratio_too_high"), ("0", "invalid_input")])
def test_the_share_of_an_order_is_given_and_not_above_the_quotas(desk, ratio, refused_as):
    answer = desk.issue(desk.quota(max_order_deduction_ratio="0.3"), usage_limit_ratio=ratio)
    assert answer.refused_as == refused_as


@pytest.mark.rule("14.2.1.2/r7")
def test_the_remark_stands_in_the_log_and_the_receiver_does_not_see_it(desk):
    desk.coupon(desk.quota(), remark="第一批补贴")
    (line,) = desk.page("cash-coupon-operations")
    assert (line["remark"], line["operator"]) == ("第一批补贴", "admin")


@pytest.mark.rule("14.2.1.2/r8", "14.2.1.3/r5", "14.2.2.2/r8", "14.2.2.3/r4")
@pytest.mark.parametrize("kind", [CASH, VOUCHER])
def test_with_codes_on_issuing_and_recalling_ask_for_one(desk, kind):
    careful, quota = replace(SUBSIDY, codes_on=True), desk.quota(kind)
    assert desk.issue(quota, kind=kind, by=careful).refused_as == "verification_code_required"
    operations = {CASH: Sensitive.RECALL_CASH_COUPONS, VOUCHER: Sensitive.RECALL_VOUCHERS}
    coupon, path = desk.coupon(quota, kind=kind), {CASH: "cash-coupons", VOUCHER: "vouchers"}[kind]
    assert desk.call(careful, "POST", f"/coupons/{path}/{coupon}/recall", None).refused_as == "verification_code_required"
    desk.call(careful, "POST", f"/coupons/{path}/{coupon}/recall", None, headers=a_pass(careful, operations[kind])).ok()


@pytest.mark.rule("14.2.1.2/r1")
@pytest.mark.parametrize(
    ("facts", "refused_as"),
    [({}, None), ({"contracting_entity": "hst"}, "contracting_entity_differs")],
)
def test_where_the_user_is_invoiced_the_contracting_entity_is_the_partners(desk, facts, refused_as):
    desk.account("C1", **facts)
    assert desk.issue(desk.quota(invoice_to_user=True)).refused_as == refused_as
    desk.issue(desk.quota()).ok()


@pytest.mark.rule("14.2.1.2/r1")
def test_an_entity_that_nobody_knows_is_not_the_partners(desk):
    an_account(desk.world, "C7", customer_name="客户C7")
    desk.whitelist("C7")
    assert desk.issue(desk.quota(invoice_to_user=True), to=("C7",)).refused_as == "contracting_entity_differs"


@pytest.mark.rule("14.2.1.2/r1")
@pytest.mark.parametrize(("mode", "refused_as"), [("resale", "resale_customer_not_invoiced"), ("consultative", None)])
def test_where_the_user_is_invoiced_resale_customers_receive_nothing(desk, mode, refused_as):
    a_linked_customer("C8", mode=mode)
    desk.account("C8")
    desk.whitelist("C8")
    assert desk.issue(desk.quota(invoice_to_user=True), to=("C8",)).refused_as == refused_as


def test_a_customer_whose_account_is_closed_receives_nothing(desk):
    desk.account("C1", closed_at="2024-09-02T09:00:00+08:00")
    assert desk.issue(desk.quota()).refused_as == "customer_account_closed"


# --- masters of enterprises --------------------------------------------------------------------------------------------------------


@pytest.fixture
def enterprise(desk) -> GovernmentDesk:
    """C1 and C2 are children of the master M, which stands on no whitelist."""
    desk.account("M", enterprise_role="master")
    for child in ("C1", "C2"):
        desk.account(child, enterprise_role="child", master_customer_id="M")
    return desk


@pytest.mark.rule("14.2.1.2/r6")
def test_a_childs_cash_coupon_goes_to_its_master(enterprise):
    (coupon,) = enterprise.issue(enterprise.quota()).ok()["coupons"]
    stored = coupon_of(coupon["coupon_id"])
    assert (coupon["customer_id"], stored.customer_id, stored.customer_name, stored.account_name) == ("M", "M", "客户M", "acct-M")
    check_books()


@pytest.mark.rule("14.2.1.2/r6", "14.2.2.2/r6")
def test_a_childs_voucher_is_its_own(enterprise):
    (coupon,) = enterprise.issue(enterprise.quota(VOUCHER), kind=VOUCHER).ok()["coupons"]
    assert coupon["customer_id"] == "C1"


@pytest.mark.rule("14.2.1.2/r6")
@pytest.mark.parametrize("facts", [{}, {"master_customer_id": "nobody"}])
def test_a_child_without_a_known_master_cannot_be_chosen(desk, facts):
    desk.account("C1", enterprise_role="child", **facts)
    assert desk.issue(desk.quota()).refused_as == "master_unknown"


@pytest.mark.rule("14.2.1.2/r6")
def test_two_children_of_one_master_are_not_chosen_at_once_but_one_after_the_other(enterprise):
    quota = enterprise.quota()
    assert enterprise.issue(quota, to=("C1", "C2")).refused_as == "one_recipient_twice"
    for child in ("C1", "C2"):
        enterprise.issue(quota, to=(child,)).ok()
    assert left(quota) == yuan("80")


@pytest.mark.rule("14.2.1.2/r6")
def test_a_quotas_limits_count_what_the_master_received_through_all_its_children(enterprise):
    quota = enterprise.quota(max_vouchers_per_customer=1)
    enterprise.issue(quota, to=("C1",)).ok()
    assert enterprise.issue(quota, to=("C2",)).refused_as == "customer_count_reached"


@pytest.mark.rule("14.2.1.2/r1", "14.2.1.2/r6")
def test_the_master_is_who_is_invoiced(enterprise):
    enterprise.account("M", enterprise_role="master", contracting_entity="hst")
    assert enterprise.issue(enterprise.quota(invoice_to_user=True)).refused_as == "contracting_entity_differs"


@pytest.mark.rule("14.2.1.2/r6")
def test_a_child_that_leaves_its_master_meanwhile_is_looked_at_again(enterprise):
    quota = enterprise.quota()
    with faults.watching(before=faults.before_first_commit(lambda: enterprise.account("C1", enterprise_role="none"))):
        (coupon,) = enterprise.issue(quota).ok()["coupons"]
    assert coupon["customer_id"] == "C1"


# --- recalling, expiry ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("14.2.1.3/r2", "14.2.2.3/r3", "14.2.2.3/r5")
@pytest.mark.parametrize("kind", [CASH, VOUCHER])
def test_a_recall_takes_the_whole_balance_back_and_says_how_much(desk, kind):
    quota = desk.quota(kind)
    coupon = desk.coupon(quota, "10", kind)
    assert desk.recall(coupon, kind).ok()["amount"]["amount"] == "10.00"
    assert (left(quota, kind), coupon_of(coupon, kind).status_at(clock.now())) == (yuan("100"), CouponStatus.RECALLED)
    check_books()


@pytest.mark.rule("14.2.1.3/r2", "14.2.2.3/r2")
@pytest.mark.parametrize("kind", [CASH, VOUCHER])
def test_only_a_usable_coupon_is_recalled(desk, kind):
    coupon = desk.coupon(desk.quota(kind), kind=kind)
    desk.recall(coupon, kind).ok()
    assert desk.recall(coupon, kind).refused_as == "coupon_not_usable"


@pytest.mark.rule("14.2.1.3/r3")
def test_a_batch_says_the_amount_of_each(desk):
    quota = desk.quota()
    coupons = [desk.coupon(quota, value) for value in ("10", "20")]
    answer = desk.call(SUBSIDY, "POST", "/coupons/cash-coupon-recalls", {"coupon_ids": [*coupons, "CP-nobody"]}).ok()
    assert [result["result"] and result["result"]["amount"]["amount"] for result in answer["results"]] == ["10.00", "20.00", None]
    assert left(quota) == yuan("100")


def test_a_batch_issues_to_each_on_its_own(desk):
    quota = desk.quota()
    body = {"customer_ids": ["C1", "C3", "C2"], "face_value": "10", "usage_limit_ratio": "0.5"}
    answer = desk.call(SUBSIDY, "POST", f"/coupons/quotas/{quota}/cash-coupon-batches", body).ok()
    assert (answer["done"], answer["failed"], answer["results"][1]["problem"]["code"]) == (2, 1, "customer_not_whitelisted")


@pytest.mark.rule("14.2.1.3/r4")
def test_what_came_back_to_a_quota_for_one_customer_goes_to_that_customer_only(desk):
    quota = desk.quota(designated_customer_id="C1")
    desk.recall(desk.coupon(quota)).ok()
    assert desk.issue(quota, to=("C2",)).refused_as == "customer_not_designated"
    desk.issue(quota, to=("C1",)).ok()


@pytest.mark.rule("14.2.1.3/r4", "14.2.1.2/r6")
def test_a_quota_for_one_child_serves_it_through_its_master(enterprise):
    enterprise.issue(enterprise.quota(designated_customer_id="C1")).ok()


@pytest.mark.rule("14.3.3/r1")
def test_an_expired_coupons_rest_goes_back_and_is_logged_without_operator(desk, stopped_clock):
    quota = desk.quota()
    coupon = desk.coupon(quota, expires_at="2024-09-10T00:00:00+08:00")
    desk.world.run_job("coupons.recall_expired_coupons", "2024-09-10T00:05:00+08:00")
    assert (left(quota), coupon_of(coupon).returned_amount) == (yuan("100"), yuan("10"))
    stopped_clock.at("2024-09-10T00:05:00+08:00")
    line = desk.page("cash-coupon-operations")[0]
    assert (line["operation"]["zh"], line["operator"], line["amount"]["amount"]) == ("过期回收现金券", "无", "10.00")


# --- pages ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("14.2.1.1/r1", "14.2.1.1/r2")
def test_an_expired_quota_is_shown_as_such_and_issues_nothing(desk, stopped_clock):
    quota = desk.quota(expires_at="2024-09-10T00:00:00+08:00")
    assert desk.page("cash-coupon-quotas")[0]["status"] == "valid"
    stopped_clock.at("2024-09-11T00:00:00+08:00")
    assert desk.page("cash-coupon-quotas")[0]["status"] == "invalid"
    assert "quota_not_valid" in desk.issue(quota).refusals


@pytest.mark.rule("14.2.1.5/r1")
def test_issue_and_recall_each_write_a_line(desk, stopped_clock):
    coupon = desk.coupon(desk.quota())
    stopped_clock.pass_(minutes=1)
    desk.recall(coupon).ok()
    assert [(line["operation"]["zh"], line["coupon_id"]) for line in desk.page("cash-coupon-operations")] == [
        ("强制回收", coupon),
        ("发放现金券", coupon),
    ]


@pytest.mark.rule("14.2.1.5/r2")
@pytest.mark.parametrize(("until", "status"), [("2024-09-01T00:00:00+08:00", 201), ("2024-09-01T00:00:01+08:00", 409)])
def test_a_log_is_exported_for_twelve_months_at_most(desk, until, status):
    asked = {"since": "2023-09-01T00:00:00+08:00", "until": until}
    body = {"kind": "coupons.list_cash_coupon_operations", "format": "csv", "filters": asked}
    answer = desk.call(SUBSIDY, "POST", "/exports/tasks", body)
    assert (answer.status, answer.refused_as) == (status, None if status == 201 else "export_span_too_long")


@pytest.mark.rule("14.2.2.5/r1")
def test_the_logs_of_kinds_are_kept_apart(desk):
    desk.coupon(desk.quota(VOUCHER), kind=VOUCHER)
    assert desk.page("cash-coupon-operations") == []
    assert [line["operation"]["zh"] for line in desk.page("operations")] == ["发放代金券"]


# --- who issues what -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("caller", "path"),
    [
        (SUBSIDY, "pickup-coupons"),
        (CLOUD, "cash-coupons"),
        (CLOUD, "vouchers"),
        (partner_user("P1"), "cash-coupons"),
        (partner_user("P1"), "pickup-coupons"),
    ],
)
def test_each_kind_is_issued_by_its_own_partners_only(desk, caller, path):
    own = {} if path == "vouchers" else {"usage_limit_ratio": "1", "order_types": ["renew"]}
    body = {"customer_ids": ["C1"], "face_value": "1", **own}
    assert desk.call(caller, "POST", f"/coupons/quotas/CQ1/{path}", body).refused_as == "kind_not_issued_by_partner"


def test_another_partners_quota_and_coupon_are_not_there(desk):
    coupon = desk.coupon(quota := desk.quota())
    stranger = partner_user("G9", partner_type="government_subsidy")
    assert desk.issue(quota, by=stranger).status == 404
    assert desk.call(stranger, "POST", f"/coupons/cash-coupons/{coupon}/recall", None).status == 404
    assert desk.world.call(stranger, "GET", f"/coupons/cash-coupons/{coupon}").status == 404
