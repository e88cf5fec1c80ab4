"""Adjustment records of all partner types; a distributor's log also holds its resellers' (10.4.1.3, 11.3.1.3, 12.3.1.3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.kit import faults
from tests.kit.chain import ChainDesk, a_chain, lose, work_together
from tests.kit.exports import csv_rows, export, fetched
from tests.kit.funds import a_customer
from tests.kit.organisation import managed
from tests.kit.resellers import DISTRIBUTOR, OTHER, reseller_user, stands
from tests.kit.world import partner_user


@pytest.fixture
def desk(world, stopped_clock) -> ChainDesk:
    """One adjustment of each kind a second: D1 → R1 → C1, back a step each, and D1 → C3."""
    desk = a_chain(world)
    desk.top_up("100", partner="D1").ok()
    for step in (
        lambda: desk.pass_on("40"),
        lambda: desk.give("30"),
        lambda: desk.take("10"),
        lambda: desk.take_back("15"),
        lambda: desk.give("5", "C3", remark="给自己的客户"),
    ):
        stopped_clock.pass_(seconds=1)
        step().ok()
    stopped_clock.pass_(seconds=1)
    return desk


ALL = [
    ("allocate_normal", "R1", None, "40.00"),
    ("allocate_normal", "R1", "C1", "30.00"),
    ("recall", "R1", "C1", "10.00"),
    ("recall", "R1", None, "15.00"),
    ("allocate_normal", None, "C3", "5.00"),
]


@pytest.mark.rule("11.3.1.3/r1", "11.3.1.3/r2", "10.4.1.3/r1")
def test_a_distributors_log_holds_its_own_and_its_resellers_adjustments(desk):
    assert desk.moved_in() == ALL


@pytest.mark.rule("11.3.1.3/r1", "11.3.1.3/r2")
def test_the_wide_log_is_one_query(desk):
    with faults.watching() as calls:
        desk.log()
    assert calls == {"Query": 1, "BatchGetItem": 1}, "the names of its resellers come in a second round"


@pytest.mark.rule("10.4.1.3/r1")
def test_a_reseller_sees_the_adjustments_of_its_customers_alone(desk):
    assert desk.moved_in(reseller_user("R1")) == [ALL[1], ALL[2]]
    assert desk.moved_in(reseller_user("R2")) == []


@pytest.mark.rule("10.4.1.3/r1")
def test_strangers_see_nothing_of_it(desk):
    serial_no = desk.log()[1]["serial_no"]
    for stranger in (OTHER, partner_user("P1"), reseller_user("R2")):
        assert desk.moved_in(stranger) == []
        assert desk.world.call(stranger, "GET", f"/funds/adjustments/{serial_no}").status == 404


@pytest.mark.rule("11.3.1.3/r3")
@pytest.mark.parametrize(("by_switch", "kind"), [(False, "unlink_recall"), (True, "switch_recall")])
def test_the_log_holds_the_systems_recalls_of_a_resellers_customers(desk, by_switch, kind):
    lose("C1", by_switch=by_switch)
    desk.world.settle()
    assert desk.moved_in() == [*ALL, (kind, "R1", "C1", "20.00")]
    recall = desk.log()[0]
    assert recall["has_detail"]
    detail = desk.world.call(DISTRIBUTOR, "GET", f"/funds/adjustments/{recall['serial_no']}").ok()
    assert detail["operator"] is None


@pytest.mark.rule("11.3.1.3/r3")
def test_a_distributors_own_customers_system_recall_stands_in_its_log(desk):
    lose("C3")
    desk.world.settle()
    assert desk.moved_in()[-1] == ("unlink_recall", None, "C3", "5.00")


@pytest.mark.rule("11.3.1.3/r2")
@pytest.mark.parametrize(("query", "found"), [("of_reseller=R1", ALL[:4]), ("of_reseller=R2", []), ("customer_id=C1", ALL[1:3])])
def test_the_log_is_filtered_by_reseller_and_by_customer(desk, query, found):
    assert desk.moved_in(query=f"?{query}") == found


@pytest.mark.rule("10.4.1.3/r1")
def test_one_customers_adjustments_are_one_query_however_many_there_are_of_others(desk):
    with faults.watching() as calls:
        assert desk.moved_in(query="?customer_id=C1&limit=1") == ALL[2:3]
    assert calls == {"Query": 1, "BatchGetItem": 1}, "the names of its resellers come in a second round"


@pytest.mark.rule("10.4.1.3/r1")
def test_of_a_customer_that_changed_its_partner_each_sees_its_own_adjustments(desk, stopped_clock):
    """C1 of R1 becomes D2's customer: D2 sees nothing of before, R1 and its distributor nothing of after."""
    lose("C1")
    desk.world.settle()
    stopped_clock.pass_(seconds=1)
    a_customer("C1", of="D2")
    desk.top_up("50", partner="D2").ok()
    desk.give("7", "C1", by=OTHER).ok()
    of_r1 = [*ALL[1:3], ("unlink_recall", "R1", "C1", "20.00")]
    assert desk.moved_in(OTHER, "?customer_id=C1") == [("allocate_normal", None, "C1", "7.00")]
    assert desk.moved_in(reseller_user("R1"), "?customer_id=C1") == of_r1
    assert desk.moved_in(query="?customer_id=C1") == of_r1
    assert desk.moved_in(partner_user("P1"), "?customer_id=C1") == []


