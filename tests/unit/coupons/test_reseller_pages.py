"""What a distributor sees of the quota it passed on and of its resellers' customers; the form of an issue (11.3.6.1.4, 12.3.6.2)."""

from __future__ import annotations

import pytest

from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from tests.kit.organisation import a_member, acting
from tests.kit.quota_tree import DISTRIBUTOR, RESELLER, TreeDesk, a_tree, join
from tests.kit.resellers import a_distributor, stands
from tests.kit.world import partner_user

OTHER = partner_user("D2", partner_type="distributor")


@pytest.fixture
def desk(world) -> TreeDesk:
    return a_tree(world)


@pytest.fixture
def quota(desk) -> str:
    """What the vendor granted to the distributor: 100."""
    return desk.a_quota("100", partner="D1")


def items(desk: TreeDesk, path: str, by=DISTRIBUTOR) -> list[dict]:
    """What a page lists."""
    return desk.world.call(by, "GET", f"/coupons/{path}").ok()["items"]


@pytest.mark.rule("11.1.6/r8", "11.3.6.1.2/r3")
def test_what_was_passed_on_is_listed_also_after_its_recall(desk, quota):
    first, second = desk.a_child(quota, "10"), desk.a_child(quota, "20", "R2")
    desk.take_back(first).ok()
    rows = {row["quota_id"]: row for row in items(desk, "reseller-quotas")}
    assert (rows[first]["status"], rows[second]["status"]) == ("invalid", "valid")
    assert (rows[second]["reseller_id"], rows[second]["source_quota_id"]) == ("R2", quota)
    assert (rows[second]["initial_amount"]["amount"], rows[first]["remaining_amount"]["amount"]) == ("20.00", "0.00")
    assert [row["quota_id"] for row in items(desk, "reseller-quotas?status=valid")] == [second]
    detail = desk.world.call(DISTRIBUTOR, "GET", f"/coupons/reseller-quotas/{first}").ok()
    assert (detail["ended_as"], detail["surrendered"]["amount"]) == ("recalled", "10.00")


def test_another_distributor_sees_none_of_it(desk, quota):
    child = desk.a_child(quota)
    a_distributor("D2")
    assert items(desk, "reseller-quotas", OTHER) == items(desk, "reseller-quota-operations", OTHER) == []
    assert desk.world.call(OTHER, "GET", f"/coupons/reseller-quotas/{child}").status == 404


@pytest.mark.rule("11.1.6/r10", "11.3.6.1.4/r1", "11.3.6.1.4/r2")
def test_passing_on_and_taking_back_are_both_logged(desk, quota, stopped_clock):
    child = desk.a_child(quota, "10")
    stopped_clock.pass_(minutes=1)
    desk.take_back(child).ok()
    rows = items(desk, "reseller-quota-operations")
    assert [(row["operation_type"], row["amount"]["amount"], row["operator"]) for row in rows] == [
        ("recall", "10.00", "admin"),
        ("issue", "10.00", "admin"),
    ]


@pytest.mark.rule("11.3.6.1.4/r3")
@pytest.mark.parametrize("asked", ["reseller_name=云经销商R1", "source_quota_id={quota}", "quota_id={child}", "operator=admin"])
def test_the_log_is_filtered(desk, asked):
    quota, other = desk.a_quota("100", partner="D1"), desk.a_quota("100", partner="D1")
    child = desk.a_child(quota, "10")
    if not asked.startswith("operator"):
        desk.a_child(other, "20", "R2")
    rows = items(desk, f"reseller-quota-operations?{asked.format(quota=quota, child=child)}")
    assert [row["quota_id"] for row in rows] == [child]


@pytest.mark.rule("11.3.6.1.4/r3")
def test_the_log_is_filtered_by_time(desk, quota, stopped_clock):
    desk.a_child(quota, "10")
    since = clock.iso(stopped_clock.pass_(days=1))
    later = desk.a_child(quota, "20")
    for more in ("", f"&source_quota_id={quota}"):
        assert [row["quota_id"] for row in items(desk, f"reseller-quota-operations?since={since}{more}")] == [later]


@pytest.fixture
def used(desk, quota) -> str:
    """A voucher that the reseller issued of the distributor's quota and of which 4 were paid."""
    voucher = desk.a_voucher_of(desk.a_child(quota), "10", remark="我们自己的备注")
    desk.use("4", "C1", "R1")
    return voucher


