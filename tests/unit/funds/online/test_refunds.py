"""Refunds by the way the money came (10.6.3.5.2): asked for once, sent once, settled by the provider's word."""

import pytest

from partner_center.funds import RefundSettled, refund_online_payment
from partner_center.funds.online.payment import OnlinePayment, OnlineRefund
from partner_center.kernel.errors import Broken, Refused
from partner_center.kernel.money import Money
from partner_center.platform.table import Record
from tests.kit.funds import as_system
from tests.kit.providers.till import beijing

CHANNELS = ["alipay", "wechat_pay", "union_pay", "corporate_banking"]
NO = "RF20240902000001"
JOB = "funds.settle_online_payments"


@pytest.fixture(params=CHANNELS)
def channel(request):
    return request.param


def ask(counter, number, amount="30.00", refund_no=NO):
    as_system("P1", lambda work: refund_online_payment(work, payment_no=number, refund_no=refund_no, amount=Money.of(amount)))
    counter.desk.world.settle(twice=True)


def the(kind):
    (found,) = [record for record in Record.scan() if isinstance(record, kind)]
    return found


def settled(counter):
    return [event["Detail"] for event in counter.desk.world.bus if event["DetailType"] == RefundSettled.NAME]


def come_to_end(counter, channel, **how):
    """The provider sends the money back, or cannot, and tells of it where it tells of refunds."""
    till = counter.till(channel)
    if channel == "alipay":
        return
    till.send_back(NO, **how)
    assert counter.tell(till.refund_notice(NO)).status < 300
    counter.desk.world.settle()


def test_the_money_goes_back_and_it_is_told_once(counter, channel):
    number = counter.credited(channel)
    ask(counter, number)
    come_to_end(counter, channel)
    refund = the(OnlineRefund)
    assert (refund.status.value, refund.amount, the(OnlinePayment).refunded) == ("succeeded", Money.of("30.00"), Money.of("30.00"))
    assert counter.till(channel).refunds[NO].fen == 3000
    (event,) = settled(counter)
    assert '"succeeded": true' in event or '"succeeded":true' in event
    assert counter.items() == []


def test_asking_twice_sends_once(counter, channel):
    number = counter.credited(channel)
    ask(counter, number)
    ask(counter, number)
    assert list(counter.till(channel).refunds) == [NO]
    assert the(OnlinePayment).refunded == Money.of("30.00")


def test_a_refund_that_the_provider_refuses_is_told_with_its_reason(counter, channel):
    number = counter.credited(channel)
    counter.till(channel).refuses_refunds = True
    ask(counter, number)
    refund = the(OnlineRefund)
    assert (refund.status.value, the(OnlinePayment).refunded) == ("failed", Money.zero())
    assert refund.reason
    assert len(settled(counter)) == 1


def test_a_refund_that_was_made_is_not_called_failed_because_it_is_refused_the_second_time(counter, channel):
    number = counter.credited(channel)
    till = counter.till(channel)
    as_system("P1", lambda work: refund_online_payment(work, payment_no=number, refund_no=NO, amount=Money.of("30.00")))
    till.take_refund(NO, number, 3000, done=True, began_at=beijing(the(OnlineRefund).asked_at, "%Y%m%d%H%M%S"))  # its answer got lost
    till.send_back(NO)
    till.refuses_refunds = True
    counter.desk.world.settle()
    assert (the(OnlineRefund).status.value, the(OnlinePayment).refunded) == ("succeeded", Money.of("30.00"))


def test_a_provider_that_cannot_take_a_refund_now_is_asked_again(counter, channel):
    number = counter.credited(channel)
    till = counter.till(channel)
    till.busy = True
    with pytest.raises(AssertionError, match="failed on funds"):  # the event comes again
        ask(counter, number)
    assert the(OnlineRefund).status.value == "pending"
    till.busy = False
    counter.desk.world.run_job(JOB, "2024-09-02T10:40:00+08:00")
    assert till.refunds[NO].fen == 3000


def test_while_a_refund_is_told_with_another_amount_it_is_asked_about_each_half_hour(counter, channel):
    number = counter.credited(channel)
    till = counter.till(channel)
    till.slow_refunds = True
    ask(counter, number)
    till.send_back(NO)
    till.refunds[NO].fen = 2999
    counter.desk.world.run_job(JOB, "2024-09-02T10:40:00+08:00")
    asked = len(till.calls)
    counter.desk.world.run_job(JOB, "2024-09-02T10:50:00+08:00")
    assert len(till.calls) == asked
    assert (the(OnlineRefund).status.value, [item["difference"] for item in counter.items()]) == ("pending", ["refund_differs"])


