"""What a reseller's place in the chain allows it: normal money without remark, from what its distributor allocated (12.3.1.2, 12.1)."""

from __future__ import annotations

import pytest

from partner_center.kernel.money import Money
from tests.kit.chain import ChainDesk, a_chain
from tests.kit.funds import everything
from tests.kit.resellers import reseller_user, stands


@pytest.fixture
def desk(world) -> ChainDesk:
    """R1 has 40 of its distributor's."""
    desk = a_chain(world)
    desk.top_up("100", partner="D1").ok()
    desk.pass_on("40").ok()
    return desk


EARMARKED = {"allocation_type": "earmarked", "usage_scenarios": ["ecs"]}


@pytest.mark.rule("12.3.1.2/r1")
@pytest.mark.parametrize("terms", [EARMARKED, {"remark": "备注"}, {**EARMARKED, "remark": "备注"}])
def test_a_reseller_allocates_normal_money_without_a_remark(desk, terms):
    before = everything()
    refused = desk.give("1", **terms)
    assert refused.refused_as == "resellers_allocate_normal_only"
    assert everything() == before
    desk.give("1").ok()


@pytest.mark.rule("12.3.1.2/r1")
def test_a_distributor_has_both_types_and_a_remark(desk):
    desk.give("1", "C3", remark="备注", **EARMARKED).ok()


@pytest.mark.rule("12.3.1.2/r1", "12.1.3/r1")
def test_a_batch_of_a_reseller_keeps_to_the_same_for_each_customer(desk):
    body = {
        "allocations": [
            {"customer_id": "C1", "allocation_type": "normal", "amount": "5"},
            {"customer_id": "C2", "allocation_type": "normal", "amount": "5"},
        ]
    }
    answer = desk.call(reseller_user("R1"), "POST", "/funds/allocations", body).ok()
    assert [one["problem"]["code"] if one["problem"] else None for one in answer["results"]] == [None, "not_found"]
    body["allocations"] = [{"customer_id": "C1", "amount": "5", **EARMARKED}]
    answer = desk.call(reseller_user("R1"), "POST", "/funds/allocations", body).ok()
    assert answer["results"][0]["problem"]["code"] == "resellers_allocate_normal_only"


@pytest.mark.rule("12.1.3/r1")
def test_a_reseller_allocates_no_more_than_its_distributor_allocated_to_it(desk):
    refused = desk.give("40.01").refusals["allocatable_balance_exceeded"]
    assert (refused["rule"], refused["way_out"]) == ("12.1.3/r1", "请联系总经销商拨款")
    desk.give("40").ok()


@pytest.mark.rule("12.1.3/r2")
def test_a_reseller_recalls_all_of_several_customers(desk):
    desk.give("30").ok()
    answer = desk.call(reseller_user("R1"), "POST", "/funds/recalls", {"customer_ids": ["C1"]}).ok()
    assert (answer["done"], desk.balance("R1")) == (1, Money.of("40"))


@pytest.mark.rule("12.1.3/r6")
def test_a_reseller_has_neither_top_up_nor_credit_line(desk):
    before = everything()
    online = desk.call(reseller_user("R1"), "POST", "/funds/online-top-ups", {"amount": "10", "channel": "alipay"})
    refused = [desk.top_up("10", partner="R1"), desk.credit_limit("10", partner="R1"), online]
    assert [answer.refused_as for answer in refused] == ["not_for_resellers"] * 3
    assert everything() == before


@pytest.mark.rule("12.1.3/r1")
def test_a_reseller_gets_no_allocatable_account(desk):
    """What it allocates to customers is in its account balance no more, as chapter 12 has it."""
    desk.give("30").ok()
    assert desk.mode(with_allocatable=True, partner="R1").refused_as == "not_for_resellers"
    assert desk.balance("R1") == Money.of("10")
    desk.mode(with_allocatable=False, partner="R1").ok()


def test_what_comes_with_a_customer_is_booked_for_a_reseller(desk):
    desk.mode_change("7").ok()
    assert desk.balance("R1") == Money.of("47")
    desk.world.settle()
    (line, _) = desk.world.call(reseller_user("R1"), "GET", "/funds/ledger?account_type=top_up").ok()["items"]
    assert (line["movement"], line["amount"]["amount"]) == ("mode_change", "7.00")


@pytest.mark.rule("12.1.3/r1")
def test_a_reseller_without_a_distributor_adjusts_nobodys_funds(desk):
    desk.give("10").ok()
    stands(desk.world, "R1", "delisted")
    desk.world.settle()
    assert [desk.give("1").refused_as, desk.take("1").refused_as] == ["reseller_without_distributor"] * 2
    batch = desk.call(reseller_user("R1"), "POST", "/funds/recalls", {"customer_ids": ["C1"]}).ok()
    assert batch["results"][0]["problem"]["code"] == "reseller_without_distributor"


@pytest.mark.rule("12.1.3/r1")
def test_a_resellers_ledger_shows_both_accounts(desk):
    desk.give("10").ok()
    desk.world.settle()
    rows = desk.world.call(reseller_user("R1"), "GET", "/funds/ledger?account_type=top_up").ok()["items"]
    assert [(row["movement"], row["amount"]["amount"], row["balance"]["amount"]) for row in rows] == [
        ("allocation", "-10.00", "30.00"),
        ("reseller_allocation", "40.00", "40.00"),
    ]
    assert desk.world.call(reseller_user("R1"), "GET", "/funds/ledger?account_type=credit").ok()["items"] == []
