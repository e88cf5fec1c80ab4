"""Confirming, rejecting and approving incentive bills (10.7.3.2, 10.7.3.3)."""

import pytest

from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from tests.kit.billing import PERIOD, everything
from tests.kit.incentives import CONSULTATIVE, FINANCE, OPERATIONS, RESALE, an_incentive, approve, confirm, reject, the_incentive
from tests.kit.world import partner_user


@pytest.fixture
def two_bills(world):
    an_incentive("10", approved=False)
    an_incentive("20", association_type=CONSULTATIVE, approved=False)
    return world


def statuses() -> list[str]:
    return [the_incentive(kind).status.value for kind in (RESALE, CONSULTATIVE)]


@pytest.mark.rule("10.7.3.2/r2", "10.7.3.3/r3")
def test_all_bills_of_the_month_are_confirmed_together(two_bills):
    confirm(two_bills).ok()
    assert statuses() == ["in_payout", "in_payout"]


@pytest.mark.rule("10.7.3.2/r2", "10.7.3.2/r3")
def test_both_association_types_are_rejected_together(two_bills):
    reject(two_bills, reason="有误").ok()
    assert statuses() == ["rejected", "rejected"]
    assert (the_incentive().reject_reason, the_incentive().due_at) == ("有误", None)


@pytest.mark.parametrize("again", [confirm, reject])
def test_what_is_decided_is_not_decided_again(two_bills, again):
    confirm(two_bills).ok()
    before = everything()
    assert again(two_bills).refused_as == "illegal_transition"
    assert everything() == before


def test_another_partners_bills_and_other_months_are_not_found(two_bills):
    assert confirm(two_bills, caller=partner_user("P2")).status == 404
    assert confirm(two_bills, "2024-08").status == 404


def test_an_account_manager_may_not_confirm(two_bills):
    assert confirm(two_bills, caller=partner_user("P1", Role.ACCOUNT_MANAGER)).status == 403


def test_a_dry_run_confirms_nothing(two_bills):
    before = everything()
    two_bills.call(FINANCE, "POST", f"/incentives/periods/{PERIOD}/confirmation?dry_run=true").ok()
    assert everything() == before


def test_if_match_holds_the_confirmation_to_what_was_seen(two_bills):
    answer = two_bills.call(FINANCE, "POST", f"/incentives/periods/{PERIOD}/confirmation", headers={"If-Match": '"7"'})
    assert (answer.status, statuses()) == (412, ["pending_confirmation"] * 2)


@pytest.mark.rule("10.7.3.3/r3")
def test_a_confirmed_bill_is_payable_once_it_is_approved(two_bills):
    confirm(two_bills).ok()
    assert the_incentive().payable_amount == Money.zero()
    approve(two_bills, the_incentive()).ok()
    assert (the_incentive().payable_amount, the_incentive().is_payable) == (Money.of(10), True)


def test_a_bill_that_the_partner_did_not_confirm_is_not_approved(two_bills):
    assert approve(two_bills, the_incentive()).refused_as == "illegal_transition"


def test_a_bill_is_approved_once(two_bills):
    confirm(two_bills).ok()
    approve(two_bills, the_incentive()).ok()
    assert approve(two_bills, the_incentive()).refused_as == "review_is_over"


def test_a_partner_may_not_approve(two_bills):
    confirm(two_bills).ok()
    assert approve(two_bills, the_incentive(), caller=FINANCE).status == 403


def test_a_bill_over_nothing_is_done_with_when_approved(world):
    bill = an_incentive("0", approved=False)
    confirm(world).ok()
    approve(world, bill).ok()
    assert (the_incentive().status.value, the_incentive().is_payable, the_incentive().due_at) == ("paid_out", False, None)


def test_operations_see_no_partners_list_of_their_own(two_bills):
    assert two_bills.call(OPERATIONS, "GET", "/incentives/bills").status == 403