@pytest.mark.parametrize("channel", ["wechat_pay", "union_pay"])
def test_a_refund_that_fails_on_its_way_gives_the_amount_free(counter, channel):
    number = counter.credited(channel)
    ask(counter, number)
    come_to_end(counter, channel, failed=True)
    assert (the(OnlineRefund).status.value, the(OnlinePayment).refunded) == ("failed", Money.zero())


def test_a_refund_of_which_nothing_is_heard_is_asked_about(counter, channel):
    till = counter.till(channel)
    till.slow_refunds = True
    number = counter.credited(channel)
    ask(counter, number)
    counter.desk.world.run_job(JOB, "2024-09-02T10:40:00+08:00")
    assert the(OnlineRefund).status.value == "pending"
    till.send_back(NO)
    counter.desk.world.run_job(JOB, "2024-09-02T11:20:00+08:00")
    counter.desk.world.settle()
    assert the(OnlineRefund).status.value == "succeeded"
    assert len(settled(counter)) == 1


def test_a_refund_that_never_reached_the_provider_is_sent_by_the_next_run(counter, channel):
    number = counter.credited(channel)
    till = counter.till(channel)
    as_system("P1", lambda work: refund_online_payment(work, payment_no=number, refund_no=NO, amount=Money.of("30.00")))
    assert till.refunds == {}  # the event that sends it is lost
    counter.desk.world.run_job(JOB, "2024-09-02T10:40:00+08:00")
    assert till.refunds[NO].fen == 3000
    if channel != "alipay":
        till.send_back(NO)
        counter.desk.world.run_job(JOB, "2024-09-02T11:20:00+08:00")
    assert the(OnlineRefund).status.value == "succeeded"
    assert till.refunds[NO].asked == 1


def test_alipays_word_on_a_refund_makes_us_ask(counter):
    till = counter.street.alipay
    till.slow_refunds = True
    number = counter.credited("alipay")
    ask(counter, number)
    till.send_back(NO)
    more = {"gmt_refund": "2024-09-02 10:01:00", "refund_fee": "30.00", "out_biz_no": NO}
    assert counter.tell(till.notice(number, **more)).body == "success"
    counter.desk.world.run_job(JOB, "2024-09-02T10:10:00+08:00")
    assert (the(OnlineRefund).status.value, counter.topped_up()) == ("succeeded", "100.00 CNY")


@pytest.mark.parametrize("channel", ["wechat_pay", "union_pay"])
def test_a_refund_told_twice_changes_nothing_more(counter, channel):
    number = counter.credited(channel)
    ask(counter, number)
    come_to_end(counter, channel)
    come_to_end(counter, channel)
    assert len(settled(counter)) == 1
    assert counter.items() == []


@pytest.mark.parametrize(
    ("channel", "lie"), [("wechat_pay", {"amount": {"total": 10000, "refund": 9999, "currency": "CNY"}}), ("union_pay", {"txnAmt": "9999"})]
)
def test_a_refund_of_another_amount_becomes_a_work_item(counter, channel, lie):
    number = counter.credited(channel)
    ask(counter, number)
    counter.till(channel).send_back(NO)
    counter.tell(counter.till(channel).refund_notice(NO, **lie))
    assert the(OnlineRefund).status.value == "pending"
    assert [item["difference"] for item in counter.items()] == ["refund_differs"]


def test_a_refund_that_we_never_asked_for_becomes_a_work_item(counter):
    number = counter.credited("wechat_pay")
    counter.street.wechat_pay.take_refund("RFUNKNOWN01", number, 500, done=True)
    counter.tell(counter.street.wechat_pay.refund_notice("RFUNKNOWN01"))
    assert [item["difference"] for item in counter.items()] == ["unknown_refund"]


def test_no_more_goes_back_than_was_paid(counter):
    number = counter.credited("wechat_pay")
    ask(counter, number, "70.00")
    with pytest.raises(Refused, match="refund_exceeds_online_payment"):
        ask(counter, number, "30.01", refund_no="RF20240902000002")


def test_what_was_not_paid_does_not_go_back(counter):
    with pytest.raises(Refused, match="payment_not_succeeded"):
        ask(counter, counter.opened("wechat_pay"))


def test_a_number_that_a_provider_does_not_take_is_a_defect(counter):
    with pytest.raises(Broken):
        ask(counter, counter.credited(), refund_no="RF-1_2")
