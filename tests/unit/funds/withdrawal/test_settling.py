"""What the bank tells of payouts, in whatever order and however often (10.6.3.5.1/receive_payout_result)."""

import itertools
import json
import os
from datetime import UTC, datetime

import boto3
import pytest
from aws_lambda_powertools.utilities import parameters
from standardwebhooks import Webhook as Signature

from partner_center.kernel.money import Money
from partner_center.platform.table import Record
from partner_center.platform.webhook import WebhookEvent
from tests.kit import faults
from tests.kit.funds import check_books, everything
from tests.kit.withdrawals import a_flow, flow_now, payouts_now, told, top_up_account, withdrawal_now

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ARRIVED_AT = "2024-09-04T12:00:40+08:00"


def cny(value: str) -> Money:
    return Money.of(value)


@pytest.fixture
def bank(window, monkeypatch):
    """The bank tells of a payout, signed with the shared secret."""
    monkeypatch.setitem(os.environ, "BANK_WEBHOOK_SECRET", "bank/payouts")
    parameters.clear_caches()
    secrets = boto3.client("secretsmanager")
    secrets.create_secret(Name="bank/payouts", SecretString=SECRET)
    numbers = itertools.count()

    def tell(payout_no, outcome="arrived", amount="50.00", secret=SECRET, event_id=None, **more):
        now = datetime.now(UTC)
        event_id = event_id or f"evt_{next(numbers)}"
        raw = json.dumps({"payout_no": payout_no, "outcome": outcome, "amount": amount, "occurred_at": ARRIVED_AT, **more})
        signature = Signature(secret).sign(event_id, now, raw)
        headers = {"webhook-id": event_id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
        answer = window.world.call(None, "POST", "/funds/webhooks/payout-results", raw=raw, headers=headers)
        window.world.settle(twice=True)
        return answer

    yield tell
    secrets.delete_secret(SecretId="bank/payouts", ForceDeleteWithoutRecovery=True)
    parameters.clear_caches()


@pytest.fixture
def transfer(window):
    """An approved withdrawal of 50 of 100 by the original route, to a bank account: its number, its payout's, the flow's."""
    flow = a_flow("100")
    window.branch("dedicated_account", flow).ok()
    no = window.approved(window.by_original_route("50"))
    return no, f"{no}01", flow


@pytest.fixture
def card(window):
    """An approved withdrawal of 50 of 100 to a bank card."""
    flow = a_flow("100", "mode_change")
    no = window.approved(window.to_card("50"))
    return no, f"{no}01", flow


def money(window):
    account = top_up_account()
    return account.balance, account.frozen


@pytest.mark.rule("10.6.3.5.4/r1")
def test_arrived_money_has_left_the_books_and_the_application_says_when(window, bank, transfer):
    no, payout, _ = transfer
    assert bank(payout).status == 204
    assert money(window) == (cny("50"), cny("0"))
    seen = window.seen(no).ok()
    assert (seen["status"], seen["actual_arrival_at"]) == ("payment_initiated", "2024-09-04T04:00:40.000000Z")
    assert (seen["flows"][0]["status"], seen["arrived_amount"]["amount"]) == ("arrived", "50.00")
    check_books()


@pytest.mark.parametrize("lie", [{"secret": "whsec_" + "A" * 32}])
def test_what_the_bank_did_not_sign_is_not_believed(window, bank, transfer, lie):
    window.world.settle()
    before = everything()
    assert bank(transfer[1], **lie).refused_as == "unauthenticated"
    assert everything() == before


def test_a_result_told_again_changes_nothing(window, bank, transfer):
    _, payout, _ = transfer
    bank(payout, event_id="evt_a")
    bank(payout, event_id="evt_a")
    bank(payout, event_id="evt_b")
    assert money(window) == (cny("50"), cny("0"))
    check_books()


@pytest.mark.rule("10.6.3.5.2/r1")
def test_what_failed_by_the_original_route_is_back_and_goes_to_a_card_alone(window, bank, transfer):
    no, payout, flow = transfer
    bank(payout, "failed", reason="账户已销户")
    assert money(window) == (cny("100"), cny("0"))
    seen = window.seen(no).ok()
    assert (seen["status"], seen["flows"][0]["reason"], seen["actual_arrival_at"]) == ("payment_failed", "账户已销户", None)
    assert (flow_now("dedicated_account", flow).withdrawn, flow_now("dedicated_account", flow).card_only) == (cny("0"), cny("50"))
    amounts = window.withdrawable()
    assert (amounts["original_route"], amounts["bank_card"]) == ("50", "50")
    assert window.to_card("50").status == 201
    check_books()


@pytest.mark.parametrize("outcome", ["failed", "returned"])
def test_a_card_payment_that_did_not_arrive_is_back(window, bank, card, outcome):
    no, payout, flow = card
    bank(payout, outcome)
    assert money(window) == (cny("100"), cny("0"))
    assert flow_now("mode_change", flow).withdrawn == cny("0")
    assert withdrawal_now(no).status.value == "payment_failed"
    assert window.withdrawable()["bank_card"] == "100"
    check_books()


def test_a_result_counts_however_long_its_reason_is(window, bank, card):
    no, payout, _ = card
    assert bank(payout, "failed", reason="x" * 2000).status == 204
    assert withdrawal_now(no).status.value == "payment_failed"
    assert len(payouts_now(no)[0].reason) == 512


def test_money_that_comes_back_after_it_had_arrived_is_credited_once(window, bank, card):
    no, payout, _ = card
    bank(payout)
    bank(payout, "returned")
    bank(payout, "returned")
    assert money(window) == (cny("100"), cny("0"))
    assert withdrawal_now(no).status.value == "payment_failed"
    assert [line["movement"] for line in window.statement()] == ["withdrawal_return", "withdrawal_hold", "mode_change"]
    check_books()


def test_a_late_arrival_of_what_came_back_changes_nothing(window, bank, card):
    _, payout, _ = card
    bank(payout, "returned")
    bank(payout)
    assert money(window) == (cny("100"), cny("0"))
    assert [payout.status.value for payout in payouts_now(card[0])] == ["returned"]
    check_books()


@pytest.mark.parametrize(("first", "second"), [("failed", "arrived"), ("arrived", "failed")])
def test_a_result_that_contradicts_the_books_moves_nothing_and_is_told_to_vendor_finance(window, bank, card, first, second):
    _, payout, _ = card
    bank(payout, first)
    before = money(window)
    bank(payout, second)
    assert money(window) == before
    assert [event["DetailType"] for event in window.world.bus].count("funds.payout_contradicted") == 1
    check_books()


def test_another_amount_than_was_ordered_moves_nothing(window, bank, card):
    _, payout, _ = card
    bank(payout, amount="49.99")
    assert money(window) == (cny("50"), cny("50"))
    assert "funds.payout_contradicted" in [event["DetailType"] for event in window.world.bus]


def test_a_result_before_the_approval_moves_nothing(window, bank):
    a_flow("100", "mode_change")
    no = window.to_card("50").ok()["withdrawal_no"]
    bank(f"{no}01")
    assert money(window) == (cny("50"), cny("50"))
    assert withdrawal_now(no).status.value == "reviewing"


def test_a_result_of_a_payout_that_nobody_ordered_is_kept_and_told_to_vendor_finance(window, bank):
    assert bank("WD9").status == 204
    assert [json.loads(event["Detail"])["data"]["why"] for event in window.world.bus] == ["unknown_payout"]
    kept = [record for record in Record.scan() if isinstance(record, WebhookEvent)]
    assert [record.outcome for record in kept] == ["unknown_payout"]


def test_several_payments_of_one_application_stand_each_for_itself(window, bank):
    flows = [a_flow("30", at=f"2024-08-0{day}T10:00:00+08:00", account="6222000011112222") for day in (1, 2, 3)]
    window.branch("dedicated_account", flows[0]).ok()
    no = window.approved(window.by_original_route("80"))
    bank(f"{no}01", amount="30.00")
    assert withdrawal_now(no).status.value == "payment_initiated"
    bank(f"{no}02", "failed", amount="30.00")
    bank(f"{no}03", amount="20.00")
    found = withdrawal_now(no)
    assert (found.status.value, found.arrived_amount, found.given_back, found.balance) == (
        "payment_initiated",
        cny("50"),
        cny("30"),
        cny("0"),
    )
    assert money(window) == (cny("40"), cny("0"))
    assert [flow_now("dedicated_account", flow).card_only for flow in flows] == [cny("0"), cny("30"), cny("0")]
    names = [event["DetailType"] for event in window.world.bus]
    assert (names.count("funds.withdrawal_arrived"), names.count("funds.withdrawal_payment_failed")) == (1, 1)
    check_books()


def test_failed_rebates_are_rebates_again(window, bank):
    a_flow("100", "incentive_rebate")
    no = window.approved(window.of_rebates("50"))
    bank(f"{no}01", "failed")
    account = top_up_account()
    assert (account.balance, account.rebates, account.frozen) == (cny("100"), cny("100"), cny("0"))
    assert window.withdrawable()["incentive_rebate"] == "100"


def test_rebates_that_come_back_after_they_had_arrived_are_rebates_again(window, bank):
    a_flow("100", "incentive_rebate")
    no = window.approved(window.of_rebates("50"))
    bank(f"{no}01")
    bank(f"{no}01", "returned")
    assert (window.withdrawable()["incentive_rebate"], window.withdrawable()["withdrawable_cash"]) == ("100", "0")


def test_the_last_of_several_arrivals_is_the_applications(window, bank):
    flows = [a_flow("30", at=f"2024-08-0{day}T10:00:00+08:00", account="6222000011112222") for day in (1, 2)]
    window.branch("dedicated_account", flows[0]).ok()
    no = window.approved(window.by_original_route("60"))
    bank(f"{no}02", amount="30.00", occurred_at="2024-09-04T12:00:00+08:00")
    bank(f"{no}01", amount="30.00", occurred_at="2024-09-03T12:00:00+08:00")
    assert window.seen(no).ok()["actual_arrival_at"] == "2024-09-04T04:00:00.000000Z"
    bank(f"{no}02", "returned", amount="30.00")
    names = [event["DetailType"] for event in window.world.bus]
    assert (names.count("funds.withdrawal_arrived"), names.count("funds.withdrawal_payment_failed")) == (1, 1)


@pytest.mark.parametrize("fault", ["conflict", "throttle", "lost", "killed"])
def test_whatever_happens_while_a_result_is_carried_out_it_counts_once(window, card, fault):
    _, payout, _ = card
    try:
        with faults.disturbed(fault):
            told(payout, "failed", token="T")
    except BaseException:
        told(payout, "failed", token="T")
    told(payout, "failed", token="T")
    assert money(window) == (cny("100"), cny("0"))
    check_books()


def test_two_results_of_one_payout_at_the_same_time_have_one_effect(window, card):
    _, payout, _ = card
    with faults.watching(before=faults.before_first_commit(lambda: told(payout, "returned"))):
        told(payout, "failed")
    assert money(window) == (cny("100"), cny("0"))
    check_books()


# --- asking again ----------------------------------------------------------------------------------------------------------------


def orders(window):
    window.world.settle()
    return [json.loads(event["Detail"])["data"] for event in window.world.bus if event["DetailType"] == "funds.bank_transfer_ordered"]


def test_a_payout_without_an_answer_is_asked_about_from_the_day_after_its_time_on_each_day(window, stopped_clock, card):
    _, payout, _ = card
    assert window.world.run_job("funds.ask_about_payouts", "2024-09-11T23:40:00+08:00")["done"] == 0
    assert window.world.run_job("funds.ask_about_payouts", "2024-09-12T00:40:00+08:00")["done"] == 1
    assert window.world.run_job("funds.ask_about_payouts", "2024-09-12T01:40:00+08:00")["done"] == 0
    assert window.world.run_job("funds.ask_about_payouts", "2024-09-13T00:40:00+08:00")["done"] == 1
    assert [(order["payout_no"], order["asked_again"]) for order in orders(window)] == [(payout, 0), (payout, 1), (payout, 2)]


def test_an_answered_payout_is_asked_about_no_more(window, card, bank):
    bank(card[1])
    assert window.world.run_job("funds.ask_about_payouts", "2024-10-12T00:40:00+08:00")["done"] == 0
