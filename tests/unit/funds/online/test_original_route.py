"""A withdrawal by the original route goes back through the provider that the money came by (10.6.3.5.1/r2)."""

import pytest

from partner_center.funds.online.payment import OnlinePayment, payment_key
from partner_center.funds.withdrawal.ordering import _refund
from tests.kit.funds import as_system, check_books
from tests.kit.withdrawals import WithdrawalWindow, now_at, payouts_now, set_partner, withdrawal_now

CHANNELS = ["alipay", "wechat_pay", "union_pay", "corporate_banking"]


@pytest.fixture(params=CHANNELS)
def channel(request):
    return request.param


@pytest.fixture
def window(counter) -> WithdrawalWindow:
    set_partner("P1", contracting_entity="hst")  # whose partners withdraw by the original route whatever the channel
    counter.desk = WithdrawalWindow(counter.desk.world)  # one desk: no two calls with the same Idempotency-Key
    return counter.desk


def withdrawn(counter, window, channel, value="40"):
    """An approved withdrawal of a part of an online top-up: numbers of the payment, the application, the payout."""
    number = counter.credited(channel)
    no = window.approved(window.by_original_route(value))
    counter.desk.world.settle(twice=True)
    return number, no, f"{no}01"


def come_to_end(counter, channel, payout_no, **how):
    till = counter.till(channel)
    if channel != "alipay":
        till.send_back(payout_no, **how)
        assert counter.tell(till.refund_notice(payout_no)).status < 300
    counter.desk.world.settle(twice=True)


@pytest.mark.rule("10.6.3.5.1/r2")
def test_what_is_withdrawn_goes_back_to_its_payer(counter, window, channel):
    number, no, payout_no = withdrawn(counter, window, channel)
    come_to_end(counter, channel, payout_no)
    refund = counter.till(channel).refunds[payout_no]
    assert (refund.payment_no, refund.fen, refund.asked) == (number, 4000, 1)
    assert [payout.status.value for payout in payouts_now(no)] == ["arrived"]
    assert str(withdrawal_now(no).arrived_amount) == "40.00 CNY"
    assert counter.topped_up() == "60.00 CNY"
    check_books()


def test_what_the_provider_refuses_is_on_the_account_again(counter, window, channel):
    counter.till(channel).refuses_refunds = True
    number, no, _ = withdrawn(counter, window, channel)
    assert [payout.status.value for payout in payouts_now(no)] == ["failed"]
    assert counter.topped_up() == "100.00 CNY"
    payment: OnlinePayment = now_at(payment_key(number))
    assert not payment.refunded
    check_books()


def test_ordered_again_it_is_refunded_once_and_told_again(counter, window, channel):
    _, no, payout_no = withdrawn(counter, window, channel)
    come_to_end(counter, channel, payout_no)
    (payout,) = payouts_now(no)
    as_system("P1", lambda work: work.emit(_refund(payout)))
    counter.desk.world.settle(twice=True)
    assert counter.till(channel).refunds[payout_no].asked == 1
    assert [payout.status.value for payout in payouts_now(no)] == ["arrived"]
    check_books()


def test_while_the_provider_is_slow_the_money_stays_held(counter, window, channel):
    counter.till(channel).slow_refunds = True
    _, no, payout_no = withdrawn(counter, window, channel)
    assert [payout.status.value for payout in payouts_now(no)] == ["ordered"]
    counter.till(channel).send_back(payout_no)
    counter.desk.world.run_job("funds.settle_online_payments", "2024-09-02T10:40:00+08:00")
    counter.desk.world.settle()
    assert [payout.status.value for payout in payouts_now(no)] == ["arrived"]
    check_books()
