"""Topping up online (10.6.3.2): begin, pay at the provider's, hear of it, credit it once."""

from decimal import Decimal

import pytest

from tests.kit import faults
from tests.kit.funds import a_partner, check_books, everything
from tests.kit.online import agreed
from tests.kit.world import partner_user

CHANNELS = ["alipay", "wechat_pay", "union_pay", "personal_banking", "corporate_banking"]


@pytest.mark.rule("10.6.3.2/r1", "10.6.3.2/r4")
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_paid_top_up_is_credited(counter, channel):
    counter.credited(channel, "88.80")
    assert counter.topped_up() == "88.80 CNY"
    assert counter.topped_up("P2") == "0.00 CNY"
    assert counter.items() == []
    check_books()


@pytest.mark.rule("10.6.3.2/r4")
def test_nothing_is_credited_before_it_is_paid(counter):
    number = counter.opened()
    counter.desk.world.settle()
    assert (counter.status(number), counter.topped_up()) == ("pending", "0.00 CNY")


def test_each_channel_says_how_to_pay(counter):
    shown = {channel: counter.begin(channel).ok() for channel in CHANNELS}
    assert shown["alipay"]["page_url"].startswith(counter.street.alipay.agreement()["gateway"])
    assert shown["wechat_pay"]["qr_text"].startswith("weixin://")
    assert shown["union_pay"]["page_url"].endswith("/frontTransReq.do")
    assert {channel: shown[channel]["page_form"].get("bizType") for channel in CHANNELS[2:]} == {
        "union_pay": "000201",
        "personal_banking": "000201",
        "corporate_banking": "000202",
    }
    assert shown["alipay"]["payable_until"] == "2024-09-02T04:00:00.000000Z"


def test_beginning_again_with_the_same_key_begins_nothing_new(counter):
    first = counter.begin("wechat_pay", key="once")
    again = counter.begin("wechat_pay", key="once")
    assert again.ok() == first.ok()
    assert len(counter.street.wechat_pay.trades) == 1


def test_a_command_that_died_is_begun_anew_under_its_key(counter, stopped_clock):
    with pytest.raises(faults.Killed), faults.watching(before=die_before_the_commit):
        counter.begin("wechat_pay", key="once")
    stopped_clock.pass_(minutes=1)
    number = counter.begin("wechat_pay", key="once").ok()["payment_no"]
    counter.street.wechat_pay.paid(number)
    counter.tell(counter.street.wechat_pay.notice(number))
    counter.desk.world.settle()
    assert counter.topped_up() == "100.00 CNY"


def die_before_the_commit(operation, _):
    if operation == "TransactWriteItems":
        raise faults.Killed


@pytest.mark.parametrize(("channel", "largest"), [("alipay", "100000000.00"), ("corporate_banking", "9999999999.99")])
def test_what_is_more_than_a_channel_takes_at_once_is_refused_before_it_is_asked(counter, channel, largest):
    assert counter.begin(channel, largest).status == 201
    answer = counter.begin(channel, str(Decimal(largest) + Decimal("0.01")))
    assert answer.refused_as == "amount_above_channel"
    assert answer.refusals["amount_above_channel"]["way_out"]


def test_a_dry_run_asks_no_provider(counter):
    before = everything()
    body = {"amount": "10.00", "channel": "wechat_pay"}
    answer = counter.desk.world.call(partner_user("P1"), "POST", "/funds/online-top-ups?dry_run=true", body)
    assert answer.ok()["effects"]["added"]
    assert counter.street.wechat_pay.calls == []
    assert everything() == before


@pytest.mark.rule("10.6.3.2/r2", "10.6.3.2/r3")
def test_partners_of_other_contracting_entities_do_not_top_up_themselves(counter):
    a_partner("P3", contracting_entity="other")
    answer = counter.begin(partner="P3")
    assert answer.refused_as == "no_self_service_top_up"
    assert answer.refusals["no_self_service_top_up"]["way_out"]


@pytest.mark.rule("12.1.3/r6")
def test_a_resellers_account_is_filled_by_its_distributor_alone(counter):
    reseller = partner_user("P2", partner_type="reseller")
    answer = counter.desk.call(reseller, "POST", "/funds/online-top-ups", {"amount": "10.00", "channel": "alipay"})
    assert answer.refused_as == "not_for_resellers"


@pytest.mark.parametrize("amount", ["0", "-1.00", "1.001", "NaN", "1e3000"])
def test_an_amount_is_above_zero_with_two_decimals(counter, amount):
    assert counter.begin(amount=amount).status == 400


def test_a_channel_that_no_provider_serves_is_none(counter):
    assert counter.begin("dedicated_account").status == 400


def test_a_channel_without_an_agreement_is_refused(world, street):
    from tests.kit.funds import Desk
    from tests.kit.online import Counter

    a_partner("P1")
    with agreed({"alipay": street.alipay.agreement(), "wechat_pay": {}, "union_pay": {"gateway": "x"}}):
        counter = Counter(Desk(world), street)
        assert counter.begin("wechat_pay").refused_as == "channel_not_available"
        assert counter.begin("union_pay").refused_as == "channel_not_available"
        assert counter.begin("alipay").status == 201


def test_a_provider_that_does_not_answer_is_said_to_be_unavailable(counter):
    counter.street.wechat_pay.down = True
    before = everything()
    assert counter.begin("wechat_pay").refused_as == "unavailable"
    assert everything() == before


def test_a_partner_sees_its_own_top_ups(counter):
    number = counter.credited("union_pay")
    later = counter.opened("alipay", "5.00")
    other = counter.opened("alipay", "7.00", partner="P2")

    def page(partner, path=""):
        return counter.desk.world.call(partner_user(partner), "GET", f"/funds/online-top-ups{path}")

    assert {line["payment_no"]: line["status"] for line in page("P1").ok()["items"]} == {number: "succeeded", later: "pending"}
    assert [line["payment_no"] for line in page("P1", "?status=succeeded").ok()["items"]] == [number]
    assert page("P1", f"/{number}").ok()["payer_account"].startswith("6****")
    assert page("P1", f"/{other}").status == 404


def test_the_flow_remembers_how_it_was_paid(counter):
    from partner_center.funds.top_up import TopUp
    from partner_center.platform.table import Record

    number = counter.credited("wechat_pay", "12.00")
    (flow,) = [record for record in Record.scan() if isinstance(record, TopUp)]
    trade = counter.street.wechat_pay.trades[number]
    assert (flow.payment_no, flow.external_flow_no, flow.channel.value) == (number, trade.flow_no, "wechat_pay")
    assert flow.arrived_at == trade.paid_at
