"""Providers misbehave: late, twice, out of order, another amount, for somebody else. Money counts once, and only as it was asked for."""

import contextlib
import json

import boto3
import pytest
from aws_lambda_powertools.utilities import parameters

from partner_center.funds import OnlinePayment, OnlineRefund, Provider, payment_key, port_of, refund_online_payment
from partner_center.funds.online.payment import refund_key
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.funds import as_system, check_books, everything
from tests.kit.online import PREFIX, all_items
from tests.kit.providers import keys

CHANNELS = ["alipay", "wechat_pay", "union_pay"]
CLOSED = {
    "alipay": {"trade_status": "TRADE_CLOSED", "gmt_payment": None},
    "wechat_pay": {"trade_state": "CLOSED"},
    "union_pay": {"respCode": "01"},
}
AMOUNT = {"alipay": {"total_amount": "100.01"}, "wechat_pay": {"amount": {"total": 10001, "currency": "CNY"}}, "union_pay": {"txnAmt": "1"}}
CURRENCY = {
    "alipay": {"trans_currency": "USD"},
    "wechat_pay": {"amount": {"total": 10000, "currency": "USD"}},
    "union_pay": {"currencyCode": "840"},
}
MERCHANT = {
    "alipay": ({"app_id": "2021999999999999"}, "wrong_app"),
    "wechat_pay": ({"mchid": "1900000999"}, "wrong_merchant"),
    "union_pay": ({"merId": "777290058110999"}, "wrong_merchant"),
}
FLOW = {"alipay": "trade_no", "wechat_pay": "transaction_id", "union_pay": "queryId"}
OWN = {"alipay": "out_trade_no", "wechat_pay": "out_trade_no", "union_pay": "orderId"}


@pytest.fixture(params=CHANNELS)
def channel(request):
    return request.param


def opened(counter):
    return [item["difference"] for item in counter.items()]


def test_the_same_notice_again_changes_nothing(counter, channel):
    number = counter.paid(channel)
    sent = counter.till(channel).notice(number)
    first = counter.tell(sent)
    counter.desk.world.settle(twice=True)
    before = everything()
    assert (counter.tell(sent).status, counter.tell(sent).body) == (first.status, first.body)
    counter.desk.world.settle(twice=True)
    assert everything() == before
    assert counter.topped_up() == "100.00 CNY"


def test_success_told_twice_under_another_id_is_credited_once(counter, channel):
    number = counter.credited(channel)
    sent = counter.till(channel).notice(number, **({"respCode": "A6"} if channel == "union_pay" else {}))
    assert counter.tell(sent).status < 300
    counter.desk.world.settle(twice=True)
    assert (counter.topped_up(), opened(counter)) == ("100.00 CNY", [])
    check_books()


def test_closed_after_success_changes_nothing(counter, channel):
    number = counter.credited(channel)
    assert counter.tell(counter.till(channel).notice(number, **CLOSED[channel])).status < 300
    counter.desk.world.settle()
    assert (counter.status(number), counter.topped_up(), opened(counter)) == ("succeeded", "100.00 CNY", [])


def test_success_after_it_was_closed_is_credited_once(counter, channel):
    number = counter.opened(channel)
    till = counter.till(channel)
    till.paid(number)
    assert counter.tell(till.notice(number, **CLOSED[channel])).status < 300
    assert counter.status(number) in {"closed", "failed"}
    counter.tell(till.notice(number))
    counter.desk.world.settle(twice=True)
    assert (counter.status(number), counter.topped_up()) == ("succeeded", "100.00 CNY")
    check_books()


def test_success_long_after_we_stopped_waiting_is_credited(counter, channel, stopped_clock):
    number = counter.opened(channel)
    counter.desk.world.run_job("funds.settle_online_payments", "2024-09-02T12:30:00+08:00")
    assert counter.status(number) == "closed"
    stopped_clock.pass_(days=3)
    counter.till(channel).paid(number)
    counter.tell(counter.till(channel).notice(number))
    counter.desk.world.settle()
    assert (counter.status(number), counter.topped_up()) == ("succeeded", "100.00 CNY")


@pytest.mark.parametrize(("lies", "outcome"), [(AMOUNT, "wrong_amount"), (CURRENCY, "wrong_currency")])
def test_another_amount_or_currency_is_never_credited(counter, channel, lies, outcome):
    number = counter.paid(channel)
    told = counter.tell(counter.till(channel).notice(number, **lies[channel]))
    counter.desk.world.settle()
    assert told.status < 300  # it is kept; telling again would help nobody
    assert (counter.topped_up(), counter.status(number)) == ("0.00 CNY", "pending")
    assert counter.outcomes() == [outcome]
    (item,) = counter.items()
    assert (item["difference"], item["payment_no"], item["ours"]["amount"]) == (outcome, number, "100.00")


