"""Vendor finance decides about withdrawals (10.6.3.5.1/review_withdrawal)."""

import json

import pytest

from partner_center.funds.withdrawal.reviewing import WITHDRAWAL_REVIEW
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from tests.kit import faults, remittances, reviews
from tests.kit.funds import check_books
from tests.kit.withdrawals import CARD, a_flow, flow_now, payouts_now, top_up_account, withdrawal_now
from tests.kit.world import partner_user, vendor_user


def cny(value: str) -> Money:
    return Money.of(value)


def told_to_the_bank(window):
    """The order that the bank hears."""
    window.world.settle()
    (ordered,) = [event["Detail"] for event in window.world.bus if event["DetailType"] == "funds.bank_transfer_ordered"]
    return json.loads(ordered)["data"]


def test_an_application_waits_for_vendor_finance_with_what_it_was_admitted_on(window):
    flow = a_flow("100", "alipay")
    window.charge("10", "C1")
    no = window.by_original_route("30").ok()["withdrawal_no"]
    task = reviews.task_of(WITHDRAWAL_REVIEW, no, "P1")
    assert task.duty == "funds.review_withdrawals"
    assert task.facts["amount"] == {"amount": "30.00", "currency": "CNY"}
    assert task.facts["before"]["arrears_of_customers"]["amount"] == "10.00"
    assert task.facts["before"]["cash"]["amount"] == "100.00"
    assert [part["external_flow_no"] for part in task.facts["flows"]] == [flow]


def test_who_decides_sees_to_which_account_the_money_goes(window):
    a_flow("100", "mode_change")
    task = reviews.task_of(WITHDRAWAL_REVIEW, window.to_card("30").ok()["withdrawal_no"], "P1")
    assert {name: task.facts[name] for name in CARD} == {**CARD, "bank_account_no": "622****445"}
    assert task.facts["account_holder"] == "Partner P1"


def test_nobody_but_vendor_finance_decides(window):
    a_flow("100", "alipay")
    no = window.by_original_route("30").ok()["withdrawal_no"]
    assert reviews.decide(window.world, WITHDRAWAL_REVIEW, no, "P1", by=vendor_user(Role.VENDOR_OPERATIONS)).status == 404
    assert reviews.decide(window.world, WITHDRAWAL_REVIEW, no, "P1", by=vendor_user(Role.VENDOR_FINANCE)).status == 200


def test_the_decision_is_kept_with_its_receipt(window):
    a_flow("100", "alipay")
    no = window.by_original_route("30").ok()["withdrawal_no"]
    receipt = window.decide(no).ok()["receipt"]
    assert (receipt["decision"], receipt["facts"]["status"]) == ("approved", "payment_initiated")


@pytest.mark.rule("10.6.3.5.1/r3")
def test_approved_alipay_is_expected_on_the_next_working_day_and_a_transfer_after_seven(window, stopped_clock):
    stopped_clock.at("2024-09-13T10:00:00+08:00")  # a Friday; Sunday to Tuesday are the festival, Saturday works
    flow = a_flow("100")
    window.branch("dedicated_account", flow).ok()
    a_flow("100", "alipay")
    no = window.approved(window.by_original_route("150"))
    assert [payout.expected_on for payout in payouts_now(no)] == ["2024-09-14", "2024-09-25"]
    assert withdrawal_now(no).expected_on == "2024-09-25"


@pytest.mark.rule("10.6.3.5.2/r3", "10.6.3.5.3/r1")
@pytest.mark.parametrize(("channel", "apply"), [("mode_change", "to_card"), ("incentive_rebate", "of_rebates")])
def test_a_bank_card_is_expected_seven_working_days_after_the_approval(window, stopped_clock, channel, apply):
    stopped_clock.at("2024-09-02T10:00:00+08:00")
    a_flow("100", channel)
    no = window.approved(getattr(window, apply)("50"))
    assert withdrawal_now(no).expected_on == "2024-09-11"


def test_an_approval_orders_each_payment_and_tells_the_partner(window):
    flow = a_flow("100")
    window.branch("dedicated_account", flow).ok()
    no = window.approved(window.by_original_route("50"))
    window.world.settle()
    told = {event["DetailType"]: event for event in window.world.bus}
    assert "funds.withdrawal_approved" in told
    assert f'"external_flow_no": "{flow}"' in told["funds.bank_transfer_ordered"]["Detail"]
    assert [payout.status.value for payout in payouts_now(no)] == ["ordered"]
    assert withdrawal_now(no).balance == cny("50")


@pytest.fixture
def bank(window, monkeypatch):
    yield from remittances.a_bank(window.world, monkeypatch)


@pytest.mark.parametrize("part", ["40", "100"])
def test_a_claimed_transfer_goes_back_under_the_number_that_its_bank_knows(window, bank, part):
    bank.general(amount="100.00", flow="GF1").ok()
    remittances.decide_claim(window.world, remittances.claim(window.world, part).ok()["claim_id"]).ok()
    (flow,) = window.world.call(partner_user("P1"), "GET", "/funds/withdrawal-flows?route=original_route").ok()["flows"]
    window.branch("general_account", flow["external_flow_no"]).ok()
    window.approved(window.by_original_route("30"))
    ordered = told_to_the_bank(window)
    assert ordered["external_flow_no"] == "GF1"
    assert (ordered["account_holder"], ordered["bank_account_no"]) == (remittances.PAYER, "6222021234567890")
    assert (ordered["bank"], ordered["branch"]) == ("中国工商银行", "海淀支行")


def test_the_bank_is_told_the_card_of_the_application(window):
    a_flow("100", "mode_change")
    window.approved(window.to_card("50"))
    assert told_to_the_bank(window) | CARD == told_to_the_bank(window)
    assert told_to_the_bank(window)["external_flow_no"] is None


def test_a_rejection_gives_everything_back(window):
    flow = a_flow("100", "alipay")
    no = window.by_original_route("30").ok()["withdrawal_no"]
    window.decide(no, "rejected").ok()
    account = top_up_account()
    assert (account.balance, account.frozen) == (cny("100"), cny("0"))
    assert (flow_now("alipay", flow).withdrawn, flow_now("alipay", flow).card_only) == (cny("0"), cny("0"))
    assert withdrawal_now(no).balance == cny("0")
    line = window.statement()[0]
    assert (line["movement"], line["reference"], line["amount"]["amount"]) == ("withdrawal_release", no, "30.00")
    check_books()


def test_rejected_rebates_stay_rebates(window):
    a_flow("100", "incentive_rebate")
    no = window.of_rebates("30").ok()["withdrawal_no"]
    window.decide(no, "rejected").ok()
    assert top_up_account().rebates == cny("100")


def test_an_application_is_decided_once(window):
    a_flow("100", "alipay")
    no = window.by_original_route("30").ok()["withdrawal_no"]
    with faults.watching(before=faults.before_first_commit(lambda: window.decide(no, "rejected"))):
        assert window.decide(no).status == 409
    assert withdrawal_now(no).status.value == "rejected"
    assert top_up_account().balance == cny("100")
    check_books()
