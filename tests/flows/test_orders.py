"""A customer's orders on a deployed cloud: told by the order system, paid by the partner with a coupon, refunded, refused, closed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from standardwebhooks import Webhook

from infra.client import Person
from infra.deployed_stage import Deployed
from infra.local_cloud.settings import PREFIX
from infra.story import Story
from tests.flows.test_quota_tree import Branch

pytestmark = pytest.mark.flow


class Orders(Branch):
    """A solution provider with money and a resale customer, and the order system."""

    now: str = ""  # the business clock, as the customer's first order told it

    @property
    def partner(self) -> Person:
        return self.people["dingdan"]

    @property
    def customer(self) -> Person:
        return self.people["putuo"]

    def fed(self, order_no: str, **facts: Any) -> str:
        """The order system tells of an order of 100 by the API."""
        order = {
            "order_no": order_no,
            "customer_id": self.ids["putuo"],
            "as_of": self.now,
            "status": "pending_payment",
            "order_type": "subscribe",
            "product_type": "ecs",
            "placed_at": self.now,
            "official_amount": "120.00",
            "order_amount": "100.00",
            **facts,
        }
        (result,) = self.vendor.post("/orders/feed/orders", {"orders": [order]})["results"]
        assert result["problem"] is None, result
        return order_no

    def tell(self, about: str, **facts: Any) -> None:
        """The order system tells by its signed webhook."""
        secret = self.stage.settings.client("secretsmanager").get_secret_value(SecretId=f"{PREFIX}/orders/receive_order_notice")
        now, raw = datetime.now(UTC), json.dumps({"notice": {"about": about, **facts}})
        notice_id = f"order-{about}-{facts['order_no']}"
        signed = Webhook(secret["SecretString"]).sign(notice_id, now, raw)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": notice_id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signed,
        }
        address = f"{self.stage.settings.address}/orders/webhooks/order-notices"
        forged = requests.post(address, data=raw + " ", headers=headers, timeout=30)
        assert forged.status_code == 401
        answers = [requests.post(address, data=raw, headers=headers, timeout=30).status_code for _ in range(2)]
        assert answers == [204, 204]

    def balance(self) -> str:
        """The partner's account balance."""
        return str(self.partner.get("/funds/balances")["account_balance"]["amount"])


@pytest.fixture(scope="module")
def orders(stage: Deployed, story: Story) -> Orders:
    """The stage: a partner with 1,000 yuan and a quota, and its resale customer with 100."""
    orders = Orders(stage, story.vendor)  # type: ignore[arg-type]  # on a deployed cloud it is one
    orders.admit("dingdan", "solution_provider")
    orders.win("dingdan", "putuo", "13700008011")
    orders.vendor.post(f"/funds/partners/{orders.ids['dingdan']}/top-ups", {"amount": "1000.00", "external_flow_no": "ORDERS-1"})
    orders.partner.post(f"/funds/customers/{orders.ids['putuo']}/allocations", {"allocation_type": "normal", "amount": "100.00"})
    placed = orders.customer.post("/orders/own-orders", {"product_code": "evs", "specification": "sas.40", "months": 1})
    orders.now = str(placed["placed_at"])
    orders.customer.post(f"/orders/own-orders/{placed['order_no']}/cancellation", {})
    return orders


