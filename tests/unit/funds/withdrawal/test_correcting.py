"""Vendor finance books what really became of a payout whose result contradicted the books."""

import pytest

from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from tests.kit import faults
from tests.kit.funds import check_books, everything
from tests.kit.withdrawals import a_flow, flow_now, payouts_now, told, top_up_account, withdrawal_now
from tests.kit.world import partner_user, vendor_user

FINANCE = vendor_user(Role.VENDOR_FINANCE)
ARRIVED_AT = "2024-09-04T12:00:40+08:00"


def cny(value: str) -> Money:
    return Money.of(value)


def correct(window, payout_no, outcome="arrived", by=FINANCE, key=None):
    body = {"outcome": outcome, "occurred_at": ARRIVED_AT, "note": "银行回单已核对"}
    return window.call(by, "POST", f"/funds/payouts/{payout_no}/corrections", body, key)


@pytest.fixture
def failed(window):
    """50 of 100 by Alipay's original route, given back because the provider's word was that it failed: application, flow."""
    flow = a_flow("100", "alipay")
    no = window.approved(window.by_original_route("50"))
    told(f"{no}01", "failed")
    return no, flow


def test_money_that_arrived_after_all_leaves_the_account_once(window, failed):
    no, flow = failed
    told(f"{no}01", "arrived")  # moves nothing
    assert top_up_account().balance == cny("100")
    first = correct(window, f"{no}01", key="K").ok()
    assert correct(window, f"{no}01", key="K").ok() == first
    assert correct(window, f"{no}01").refused_as == "payout_stands_otherwise"
    found = withdrawal_now(no)
    assert (top_up_account().balance, top_up_account().frozen) == (cny("50"), cny("0"))
    assert (found.status.value, found.arrived_amount, found.given_back) == ("payment_initiated", cny("50"), cny("0"))
    assert window.seen(no).ok()["actual_arrival_at"] == "2024-09-04T04:00:40.000000Z"
    assert (flow_now("alipay", flow).withdrawn, flow_now("alipay", flow).card_only) == (cny("50"), cny("0"))
    assert (window.withdrawable()["original_route"], window.withdrawable()["bank_card"]) == ("50", "0")
    assert window.statement()[0]["remark"] == "银行回单已核对"
    check_books()


def test_of_several_payments_the_one_that_failed_may_have_arrived(window):
    for day in (1, 2):
        a_flow("30", "alipay", at=f"2024-08-0{day}T10:00:00+08:00")
    no = window.approved(window.by_original_route("60"))
    told(f"{no}01", "arrived")
    told(f"{no}02", "failed")
    correct(window, f"{no}02").ok()
    assert (withdrawal_now(no).arrived_amount, withdrawal_now(no).given_back) == (cny("60"), cny("0"))
    assert [payout.status.value for payout in payouts_now(no)] == ["arrived", "arrived"]
    check_books()


def test_rebates_that_arrived_after_all_are_rebates_no_more(window):
    a_flow("100", "incentive_rebate")
    no = window.approved(window.of_rebates("50"))
    told(f"{no}01", "returned")
    correct(window, f"{no}01").ok()
    assert (top_up_account().balance, top_up_account().rebates) == (cny("50"), cny("50"))
    check_books()


def test_what_was_spent_or_withdrawn_meanwhile_is_not_taken(window, failed):
    no, flow = failed
    window.allocate("60").ok()
    before = everything()
    assert correct(window, f"{no}01").refused_as == "balance_does_not_cover"
    assert {key: value for key, value in everything().items() if key in before} == before
    a_flow("100", "mode_change")
    again = window.approved(window.to_card("50", flows=[("alipay", flow, "50")]))
    told(f"{again}01", "arrived")
    window.approved(window.by_original_route("10", flows=[("alipay", flow, "10")]))
    assert correct(window, f"{no}01").refused_as == "flow_does_not_cover"
    check_books()


def test_an_amount_that_was_promised_to_a_card_meanwhile_is_never_more_than_the_flow_has(window, failed):
    no, flow = failed
    window.card_only("alipay", flow, "40").ok()
    correct(window, f"{no}01").ok()
    found = flow_now("alipay", flow)
    assert (found.remaining, found.card_only) == (cny("50"), cny("40"))
    check_books()


def test_money_that_came_back_is_credited_although_the_bank_told_it_otherwise(window):
    a_flow("100", "mode_change")
    no = window.approved(window.to_card("50"))
    told(f"{no}01", "arrived")
    told(f"{no}01", "failed")  # moves nothing
    correct(window, f"{no}01", "returned").ok()
    assert top_up_account().balance == cny("100")
    assert withdrawal_now(no).status.value == "payment_failed"
    assert payouts_now(no)[0].reason == "银行回单已核对"
    assert correct(window, f"{no}01", "returned").refused_as == "payout_stands_otherwise"
    check_books()


@pytest.mark.parametrize("outcome", ["arrived", "failed", "returned"])
def test_what_has_no_answer_yet_is_not_corrected(window, outcome):
    a_flow("100", "mode_change")
    no = window.approved(window.to_card("50"))
    assert correct(window, f"{no}01", outcome).refused_as == "payout_stands_otherwise"
    assert top_up_account().frozen == cny("50")


def test_only_vendor_finance_corrects(window, failed):
    no, _ = failed
    for by in (partner_user("P1"), vendor_user(Role.VENDOR_OPERATIONS)):
        assert correct(window, f"{no}01", by=by).status == 403
    assert correct(window, "WD901").status == 404


@pytest.mark.parametrize("fault", ["conflict", "throttle", "lost", "killed"])
def test_whatever_happens_while_it_is_corrected_it_counts_once(window, failed, fault):
    no, _ = failed
    try:
        with faults.disturbed(fault):
            correct(window, f"{no}01", key="K")
    except BaseException:
        correct(window, f"{no}01", key="K")
    correct(window, f"{no}01", key="K")
    assert top_up_account().balance == cny("50")
    check_books()
