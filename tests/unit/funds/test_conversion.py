"""Converting partners between the account modes: a trial of many, then those that are sound, never twice (10.6.3.1/r12)."""

from __future__ import annotations

from typing import Any

import pytest

from partner_center.funds import AllocationMode, FundAccount, FundAccountType, ModeConversion, ModeConversionResult, Wallet, look_up_funds
from partner_center.funds.conversion import books, job
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from partner_center.platform.ledger import Clearing, Movement
from tests.kit import faults
from tests.kit.customer_orders import a_partner_of
from tests.kit.funds import VENDOR, Desk, a_customer, a_partner, as_system, check_books, everything
from tests.kit.world import partner_user, vendor_user

WITH, WITHOUT = AllocationMode.WITH_ALLOCATABLE_ACCOUNT, AllocationMode.WITHOUT_ALLOCATABLE_ACCOUNT


@pytest.fixture
def desk(world) -> Desk:
    """P1 has 100 and a line of 50, allocated 120, of which 30 are consumed and 5 are owed by another; P2 has 10; P3 nothing."""
    for partner in ("P1", "P2", "P3"):
        a_partner(partner)
    a_customer("C1")
    a_customer("C2")
    desk = Desk(world)
    desk.top_up("100").ok()
    desk.credit_limit("50").ok()
    desk.allocate("120").ok()
    desk.charge("30")
    desk.charge("5", customer="C2")
    desk.top_up("10", partner="P2").ok()
    desk.world.settle()
    return desk


def try_(desk: Desk, to: AllocationMode = WITH, *partners: str, key: str | None = None, settle: bool = True) -> str:
    """An operations manager tries to convert partners, or all; the run's id."""
    who: dict[str, Any] = {"partner_ids": list(partners)} if partners else {"all_partners": True}
    begun = desk.call(VENDOR, "POST", "/funds/mode-conversions", {"allocation_mode": to.value, **who}, key).ok()
    if settle:
        desk.world.settle()
    return str(begun["conversion_id"])


def execute(desk: Desk, trial: str, *, settle: bool = True) -> str:
    """The manager lets a trial be followed; the real run's id."""
    begun = desk.call(VENDOR, "POST", f"/funds/mode-conversions/{trial}/execution", None).ok()
    if settle:
        desk.world.settle()
    return str(begun["conversion_id"])


def run(conversion_id: str) -> ModeConversion:
    return ModeConversion.get("mode_conversions", conversion_id)


def outcomes(desk: Desk, conversion_id: str) -> dict[str, str]:
    rows = desk.world.call(VENDOR, "GET", f"/funds/mode-conversions/{conversion_id}/partners").ok()["items"]
    return {row["partner_id"]: row["outcome"] for row in rows}


def mode_of(partner: str) -> AllocationMode:
    try:
        return Wallet.get(f"partner/{partner}/fund_account", "wallet").allocation_mode
    except Wallet.DoesNotExist:
        return WITHOUT


def make_unsound(partner: str = "P1") -> None:
    """A balance that no entry explains."""
    account = FundAccount.get(f"partner/{partner}/fund_account", FundAccountType.TOP_UP.value)
    account.balance = account.balance + Money.of(1)
    account.save()


@pytest.mark.rule("10.6.3.1/r12")
def test_a_trial_shows_the_balances_before_and_after_as_the_partner_would_see_them(desk):
    trial = try_(desk, WITH, "P1")
    (row,) = desk.world.call(VENDOR, "GET", f"/funds/mode-conversions/{trial}/partners").ok()["items"]
    assert (row["account_balance_before"]["amount"], row["allocatable_balance_before"]) == ("30.00", None)
    assert (row["account_balance_after"]["amount"], row["allocatable_balance_after"]["amount"]) == ("120.00", "30.00")
    execute(desk, trial)
    seen = desk.balances()
    assert (seen["account_balance"], seen["allocatable_balance"]) == (Money.of(120), Money.of(30))


@pytest.mark.rule("10.6.3.1/r12")
def test_a_trial_changes_no_partner(desk):
    before = {key: value for key, value in everything().items() if key[0].startswith("partner/")}
    try_(desk, WITH, "P1", "P2")
    after = {key: value for key, value in everything().items() if key[0].startswith("partner/")}
    assert after == before


