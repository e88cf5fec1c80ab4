"""A partner's money from the first cent to the last on a deployed cloud, and the statement that explains each of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from infra.client import Person, eventually
from infra.deployed_stage import Deployed
from infra.story import Story
from tests.flows.test_orders import Orders
from tests.flows.test_top_ups import Till
from tests.kit.deployed_withdrawals import Window
from tests.kit.providers import Street

pytestmark = pytest.mark.flow

PAID_IN = {"alipay": "100.10", "wechat_pay": "200.20", "union_pay": "300.30"}
ORDER, OWN_ORDER = "CSMONEY00000001", "CSMONEY00000002"
MOBILE = "13900007002"


class Money(Orders):
    """A solution provider, its resale customer, the order system and the providers."""

    till: Till

    @property
    def partner(self) -> Person:
        return self.people["zijin"]

    @property
    def customer(self) -> Person:
        return self.people["wutai"]

    def lines(self) -> list[dict[str, Any]]:
        """The statement of the top-up account, the first line first."""
        rows: list[dict[str, Any]] = self.partner.get("/funds/ledger?account_type=top_up&limit=100&sort=oldest")["items"]
        return rows


@pytest.fixture(scope="module")
def money(stage: Deployed, story: Story, street: Street) -> Money:
    money = Money(stage, story.vendor)  # type: ignore[arg-type]  # on a deployed cloud it is one
    money.admit("zijin", "solution_provider", contracting_entity="hst", business_certified=True)
    money.win("zijin", "wutai", "13700008012")
    money.ids["putuo"] = money.ids["wutai"]  # whose orders the order system tells of
    placed = money.customer.post("/orders/own-orders", {"product_code": "evs", "specification": "sas.40", "months": 1})
    money.now = str(placed["placed_at"])
    money.customer.post(f"/orders/own-orders/{placed['order_no']}/cancellation", {})
    money.partner.put("/organisation/profile", {"name": "紫金", "mobile": MOBILE, "email": "finance@zijin.example"})
    money.till = Till(stage, street, money.partner, money.vendor)
    return money


@pytest.mark.rule("10.6.3.6/r1", "10.6.3.2/r1", "10.4.1.2/r8", "10.4.3.1/r14", "10.6.3.5.1/r12")
def test_the_statement_explains_every_cent_from_top_up_to_withdrawal(money: Money):
    partner, customer, till = money.partner, money.customer, money.till
    for channel, amount in PAID_IN.items():
        number, provider = till.paid(channel, amount)
        assert till.tell(provider.notice(number))[0] < 300
        till.becomes(_so_far(channel))

    allocated = partner.post(
        f"/funds/customers/{money.ids['wutai']}/allocations", {"allocation_type": "normal", "amount": "120.00", "remark": "九月"}
    )
    quota = money.grant("zijin", "100.00")
    voucher = f"{money.ids['zijin']}/voucher/{money.issue('zijin', quota, 'wutai', '30.00')}"
    money.fed(ORDER)
    customer.post(f"/orders/own-orders/{ORDER}/partner-payment", {"coupons": [voucher]})
    assert partner.post(f"/orders/pay-requests/{ORDER}/payment", {"pay_by": "balance"})["status"] == "completed"
    money.fed(OWN_ORDER, order_amount="50.00", official_amount="50.00")
    assert customer.post(f"/orders/own-orders/{OWN_ORDER}/payment", {})["status"] == "completed"

    money.tell("refund", order_no=ORDER, refund_no="UNMONEY1", amount="70.00", refunded_at=money.now)
    eventually(lambda: partner.get("/funds/balances")["top_up_unallocated"]["amount"], lambda found: found == "480.60", within=60)
    recalled = partner.post(f"/funds/customers/{money.ids['wutai']}/recalls", {"buckets": [{"bucket_id": "normal", "amount": "40.00"}]})
    window = Window(money.stage, money.vendor, partner, MOBILE)
    application = window.apply("original-route", {"amount": "60.00"}).ok()["withdrawal_no"]
    window.decide(application, "approved")
    union_pay, refund_no = till.street.union_pay, f"{application}01"
    eventually(lambda: list(union_pay.refunds), lambda asked: asked == [refund_no])
    union_pay.send_back(refund_no)
    assert till.tell(union_pay.refund_notice(refund_no))[0] < 300
    arrived = eventually(lambda: window.look(application), lambda found: found["actual_arrival_at"] is not None)
    assert [(flow["channel"], flow["amount"]["amount"]) for flow in arrived["flows"]] == [("union_pay", "60.00")], "last in, first out"

    told = eventually(money.lines, lambda rows: len(rows) == 8, within=60)
    assert [(line["movement"], line["amount"]["amount"]) for line in told] == [
        ("top_up", "100.10"),
        ("top_up", "200.20"),
        ("top_up", "300.30"),
        ("allocation", "-120.00"),
        ("order_payment", "-70.00"),
        ("order_refund", "70.00"),
        ("recall", "40.00"),
        ("withdrawal_hold", "-60.00"),
    ]
    assert [line["reference"] for line in told[3:]] == [allocated["serial_no"], ORDER, ORDER, recalled["serial_no"], application]
    credited = {item["external_flow_no"] for item in partner.get("/funds/online-top-ups?limit=100")["items"]}
    assert {line["reference"] for line in told[:3]} <= credited
    running = Decimal(0)
    for line in told:
        running += Decimal(line["amount"]["amount"])
        assert Decimal(line["balance"]["amount"]) == running
        assert line["action"].startswith(("funds.", "orders."))
    balances = partner.get("/funds/balances")
    assert running == Decimal(balances["top_up_unallocated"]["amount"]) == Decimal("460.60")
    assert (balances["frozen_amount"]["amount"], balances["allocated_amount"]["amount"]) == ("0.00", "80.00")
    assert partner.get(f"/funds/customers/{money.ids['wutai']}/balances")["cash_balance"]["amount"] == "30.00"
    (coupon,) = customer.get("/coupons/customer-vouchers")["items"]
    assert coupon["balance"]["amount"] == "30.00"


def _so_far(channel: str) -> str:
    """What was paid in with this channel and those before it."""
    channels = list(PAID_IN)
    return str(sum(Decimal(PAID_IN[one]) for one in channels[: channels.index(channel) + 1]))
