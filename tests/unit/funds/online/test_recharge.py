"""A consultative customer recharges its own account online; a resale customer asks its partner (13.3)."""

import pytest

from partner_center.customers import CustomerAccount
from partner_center.funds import OnlinePaymentSucceeded
from partner_center.kernel import clock
from partner_center.platform.ledger import LedgerEntry
from partner_center.platform.table import Record
from tests.kit.funds import stored
from tests.kit.world import customer_user


def a_customer_account(association_type: str | None) -> None:
    stored(
        CustomerAccount(
            customer_id="C1",
            account_name="qingshan",
            mobile="13900000000",
            registered_at=clock.now(),
            associated_partner_id="P1" if association_type else None,
            association_type=association_type,
        )
    )


def recharge(counter, channel="wechat_pay"):
    return counter.desk.call(customer_user("C1"), "POST", "/funds/own/recharges", {"amount": "50.00", "channel": channel})


@pytest.mark.rule("13.3/r1")
def test_a_consultative_customer_pays_online_and_the_vendors_billing_is_told(counter):
    a_customer_account("consultative")
    number = counter.open(recharge(counter).ok())
    counter.street.wechat_pay.paid(number)
    counter.tell(counter.street.wechat_pay.notice(number))
    counter.desk.world.settle()
    assert counter.status(number) == "succeeded"
    (event,) = [event for event in counter.desk.world.bus if event["DetailType"] == OnlinePaymentSucceeded.NAME]
    assert '"customer_recharge"' in event["Detail"]
    assert '"C1"' in event["Detail"]


def test_a_customer_sees_what_became_of_its_recharges_and_nobody_elses(counter):
    a_customer_account("consultative")
    paid, open_still = (counter.open(recharge(counter).ok()) for _ in range(2))
    counter.street.wechat_pay.paid(paid)
    counter.tell(counter.street.wechat_pay.notice(paid))
    world = counter.desk.world
    rows = world.call(customer_user("C1"), "GET", "/funds/own/recharges?sort=oldest").ok()["items"]
    assert {row["payment_no"]: row["status"] for row in rows} == {paid: "succeeded", open_still: "pending"}
    assert world.call(customer_user("C1"), "GET", f"/funds/own/recharges/{paid}").ok()["amount"]["amount"] == "50.00"
    assert world.call(customer_user("C2"), "GET", "/funds/own/recharges").ok()["items"] == []
    assert world.call(customer_user("C2"), "GET", f"/funds/own/recharges/{paid}").status == 404


def test_it_moves_no_money_of_ours(counter):
    a_customer_account("consultative")
    number = counter.open(recharge(counter).ok())
    counter.street.wechat_pay.paid(number)
    counter.tell(counter.street.wechat_pay.notice(number))
    counter.desk.world.settle()
    assert [record for record in Record.scan() if isinstance(record, LedgerEntry)] == []
    assert counter.topped_up() == "0.00 CNY"


@pytest.mark.rule("13.3/r2")
@pytest.mark.parametrize(("association_type", "way_out"), [("resale", "拨款"), (None, "云厂商")])
def test_others_are_refused_with_a_way_out(counter, association_type, way_out):
    a_customer_account(association_type)
    answer = recharge(counter)
    assert answer.refused_as == "no_online_recharge"
    assert way_out in answer.refusals["no_online_recharge"]["way_out"]
    assert counter.street.wechat_pay.trades == {}
