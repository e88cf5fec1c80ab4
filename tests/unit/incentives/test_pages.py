"""What the partner sees of its incentives and payouts (10.7.3.2, 10.7.4.2, 10.7.4.4)."""

import pytest

from tests.kit import faults
from tests.kit.billing import a_customer_month
from tests.kit.incentives import FINANCE, a_partner, an_incentive, apply, approve, billed, confirm, the_incentive
from tests.kit.world import partner_user

STRANGER = partner_user("P2")


@pytest.fixture
def generated(world):
    a_partner()
    a_customer_month("C1", {"ECS": {"consumption": "100"}, "OBS": {"consumption": "10"}})
    billed(world)
    return world


def items(world, path, caller=FINANCE) -> list[dict]:
    with faults.watching() as calls:
        page = world.call(caller, "GET", path).ok()
    assert calls["Query"] == 1
    return page["items"]


def test_the_bills_are_listed_and_filtered_by_period(generated):
    (row,) = items(generated, "/incentives/bills?billing_period=2024-09")
    assert (row["reconciliation_period"], row["incentive_amount"]["amount"], row["status"]) == ("2024M9", "16.50", "pending_confirmation")
    assert items(generated, "/incentives/bills?billing_period=2024-08") == []


@pytest.mark.rule("10.7.3.2/r1")
def test_a_bill_shows_policy_and_calculation(generated):
    bill = generated.call(FINANCE, "GET", f"/incentives/bills/{the_incentive().incentive_bill_id}").ok()
    assert "2024M9" in bill["calculation"]["zh"]
    assert bill["explanation"]["en"]


@pytest.mark.rule("10.7.4.2/r31")
def test_the_details_of_a_bill_and_of_a_year(generated):
    bill_id = the_incentive().incentive_bill_id
    rows = items(generated, f"/incentives/bills/{bill_id}/details")
    assert {row["product_type"]: row["incentive_amount"]["amount"] for row in rows} == {"ECS": "15.00", "OBS": "1.50"}
    assert {row["customer_name"] for row in rows} == {"客****1"}
    one = generated.call(FINANCE, "GET", f"/incentives/bills/{bill_id}/details/{rows[0]['incentive_detail_id']}").ok()
    assert one["rebate_ratio"] == "0.15"
    assert len(items(generated, "/incentives/details?year=2024")) == 2
    assert len(items(generated, "/incentives/details?year=2024&product_type=ECS")) == 1
    assert items(generated, "/incentives/details?year=2023") == []
    assert generated.call(FINANCE, "GET", "/incentives/details").status == 400


@pytest.mark.rule("10.7.4.2/r8")
def test_open_incentives_are_listed_until_they_are_applied_for(generated):
    assert items(generated, "/incentives/payable") == []
    confirm(generated).ok()
    approve(generated, the_incentive()).ok()
    (row,) = items(generated, "/incentives/payable")
    assert (row["payable_amount"]["amount"], row["incentive_amount"]["amount"]) == ("16.50", "16.50")
    apply(generated, "coupon_quota").ok()
    assert items(generated, "/incentives/payable") == []


def test_payouts_are_listed_and_shown(generated):
    an_incentive("10", period="2024-08")
    made = apply(generated, "coupon_quota").ok()
    (row,) = items(generated, "/incentives/payouts")
    assert (row["payout_no"], row["status"], row["method"]) == (made["payout_no"], "paid", "coupon_quota")
    one = generated.call(FINANCE, "GET", f"/incentives/payouts/{made['payout_no']}").ok()
    assert one["incentive_bill_ids"] == made["incentive_bill_ids"]


def test_another_partner_sees_none_of_it(generated):
    an_incentive("10", period="2024-08")
    made = apply(generated, "coupon_quota").ok()
    bill_id = the_incentive().incentive_bill_id
    for page in ("bills", "payable", "payouts", f"bills/{bill_id}/details", "details?year=2024"):
        assert items(generated, f"/incentives/{page}", STRANGER) == []
    for path in (f"/incentives/bills/{bill_id}", f"/incentives/payouts/{made['payout_no']}"):
        assert generated.call(STRANGER, "GET", path).status == 404