def test_what_is_paid_to_somebody_else_is_never_credited(counter, channel):
    number = counter.paid(channel)
    changed, outcome = MERCHANT[channel]
    assert counter.tell(counter.till(channel).notice(number, **changed)).status < 300
    counter.desk.world.settle()
    assert (counter.topped_up(), counter.outcomes(), opened(counter)) == ("0.00 CNY", [outcome], [outcome])


def test_another_seller_of_the_same_app_is_somebody_else(counter):
    number = counter.paid("alipay")
    counter.tell(counter.street.alipay.notice(number, seller_id="2088000000000777"))
    assert (counter.outcomes(), opened(counter)) == (["wrong_seller"], ["wrong_seller"])


def test_another_app_of_the_same_merchant_is_somebody_else(counter):
    number = counter.paid("wechat_pay")
    counter.tell(counter.street.wechat_pay.notice(number, appid="wxffffffffffffffff"))
    assert (counter.outcomes(), opened(counter)) == (["wrong_app"], ["wrong_app"])


def test_a_payment_that_we_do_not_know_is_kept_for_vendor_finance(counter, channel):
    number = counter.paid(channel)
    counter.tell(counter.till(channel).notice(number, **{OWN[channel]: "OPNOBODYKNOWS00001"}))
    counter.desk.world.settle()
    assert (counter.topped_up(), counter.outcomes(), opened(counter)) == ("0.00 CNY", ["unknown_payment"], ["unknown_payment"])


def test_a_payment_begun_with_another_provider_is_not_taken(counter):
    begun, paid = counter.opened("wechat_pay"), counter.paid("alipay")
    counter.tell(counter.street.alipay.notice(paid, out_trade_no=begun))
    counter.desk.world.settle()
    assert (counter.status(begun), counter.topped_up(), opened(counter)) == ("pending", "0.00 CNY", ["wrong_provider"])


def test_money_that_came_twice_for_one_payment_is_not_credited_twice(counter, channel):
    number = counter.credited(channel)
    counter.tell(counter.till(channel).notice(number, **{FLOW[channel]: "20240902100000999999"}))
    counter.desk.world.settle()
    assert (counter.topped_up(), opened(counter)) == ("100.00 CNY", ["paid_twice"])


def test_the_same_difference_told_again_is_one_item(counter, channel):
    number = counter.paid(channel)
    for _ in range(2):
        counter.tell(counter.till(channel).notice(number, **AMOUNT[channel]))
    assert len(all_items()) == 1


@pytest.mark.parametrize("settled", ["0000", "0230", "1301", "", "2024"])
def test_a_day_of_settlement_that_is_none_keeps_no_money_away(counter, settled):
    number = counter.paid("union_pay")
    assert counter.tell(counter.street.union_pay.notice(number, settleDate=settled or None)).status == 200
    assert counter.status(number) == "succeeded"
    assert OnlinePayment.get(*address(payment_key(number))).statement_on == "2024-09-02"


def test_vendor_finance_is_told_of_a_notice_that_does_not_fit_once(counter):
    number = counter.paid("alipay")
    for _ in range(2):
        counter.tell(counter.street.alipay.notice(number, **AMOUNT["alipay"]))
        counter.desk.world.settle()
    assert counter.told_finance() == [{"partner_id": "", "provider": "alipay", "day": "2024-09-02", "items": 1}]


def test_while_it_is_not_paid_nothing_happens(counter):
    number = counter.paid("alipay")
    counter.tell(counter.street.alipay.notice(number, trade_status="WAIT_BUYER_PAY"))
    assert (counter.status(number), opened(counter)) == ("pending", [])


def test_what_alipay_tells_of_other_things_is_kept_and_left(counter):
    number = counter.paid("alipay")
    assert counter.tell(counter.street.alipay.notice(number, notify_type="open_app_auth_notify")).body == "success"
    assert (counter.status(number), counter.outcomes(), opened(counter)) == ("pending", ["not_ours_to_hear"], [])


def test_events_in_any_order_credit_each_payment_once(counter):
    import random

    numbers = [(channel, counter.paid(channel, "10.00")) for channel in CHANNELS for _ in range(3)]
    notices = [counter.till(channel).notice(number) for channel, number in numbers] * 2
    random.Random(7).shuffle(notices)
    for sent in notices:
        assert counter.tell(sent).status < 300
    counter.desk.world.settle(twice=True, shuffled=random.Random(8))
    assert counter.topped_up() == "90.00 CNY"
    check_books()


