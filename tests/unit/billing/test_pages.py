"""What the partner sees of its bills (10.6.1.2)."""

import pytest

from partner_center.kernel.permissions import Role
from tests.kit import faults
from tests.kit.billing import FIFTH, JOB, PERIOD, a_customer_month, the_bill
from tests.kit.world import partner_user

USER = partner_user("P1", Role.PARTNER_FINANCE)


@pytest.fixture
def billed(world):
    a_customer_month("C1", {"ECS": {"consumption": "10.005", "refund": "1"}, "OBS": {"consumption": "50", "adjustment": "-2"}})
    a_customer_month("C2", {"ECS": {"consumption": "20"}}, association_type="consultative")
    a_customer_month("C3", {"ECS": {"consumption": "5"}}, partner_id="P2")
    world.run_job(JOB, FIFTH)
    return world


@pytest.mark.rule("10.6.1.2/r7")
def test_the_overview_shows_the_three_sums(billed):
    overview = billed.call(USER, "GET", f"/billing/bills/{PERIOD}").ok()
    assert [overview[name]["amount"] for name in ("consumption", "refund", "adjustment", "amount")] == ["60.01", "1.00", "-2.00", "57.01"]
    assert (overview["status"], overview["customer_count"]) == ("generated", 1)


def test_a_month_without_a_bill_is_not_found(billed):
    assert billed.call(USER, "GET", "/billing/bills/2024-08").status == 404


@pytest.mark.parametrize("period", ["2024-13", "2024-9", "x"])
def test_a_month_that_is_none_is_refused(billed, period):
    assert billed.call(USER, "GET", f"/billing/bills/{period}").status == 400


def test_another_partner_sees_nothing_of_it(billed):
    stranger = partner_user("P3")
    assert billed.call(stranger, "GET", f"/billing/bills/{PERIOD}").status == 404
    assert billed.call(stranger, "GET", "/billing/bills").ok()["items"] == []
    rows = billed.call(stranger, "GET", f"/billing/bills/{PERIOD}/customers?bill_id={the_bill().bill_id}").ok()
    assert rows["items"] == []
    assert billed.call(stranger, "GET", f"/billing/bills/{PERIOD}/lines").ok()["items"] == []


def test_an_account_manager_may_not_see_bills(billed):
    assert billed.call(partner_user("P1", Role.ACCOUNT_MANAGER), "GET", "/billing/bills").status == 403


@pytest.mark.rule("10.6.1.2/r11")
def test_the_rows_by_customer_are_masked_and_one_query(billed):
    with faults.watching() as calls:
        page = billed.call(USER, "GET", f"/billing/bills/{PERIOD}/customers?bill_id={the_bill().bill_id}").ok()
    (row,) = page["items"]
    assert (row["customer_id"], row["customer_name"], row["amount"]["amount"]) == ("C1", "客****1", "57.01")
    assert calls["Query"] == 1


@pytest.mark.parametrize(
    ("kind", "lines"),
    [("consumption", [("OBS", "50.00"), ("ECS", "10.005")]), ("refund", [("ECS", "1.00")]), ("adjustment", [("OBS", "-2.00")])],
)
def test_the_lines_stand_in_three_tabs(billed, kind, lines):
    page = billed.call(USER, "GET", f"/billing/bills/{PERIOD}/lines?kind={kind}").ok()
    assert [(line["product_type"], line["amount"]["amount"]) for line in page["items"]] == lines
    assert page["items"][0]["customer_name"] == "客****1"


def test_lines_come_in_pages(billed):
    first = billed.call(USER, "GET", f"/billing/bills/{PERIOD}/lines?limit=1").ok()
    second = billed.call(USER, "GET", f"/billing/bills/{PERIOD}/lines?limit=1&offset={first['next_offset']}").ok()
    assert [line["product_type"] for page in (first, second) for line in page["items"]] == ["OBS", "ECS"]
    assert (second["next_offset"], second["count"], second["total"]["amount"]) == (None, 2, "60.005")


def test_the_bills_are_listed_by_month(billed):
    items = billed.call(USER, "GET", "/billing/bills").ok()["items"]
    assert [(bill["billing_period"], bill["amount"]["amount"]) for bill in items] == [(PERIOD, "57.01")]
