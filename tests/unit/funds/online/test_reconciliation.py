"""The daily reconciliation: each provider's statement beside our books, one work item a difference."""

import io
import zipfile

import pytest

from partner_center.funds import refund_online_payment
from partner_center.funds.online.reconciliation import StatementCompared
from partner_center.funds.top_up import TopUp
from partner_center.kernel import clock
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import Money
from partner_center.platform.schedule import JobFailed
from partner_center.platform.table import Record
from partner_center.platform.webhook import secret_text
from tests.kit.funds import as_system, everything
from tests.kit.online import all_items
from tests.kit.providers.till import Trade
from tests.kit.world import partner_user, vendor_user

CHANNELS = ["alipay", "wechat_pay", "union_pay"]
JOB, NEXT_MORNING = "funds.reconcile_providers", "2024-09-03T10:30:00+08:00"
NO = "RF20240902000001"


@pytest.fixture(params=CHANNELS)
def channel(request):
    return request.param


def reconcile(counter, at=NEXT_MORNING, **more):
    return counter.desk.world.run_job(JOB, at, **more)


def found(counter):
    return sorted(item["difference"] for item in counter.items())


def test_where_all_agrees_there_is_nothing_to_do(counter, channel):
    number = counter.credited(channel)
    as_system("P1", lambda work: refund_online_payment(work, payment_no=number, refund_no=NO, amount=Money.of("30.00")))
    counter.desk.world.settle()
    if channel != "alipay":
        counter.till(channel).send_back(NO)
        counter.tell(counter.till(channel).refund_notice(NO))
    reconcile(counter)
    assert found(counter) == []
    compared = [r for r in Record.scan() if isinstance(r, StatementCompared) and r.day == "2024-09-02" and r.provider == channel]
    assert [(r.lines, r.differences) for r in compared] == [(2, 0)]


def test_a_payment_of_which_we_never_heard_is_missing_with_us(counter, channel):
    number = counter.paid(channel)
    reconcile(counter)
    (item,) = counter.items()
    assert (item["difference"], item["payment_no"], item["theirs"]["amount"]) == ("missing_with_us", number, "100.00")
    assert item["partner_id"] == "P1"


def test_a_payment_past_us_is_missing_with_us(counter, channel, stopped_clock):
    till = counter.till(channel)
    till.trades["COUNTER1"] = Trade("COUNTER1", 4200, "20240902100000")
    till.paid("COUNTER1")
    reconcile(counter)
    assert found(counter) == ["missing_with_us"]


def test_a_payment_that_the_statement_lacks_is_missing_with_the_provider(counter, channel):
    number, _listed = counter.credited(channel), counter.credited(channel)
    del counter.till(channel).trades[number]
    reconcile(counter)
    (item,) = counter.items()
    assert (item["difference"], item["payment_no"], item["ours"]["amount"]) == ("missing_with_provider", number, "100.00")


def test_another_amount_in_the_statement_is_a_difference(counter, channel):
    number = counter.credited(channel)
    counter.till(channel).trades[number].fen = 9999
    reconcile(counter)
    (item,) = counter.items()
    assert (item["difference"], item["ours"]["amount"], item["theirs"]["amount"]) == ("amount_differs", "100.00", "99.99")


def test_a_refund_that_differs_is_a_difference(counter, channel):
    number = counter.credited(channel)
    as_system("P1", lambda work: refund_online_payment(work, payment_no=number, refund_no=NO, amount=Money.of("30.00")))
    counter.desk.world.settle()
    till = counter.till(channel)
    if channel != "alipay":
        till.send_back(NO)
        counter.tell(till.refund_notice(NO))
    till.refunds[NO].fen = 2999
    reconcile(counter)
    (item,) = counter.items()
    assert (item["difference"], item["ours"]["amount"], item["theirs"]["amount"]) == ("refund_differs", "30.00", "29.99")


def test_a_payment_that_somebody_revoked_with_the_provider_is_a_difference(counter, monkeypatch):
    number = counter.credited("union_pay")
    till = counter.street.union_pay
    till.take_refund("REVOKED0001", number, 10000, done=True)
    line = till._line
    monkeypatch.setattr(till, "_line", lambda kind, *rest: line("31" if kind == "04" else kind, *rest))
    reconcile(counter)
    assert found(counter) == ["refund_differs"]


def test_a_refund_that_nobody_here_asked_for_is_a_difference(counter, channel):
    number = counter.credited(channel)
    counter.till(channel).take_refund("RFSTRANGE01", number, 500, done=True)
    counter.till(channel).send_back("RFSTRANGE01")
    reconcile(counter)
    assert found(counter) == ["refund_differs"]


