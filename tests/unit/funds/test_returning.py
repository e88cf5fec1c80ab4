"""What a customer has left goes back to its partner when it is unlinked or no longer a resale customer (10.4.1.2/r3, 10.4.1.1/r18)."""

from __future__ import annotations

import random

import pytest

from partner_center.funds import AdjustmentType, Arrears, FundAdjustment, FundBucket, customer_funds_partition
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Account
from tests.kit import faults
from tests.kit.applications import DISTRIBUTOR, EVERY_TYPE, RESELLER, a_pair, answer, file, filed
from tests.kit.chain import ChainDesk
from tests.kit.customers import a_custom_link, accept, association, token_in
from tests.kit.funds import Desk, check_books, everything
from tests.kit.organisation import a_reseller
from tests.kit.partners import a_partner
from tests.kit.world import World, partner_user

SCENARIOS = [["ecs"], ["rds"], ["obs"]]


@pytest.fixture
def desk(world) -> ChainDesk:
    return ChainDesk(world)


def balances(partner="P1", customer="C1"):
    """What lies with a customer."""
    found = Account.query(customer_funds_partition(partner, customer))
    return {account.sk: account.balance for account in found if isinstance(account, FundBucket)}


def system_recalls(partner="P1"):
    """The system's adjustments."""
    wanted = (AdjustmentType.UNLINK_RECALL, AdjustmentType.SWITCH_RECALL)
    return [a for a in FundAdjustment.query(f"partner/{partner}/fund_adjustment") if a.adjustment_type in wanted]


def equipped(desk: Desk, partner_type="solution_provider"):
    """A resale customer with money for anything and for some products, part of it from the credit line, part of it spent."""
    partner = a_pair("resale", partner_type)
    if partner_type == RESELLER:  # it has neither a top-up of its own nor a credit line; here what came with a customer
        desk.mode_change("150", "P1").ok()
    else:
        desk.top_up("100").ok()
        desk.credit_limit("50").ok()
    desk.allocate("80").ok()
    for scenario in SCENARIOS:
        desk.allocate("20", only_for=scenario).ok()
    desk.charge("15", product="ecs")
    desk.world.settle()
    return partner


@pytest.mark.parametrize("partner_type", [pytest.param(t, marks=pytest.mark.rule("10.4.1.2/r3", "10.4.1.1/r18")) for t in EVERY_TYPE])
@pytest.mark.parametrize(("operation", "kind"), [("unlink", AdjustmentType.UNLINK_RECALL), ("switch_type", AdjustmentType.SWITCH_RECALL)])
def test_every_balance_goes_back_to_whoever_allocated_it_as_one_adjustment_of_the_system(desk, operation, kind, partner_type):
    equipped(desk, partner_type)
    assert sum(balances().values(), Money.zero()) == Money.of("125")
    answer(desk.world, filed(desk.world, operation, by=partner_user("P1", partner_type=partner_type))).ok()
    desk.world.settle()
    assert set(balances().values()) == {Money.zero()}
    assert desk.balances()["account_balance"] == Money.of("135")
    (adjustment,) = system_recalls()
    assert (adjustment.adjustment_type, adjustment.amount, adjustment.operator) == (kind, Money.of("125"), None)
    assert adjustment.serial_no.startswith("UR")
    assert sorted(adjustment.usage_scenarios) == ["ecs", "obs", "rds"]
    check_books()


@pytest.mark.rule("10.4.1.2/r3")
def test_a_resellers_customers_money_goes_to_the_reseller_not_to_the_distributor(desk):
    equipped(desk, RESELLER)
    a_partner("D1", partner_type=DISTRIBUTOR)
    a_reseller("P1", of="D1")
    desk.top_up("10", partner="D1").ok()
    answer(desk.world, filed(desk.world, by=partner_user("P1", partner_type=RESELLER))).ok()
    desk.world.settle()
    assert desk.balances("P1")["account_balance"] == Money.of("135")
    assert desk.balances("D1")["account_balance"] == Money.of("10")


def test_a_distributors_own_customers_money_goes_to_the_distributor(desk):
    equipped(desk, DISTRIBUTOR)
    answer(desk.world, filed(desk.world, by=partner_user("P1", partner_type=DISTRIBUTOR))).ok()
    desk.world.settle()
    assert desk.balances("P1")["account_balance"] == Money.of("135")


def the_event(world: World, name="customers.customer_unlinked"):
    """The event of the end, not delivered yet."""
    return next(event for event in world._new_events() if event["DetailType"] == name)


def test_the_event_heard_twice_late_and_out_of_order_returns_everything_once(desk, stopped_clock):
    equipped(desk)
    answer(desk.world, filed(desk.world)).ok()
    stopped_clock.pass_(days=3)
    desk.world.settle(twice=True, shuffled=random.Random(7))
    once = everything()
    for event in [event for event in desk.world.bus if event["DetailType"] == "customers.customer_unlinked"]:
        desk.world.deliver(event)
    assert everything() == once
    assert len(system_recalls()) == 1
    check_books()