@pytest.mark.rule("10.6.3.1/r12", "10.6.3.1/r13")
def test_what_a_trial_found_is_converted_and_back(desk):
    converted = execute(desk, try_(desk, WITH, "P1", "P2"))
    assert outcomes(desk, converted) == {"P1": "converted", "P2": "converted"}
    assert [mode_of(partner) for partner in ("P1", "P2", "P3")] == [WITH, WITH, WITHOUT]
    execute(desk, try_(desk, WITHOUT, "P1"))
    assert (mode_of("P1"), desk.balances()["account_balance"]) == (WITHOUT, Money.of(30))
    check_books()


@pytest.mark.rule("10.6.3.1/r12")
def test_all_partners_of_the_other_mode(desk):
    execute(desk, try_(desk, WITH, "P2"))
    trial = try_(desk, WITH)
    assert outcomes(desk, trial) == {"P1": "convertible", "P3": "convertible"}
    execute(desk, trial)
    assert {mode_of(partner) for partner in ("P1", "P2", "P3")} == {WITH}


def test_the_books_of_whoever_has_the_mode_already_are_not_read_for_all(desk, monkeypatch):
    """Most partners have the mode that new ones get; a run that read all their books again in each invocation would never end."""
    execute(desk, try_(desk, WITH, "P2"))
    read, real = [], books._compared
    monkeypatch.setattr(books, "_compared", lambda funds: read.append(funds.wallet.partner_id) or real(funds))
    assert outcomes(desk, try_(desk, WITHOUT)) == {"P2": "convertible"}
    assert read == ["P2"]


def test_whoever_is_named_and_in_the_mode_already_stays_as_it_is(desk):
    trial = try_(desk, WITHOUT, "P1")
    assert outcomes(desk, trial) == {"P1": "unchanged"}
    refused = desk.call(VENDOR, "POST", f"/funds/mode-conversions/{trial}/execution", None)
    assert refused.refused_as == "nothing_convertible"


def test_a_partner_whose_books_are_not_sound_is_named_and_left(desk):
    make_unsound("P1")
    trial = try_(desk, WITH, "P1", "P2")
    found = desk.world.call(VENDOR, "GET", f"/funds/mode-conversions/{trial}/partners/P1").ok()
    assert (found["outcome"], [flaw["en"] for flaw in found["flaws"]]) == ("unsound", [books.Flaw.TOP_UP_BALANCE.label.en])
    execute(desk, trial)
    assert (mode_of("P1"), mode_of("P2")) == (WITHOUT, WITH)


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        ({"allocated_amount": Money.of(119)}, "customer_balances"),
        ({"consumed_amount": Money.of(31)}, "customer_balances"),
        ({"arrears_amount": Money.of(6)}, "customer_arrears"),
    ],
)
def test_a_total_of_the_wallet_that_nothing_explains_is_a_flaw(desk, change, flaw):
    wallet = Wallet.get("partner/P1/fund_account", "wallet")
    for name, value in change.items():
        setattr(wallet, name, value)
    wallet.save()
    trial = try_(desk, WITH, "P1")
    assert ModeConversionResult.get(f"mode_conversion/{trial}", "P1").flaws == [flaw]


def test_a_drawn_line_that_nobody_set_is_a_flaw(desk):
    credit = FundAccount.get("partner/P1/fund_account", "credit")
    credit.drawn = credit.drawn + Money.of(1)
    credit.save()
    trial = try_(desk, WITH, "P1")
    assert ModeConversionResult.get(f"mode_conversion/{trial}", "P1").flaws == ["credit_limit"]


@pytest.mark.rule("12.1.3/r1")
def test_resellers_get_no_allocatable_account(desk):
    a_partner_of("reseller", "R1")
    named = try_(desk, WITH, "R1")
    assert outcomes(desk, named) == {"R1": "blocked"}
    assert ModeConversionResult.get(f"mode_conversion/{named}", "R1").blocks == ["reseller"]
    assert "R1" not in outcomes(desk, try_(desk, WITH))


def test_books_that_became_unsound_after_the_trial_are_not_converted(desk):
    trial = try_(desk, WITH, "P1", "P2")
    make_unsound("P1")
    converted = execute(desk, trial)
    assert outcomes(desk, converted) == {"P1": "unsound", "P2": "converted"}
    assert mode_of("P1") is WITHOUT


