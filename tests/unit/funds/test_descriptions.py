"""What the pages of funds say of themselves, so that whoever draws them knows each filter and the label of each code."""

from __future__ import annotations

from typing import Any

import pytest

from partner_center.platform.caller import Caller
from tests.kit.resellers import DISTRIBUTOR
from tests.kit.world import World, customer_user, partner_user, vendor_user

PARTNER, VENDOR = partner_user("P1"), vendor_user()
CUSTOMER = customer_user("C1")


def described(world: World, caller: Caller, page: str) -> dict[str, Any]:
    """A page's description in English: columns and filters by name."""
    told = world.call(caller, "GET", f"{page}/-/columns", headers={"Accept-Language": "en"}).ok()
    return {part: {one["name"]: one for one in told[part]} for part in ("columns", "filters")}


@pytest.mark.rule("10.6.3.6/r1")
def test_the_statement_says_which_accounts_there_are_and_which_times_it_takes(world: World):
    filters = described(world, PARTNER, "/funds/ledger")["filters"]
    assert filters["account_type"]["options"] == {"top_up": "Top-up account", "credit": "Credit account"}
    assert [name for name, one in filters.items() if one["required"]] == ["account_type"]
    assert [(filters[end]["how"], filters[end]["label"]) for end in ("since", "until")] == [
        ("since", "Transaction time, from"),
        ("until", "Transaction time, until"),
    ]


def test_the_statement_offers_the_types_that_stand_in_it(world: World):
    told = described(world, PARTNER, "/funds/ledger")
    offered = told["filters"]["movement"]["options"]
    assert {"allocation", "withdrawal_return", "mode_change"} <= set(offered)
    assert not {"coupon_issue", "quota_grant", "consumption"} & set(offered)
    refused = world.call(PARTNER, "GET", "/funds/ledger?account_type=top_up&movement=coupon_issue", headers={"Accept-Language": "en"})
    assert refused.refused_as == "invalid_input"
    assert refused.body["fields"][0]["detail"].startswith("one of: top_up, credit_limit, ")
    assert world.call(PARTNER, "GET", "/funds/ledger?account_type=top_up&movement=allocation").ok()["items"] == []


@pytest.mark.parametrize(
    ("caller", "page", "column", "code", "label"),
    [
        (CUSTOMER, "/funds/customer-adjustments", "adjustment_type", "allocate_earmarked", "Allocation (earmarked)"),
        (PARTNER, "/funds/payment-agreements", "agreement_type", "third_party_long_term", "Long-term third-party payment agreement"),
        (PARTNER, "/funds/withdrawals/in-progress", "status", "reviewing", "In review"),
        (VENDOR, "/funds/remittances", "status", "under_check", "Under check"),
        (VENDOR, "/funds/reconciliation-items", "provider", "alipay", "Alipay"),
        (PARTNER, "/orders/pay-requests", "order_status", "pending_payment", "Pending payment"),
        (PARTNER, "/orders/pay-requests", "payment_method", "partner", "Paid by the partner"),
        (PARTNER, "/orders/orders", "association_type", "resale", "Resale"),
    ],
)
def test_each_code_that_a_page_shows_has_its_label(world: World, caller: Caller, page: str, column: str, code: str, label: str):
    assert described(world, caller, page)["columns"][column]["options"][code] == label


def test_what_is_no_code_has_no_options(world: World):
    columns = described(world, PARTNER, "/funds/ledger")["columns"]
    assert columns["remark"]["options"] is None


@pytest.mark.rule("10.6.3.5.4/r3")
def test_the_tab_of_completed_withdrawals_offers_what_lies_there(world: World):
    filters = described(world, PARTNER, "/funds/withdrawals/completed")["filters"]
    assert set(filters["status"]["options"]) == {"payment_initiated", "rejected", "payment_failed"}
    assert set(filters["route"]["options"]) == {"original_route", "bank_card", "incentive_rebate"}


def test_only_a_distributor_is_offered_its_resellers(world: World):
    assert "reseller_id" in described(world, DISTRIBUTOR, "/orders/orders")["filters"]
    assert "reseller_id" not in described(world, PARTNER, "/orders/orders")["filters"]