def test_a_paid_top_up_that_was_not_credited_is_a_difference(counter, channel):
    counter.credited(channel)
    (flow,) = [record for record in Record.scan() if isinstance(record, TopUp)]
    flow.delete()
    reconcile(counter)
    assert found(counter) == ["not_credited"]


def test_somebody_who_paid_twice_is_a_difference(counter):
    number = counter.credited("wechat_pay")
    counter.street.wechat_pay.trades["again"] = again = Trade(number, 10000)
    again.flow_no, again.paid_at = "20240902999999", counter.street.wechat_pay.now()
    reconcile(counter)
    assert found(counter) == ["paid_twice"]


@pytest.mark.parametrize("days", [0, 1])
def test_of_two_flows_for_one_payment_the_one_that_is_not_in_our_books_is_the_difference(counter, channel, days):
    number = counter.credited(channel)
    trades = counter.till(channel).trades
    again = Trade(number, 10000, trades[number].began_at)
    again.flow_no, again.paid_at = "202409020000000999999", counter.till(channel).now() + days * clock.DAY
    counter.till(channel).trades = {"again": again, **trades}
    reconcile(counter, at="2024-09-04T10:30:00+08:00")
    assert [(item["difference"], item["flow_no"], item["payment_no"]) for item in counter.items()] == [
        ("paid_twice", "202409020000000999999", number)
    ]


def test_running_again_opens_nothing_again(counter, channel):
    counter.paid(channel)
    reconcile(counter)
    before = everything()
    reconcile(counter)
    assert everything() == before
    assert len(all_items()) == 1


def test_vendor_finance_is_told_of_all_differences_of_a_statement_together_and_once(counter):
    for _ in range(3):
        counter.paid("wechat_pay")
    for _ in range(2):
        reconcile(counter)
        counter.desk.world.settle()
    assert counter.told_finance() == [{"partner_id": "", "provider": "wechat_pay", "day": "2024-09-02", "items": 3}]


def test_a_killed_run_is_made_good_by_the_next_one(counter):
    for _ in range(3):
        counter.paid("wechat_pay")
    assert reconcile(counter, remaining_ms=1)["unfinished"]
    assert all_items() == []
    reconcile(counter, at="2024-09-05T10:30:00+08:00")
    assert len(all_items()) == 3
    assert {item.day for item in all_items()} == {"2024-09-02"}


def test_a_statement_that_is_late_is_taken_by_the_next_run(counter, channel):
    counter.paid(channel)
    counter.till(channel).down = True
    assert reconcile(counter)["postponed"] > 0
    assert all_items() == []
    counter.till(channel).down = False
    reconcile(counter, at="2024-09-03T14:30:00+08:00")
    assert found(counter) == ["missing_with_us"]


def test_where_the_provider_has_no_statement_yet_we_wait_for_it(counter, channel):
    counter.credited(channel)
    counter.till(channel).late_bills = True
    assert reconcile(counter)["postponed"] == 1
    assert all_items() == []
    counter.till(channel).late_bills = False
    reconcile(counter, at="2024-09-03T14:30:00+08:00")
    assert all_items() == []


def test_what_no_statement_lists_after_three_days_is_missing_with_the_provider(counter, channel):
    counter.credited(channel)
    counter.till(channel).late_bills = True
    for morning in ("2024-09-03", "2024-09-04"):
        assert reconcile(counter, at=f"{morning}T10:30:00+08:00")["postponed"] == 1
    reconcile(counter, at="2024-09-05T10:30:00+08:00")
    assert found(counter) == ["missing_with_provider"]


def test_a_day_without_trades_on_either_side_needs_no_statement(counter, channel):
    counter.till(channel).late_bills = True
    assert reconcile(counter)["postponed"] == 0


def test_a_statement_that_cannot_be_read_keeps_no_other_provider_from_being_compared(counter):
    counter.paid("alipay")
    counter.paid("wechat_pay")
    counter.street.alipay.bill = lambda day: zipped("业务明细.csv", "支付宝交易号,商户订单号\n" + "1" * 200_000 + ",2\n")
    with pytest.raises(JobFailed):
        reconcile(counter)
    assert [item["provider"] for item in counter.items()] == ["wechat_pay"]


def test_an_agreement_that_cannot_be_read_keeps_no_other_provider_from_being_compared(counter, monkeypatch):
    counter.paid("wechat_pay")

    def secret(name, **more):
        if name.endswith("alipay"):
            raise Unavailable("secret")
        return secret_text(name, **more)

    monkeypatch.setattr("partner_center.funds.online.settings.secret_text", secret)
    assert reconcile(counter)["postponed"] == 1
    assert [item["provider"] for item in counter.items()] == ["wechat_pay"]