def seen_of(desk: TreeDesk, voucher: str, by=DISTRIBUTOR) -> tuple[list[str], list[str], list[str]]:
    """The vouchers, the log and the uses that a distributor finds of its reseller R1's customers."""
    below = "resellers/R1"
    return (
        [row["coupon_id"] for row in items(desk, f"{below}/vouchers", by)],
        [row["coupon_id"] for row in items(desk, f"{below}/voucher-operations", by)],
        [row["amount"]["amount"] for row in items(desk, f"{below}/vouchers/{voucher}/uses", by)],
    )


@pytest.mark.rule("11.3.6.1.4/r6", "11.3.6.1.4/r7")
@pytest.mark.parametrize("exited", [False, True])
def test_a_distributor_sees_its_resellers_vouchers_also_after_the_reseller_exited(desk, used, exited):
    if exited:
        stands(desk.world, "R1", "delisted")
        desk.world.settle()
    assert seen_of(desk, used) == ([used], [used], ["4.00"])
    detail = desk.world.call(DISTRIBUTOR, "GET", f"/coupons/resellers/R1/vouchers/{used}").ok()
    assert (detail["balance"]["amount"], detail["customer_id"], detail["status"]) == ("6.00", "C1", "usable")


@pytest.mark.rule("10.4.6.1.2/r5")
def test_the_resellers_remark_is_for_the_reseller_alone(desk, used):
    for path in (f"resellers/R1/vouchers/{used}", "resellers/R1/vouchers", "resellers/R1/voucher-operations"):
        assert "备注" not in str(desk.world.call(DISTRIBUTOR, "GET", f"/coupons/{path}").ok())


def test_whose_quota_it_was_not_sees_nothing_of_it(desk, used):
    """A reseller that changed its distributor shows each of the two what came of that one's quota."""
    a_distributor("D2")
    assert desk.world.call(OTHER, "GET", "/coupons/resellers/R1/vouchers").status == 404
    stands(desk.world, "R1", "delisted")
    desk.world.settle()
    join(desk, "R1", "D2")
    assert items(desk, "resellers/R1/vouchers", OTHER) == items(desk, "resellers/R1/voucher-operations", OTHER) == []
    for path in (f"vouchers/{used}", f"vouchers/{used}/uses"):
        assert desk.world.call(OTHER, "GET", f"/coupons/resellers/R1/{path}").status == 404
    assert seen_of(desk, used)[0] == [used]


@pytest.mark.parametrize("exited", [False, True])
def test_a_manager_who_has_not_the_reseller_sees_none_of_its_vouchers(desk, used, exited):
    manager = acting(a_member("AM1", Role.ACCOUNT_MANAGER, of="D1"))
    if exited:
        stands(desk.world, "R1", "delisted")
        desk.world.settle()
    assert desk.world.call(manager, "GET", "/coupons/resellers/R1/vouchers").status == 404


def test_the_form_shows_customers_with_what_they_received(desk, quota):
    child = desk.a_child(quota)
    for _ in range(2):
        desk.a_voucher_of(child, "5")
    answer = desk.world.call(RESELLER, "GET", f"/coupons/quotas/{child}/recipients?customer_ids=C1").ok()
    (row,) = answer["customers"]
    assert (row["issued_count"], row["issued_amount"]["amount"]) == (2, "10.00")
    assert (row["customer_id"], row["customer_name"], row["account_name"]) == ("C1", "C****1", "a****1")
    assert desk.world.call(RESELLER, "GET", f"/coupons/quotas/{child}/recipients?customer_ids=C2").status == 404
    assert desk.world.call(RESELLER, "GET", f"/coupons/quotas/{quota}/recipients?customer_ids=C1").status == 404


def test_the_forms_link_shows_what_was_issued_today(desk, quota, stopped_clock):
    child = desk.a_child(quota)
    stopped_clock.at("2024-09-02T23:59:59+08:00")
    yesterday = desk.a_voucher_of(child, "5")
    stopped_clock.at("2024-09-03T00:00:00+08:00")
    today = desk.a_voucher_of(child, "5")
    assert [row["coupon_id"] for row in items(desk, "vouchers-issued-today", RESELLER)] == [today]
    since = "since=2024-09-01T00:00:00%2B08:00"
    assert yesterday not in [row["coupon_id"] for row in items(desk, f"vouchers-issued-today?{since}", RESELLER)]
