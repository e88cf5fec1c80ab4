"""A distributor adjusts its resellers' funds (11.1.5), and the chain of money down to their customers (chapter 11, 12.1.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partner_center.funds.adjustment import AdjustmentType
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from partner_center.platform.ledger import LedgerEntry, Movement, statement_partition
from partner_center.platform.sensitive import Sensitive
from tests.kit import faults
from tests.kit.chain import ChainDesk, a_chain, adjustments_with, part
from tests.kit.codes import a_pass, with_codes
from tests.kit.funds import check_books, everything
from tests.kit.notices import a_member, inbox
from tests.kit.resellers import DISTRIBUTOR, OTHER, a_related_reseller
from tests.kit.world import partner_user


@pytest.fixture
def desk(world) -> ChainDesk:
    """D1 has 100 on its top-up account."""
    desk = a_chain(world)
    desk.top_up("100", partner="D1").ok()
    return desk


def yuan(value: str) -> Money:
    return Money.of(value)


@pytest.mark.rule("11.1.5/r1")
def test_allocating_transfers_into_the_resellers_account_and_recalling_takes_it_back(desk):
    answer = desk.pass_on("40").ok()
    assert (answer["reseller_balance"]["amount"], answer["unallocated"]["amount"]) == ("40.00", "60.00")
    assert (desk.balance("D1"), desk.balance("R1")) == (yuan("60"), yuan("40"))
    desk.take_back("15").ok()
    assert (desk.balance("D1"), desk.balance("R1")) == (yuan("75"), yuan("25"))
    check_books()


@pytest.mark.rule("11.1.5/r1")
@pytest.mark.parametrize("with_allocatable", [False, True])
def test_a_transfer_leaves_the_distributors_account_balance_in_both_modes(desk, with_allocatable):
    desk.mode(with_allocatable, partner="D1").ok()
    desk.pass_on("40").ok()
    seen = desk.balances("D1")
    assert (seen["account_balance"], seen["allocated_amount"]) == (yuan("60"), yuan("0"))
    assert seen["allocatable_balance"] == (yuan("60") if with_allocatable else None)


def test_a_transfer_is_one_read_round_and_one_transaction(desk):
    with faults.watching() as calls:
        desk.pass_on("40").ok()
    assert calls == {"TransactGetItems": 1, "TransactWriteItems": 1}


@pytest.mark.rule("11.1.5/r2")
@pytest.mark.parametrize("verb", ["pass_on", "take_back", "form"])
def test_only_a_related_reseller_is_adjusted(desk, verb):
    a_related_reseller("R3", of="D2")
    money = {} if verb == "form" else {"value": "1"}
    of = "to" if verb == "pass_on" else "of"
    answers = [getattr(desk, verb)(**money, **{of: other}) for other in ("R3", "D2")]
    assert [answer.status for answer in answers] == [404, 404]


@pytest.mark.rule("11.1.5/r2")
@pytest.mark.parametrize("caller", [partner_user("P1"), OTHER, partner_user("R1", partner_type="reseller")])
def test_nobody_but_its_distributor_adjusts_a_reseller(desk, caller):
    assert [desk.pass_on("1", by=caller).status, desk.take_back("1", by=caller).status] == [404, 404]


@pytest.mark.rule("11.1.5/r3")
@pytest.mark.parametrize("value", [None, "0", "-1", "1.001", "lots"])
def test_both_need_an_amount_above_zero_with_two_decimals(desk, value):
    before = everything()
    assert [desk.pass_on(value).status, desk.take_back(value).status] == [400, 400]
    assert everything() == before


@pytest.mark.rule("11.1.5/r3")
def test_a_recall_takes_any_amount_up_to_the_balance(desk):
    desk.pass_on("40").ok()
    assert desk.take_back("40.01").refused_as == "reseller_balance_exceeded"
    desk.take_back("0.01").ok()
    desk.take_back("39.99").ok()
    assert desk.balance("R1") == yuan("0")


def test_no_more_is_allocated_than_the_distributor_has(desk):
    refused = desk.pass_on("100.01")
    assert refused.refused_as == "allocatable_balance_exceeded"
    assert refused.refusals["allocatable_balance_exceeded"]["facts"]["allocatable_balance"]["amount"] == "100.00"


def test_what_a_resellers_customers_hold_is_not_the_resellers_balance(desk):
    desk.pass_on("40").ok()
    desk.give("30").ok()
    assert desk.take_back("10.01").refused_as == "reseller_balance_exceeded"
    desk.take_back("10").ok()


def test_a_recall_fills_credit_first_up_to_what_is_drawn(desk):
    desk.credit_limit("50", partner="D1").ok()
    desk.pass_on("130").ok()
    desk.take_back("60").ok()
    seen = desk.balances("D1")
    assert (seen["credit_unallocated"], seen["top_up_unallocated"]) == (yuan("50"), yuan("30"))
    check_books()


@pytest.mark.rule("11.1.5/r4")
def test_each_adjustment_is_confirmed(desk):
    desk.pass_on("10").ok()
    before = everything()
    refused = [desk.pass_on("1", confirmed=False).refused_as, desk.take_back("1", confirmed=False).refused_as]
    assert refused == ["confirm_adjustment_first"] * 2
    assert everything() == before


@pytest.mark.rule("11.1.5/r4")
def test_the_second_dialog_shows_what_would_happen(desk):
    before = everything()
    shown = desk.pass_on("40", confirmed=False, query="?dry_run=true").ok()
    assert [move["amount"]["amount"] for move in shown["effects"]["moved"]] == ["-40.00", "40.00"]
    assert everything() == before


@pytest.mark.rule("11.1.5/r5")
def test_with_codes_on_both_need_a_code(desk):
    caller = with_codes(DISTRIBUTOR)
    assert [desk.pass_on("10", by=caller).status, desk.take_back("1", by=caller).status] == [403, 403]
    for verb in (desk.pass_on, desk.take_back):
        verb("10", by=caller, headers=a_pass(caller, Sensitive.ADJUST_RESELLER_FUNDS)).ok()
    assert desk.balance("R1") == yuan("0")


@pytest.mark.rule("11.1.5/r6")
def test_every_adjustment_is_recorded_and_can_be_viewed(desk):
    serial_no = desk.pass_on("40").ok()["serial_no"]
    desk.take_back("15").ok()
    back, out = desk.world.call(DISTRIBUTOR, "GET", "/funds/reseller-adjustments").ok()["items"]
    assert (out["serial_no"], out["adjustment_type"]["zh"], out["amount"]["amount"]) == (serial_no, "拨款", "40.00")
    assert (back["adjustment_type"]["zh"], back["amount"]["amount"], back["reseller_id"]) == ("回收", "15.00", "R1")
    assert "****" in out["reseller_name"]
    assert (serial_no[:2], back["serial_no"][:2]) == ("AD", "UR")
    assert desk.world.call(DISTRIBUTOR, "GET", f"/funds/reseller-adjustments/{serial_no}").ok()["operator"] == DISTRIBUTOR.name


def test_the_page_opens_for_one_reseller(desk):
    desk.pass_on("40").ok()
    desk.pass_on("5", "R2").ok()
    rows = desk.world.call(DISTRIBUTOR, "GET", "/funds/reseller-adjustments?of_reseller=R2").ok()["items"]
    assert [(row["reseller_id"], row["amount"]["amount"]) for row in rows] == [("R2", "5.00")]


@pytest.mark.rule("11.1.5/r6")
def test_the_page_of_resellers_holds_no_customers_adjustments(desk):
    serial_no = desk.give("5", "C3").ok()["serial_no"]
    assert desk.world.call(DISTRIBUTOR, "GET", "/funds/reseller-adjustments").ok()["items"] == []
    assert desk.world.call(DISTRIBUTOR, "GET", f"/funds/reseller-adjustments/{serial_no}").status == 404


def test_both_statements_name_the_adjustment(desk):
    serial_no = desk.pass_on("40").ok()["serial_no"]
    lines = [
        entry for partner in ("D1", "R1") for entry in LedgerEntry.query(statement_partition(f"partner/{partner}/fund_account/top_up"))
    ]
    told = [(line.movement, line.amount, line.partner_id) for line in lines if line.reference == serial_no]
    assert told == [(Movement.RESELLER_ALLOCATION, yuan("-40"), "D1"), (Movement.RESELLER_ALLOCATION, yuan("40"), "R1")]


def test_a_reseller_is_not_told_who_at_its_distributor_did_it(desk):
    desk.pass_on("40").ok()
    entries = {
        partner: list(LedgerEntry.query(statement_partition(f"partner/{partner}/fund_account/top_up")))[-1] for partner in ("D1", "R1")
    }
    operators = {partner: (entry.operator, entry.operator_name) for partner, entry in entries.items()}
    assert operators == {"D1": ("D1-admin", "admin"), "R1": (None, None)}


@pytest.mark.rule("11.1.5/r7")
@pytest.mark.parametrize("field", [{"allocation_type": "normal"}, {"remark": "备注"}, {"reseller_ids": ["R1", "R2"]}])
def test_there_is_neither_type_nor_remark_nor_batch(desk, field):
    assert desk.pass_on("1", **field).status == 400
    assert desk.take_back("1", **field).status == 400


@pytest.mark.rule("11.1.5/r8", "12.1.3/r1", "0.6/r11")
def test_money_goes_from_distributor_to_reseller_to_customer(desk):
    assert desk.give("10").refused_as == "allocatable_balance_exceeded"
    desk.pass_on("40").ok()
    desk.give("30").ok()
    assert (desk.balance("D1"), desk.balance("R1")) == (yuan("60"), yuan("10"))
    desk.charge("12", partner="R1")
    assert desk.balance("R1") == yuan("10")
    desk.take("18").ok()
    desk.take_back("28").ok()
    assert (desk.balance("D1"), desk.balance("R1")) == (yuan("88"), yuan("0"))
    check_books()


@pytest.mark.rule("12.1.3/r2", "12.1.3/r3")
def test_a_resellers_customer_spends_what_it_was_allocated_and_then_owes(desk):
    desk.pass_on("40").ok()
    desk.give("10").ok()
    desk.charge("25", partner="R1")
    answer = desk.give("20").ok()
    assert answer["arrears_settled"]["amount"] == "15.00"
    assert (desk.balance("R1"), desk.balance("D1")) == (yuan("10"), yuan("60"))
    check_books()


def test_the_reseller_is_told(desk):
    a_member("小云", Role.PARTNER_FINANCE, of="R1")
    desk.pass_on("40").ok()
    desk.take_back("15").ok()
    desk.world.settle()
    told = [event for event in desk.world.bus if event["DetailType"] == "funds.reseller_funds_adjusted"]
    assert len(told) == 2
    assert {message.title.zh for message in inbox("partner/R1/U-小云")} == {"总经销商已拨款", "总经销商已回收"}


def test_the_form_shows_what_can_be_allocated_and_recalled(desk):
    desk.pass_on("40").ok()
    desk.give("30").ok()
    shown = desk.form().ok()
    assert (shown["allocatable_balance"]["amount"], shown["recallable_balance"]["amount"]) == ("60.00", "10.00")
    assert "****" in shown["reseller_name"]


@pytest.mark.parametrize("fault", ["killed", "lost", "throttle", "conflict"])
def test_a_transfer_happens_once_whatever_fails(desk, fault):
    try:
        with faults.disturbed(fault):
            answer = desk.pass_on("40", key="same")
    except faults.Killed:
        answer = None
    while answer is None or answer.status == 503:
        answer = desk.pass_on("40", key="same")
    assert desk.pass_on("40", key="same").body == answer.body
    assert (desk.balance("D1"), desk.balance("R1"), len(adjustments_with("R1"))) == (yuan("60"), yuan("40"), 1)
    check_books()


@pytest.mark.rule("11.1.5/r2")
@pytest.mark.parametrize("verb", ["pass_on", "take_back"])
def test_a_relation_that_ends_meanwhile_stops_the_transfer(desk, verb):
    desk.pass_on("40").ok()
    with faults.watching(before=faults.before_first_commit(lambda: part(desk))):
        assert getattr(desk, verb)("40").status == 404
    assert (desk.balance("D1"), desk.balance("R1")) == (yuan("60"), yuan("40"))


@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.PARTNER_SA])
def test_who_keeps_no_money_adjusts_no_reseller(desk, role):
    assert desk.pass_on("1", by=partner_user("D1", role, partner_type="distributor")).status == 403


def test_types_of_the_record(desk):
    desk.pass_on("40").ok()
    desk.take_back("15").ok()
    assert [one.adjustment_type for one in adjustments_with("R1")] == [AdjustmentType.ALLOCATE_NORMAL, AdjustmentType.RECALL]


def test_the_list_of_resellers_shows_what_their_accounts_hold(desk):
    desk.pass_on("40").ok()
    desk.give("30").ok()
    with faults.watching() as calls:
        rows = desk.world.call(DISTRIBUTOR, "GET", "/resellers/resellers").ok()["items"]
    assert {row["reseller_id"]: row["account_balance"]["amount"] for row in rows} == {"R1": "10.00", "R2": "0.00"}
    assert calls == {"Query": 1, "BatchGetItem": 1}
    assert desk.world.call(DISTRIBUTOR, "GET", "/resellers/resellers/R1").ok()["account_balance"]["amount"] == "10.00"


def test_a_manager_sees_the_adjustments_of_the_resellers_he_had(desk):
    a_related_reseller("R4", of="D1", manager_id="D1-am")
    desk.pass_on("5", "R4").ok()
    desk.pass_on("5", "R1").ok()
    limited = replace(DISTRIBUTOR, limited_to=("D1-am",))
    rows = desk.world.call(limited, "GET", "/funds/reseller-adjustments").ok()["items"]
    assert [row["reseller_id"] for row in rows] == ["R4"]
    assert [desk.pass_on("1", "R4", by=limited).status, desk.pass_on("1", "R1", by=limited).status] == [201, 404]
