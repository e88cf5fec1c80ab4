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


def test_the_customer_sees_what_became_of_its_recharges_and_nobody_elses(counter):
    a_customer_account("consultative")
    number = counter.open(recharge(counter).ok())
    counter.street.wechat_pay.paid(number)
    counter.tell(counter.street.wechat_pay.notice(number))
    partners = counter.opened("alipay")

    def page(customer, path=""):
        return counter.desk.world.call(customer_user(customer), "GET", f"/funds/own/recharges{path}")

    assert [(line["payment_no"], line["status"]) for line in page("C1").ok()["items"]] == [(number, "succeeded")]
    assert page("C1", f"/{number}").ok()["amount"]["amount"] == "50.00"
    assert page("C2").ok()["items"] == []
    assert [page("C2", f"/{number}").status, page("C1", f"/{partners}").status] == [404, 404]


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