@pytest.mark.parametrize("fault", [faults.killed_after, faults.answer_lost])
def test_a_consumer_that_dies_after_its_write_returns_nothing_twice(desk, fault):
    equipped(desk)
    answer(desk.world, filed(desk.world)).ok()
    event = the_event(desk.world)
    try:
        with faults.watching(after=fault(1)):
            desk.world.deliver(event)
    except (faults.Killed, AssertionError):
        pass
    desk.world.deliver(event)
    assert len(system_recalls()) == 1
    assert desk.balances()["account_balance"] == Money.of("135")
    check_books()


def test_a_consumer_that_dies_before_its_write_returns_everything_the_next_time(desk):
    equipped(desk)
    answer(desk.world, filed(desk.world)).ok()
    event = the_event(desk.world)

    def die(operation, writes):
        if operation in faults.WRITES:
            raise faults.Killed

    with pytest.raises(faults.Killed), faults.watching(before=die):
        desk.world.deliver(event)
    assert system_recalls() == []
    desk.world.deliver(event)
    assert desk.balances()["account_balance"] == Money.of("135")
    check_books()


def test_without_a_balance_there_is_no_adjustment(desk):
    a_pair("resale")
    answer(desk.world, filed(desk.world)).ok()
    desk.world.settle()
    assert system_recalls() == []


def test_a_consultative_customer_has_nothing_to_return(desk):
    a_pair("consultative")
    answer(desk.world, filed(desk.world, "switch_type")).ok()
    desk.world.settle()
    assert system_recalls() == []


def test_a_customer_that_came_back_before_the_event_was_heard_keeps_what_it_has(desk):
    equipped(desk)
    answer(desk.world, filed(desk.world)).ok()
    late = desk.world._new_events()
    accept(desk.world, token_in(a_custom_link(desk.world)["url"])).ok()
    desk.allocate("5").ok()
    for event in late:
        desk.world.deliver(event)
    assert sum(balances().values(), Money.zero()) == Money.of("130")
    assert system_recalls() == []
    check_books()


@pytest.mark.parametrize("operation", ["unlink", "switch_type"])
def test_an_allocation_that_runs_while_the_customer_leaves_does_not_reach_it(desk, operation):
    equipped(desk)
    made = filed(desk.world, operation)
    with faults.watching(before=faults.before_first_commit(lambda: answer(desk.world, made).ok())):
        refused = desk.allocate("5")
    assert refused.refused_as == ("customer_not_linked" if operation == "unlink" else "customer_not_resale")
    desk.world.settle()
    assert set(balances().values()) == {Money.zero()}
    assert desk.balances()["account_balance"] == Money.of("135")
    check_books()


def test_a_customer_that_leaves_while_an_allocation_runs_leaves_with_nothing(desk):
    equipped(desk)
    made = filed(desk.world)
    with faults.watching(before=faults.before_first_commit(lambda: desk.allocate("5").ok())):
        answer(desk.world, made).ok()
    desk.world.settle()
    assert association().status == "unlinked"
    assert set(balances().values()) == {Money.zero()}
    assert desk.balances()["account_balance"] == Money.of("135")
    check_books()


@pytest.mark.rule("10.4.1.2/r3")
def test_a_refund_that_comes_while_a_customer_without_money_leaves_does_not_stay_with_it(desk):
    a_pair("resale")
    desk.top_up("100").ok()
    desk.allocate("10").ok()
    desk.charge("10")
    made = filed(desk.world)

    def leave() -> None:
        answer(desk.world, made).ok()
        desk.world.settle()

    with faults.watching(before=faults.before_first_commit(leave)):
        desk.refund("5")
    assert set(balances().values()) == {Money.zero()}
    assert desk.balances()["account_balance"] == Money.of("95")
    check_books()


def test_a_recall_by_hand_and_the_systems_do_not_both_take_the_same(desk):
    equipped(desk)
    made = filed(desk.world)
    with faults.watching(before=faults.before_first_commit(lambda: answer(desk.world, made).ok())):
        assert desk.recall("80").refused_as == "customer_not_linked"
    desk.world.settle()
    assert desk.balances()["account_balance"] == Money.of("135")
    check_books()


@pytest.mark.rule("10.4.1.5/r13")
def test_a_debt_that_comes_up_after_the_filing_stops_the_end(desk):
    a_pair("resale")
    made = filed(desk.world)
    desk.charge("9")
    assert list(answer(desk.world, made).refusals) == ["arrears_with_partner"]
    assert Arrears.get(customer_funds_partition("P1", "C1"), "arrears").balance == Money.of(9)
    assert list(file(desk.world).refusals) == ["partner_applied_recently", "application_open", "arrears_with_partner"]