def test_a_withdrawal_in_process_blocks(desk):
    account = FundAccount.get("partner/P2/fund_account", "top_up")
    account.frozen = Money.of(1)
    account.save()
    trial = try_(desk, WITH, "P2")
    assert outcomes(desk, trial) == {"P2": "blocked"}
    assert ModeConversionResult.get(f"mode_conversion/{trial}", "P2").blocks == ["withdrawal_in_process"]


def test_a_partner_that_does_not_exist_is_named(desk):
    trial = try_(desk, WITH, "P1", "NOBODY")
    assert outcomes(desk, trial) == {"NOBODY": "blocked", "P1": "convertible"}


def test_money_that_moves_while_the_books_are_read_is_read_again(desk, monkeypatch):
    real, times = books._compared, []

    def moving(funds):
        flaws = real(funds)
        if not times:
            desk.allocate("1")
        times.append(1)
        return flaws

    monkeypatch.setattr(books, "_compared", moving)
    trial = try_(desk, WITH, "P1")
    assert (outcomes(desk, trial), len(times)) == ({"P1": "convertible"}, 2)


def test_books_that_never_stand_still_block(desk, monkeypatch):
    real = books._compared

    def moving(funds):
        flaws = real(funds)
        desk.allocate("0.01").ok()
        return flaws

    monkeypatch.setattr(books, "_compared", moving)
    trial = try_(desk, WITH, "P1")
    assert ModeConversionResult.get(f"mode_conversion/{trial}", "P1").blocks == ["books_moving"]


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_a_job_killed_after_any_write_goes_on_and_converts_nobody_twice(desk, writes):
    trial = try_(desk, WITH, "P1", "P2", "P3")
    converted = execute(desk, trial, settle=False)
    (event,) = desk.world._new_events()
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(writes)):
        desk.world.deliver(event)
    desk.world.deliver(event)
    desk.world.deliver(event)
    desk.world.settle()
    done = run(converted)
    assert (done.converted, done.status) == (3, "completed")
    told = [event for event in desk.world.bus if event["DetailType"] == "funds.mode_converted"]
    assert len(told) == 3
    assert outcomes(desk, converted) == dict.fromkeys(("P1", "P2", "P3"), "converted")


def test_a_run_that_lacks_time_goes_on_in_another_invocation(desk, monkeypatch):
    monkeypatch.setattr(job, "MARGIN_MS", 10**9)
    trial = try_(desk, WITH, "P1", "P2", settle=False)
    (event,) = desk.world._new_events()
    desk.world.deliver(event)
    assert run(trial).position is None
    monkeypatch.undo()
    desk.world.settle()
    assert run(trial).status == "completed"


def test_a_trial_is_followed_once(desk):
    trial = try_(desk, WITH, "P1")
    converted = execute(desk, trial)
    path = "/funds/mode-conversions/{}/execution"
    assert desk.call(VENDOR, "POST", path.format(trial), None).refused_as == "trial_executed"
    assert desk.call(VENDOR, "POST", path.format(converted), None).refused_as == "not_a_trial"


def test_a_trial_that_still_runs_is_not_followed(desk):
    trial = try_(desk, WITH, "P1", settle=False)
    assert desk.call(VENDOR, "POST", f"/funds/mode-conversions/{trial}/execution", None).refused_as == "trial_still_running"


@pytest.mark.parametrize("body", [{}, {"partner_ids": []}, {"partner_ids": ["P1"], "all_partners": True}])
def test_partners_are_named_or_all(desk, body):
    assert desk.call(VENDOR, "POST", "/funds/mode-conversions", {"allocation_mode": WITH.value, **body}).status == 400


@pytest.mark.rule("10.6.3.1/r12")
@pytest.mark.parametrize("caller", [partner_user("P1"), vendor_user(Role.VENDOR_CHANNEL_MANAGER), vendor_user(Role.VENDOR_FINANCE)])
def test_only_the_operations_manager_converts(desk, caller):
    body = {"allocation_mode": WITH.value, "partner_ids": ["P1"]}
    assert desk.call(caller, "POST", "/funds/mode-conversions", body).status == 403


def test_what_partners_own_orders_paid_is_no_consumption_of_customers(desk):
    def pay(work):
        look_up_funds(work, "P1").take(work, Movement.ORDER_PAYMENT, Money.of(7), (Clearing("revenue", "P1"), Money.of(7)), reference="O1")

    as_system("P1", pay)
    assert outcomes(desk, try_(desk, WITH, "P1")) == {"P1": "convertible"}
