"""The vouchers of a customer that is unlinked go back to their quotas, once (10.4.6.1.3/r1, 11.3.6.1.3/r4)."""

from __future__ import annotations

import random

import pytest

from partner_center.coupons import CouponOperation, CouponStatus, OperationType
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.ledger import LedgerEntry, statement_partition
from tests.kit import faults
from tests.kit.applications import EVERY_TYPE, RESELLER, a_pair, answer, filed
from tests.kit.coupons import CouponDesk, remaining, voucher_of
from tests.kit.customers import a_custom_link, a_linked_customer, accept, token_in
from tests.kit.funds import check_books
from tests.kit.world import partner_user


@pytest.fixture
def desk(world) -> CouponDesk:
    """P1 with the resale customer C1."""
    a_pair("resale")
    return CouponDesk(world)


def status(voucher):
    """A voucher's status now."""
    return voucher_of(voucher).status_at(clock.now())


def system_recalls():
    """The log's lines of the system's recalls."""
    return [line for line in CouponOperation.query("partner/P1/voucher_operation") if line.operation_type is OperationType.SYSTEM_RECALL]


def unlink(desk, by=None):
    """The association ends; nobody has heard of it yet."""
    answer(desk.world, filed(desk.world, by=by)).ok()


@pytest.mark.parametrize("mode", ["resale", "consultative"])
@pytest.mark.parametrize("partner_type", [pytest.param(t, marks=pytest.mark.rule("10.4.6.1.3/r1", "11.3.6.1.3/r4")) for t in EVERY_TYPE])
def test_the_partners_vouchers_go_back_to_their_quotas_when_the_customer_is_unlinked(world, partner_type, mode):
    partner, desk = a_pair(mode, partner_type), CouponDesk(world)
    a_quota = desk.a_quota_passed_on if partner_type == RESELLER else desk.a_quota
    first, second = a_quota("100"), a_quota("100")
    vouchers = [desk.a_voucher(quota, value, by=partner) for quota, value in ((first, "10"), (first, "20"), (second, "30"))]
    desk.use("4", token="u")
    unlink(desk, partner)
    world.settle()
    assert {status(voucher) for voucher in vouchers} == {CouponStatus.RECALLED}
    assert remaining(first) + remaining(second) == Money.of("196")
    assert {(line.coupon_id, line.operator) for line in system_recalls()} == {(voucher, None) for voucher in vouchers}
    check_books()


def test_a_switch_takes_no_voucher_back(desk):
    quota = desk.a_quota("100")
    voucher = desk.a_voucher(quota, "10")
    answer(desk.world, filed(desk.world, "switch_type")).ok()
    desk.world.settle()
    assert status(voucher) is CouponStatus.USABLE
    assert system_recalls() == []


def test_a_voucher_that_is_not_effective_yet_goes_back_too_and_what_is_over_stays(desk, stopped_clock):
    quota = desk.a_quota("100")
    later = desk.a_voucher(quota, "10", effective_at="2024-10-01T00:00:00+08:00")
    used = desk.a_voucher(quota, "20")
    expired = desk.a_voucher(quota, "30", expires_at="2024-09-03T00:00:00+08:00")
    desk.use("20", token="u")
    desk.use("30", token="v")
    stopped_clock.at("2024-09-04T00:00:00+08:00")
    unlink(desk)
    desk.world.settle()
    left = {name: status(voucher) for name, voucher in (("later", later), ("used", used), ("expired", expired))}
    assert left["later"] is CouponStatus.RECALLED
    assert {left["used"], left["expired"]} == {CouponStatus.USED_UP}
    assert [line.coupon_id for line in system_recalls()] == [later]


def test_only_this_partners_vouchers_of_this_customer_go_back(desk):
    a_linked_customer("C2")
    quota = desk.a_quota("100")
    ours, anothers = desk.a_voucher(quota, "10"), desk.a_voucher(quota, "20", to=("C2",))
    unlink(desk)
    desk.world.settle()
    assert (status(ours), status(anothers)) == (CouponStatus.RECALLED, CouponStatus.USABLE)


def test_more_vouchers_than_fit_into_one_transaction_all_go_back(desk):
    quota = desk.a_quota("100")
    vouchers = [desk.a_voucher(quota, "1") for _ in range(37)]
    unlink(desk)
    desk.world.settle(twice=True, shuffled=random.Random(3))
    assert {status(voucher) for voucher in vouchers} == {CouponStatus.RECALLED}
    assert remaining(quota) == Money.of(100)
    assert len(system_recalls()) == 37
    check_books()


@pytest.mark.parametrize("writes", [1, 2])
@pytest.mark.parametrize("fault", [faults.killed_after, faults.answer_lost])
def test_a_consumer_that_dies_between_its_transactions_goes_on_where_it_stopped(desk, fault, writes):
    quota = desk.a_quota("100")
    vouchers = [desk.a_voucher(quota, "1") for _ in range(37)]
    unlink(desk)
    event = next(event for event in desk.world._new_events() if event["DetailType"] == "customers.customer_unlinked")
    try:
        with faults.watching(after=fault(writes)):
            desk.world.deliver(event)
    except (faults.Killed, AssertionError):
        pass
    desk.world.deliver(event)
    desk.world.deliver(event)
    assert remaining(quota) == Money.of(100)
    assert len(system_recalls()) == 37
    for voucher in vouchers:
        entries = [entry.amount.amount for entry in LedgerEntry.query(statement_partition(voucher_of(voucher).account_id))]
        assert len(entries) == 2
        assert sum(entries) == 0


def test_heard_late_it_leaves_what_was_issued_to_a_customer_that_came_back(desk, stopped_clock):
    quota = desk.a_quota("100")
    before = desk.a_voucher(quota, "10")
    unlink(desk)
    late = desk.world._new_events()
    stopped_clock.pass_(hours=1)
    accept(desk.world, token_in(a_custom_link(desk.world)["url"])).ok()
    since = desk.a_voucher(quota, "20")
    for event in late:
        desk.world.deliver(event)
    assert (status(before), status(since)) == (CouponStatus.RECALLED, CouponStatus.USABLE)
    assert remaining(quota) == Money.of(80)


def test_a_voucher_issued_while_the_customer_leaves_does_not_reach_it(desk):
    quota, made = desk.a_quota("100"), filed(desk.world)
    with faults.watching(before=faults.before_first_commit(lambda: answer(desk.world, made).ok())):
        refused = desk.issue(quota, "10")
    assert refused.refused_as == "customer_not_linked"
    assert remaining(quota) == Money.of(100)


def test_a_voucher_recalled_by_hand_meanwhile_goes_back_once(desk):
    quota = desk.a_quota("100")
    voucher = desk.a_voucher(quota, "10")
    unlink(desk)
    event = next(event for event in desk.world._new_events() if event["DetailType"] == "customers.customer_unlinked")
    by_hand = faults.before_first_commit(
        lambda: desk.world.call(partner_user("P1"), "POST", f"/coupons/vouchers/{voucher}/recall", key="by-hand").ok()
    )
    with faults.watching(before=by_hand):
        desk.world.deliver(event)
    assert remaining(quota) == Money.of(100)
    assert system_recalls() == []
    check_books()
