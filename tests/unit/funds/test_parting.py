"""A cooperation ends: what the reseller has left returns to the distributor it came from (OPEN in chapter 11)."""

from __future__ import annotations

import random

import pytest

from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.chain import ChainDesk, a_chain, adjustments_with, again, part, system_recalls_from, work_together
from tests.kit.funds import check_books, everything
from tests.kit.resellers import OTHER, stands

ENDED = "resellers.cooperation_ended"


@pytest.fixture
def desk(world) -> ChainDesk:
    """D1 has 60 left of 100, R1 30, its customer 10."""
    desk = a_chain(world)
    desk.top_up("100", partner="D1").ok()
    desk.top_up("100", partner="D2").ok()
    desk.pass_on("40").ok()
    desk.give("10").ok()
    desk.world.settle()
    return desk


def yuan(value: str) -> Money:
    return Money.of(value)


def ends(desk: ChainDesk, reseller: str = "R1") -> list[dict]:
    """What tells that a cooperation ended, delivered to nobody yet."""
    part(desk, reseller)
    return [event for event in desk.world._new_events() if event["DetailType"] == ENDED]


def test_the_remaining_balance_returns_as_a_recall_of_the_systems(desk):
    stands(desk.world, "R1", "delisted")
    desk.world.settle()
    assert (desk.balance("R1"), desk.balance("D1")) == (yuan("0"), yuan("90"))
    (recall,) = system_recalls_from("R1")
    assert (recall.amount, recall.operator) == (yuan("30"), None)
    check_books()


def test_what_customers_hold_stays_with_them(desk):
    stands(desk.world, "R1", "delisted")
    desk.world.settle()
    desk.charge("10", partner="R1")
    assert desk.balance("R1") == yuan("0")
    check_books()


def test_credit_is_filled_first(desk):
    desk.credit_limit("50", partner="D1").ok()
    desk.pass_on("100").ok()
    stands(desk.world, "R1", "delisted")
    desk.world.settle()
    seen = desk.balances("D1")
    assert (seen["credit_unallocated"], seen["top_up_unallocated"]) == (yuan("50"), yuan("90"))


def test_an_end_heard_twice_late_and_out_of_order_returns_everything_once(desk, stopped_clock):
    stands(desk.world, "R1", "delisted")
    stopped_clock.pass_(days=3)
    desk.world.settle(twice=True, shuffled=random.Random(3))
    once = everything()
    for event in [event for event in desk.world.bus if event["DetailType"] == ENDED]:
        desk.world.deliver(event)
    assert everything() == once
    assert len(system_recalls_from("R1")) == 1


@pytest.mark.parametrize("fault", ["killed", "lost"])
def test_a_consumer_that_dies_returns_nothing_twice(desk, fault):
    (event,) = ends(desk)
    try:
        with faults.disturbed(fault):
            desk.world.deliver(event)
    except (faults.Killed, AssertionError):
        pass
    desk.world.deliver(event)
    assert (desk.balance("R1"), desk.balance("D1"), len(system_recalls_from("R1"))) == (yuan("0"), yuan("90"), 1)
    check_books()


def test_two_who_work_together_again_keep_the_balance(desk):
    (event,) = ends(desk)
    work_together(desk, "R1", "D1")
    desk.pass_on("5").ok()
    desk.world.deliver(event)
    assert (desk.balance("R1"), system_recalls_from("R1")) == (yuan("35"), [])


def test_another_distributor_fills_the_account_only_after_the_formers_money_is_back(desk):
    (event,) = ends(desk)
    work_together(desk, "R1", "D2")
    assert desk.pass_on("5", by=OTHER).refused_as == "former_balance_returning"
    assert desk.take_back("5", by=OTHER).refused_as == "former_balance_returning"
    assert desk.form(by=OTHER).ok()["recallable_balance"]["amount"] == "0.00"
    desk.world.deliver(event)
    desk.pass_on("5", by=OTHER).ok()
    assert (desk.balance("R1"), desk.balance("D1"), desk.balance("D2")) == (yuan("5"), yuan("90"), yuan("95"))
    check_books()


def test_an_end_repeated_after_another_distributor_came_takes_nothing_of_its_money(desk):
    (event,) = ends(desk)
    desk.world.deliver(event)
    work_together(desk, "R1", "D2")
    desk.pass_on("5", by=OTHER).ok()
    desk.world.deliver(again(event))
    assert (desk.balance("R1"), len(system_recalls_from("R1")), len(adjustments_with("R1", "D2"))) == (yuan("5"), 1, 1)


def test_money_of_another_distributor_that_comes_while_the_end_is_heard_stays(desk):
    """The first hearing reads while D1's money is there; before it commits, it was returned and D2 allocated."""
    (event,) = ends(desk)

    def meanwhile() -> None:
        desk.world.deliver(again(event))
        work_together(desk, "R1", "D2")
        desk.pass_on("50", by=OTHER).ok()

    with faults.watching(before=faults.before_first_commit(meanwhile)):
        desk.world.deliver(event)
    assert (desk.balance("R1"), desk.balance("D1"), desk.balance("D2")) == (yuan("50"), yuan("90"), yuan("50"))
    check_books()


def test_what_came_with_a_customer_goes_the_same_way(desk):
    desk.mode_change("7", "R2").ok()
    stands(desk.world, "R2", "delisted")
    desk.world.settle()
    assert (desk.balance("R2"), desk.balance("D1")) == (yuan("0"), yuan("67"))
    check_books()


def test_what_came_with_a_customer_stays_with_a_reseller_that_is_taken_on_while_the_end_is_heard(desk):
    desk.mode_change("7", "R2").ok()
    (event,) = ends(desk, "R2")
    with faults.watching(before=faults.before_first_commit(lambda: work_together(desk, "R2", "D2"))):
        desk.world.deliver(event)
    assert (desk.balance("R2"), system_recalls_from("R2")) == (yuan("7"), [])


def test_an_empty_account_returns_nothing(desk):
    stands(desk.world, "R2", "delisted")
    desk.world.settle()
    assert system_recalls_from("R2") == []