@pytest.mark.parametrize(("way", "limit"), [("alipay", "alipay.LARGEST_BILL"), ("union_pay", "union_pay.LARGEST_FILE")])
def test_a_statement_that_is_too_large_to_read_is_not_taken_for_an_empty_one(counter, monkeypatch, way, limit):
    counter.credited(way)
    monkeypatch.setattr(f"partner_center.funds.online.{limit}", 10)
    assert reconcile(counter)["postponed"] == 1
    assert all_items() == []


def zipped(name, text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, text.encode("gb18030"))
    return packed.getvalue()


def test_a_refund_that_takes_days_is_compared_with_the_statement_that_lists_it(counter, channel, stopped_clock):
    number = counter.credited(channel)
    till = counter.till(channel)
    till.slow_refunds = True
    as_system("P1", lambda work: refund_online_payment(work, payment_no=number, refund_no=NO, amount=Money.of("30.00")))
    counter.desk.world.settle()
    reconcile(counter)
    stopped_clock.pass_(days=3)
    till.send_back(NO)
    counter.desk.world.run_job("funds.settle_online_payments", "2024-09-05T10:00:00+08:00")
    reconcile(counter, at="2024-09-06T10:30:00+08:00")
    assert found(counter) == []


def test_a_refund_that_failed_with_the_provider_is_no_difference(counter):
    number = counter.credited("wechat_pay")
    as_system("P1", lambda work: refund_online_payment(work, payment_no=number, refund_no=NO, amount=Money.of("30.00")))
    counter.desk.world.settle()
    counter.street.wechat_pay.send_back(NO, failed=True)
    counter.tell(counter.street.wechat_pay.refund_notice(NO))
    reconcile(counter)
    assert found(counter) == []


def test_unionpays_day_ends_at_eleven_in_the_evening(counter, stopped_clock):
    stopped_clock.at("2024-09-02T23:30:00+08:00")
    counter.credited("union_pay")
    reconcile(counter, at="2024-09-03T10:30:00+08:00")
    reconcile(counter, at="2024-09-04T10:30:00+08:00")
    assert found(counter) == []


def test_a_payment_around_midnight_is_compared_with_the_day_of_the_provider(counter, stopped_clock):
    stopped_clock.at("2024-09-02T23:59:58+08:00")
    number = counter.opened("wechat_pay")
    counter.street.wechat_pay.paid(number)
    stopped_clock.pass_(minutes=5)
    counter.tell(counter.street.wechat_pay.notice(number))
    counter.desk.world.settle()
    reconcile(counter, at="2024-09-04T10:30:00+08:00")
    assert found(counter) == []


def test_vendor_finance_closes_an_item_once_with_a_note(counter):
    counter.paid("alipay")
    reconcile(counter)
    (item,) = counter.items()
    path = f"/funds/reconciliation-items/{item['item_id']}"
    assert counter.desk.world.call(vendor_user(), "POST", f"{path}/close", {"note": ""}).status == 400
    counter.desk.world.call(vendor_user(), "POST", f"{path}/close", {"note": "已按支付宝流水入账"}).ok()
    shown = counter.desk.world.call(vendor_user(), "GET", path).ok()
    assert (shown["status"], shown["note"], shown["closed_by"]) == ("closed", "已按支付宝流水入账", "vendor-ops")
    assert counter.desk.world.call(vendor_user(), "POST", f"{path}/close", {"note": "x"}).refused_as == "item_already_closed"
    assert counter.desk.world.call(vendor_user(), "GET", "/funds/reconciliation-items?status=open").ok()["items"] == []


def test_partners_do_not_see_the_items(counter):
    assert counter.desk.world.call(partner_user("P1"), "GET", "/funds/reconciliation-items").status == 403


@pytest.mark.parametrize("way", ["alipay", "wechat_pay", "union_pay", "personal_banking", "corporate_banking"])
def test_what_finance_credited_under_the_providers_number_is_not_credited_again(counter, way):
    number = counter.paid(way)
    reconcile(counter)
    (item,) = counter.items()
    by_hand(counter, item["flow_no"], item["provider"]).ok()
    counter.tell(counter.till(way).notice(number))
    counter.desk.world.settle(twice=True)
    assert counter.topped_up() == "100.00 CNY"


@pytest.mark.parametrize("way", ["personal_banking", "corporate_banking"])
def test_what_was_credited_by_itself_is_not_credited_by_hand_under_the_name_of_its_provider(counter, way):
    number = counter.credited(way)
    flow_no = counter.till(way).trades[number].flow_no
    assert by_hand(counter, flow_no, "union_pay").refused_as == "top_up_already_credited"


def by_hand(counter, flow_no, channel, amount="100.00"):
    body = {"amount": amount, "external_flow_no": flow_no, "channel": channel}
    return counter.desk.call(vendor_user(), "POST", "/funds/partners/P1/top-ups", body)