@pytest.mark.rule("10.4.1.3/r1")
def test_one_customers_adjustments_of_a_time(desk):
    rows = desk.log(query="?customer_id=C1")
    first, last = (row["adjusted_at"].replace("+", "%2B") for row in reversed(rows))
    assert desk.moved_in(query=f"?customer_id=C1&since={last}") == ALL[2:3]
    assert desk.moved_in(query=f"?customer_id=C1&until={first}") == ALL[1:2]
    assert desk.moved_in(query="?customer_id=C1&adjustment_type=recall") == ALL[2:3]
    page = desk.world.call(DISTRIBUTOR, "GET", "/funds/adjustments?customer_id=C1&limit=1").ok()
    rest = desk.world.call(DISTRIBUTOR, "GET", f"/funds/adjustments?customer_id=C1&cursor={page['cursor']}").ok()
    assert [row["serial_no"] for row in [*page["items"], *rest["items"]]] == [row["serial_no"] for row in rows]


@pytest.mark.rule("11.3.1.3/r2")
def test_the_log_is_filtered_by_time_and_type_and_goes_on_page_by_page(desk):
    rows = desk.log()
    until = rows[2]["adjusted_at"]
    assert [row["serial_no"] for row in desk.log(query=f"?until={until.replace('+', '%2B')}")] == [row["serial_no"] for row in rows[2:]]
    assert len(desk.log(query="?adjustment_type=recall")) == 2
    page = desk.world.call(DISTRIBUTOR, "GET", "/funds/adjustments?limit=2").ok()
    rest = desk.world.call(DISTRIBUTOR, "GET", f"/funds/adjustments?limit=5&cursor={page['cursor']}").ok()
    assert [row["serial_no"] for row in [*page["items"], *rest["items"]]] == [row["serial_no"] for row in rows]


@pytest.mark.rule("11.3.1.3/r2")
def test_a_former_distributor_sees_what_happened_while_it_was_the_distributor(desk, stopped_clock):
    stands(desk.world, "R1", "delisted")
    desk.world.settle()
    stopped_clock.pass_(seconds=1)
    work_together(desk, "R1", "D2")
    desk.top_up("50", partner="D2").ok()
    desk.pass_on("20", by=OTHER).ok()
    stopped_clock.pass_(seconds=1)
    desk.give("20").ok()
    assert desk.moved_in() == [*ALL, ("cooperation_recall", "R1", None, "5.00")]
    assert desk.moved_in(OTHER) == [("allocate_normal", "R1", None, "20.00"), ("allocate_normal", "R1", "C1", "20.00")]
    assert len(desk.moved_in(reseller_user("R1"))) == 3


@pytest.mark.rule("10.4.1.3/r2")
def test_names_leave_masked_and_the_detail_opens_from_the_wide_log(desk):
    row = desk.log()[3]
    assert "****" in row["customer_name"]
    detail = desk.world.call(DISTRIBUTOR, "GET", f"/funds/adjustments/{row['serial_no']}").ok()
    assert (detail["customer_id"], detail["operator"], detail["arrears_settled"]["amount"]) == ("C1", "admin", "0.00")


def test_only_what_came_back_by_an_end_has_a_detail_in_its_row(desk):
    assert {row["has_detail"] for row in desk.log()} == {False}


@pytest.mark.rule("11.3.1.3/r2")
def test_who_sees_a_part_of_the_customers_sees_no_others(desk):
    limited = replace(DISTRIBUTOR, limited_to=("D1-am",))
    assert desk.moved_in(limited) == []
    managed("C3", "D1-am", of="D1")
    assert desk.moved_in(limited) == [ALL[4]]
    serial_no = desk.log()[1]["serial_no"]
    assert desk.world.call(limited, "GET", f"/funds/adjustments/{serial_no}").status == 404


@pytest.mark.rule("10.4.1.3/r1", "10.4.1.3/r2")
def test_the_wide_log_is_exported_with_masked_names(desk):
    task = export(desk.world, "funds.list_fund_adjustments", by=DISTRIBUTOR, format="csv", language="en")
    header, *rows = csv_rows(fetched(desk.world, task, by=DISTRIBUTOR))
    amounts = [row[header.index("Amount (CNY)")] for row in rows]
    assert [Decimal(amount) for amount in reversed(amounts)] == [Decimal(row[3]) for row in ALL]
    assert all("****" in row[header.index("Customer name")] for row in rows if row[header.index("Customer ID")])