def test_during_a_change_of_keys_both_count(counter, street):
    number = counter.paid("alipay")
    agreement = street.alipay.agreement()
    agreement["alipay_public_keys"] = [keys.public_pem("alipay"), keys.public_pem("alipay's next")]
    boto3.client("secretsmanager").put_secret_value(SecretId=f"{PREFIX}alipay", SecretString=json.dumps(agreement))
    parameters.clear_caches()
    till = counter.street.alipay
    assert counter.tell(till.signed(till.fields(number), "alipay's next")).body == "success"
    assert counter.tell(till.notice(number)).body == "success"


def test_wechat_pays_certificate_and_public_key_count_beside_each_other_while_it_changes_from_one_to_the_other(counter, street):
    serial = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
    agreement = street.wechat_pay.agreement()
    agreement["public_keys"][serial] = keys.public_pem("wechat pay's certificate")
    boto3.client("secretsmanager").put_secret_value(SecretId=f"{PREFIX}wechat_pay", SecretString=json.dumps(agreement))
    parameters.clear_caches()
    till = counter.street.wechat_pay
    for whose, name in (("wechat pay's certificate", serial), ("wechat pay", None)):
        number = counter.paid("wechat_pay")
        message = till.message("TRANSACTION.SUCCESS", "transaction", till.trade_of(number))
        sent = till.signed(message, whose=whose)
        assert counter.tell(sent.with_header("Wechatpay-Serial", name) if name else sent).status == 204
        assert counter.status(number) == "succeeded"


def test_an_answer_about_another_payment_is_none(counter, channel):
    paid, other = (counter.paid(channel) for _ in range(2))
    kept = kept_answer(counter.till(channel), lambda: port_of(Provider(channel)).query(OnlinePayment.get(*address(payment_key(paid)))))
    counter.till(channel).serve = lambda *_: kept
    with pytest.raises(Unavailable):
        port_of(Provider(channel)).query(OnlinePayment.get(*address(payment_key(other))))


def test_an_answer_about_another_refund_is_none(counter, channel):
    number, till = counter.credited(channel), counter.till(channel)
    refunds = []
    for refund_no in ("RF20240902000001", "RF20240902000002"):
        as_system("P1", lambda work, no=refund_no: refund_online_payment(work, payment_no=number, refund_no=no, amount=Money.of("30.00")))
        counter.desk.world.settle()
        till.send_back(refund_no)
        refunds.append(OnlineRefund.get(*address(refund_key(refund_no))))
    port, payment = port_of(Provider(channel)), OnlinePayment.get(*address(payment_key(number)))
    kept = kept_answer(till, lambda: port.query_refund(refunds[0], payment))
    till.serve = lambda *_: kept
    with pytest.raises(Unavailable):
        port.query_refund(refunds[1], payment)


def kept_answer(till, ask):
    """What the provider answered, kept by somebody between."""
    serve, kept = till.serve, []
    till.serve = lambda *call: kept.append(serve(*call)) or kept[-1]
    ask()
    return kept[-1]


def address(key):
    return key.partition, key.sort


def test_without_an_agreement_a_notice_comes_again_later(world, street):
    from tests.kit.funds import Desk
    from tests.kit.online import Counter, agreed
    from tests.kit.providers import Sent

    with agreed({"alipay": {}, "wechat_pay": {}, "union_pay": {}}):
        counter = Counter(Desk(world), street)
        answers = [counter.tell(Sent(f"/webhooks/{name}", {}, "a=1")) for name in ("alipay", "wechat-pay", "union-pay")]
    assert [answer.status for answer in answers] == [503, 503, 503]
    assert answers[0].body == "fail"
    assert '"FAIL"' in answers[1].body


@pytest.mark.parametrize("fault", ["conflict", "throttle", "lost", "killed"])
def test_whatever_happens_to_the_function_the_money_counts_once(counter, channel, fault):
    number = counter.paid(channel)
    sent = counter.till(channel).notice(number)
    with contextlib.suppress(faults.Killed), faults.disturbed(fault):
        counter.tell(sent)
    assert counter.tell(sent).status < 300  # nobody answered, or not well: it comes again
    counter.desk.world.settle(twice=True)
    assert (counter.status(number), counter.topped_up()) == ("succeeded", "100.00 CNY")
    check_books()


def test_two_notices_at_once_tell_of_one_success(counter, channel):
    number = counter.paid(channel)
    till = counter.till(channel)
    first, second = till.notice(number), till.notice(number, **({"respCode": "A6"} if channel == "union_pay" else {}))
    with faults.watching(before=faults.before_first_commit(lambda: counter.tell(second))):
        assert counter.tell(first).status < 300
    counter.desk.world.settle()
    assert len([event for event in counter.desk.world.bus if event["DetailType"] == "funds.online_payment_succeeded"]) == 1
    assert counter.topped_up() == "100.00 CNY"
