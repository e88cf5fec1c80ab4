"""Vouchers as each type of partner works with them: codes, what a quota's state allows, logs, exports (10.4.6, 11.3.6, 12.3.6, 14.2.2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partner_center.kernel.money import Money
from partner_center.platform.sensitive import Sensitive
from tests.kit.codes import a_pass
from tests.kit.coupons import remaining, voucher_of
from tests.kit.exports import csv_rows, export, fetched
from tests.kit.government import CASH, SUBSIDY, VOUCHER, GovernmentDesk, the_government_partners
from tests.kit.quota_tree import DISTRIBUTOR, RESELLER, a_tree
from tests.kit.world import customer_user, partner_user


def yuan(value) -> Money:
    return Money.of(value)


@pytest.fixture
def tree(world):
    """A distributor with resellers and customers."""
    return a_tree(world)


@pytest.fixture
def subsidy(world) -> GovernmentDesk:
    """A government-subsidy partner with C1 on its whitelist."""
    the_government_partners()
    desk = GovernmentDesk(world)
    desk.account("C1")
    desk.whitelist("C1")
    return desk


@pytest.mark.rule("10.4.6.1.2/r6", "10.4.6.1.3/r8")
def test_with_codes_on_a_solution_provider_issues_and_recalls_with_one_only(desk):
    careful = replace(partner_user("P1"), codes_on=True)
    quota = desk.a_quota("100")
    assert desk.issue(quota, by=careful).refused_as == "verification_code_required"
    issued = desk.issue(quota, by=careful, headers=a_pass(careful, Sensitive.ISSUE_VOUCHERS)).ok()
    path = f"/coupons/vouchers/{issued['coupons'][0]['coupon_id']}/recall"
    assert desk.call(careful, "POST", path, None).refused_as == "verification_code_required"
    desk.call(careful, "POST", path, None, headers=a_pass(careful, Sensitive.RECALL_VOUCHERS)).ok()
    assert remaining(quota) == yuan(100)


@pytest.mark.rule("10.4.6.1.2/r9")
def test_a_voucher_pays_for_resources(desk):
    voucher = desk.a_voucher(value="10")
    assert desk.use("4") == [(voucher, yuan(4))]
    assert voucher_of(voucher).balance == yuan(6)


@pytest.mark.rule("11.3.6.1.1/r1", "12.3.6.2/r2")
def test_a_quota_that_is_over_offers_its_detail_and_its_log_alone(tree, stopped_clock):
    quota = tree.a_quota("100", partner="D1", until="2024-09-10T23:59:59+08:00")
    child = tree.a_child(quota, "40")
    assert tree.issue(child, "1", ("C1",), by=RESELLER).status == 201
    stopped_clock.at("2024-09-11T00:00:00+08:00")
    assert tree.pass_on(quota, "1").refused_as == "quota_not_valid"
    assert "quota_not_valid" in tree.issue(quota, "1", ("C3",), by=DISTRIBUTOR).refusals
    assert "quota_not_valid" in tree.issue(child, "1", ("C1",), by=RESELLER).refusals
    for partner, held in ((DISTRIBUTOR, quota), (RESELLER, child)):
        assert tree.world.call(partner, "GET", f"/coupons/quotas/{held}").ok()["status"] == "invalid"
        assert tree.world.call(partner, "GET", f"/coupons/operations?quota_id={held}").status == 200


@pytest.mark.rule("11.3.6.1.3/r2")
def test_a_distributor_recalls_a_usable_voucher_whole_and_keeps_it_in_its_list(tree):
    quota = tree.a_quota("100", partner="D1")
    voucher = tree.a_voucher_of(quota, "10", holder=DISTRIBUTOR, to="C3")
    path = f"/coupons/vouchers/{voucher}/recall"
    assert tree.world.call(DISTRIBUTOR, "POST", path, None, key="r").ok()["amount"]["amount"] == "10.00"
    assert tree.world.call(DISTRIBUTOR, "POST", path, None, key="s").refused_as == "coupon_not_usable"
    (row,) = tree.world.call(DISTRIBUTOR, "GET", "/coupons/vouchers").ok()["items"]
    assert (row["coupon_id"], row["status"], row["balance"]["amount"]) == (voucher, "recalled", "0.00")


@pytest.mark.rule("11.1.6/r9")
def test_taking_quota_back_asks_for_no_reason(tree):
    child = tree.a_child(tree.a_quota("100", partner="D1"), "40")
    path = f"/coupons/resellers/R1/quotas/{child}/recall"
    assert tree.world.call(DISTRIBUTOR, "POST", path, {"reason": "发放错误"}, key="r").status == 400
    assert tree.world.call(DISTRIBUTOR, "POST", path, {}, key="r").status == 200


@pytest.mark.rule("11.3.6.1.4/r4")
@pytest.mark.parametrize(
    "asked", ["customer_name=Customer%20C3", "quota_id={quota}", "operator=admin", "until=2024-09-02T10:00:00%2B08:00"]
)
def test_the_tab_of_customers_is_filtered_by_time_customer_quota_and_operator(tree, stopped_clock, asked):
    quota, other = tree.a_quota("100", partner="D1"), tree.a_quota("100", partner="D1")
    first = tree.a_voucher_of(quota, "10", holder=DISTRIBUTOR, to="C3")
    stopped_clock.pass_(hours=1)
    somebody = replace(DISTRIBUTOR, user_id="D1-fin", name="fin")
    second = tree.a_voucher_of(other, "10", holder=somebody, to="C3")
    rows = tree.world.call(
        DISTRIBUTOR, "GET", f"/coupons/operations?{asked.format(quota=quota, name=voucher_of(first, 'D1').customer_name)}"
    ).ok()["items"]
    assert {row["coupon_id"] for row in rows} == ({first, second} if asked.startswith("customer_name") else {first})


@pytest.mark.rule("11.3.6.1.4/r5", "14.2.2.5/r2")
def test_an_export_holds_what_the_filters_found_and_stands_in_the_export_records(subsidy):
    coupon = subsidy.coupon(subsidy.quota(VOUCHER), kind=VOUCHER)
    subsidy.recall(coupon, VOUCHER).ok()
    filters = {"operation_type": "recall"}
    task_id = export(subsidy.world, "coupons.list_voucher_operations", by=SUBSIDY, format="csv", filters=filters)
    header, *rows = csv_rows(fetched(subsidy.world, task_id, by=SUBSIDY))
    assert [row[header.index("代金券ID")] for row in rows] == [coupon]
    (record,) = subsidy.world.call(SUBSIDY, "GET", "/exports/tasks").ok()["items"]
    assert (record["status"], record["requested_at"] is not None) == ("completed", True)


@pytest.mark.rule("14.2.2.1/r1")
def test_a_subsidy_partners_voucher_quota_issues_while_it_is_valid(subsidy, stopped_clock):
    quota = subsidy.quota(VOUCHER, expires_at="2024-09-10T00:00:00+08:00")
    assert [row["status"] for row in subsidy.page("quotas")] == ["valid"]
    assert subsidy.issue(quota, kind=VOUCHER).status == 201
    stopped_clock.at("2024-09-11T00:00:00+08:00")
    assert [row["status"] for row in subsidy.page("quotas")] == ["invalid"]
    assert "quota_not_valid" in subsidy.issue(quota, kind=VOUCHER).refusals


@pytest.mark.rule("14.2.1.3/r1", "14.2.2.3/r1")
@pytest.mark.parametrize(("kind", "page"), [(CASH, "customer-cash-coupons"), (VOUCHER, "customer-vouchers")])
def test_after_a_recall_the_customer_no_longer_sees_the_coupon(subsidy, kind, page):
    coupon = subsidy.coupon(subsidy.quota(kind), kind=kind)
    shown = lambda: [row["coupon_id"] for row in subsidy.world.call(customer_user("C1"), "GET", f"/coupons/{page}").ok()["items"]]  # noqa: E731
    assert shown() == [coupon]
    subsidy.recall(coupon, kind).ok()
    assert shown() == []


@pytest.mark.rule("14.2.2.2/r7")
def test_a_voucher_needs_no_remark_and_shows_it_to_its_issuer_alone(subsidy):
    quota = subsidy.quota(VOUCHER)
    subsidy.coupon(quota, kind=VOUCHER)
    subsidy.coupon(quota, kind=VOUCHER, remark="第一批补贴")
    assert sorted(str(line["remark"]) for line in subsidy.page("operations")) == ["None", "第一批补贴"]
    assert "第一批补贴" not in str(subsidy.world.call(customer_user("C1"), "GET", "/coupons/customer-vouchers").body)
