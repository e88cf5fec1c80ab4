"""Paying back by the payment providers: asked once, whatever dies or is down, and settled by their word (10.6.3.5.1/r1-r3)."""

from __future__ import annotations

import pytest

from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.funds import a_customer, a_partner, check_books
from tests.kit.online import Counter, agreed
from tests.kit.providers import Street
from tests.kit.withdrawals import WithdrawalWindow, a_flow, flow_now, payouts_now, set_partner, top_up_account, withdrawal_now

CHANNELS = ["alipay", "wechat_pay", "union_pay", "corporate_banking"]


@pytest.fixture(scope="module")
def street_of_all():
    with Street() as street:
        yield street


@pytest.fixture
def street(street_of_all):
    street_of_all.clean()
    street_of_all.errors.clear()
    return street_of_all


@pytest.fixture
def counter(world, street):
    a_partner("P1", contracting_entity="hst")
    a_customer("C1")
    with agreed(street.agreements):
        yield Counter(WithdrawalWindow(world), street)


@pytest.fixture
def window(counter) -> WithdrawalWindow:
    return counter.desk


@pytest.fixture(params=CHANNELS)
def channel(request):
    return request.param


def cny(value: str) -> Money:
    return Money.of(value)


def approved(counter, channel, value="30.00"):
    """An approved withdrawal of some of 100 that came by a channel; its number and its payment's."""
    counter.credited(channel)
    no = counter.desk.approved(counter.desk.by_original_route(value))
    counter.desk.world.settle()
    return no, f"{no}01"


def come_to_end(counter, channel, refund_no, **how):
    """The provider sends the money back, or cannot, and tells of it where it tells of refunds."""
    if channel != "alipay":
        till = counter.till(channel)
        till.send_back(refund_no, **how)
        assert counter.tell(till.refund_notice(refund_no)).status < 300
    counter.desk.world.settle(twice=True)


@pytest.mark.rule("10.6.3.5.1/r2", "10.6.3.5.1/r3")
def test_a_withdrawal_goes_back_through_its_provider_and_arrives(counter, window, channel):
    no, refund = approved(counter, channel)
    come_to_end(counter, channel, refund)
    assert counter.till(channel).refunds[refund].fen == 3000
    found = withdrawal_now(no)
    assert (found.arrived_amount, found.balance) == (cny("30"), cny("0"))
    assert found.actual_arrival_at is not None
    assert (top_up_account().balance, top_up_account().frozen) == (cny("70"), cny("0"))
    check_books()


@pytest.mark.rule("10.6.3.5.2/r1")
def test_what_the_provider_refuses_is_back_and_goes_to_a_card(counter, window, channel):
    counter.till(channel).refuses_refunds = True
    no, _ = approved(counter, channel)
    assert withdrawal_now(no).status.value == "payment_failed"
    assert top_up_account().balance == cny("100")
    (part,) = payouts_now(no)[0].each_part()
    assert flow_now(channel, part.external_flow_no).card_only == cny("30")
    assert (window.withdrawable()["original_route"], window.withdrawable()["bank_card"]) == ("70", "30")
    check_books()


def test_why_a_payment_cannot_be_refunded_is_told_in_words(window):
    a_flow("100", "alipay")  # of a payment that nobody knows
    no = window.approved(window.by_original_route("30"))
    window.world.settle()
    assert window.seen(no).ok()["flows"][0]["reason"] == "未找到原支付记录，无法原路退回"
    assert (top_up_account().balance, top_up_account().frozen) == (cny("100"), cny("0"))


def test_a_refund_that_is_ordered_again_before_anybody_heard_is_sent_once(counter, window):
    counter.credited("alipay")
    no = window.approved(window.by_original_route("30"))
    window.world.run_job("funds.ask_about_payouts", "2024-09-05T00:40:00+08:00")  # ordered twice before anybody heard
    window.world.settle(twice=True)
    assert counter.till("alipay").refunds[f"{no}01"].asked == 1
    assert withdrawal_now(no).arrived_amount == cny("30")


def test_a_provider_that_is_down_is_asked_again_and_pays_once(counter, window):
    counter.credited("alipay")
    no = window.approved(window.by_original_route("30"))
    counter.till("alipay").down = True
    with pytest.raises(AssertionError, match="send_online_refund failed"):  # it goes back to the queue
        window.world.settle()
    assert withdrawal_now(no).balance == cny("30")
    counter.till("alipay").down = False
    window.world.delivered.clear()  # everything is delivered again
    window.world.settle()
    assert counter.till("alipay").refunds[f"{no}01"].asked == 1
    assert withdrawal_now(no).arrived_amount == cny("30")
    check_books()


@pytest.mark.parametrize("fault", ["conflict", "throttle", "lost", "killed"])
def test_a_consumer_that_dies_while_it_orders_the_refund_orders_it_once(counter, window, fault):
    counter.credited("alipay")
    no = window.approved(window.by_original_route("30"))
    try:
        with faults.disturbed(fault):
            window.world.settle()
    except BaseException:
        window.world.delivered.clear()
    window.world.delivered.clear()
    window.world.settle()
    assert counter.till("alipay").refunds[f"{no}01"].fen == 3000
    assert (withdrawal_now(no).arrived_amount, top_up_account().balance) == (cny("30"), cny("70"))
    check_books()


def test_two_flows_of_two_providers_are_two_refunds(counter, window):
    counter.credited("alipay", "50.00")
    counter.credited("wechat_pay", "50.00")
    no = window.approved(window.by_original_route("80"))
    window.world.settle()
    numbers = [payout.payout_no for payout in payouts_now(no)]
    refunds = {**counter.street.alipay.refunds, **counter.street.wechat_pay.refunds}
    assert sorted(refunds) == numbers
    assert sum(refunds[number].fen for number in numbers) == 8000


def test_the_same_at_hcc_goes_by_alipay_alone(counter, window):
    set_partner(contracting_entity="hcc")
    counter.credited("alipay", "50.00")
    counter.credited("wechat_pay", "50.00")
    assert window.withdrawable()["original_route"] == "50"
