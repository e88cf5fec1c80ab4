"""What a customer sees of the money that its partner allocated (13.3, 13.4), and the names beside ids on pages of several partners."""

from __future__ import annotations

from typing import Any

import pytest

from partner_center.customers import CustomerAccount, customer_account_key
from partner_center.funds.remittances.remittance import Remittance
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from tests.kit.chain import a_chain
from tests.kit.customers import found
from tests.kit.funds import Desk, stored
from tests.kit.resellers import DISTRIBUTOR
from tests.kit.world import customer_user, vendor_user

OWN = "/funds/own/balances"


def an_account(partner_id: str | None) -> None:
    """C1's account, of a partner's resale customer or of nobody's."""
    facts = {"customer_id": "C1", "account_name": "qingshan", "mobile": "13900000000", "registered_at": clock.now()}
    stored(CustomerAccount(**facts, associated_partner_id=partner_id, association_type="resale" if partner_id else None))


def own(desk: Desk, customer: str = "C1") -> dict[str, Any]:
    """What a customer sees of its funds."""
    seen: dict[str, Any] = desk.world.call(customer_user(customer), "GET", OWN).ok()
    return seen


@pytest.mark.rule("13.3/r2", "13.4/r2")
def test_a_resale_customer_sees_what_it_can_spend_and_on_what(desk: Desk):
    an_account("P1")
    desk.top_up("100").ok()
    desk.allocate("30").ok()
    desk.allocate("20", allocation_type="earmarked", usage_scenarios=["ecs", "evs"]).ok()
    seen = own(desk)
    assert (seen["cash_balance"]["amount"], seen["arrears"]["amount"]) == ("50.00", "0.00")
    assert sorted((bucket["balance"]["amount"], bucket["usage_scenarios"]) for bucket in seen["buckets"]) == [
        ("20.00", ["ecs", "evs"]),
        ("30.00", []),
    ]


def test_a_resale_customer_sees_what_it_owes(desk: Desk):
    an_account("P1")
    desk.charge("7")
    seen = own(desk)
    assert (seen["cash_balance"]["amount"], seen["arrears"]["amount"], seen["buckets"]) == ("0.00", "7.00", [])


def test_nobody_sees_anothers_money(desk: Desk):
    an_account("P1")
    desk.top_up("100").ok()
    desk.allocate("30").ok()
    assert own(desk, "C2")["cash_balance"]["amount"] == "0.00"
    account: CustomerAccount = found(customer_account_key("C1"))
    for partner_id in (None, "P2"):
        account.associated_partner_id = partner_id
        stored(account)
        assert own(desk)["cash_balance"]["amount"] == "0.00", "of a partner that it has no more"


def test_a_customer_reads_its_partners_name_in_the_adjustments(desk: Desk):
    an_account("P1")
    desk.top_up("100").ok()
    desk.allocate("30").ok()
    (row,) = desk.world.call(customer_user("C1"), "GET", "/funds/customer-adjustments").ok()["items"]
    assert (row["partner_id"], row["partner_name"]) == ("P1", "Partner P1")
    later = clock.iso(clock.months_later(clock.now(), 1))
    assert desk.world.call(customer_user("C1"), "GET", f"/funds/customer-adjustments?since={later}").ok()["items"] == []


@pytest.mark.rule("11.3.1.3/r2")
def test_a_distributors_log_names_the_reseller_whose_money_it_is(world):
    desk = a_chain(world)
    desk.top_up("100", partner="D1").ok()
    desk.pass_on("40").ok()
    desk.give("10", "C1").ok()
    desk.give("5", "C3").ok()
    named = {(row["customer_id"], row["reseller_id"]): row["reseller_name"] for row in desk.log(DISTRIBUTOR)}
    assert named[None, "R1"] == named["C1", "R1"] is not None
    assert named["C3", None] is None


def test_vendor_finance_reads_whose_transfer_waits(desk: Desk):
    told = {"remittance_id": "RM1", "remitted_to": "dedicated", "flow_no": "F1", "payer_name": "陌生公司", "status": "under_check"}
    times = {"arrived_at": clock.now(), "received_at": clock.now()}
    stored(Remittance(**told, **times, partner_id="P1", amount=Money.of("1")))
    (row,) = desk.world.call(vendor_user(), "GET", "/funds/remittances?status=under_check").ok()["items"]
    assert (row["partner_id"], row["partner_name"]) == ("P1", "Partner P1")
