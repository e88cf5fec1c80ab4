"""Many at once at one quota: one outcome, and nothing is passed on, issued or taken back that was not there."""

from __future__ import annotations

import pytest

from partner_center.coupons.quota import QuotaEnd
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.funds import a_customer
from tests.kit.quota_tree import DISTRIBUTOR, RESELLER, TreeDesk, a_tree, check_tree, log_of, node
from tests.kit.resellers import a_distributor, a_related_reseller
from tests.kit.world import partner_user


@pytest.fixture
def desk(world) -> TreeDesk:
    return a_tree(world)


@pytest.fixture
def quota(desk) -> str:
    """What the vendor granted to the distributor: 100."""
    return desk.a_quota("100", partner="D1")


def meanwhile(do):
    """Somebody does it between the reading of what follows and its commit."""
    return faults.watching(before=faults.before_first_commit(do))


def money(value: str) -> Money:
    return Money.of(value)


def test_several_issuers_at_one_quota_get_no_more_than_there_is(desk, quota):
    child, answers = desk.a_child(quota, "25"), []
    for number in range(8):
        a_customer(f"K{number}", of="R1")

    def issue(number: int) -> None:
        if number < 8:
            with meanwhile(lambda: issue(number + 1)):  # each one reads before the next one commits
                answers.append(desk.issue(child, "10", (f"K{number}",), by=RESELLER))

    issue(0)
    assert sorted(answer.refused_as or "" for answer in answers) == ["", "", *["quota_exhausted"] * 6]
    assert node(child, "R1").balance == money("5")
    check_tree()


def test_two_issuers_for_whom_there_is_enough_do_not_stop_each_other(desk, quota):
    child = desk.a_child(quota, "25")
    a_customer("K1", of="R1")
    with meanwhile(lambda: desk.issue(child, "10", ("K1",), by=RESELLER).ok()):
        desk.issue(child, "10", ("C1",), by=RESELLER).ok()
    assert (node(child, "R1").balance, node(child, "R1").issued) == (money("5"), money("20"))
    check_tree()


def test_a_recall_takes_what_an_issue_left(desk, quota):
    child = desk.a_child(quota)
    with meanwhile(lambda: desk.issue(child, "15", by=RESELLER).ok()):
        assert desk.take_back(child).ok()["amount"]["amount"] == "25.00"
    assert (node(child, "R1").balance, node(quota).balance) == (money("0"), money("85"))
    check_tree()


def test_an_issue_finds_the_quota_recalled(desk, quota):
    child = desk.a_child(quota)
    with meanwhile(lambda: desk.take_back(child).ok()):
        assert desk.issue(child, "15", by=RESELLER).refused_as == "quota_not_valid"
    assert node(quota).balance == money("100")
    check_tree()


def test_a_voucher_comes_back_while_its_quota_is_recalled(desk, quota):
    child = desk.a_child(quota)
    voucher = desk.a_voucher_of(child, "10")
    with meanwhile(lambda: desk.take_back(child).ok()):
        desk.recall_voucher(voucher, "R1").ok()
    assert (node(child, "R1").balance, node(quota).balance) == (money("0"), money("100"))
    check_tree()


def test_a_recall_finds_what_a_voucher_brought_back_meanwhile(desk, quota):
    child = desk.a_child(quota)
    voucher = desk.a_voucher_of(child, "10")
    with meanwhile(lambda: desk.recall_voucher(voucher, "R1").ok()):
        assert desk.take_back(child).ok()["amount"]["amount"] == "40.00"
    assert (node(child, "R1").balance, node(quota).balance) == (money("0"), money("100"))
    check_tree()


def test_a_refund_arrives_while_the_quota_is_recalled(desk, quota):
    child = desk.a_child(quota)
    voucher = desk.a_voucher_of(child, "10")
    desk.use("4", "C1", "R1")
    desk.recall_voucher(voucher, "R1").ok()
    with meanwhile(lambda: desk.take_back(child).ok()):
        desk.give_back(voucher, "4", "R1")
    assert (node(child, "R1").balance, node(quota).balance) == (money("0"), money("100"))
    check_tree()


def test_the_source_expires_while_it_is_passed_on(desk, stopped_clock):
    quota = desk.a_quota("100", partner="D1", until="2024-09-02T11:00:00+08:00")

    def it_expires() -> None:
        as_of = clock.iso(stopped_clock.at("2024-09-02T12:00:00+08:00"))
        assert desk.world.run_job("coupons.expire_coupon_quotas", as_of)["done"] == 1

    with meanwhile(it_expires):
        assert desk.pass_on(quota).refused_as == "quota_not_valid"
    assert (node(quota).balance, node(quota).ended_as) == (money("100"), QuotaEnd.EXPIRED)
    assert log_of() == []
    check_tree()


def test_expired_vouchers_go_back_while_their_quota_is_recalled(desk, quota, stopped_clock):
    child = desk.a_child(quota)
    desk.a_voucher_of(child, "10", expires_at="2024-09-03T00:00:00+08:00")
    as_of = clock.iso(stopped_clock.at("2024-09-04T00:00:00+08:00"))
    with meanwhile(lambda: desk.take_back(child).ok()):
        desk.world.run_job("coupons.recall_expired_coupons", as_of)
    assert (node(child, "R1").balance, node(quota).balance) == (money("0"), money("100"))
    check_tree()


def test_two_people_pass_on_the_same_rest(desk, quota):
    with meanwhile(lambda: desk.pass_on(quota, "60", ("R2",)).ok()):
        assert desk.pass_on(quota, "60", ("R1",)).refused_as == "quota_exhausted"
    assert node(quota).balance == money("40")
    check_tree()


def test_two_people_recall_the_same_quota(desk, quota):
    child = desk.a_child(quota)
    with meanwhile(lambda: desk.take_back(child).ok()):
        assert desk.take_back(child).refused_as == "quota_not_valid"
    assert node(quota).taken_back == money("40")
    assert len(log_of()) == 2
    check_tree()


def test_two_recalls_of_children_of_one_quota_both_come_back(desk, quota):
    first, second = desk.a_child(quota, "10"), desk.a_child(quota, "20", "R2")
    with meanwhile(lambda: desk.take_back(first).ok()):
        desk.take_back(second, "R2").ok()
    assert (node(quota).balance, node(quota).taken_back) == (money("100"), money("30"))
    check_tree()


def test_two_distributors_recall_each_its_own(desk, quota):
    a_distributor("D2")
    a_related_reseller("R8", of="D2")
    other = partner_user("D2", partner_type="distributor")
    theirs = desk.a_quota("50", partner="D2")
    ours, anothers = desk.a_child(quota), desk.pass_on(theirs, "30", ("R8",), by=other).ok()["quotas"][0]["quota_id"]
    with meanwhile(lambda: desk.take_back(anothers, "R8", by=other).ok()):
        desk.take_back(ours, by=DISTRIBUTOR).ok()
    assert (node(quota).balance, node(theirs, "D2").balance) == (money("100"), money("50"))
    assert [len(log_of(one)) for one in ("D1", "D2")] == [2, 2]
    check_tree()