@pytest.mark.rule("10.4.3.1/r1", "10.4.3.1/r3", "10.4.3.1/r13", "13.6/r10", "13.5.2/r4")
def test_an_order_is_asked_for_paid_with_a_coupon_and_refunded_and_the_statement_says_so(orders: Orders):
    partner, customer, stage = orders.partner, orders.customer, orders.stage
    order_no = orders.fed("CSFLOW000000001", lines=[_a_line()])
    quota = orders.grant("dingdan", "100.00")
    voucher = f"{orders.ids['dingdan']}/voucher/{orders.issue('dingdan', quota, 'putuo', '30.00')}"
    customer.post(f"/orders/own-orders/{order_no}/partner-payment", {"coupons": [voucher]})
    seen = partner.get(f"/orders/pay-requests/{order_no}/preconditions")
    assert (seen["payable"], seen["left_to_pay"]["amount"]) == (True, "70.00")
    assert partner.get(f"/orders/pay-requests/{order_no}/estimated-rebate")["estimated_rebate"]["amount"] == "10.50"

    before = orders.balance()
    assert partner.post(f"/orders/pay-requests/{order_no}/payment", {"pay_by": "balance"})["status"] == "completed"
    assert (before, orders.balance()) == ("900.00", "830.00")
    parts = {part["means"]: part["amount"]["amount"] for part in partner.get(f"/orders/orders/{order_no}/payment-breakdown")["parts"]}
    assert parts == {"coupon": "30.00", "partner_top_up": "70.00"}
    lines = f"/orders/order-lines?order_no={order_no}"
    stage.eventually(lambda: partner.get(lines)["items"], lambda rows: [row["order_status"] for row in rows] == ["completed"])

    orders.tell("refund", order_no=order_no, refund_no="UNFLOW1", amount="70.00", refunded_at=orders.now)
    stage.eventually(orders.balance, lambda amount: amount == "900.00")
    assert customer.get(f"/orders/own-orders/{order_no}")["refunded_amount"]["amount"] == "70.00"
    (coupon,) = customer.get("/coupons/customer-vouchers")["items"]
    assert coupon["balance"]["amount"] == "30.00"
    told = stage.eventually(
        lambda: [row for row in partner.get("/funds/ledger?account_type=top_up&limit=100")["items"] if row["reference"] == order_no],
        lambda rows: len(rows) == 2,
    )
    assert sorted(row["amount"]["amount"] for row in told) == ["-70.00", "70.00"]


@pytest.mark.rule("10.4.3.1/r4", "10.4.3.1/r15", "13.6/r11")
def test_a_refused_order_is_paid_by_the_customer_from_what_it_was_allocated(orders: Orders):
    order_no = orders.fed("CSFLOW000000002")
    orders.tell("pay_request", order_no=order_no, requested_at=orders.now)
    pending = "/orders/pay-requests?status=pending"
    orders.stage.eventually(lambda: orders.partner.get(pending)["items"], lambda rows: [row["order_no"] for row in rows] == [order_no])
    orders.partner.post(f"/orders/pay-requests/{order_no}/rejection", {"reason": "预算不足"})
    assert orders.customer.get(f"/orders/own-orders/{order_no}")["reject_reason"] == "预算不足"
    refused = orders.partner.call("POST", f"/orders/pay-requests/{order_no}/payment", {"pay_by": "balance"})
    assert refused.refused_as == "payment_not_requested"
    assert orders.customer.post(f"/orders/own-orders/{order_no}/payment", {})["status"] == "completed"
    balances = orders.partner.get(f"/funds/customers/{orders.ids['putuo']}/balances")
    assert balances["cash_balance"]["amount"] == "0.00"


@pytest.mark.rule("14.3.4/r3")
def test_an_order_that_nobody_pays_is_closed(orders: Orders):
    order_no = orders.fed("CSFLOW000000003")
    pay_before = orders.customer.get(f"/orders/own-orders/{order_no}")["pay_before"]
    assert orders.stage.run("orders/close_unpaid_orders", pay_before)["done"] >= 1
    assert orders.customer.get(f"/orders/own-orders/{order_no}")["status"] == "cancelled"
    counters = f"/customers/customers/{orders.ids['putuo']}/overview"

    def numbers() -> dict[str, Any]:
        return {row["name"]: row["count"] for row in orders.partner.get(counters)["counters"] if row["name"].startswith("orders_")}

    orders.stage.eventually(numbers, lambda found: found == {"orders_unpaid": 0, "orders_all": 4})


def _a_line() -> dict[str, str]:
    return {"order_line_id": "L1", "line_effective_at": "2024-10-10T09:00:00+08:00", "line_expires_at": "2025-10-10T09:00:00+08:00"}
