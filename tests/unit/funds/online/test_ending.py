"""Payments of which nothing is heard are asked about; those that nobody makes end after two hours, here and with the provider."""

from datetime import timedelta

import pytest

from partner_center.kernel import clock
from tests.kit.funds import everything

CHANNELS = ["alipay", "wechat_pay", "union_pay"]
IN_TIME, LATE = "2024-09-02T11:59:00+08:00", "2024-09-02T12:00:00+08:00"
JOB = "funds.settle_online_payments"


@pytest.fixture(params=CHANNELS)
def channel(request):
    return request.param


def test_an_unpaid_payment_is_closed_here_and_with_the_provider(counter, channel):
    number = counter.opened(channel)
    counter.desk.world.run_job(JOB, LATE)
    assert counter.status(number) == "closed"
    assert counter.till(channel).trades[number].closed or channel == "union_pay"  # its own time ends it there


def test_a_payment_within_its_time_is_left_alone(counter, channel):
    number = counter.opened(channel)
    counter.desk.world.run_job(JOB, IN_TIME)
    assert counter.status(number) == "pending"


def test_a_payment_whose_notice_got_lost_is_credited_when_we_ask(counter, channel):
    number = counter.paid(channel)
    counter.desk.world.run_job(JOB, LATE)
    counter.desk.world.settle()
    assert (counter.status(number), counter.topped_up()) == ("succeeded", "100.00 CNY")


def test_a_lost_notice_costs_the_payer_minutes_not_hours(counter, channel):
    number = counter.paid(channel)
    counter.desk.world.run_job(JOB, "2024-09-02T10:10:00+08:00")
    counter.desk.world.settle()
    assert (counter.status(number), counter.topped_up()) == ("succeeded", "100.00 CNY")


def test_the_provider_is_asked_less_and_less_about_a_payment_that_nobody_makes(counter, channel, stopped_clock):
    counter.opened(channel)
    calls = counter.till(channel).calls
    calls.clear()
    for minutes in range(0, 120, 10):
        counter.desk.world.run_job(JOB, clock.iso(clock.now() + timedelta(minutes=minutes)))
    assert len(calls) == 4  # after 10, 20, 40 and 80 minutes


def test_what_unionpay_had_taken_up_when_the_time_was_over_is_asked_about_for_a_day(counter):
    number = counter.opened("union_pay")
    counter.desk.world.run_job(JOB, LATE)
    assert counter.status(number) == "closed"
    counter.street.union_pay.paid(number)  # and no notice comes
    counter.desk.world.run_job(JOB, "2024-09-02T12:30:00+08:00")
    counter.desk.world.settle()
    assert (counter.status(number), counter.topped_up()) == ("succeeded", "100.00 CNY")


def test_after_that_day_it_is_over(counter):
    number = counter.opened("union_pay")
    for at in (LATE, "2024-09-03T12:00:00+08:00"):
        counter.desk.world.run_job(JOB, at)
    calls = counter.street.union_pay.calls
    calls.clear()
    counter.desk.world.run_job(JOB, "2024-09-04T12:00:00+08:00")
    assert (counter.status(number), calls) == ("closed", [])


def test_the_notice_that_comes_after_all_credits_nothing_more(counter, channel):
    number = counter.paid(channel)
    counter.desk.world.run_job(JOB, LATE)
    counter.desk.world.settle()
    counter.tell(counter.till(channel).notice(number))
    counter.desk.world.settle(twice=True)
    assert (counter.topped_up(), counter.items()) == ("100.00 CNY", [])


def test_a_payment_that_the_provider_never_heard_of_is_closed(counter, channel):
    number = counter.begin(channel).ok()["payment_no"]
    counter.till(channel).forgetful = True
    counter.desk.world.run_job(JOB, LATE)
    assert counter.status(number) == "closed"


def test_while_the_provider_does_not_answer_we_wait(counter, channel):
    number = counter.opened(channel)
    counter.till(channel).down = True
    report = counter.desk.world.run_job(JOB, LATE)
    assert (counter.status(number), report["postponed"]) == ("pending", 1)
    counter.till(channel).down = False
    counter.desk.world.run_job(JOB, LATE)
    assert counter.status(number) == "closed"


@pytest.mark.parametrize("nonsense", [b"", b"{}", b"[]", b"<html>", b"a=1", "签名".encode("gb18030")])
def test_an_answer_that_makes_no_sense_is_none(counter, channel, nonsense):
    number = counter.opened(channel)
    counter.till(channel).serve = lambda *_: (200, {"Content-Type": "application/json"}, nonsense)
    report = counter.desk.world.run_job(JOB, LATE)
    assert (counter.status(number), report["postponed"]) == ("pending", 1)


@pytest.mark.parametrize("channel", ["alipay", "wechat_pay"])
def test_what_cannot_be_closed_is_waited_for(counter, channel):
    number = counter.opened(channel)
    counter.till(channel).closes = False
    counter.desk.world.run_job(JOB, LATE)
    assert counter.status(number) == "pending"


def test_running_twice_or_being_killed_does_no_harm(counter):
    numbers = [counter.opened("union_pay", f"{yuan}.00") for yuan in range(1, 4)]
    assert counter.desk.world.run_job(JOB, LATE, remaining_ms=1)["unfinished"]
    counter.desk.world.run_job(JOB, LATE)
    before = everything()
    counter.desk.world.run_job(JOB, LATE)
    assert everything() == before
    assert {counter.status(number) for number in numbers} == {"closed"}
