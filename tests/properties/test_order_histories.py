"""Random histories of customers' orders, with faults in between: paid once, refunded no more than was paid, nothing unexplained.

After every step the books balance, the coupons' quotas are conserved, what orders say of their payments is what the ledger says, and the
customers' numbers are those of their orders. `ORDER_EXAMPLES` sets how many histories are tried.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from moto.backends import get_backend

from partner_center.coupons import CouponLock
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from partner_center.orders import CustomerOrder, OrderRefund, OrderStatus, PartnerPaymentRequest
from partner_center.orders.order import Means
from partner_center.platform.ledger import LedgerEntry
from partner_center.platform.table import Record
from tests.kit import faults
from tests.kit.coupon_orders import a_coupon, check_quotas
from tests.kit.customer_orders import ORDER_SYSTEM, OrderDesk, a_partner_of, an_order, an_ordering_customer, numbers
from tests.kit.funds import check_books
from tests.kit.world import Answer, World

EXAMPLES = int(os.environ.get("ORDER_EXAMPLES", "6"))
STEPS = 25

CUSTOMERS = {"C1": "resale", "C2": "consultative"}
CUSTOMER = st.sampled_from(sorted(CUSTOMERS))
PICK = st.integers(0, 50)
PRICE = st.sampled_from(["0.01", "20.00", "35.50", "70.00", "260.00"])
FAULT = st.sampled_from(["none", "none", "none", "conflict", "throttle", "lost", "killed", "repeated"])


class History:
    """One partner with money and credit, two customers with coupons and orders. Each method below the line is a step."""

    def __init__(self, time: Any) -> None:
        for accounts in get_backend("dynamodb").values():
            for backend in accounts.values():
                backend.reset()
        Record.create_table(wait=False)
        self.time = time
        self.time.at("2024-09-02T10:00:00+08:00")
        a_partner_of("solution_provider")
        for customer, mode in CUSTOMERS.items():
            an_ordering_customer(customer, mode=mode)
        self.desk = OrderDesk(World())
        self.desk.top_up("400").ok()
        self.desk.credit_limit("100").ok()
        self.desk.allocate("150").ok()
        self.orders: list[tuple[str, str]] = []
        self.coupons = {
            customer: [a_coupon("voucher", "15", to=customer), a_coupon("cash_coupon", "8", to=customer)] for customer in CUSTOMERS
        }
        self.news = self.number = 0
        self.feed("C1", "70.00", "none")

    def told(self, fault: str, ask: Callable[[str], Answer]) -> Answer:
        """The final answer of a caller who repeats what it heard no answer to, with the same key."""
        self.number += 1
        key = f"history-{self.number}"
        try:
            with faults.disturbed(fault):
                answer = ask(key)
        except faults.Killed:
            answer = ask(key)
        if answer.status == 503:
            answer = ask(key)
        if fault == "repeated" and answer.status < 300:
            assert ask(key).body == answer.body
        assert answer.status < 300 or answer.status in (404, 409), answer.body
        return answer

    def one(self, pick: int, wanted: Callable[[CustomerOrder], bool] = lambda order: True) -> tuple[str, str]:
        """One of the orders and its customer: mostly one of those that are wanted, now and then any."""
        known = [record for record in kept() if isinstance(record, CustomerOrder)]
        fitting = [(order.order_no, order.customer_id) for order in known if wanted(order)]
        among = sorted(fitting) if fitting and pick % 7 else self.orders
        return among[pick % len(among)]

    # --- steps -----------------------------------------------------------------------------------------------------------------

    def feed(self, customer: str, price: str, fault: str) -> None:
        order_no = f"CS{len(self.orders)}"
        told = an_order(order_no, customer, order_amount=price, official_amount=price)
        body = {"orders": [told]}
        self.told(fault, lambda key: self.desk.call(ORDER_SYSTEM, "POST", "/orders/feed/orders", body, key))
        self.orders.append((order_no, customer))

    def feed_and_ask(self, customer: str, price: str, coupons: int, fault: str) -> None:
        self.feed(customer, price, fault)
        self.desk.ask(self.orders[-1][0], *self.coupons[customer][:coupons], customer=customer)

    def hear(self, pick: int, status: str, method: str, price: str) -> None:
        """News of any kind, twice, about an order in whatever state."""
        order_no, customer = self.one(pick)
        self.news += 1
        facts = {"status": status, "order_amount": price, "official_amount": price}
        if status == "completed":
            facts["payment_method"] = method
        told = an_order(order_no, customer, after=self.news, **facts)
        if method == "customer" and status == "completed" and pick % 2:
            told["paid_amount"] = price  # the whole of it, whatever coupons were chosen here
        for _ in range(2):
            (result,) = self.desk.feed(told).ok()["results"]
            assert result["problem"] is None or result["problem"]["code"] in EXPECTED, result["problem"]

    def ask(self, pick: int, coupons: int, fault: str) -> None:
        order_no, customer = self.one(pick, _waits)
        chosen = self.coupons[customer][:coupons]
        self.told(fault, lambda key: self.desk.ask(order_no, *chosen, customer=customer, key=key))

    def choose(self, pick: int, coupons: int) -> None:
        order_no, customer = self.one(pick, _waits)
        decided(self.desk.choose(order_no, *self.coupons[customer][:coupons], customer=customer))

    def pay(self, pick: int, fault: str) -> None:
        order_no, _ = self.one(pick, _is_asked)
        self.told(fault, lambda key: self.desk.pay(order_no, key=key))

    def pay_self(self, pick: int) -> None:
        order_no, customer = self.one(pick, _waits)
        decided(self.desk.pay_self(order_no, customer=customer))

    def reject(self, pick: int) -> None:
        decided(self.desk.reject(self.one(pick, _is_asked)[0]))

    def cancel(self, pick: int) -> None:
        order_no, customer = self.one(pick)
        decided(self.desk.cancel(order_no, customer=customer))

    def refund(self, pick: int, amount: str, number: int, whole: bool) -> None:
        order_no, _ = self.one(pick, lambda order: order.is_paid)
        for _ in range(2):
            decided(self.desk.refund(order_no, amount, f"R{number}", unsubscribed=whole))

    def time_passes(self, days: int) -> None:
        self.time.pass_(days=days)
        self.desk.world.run_job("orders.close_unpaid_orders", clock.iso(clock.now()))

    def follow(self) -> None:
        self.desk.world.settle(twice=True)

    # --- what always holds -----------------------------------------------------------------------------------------------------

    def check(self) -> None:
        check_books()
        stored = kept()
        orders = [record for record in stored if isinstance(record, CustomerOrder)]
        self.check_ledger(orders, [record for record in stored if isinstance(record, LedgerEntry)])
        requests = [record for record in stored if isinstance(record, PartnerPaymentRequest)]
        for customer in CUSTOMERS:
            own = [order for order in orders if order.customer_id == customer]
            unpaid = sum(order.status is OrderStatus.PENDING_PAYMENT for order in own)
            waiting = sum(request.is_pending for request in requests if request.customer_id == customer)
            expected = {"all": len(own), "unpaid": unpaid, "waiting": waiting} if own else {}
            assert numbers(customer) == expected
        pending = {order.order_no for order in orders if order.status is OrderStatus.PENDING_PAYMENT}
        assert {request.order_no for request in requests if request.is_pending} <= pending, "only what waits is asked for"
        locked = {record.order_no for record in stored if isinstance(record, CouponLock) and record.balance}
        assert locked <= pending, "only what waits has coupons locked"
        for order in orders:
            refunds = [record for record in stored if isinstance(record, OrderRefund) and record.order_no == order.order_no]
            for part in order.parts():
                assert Money.zero() <= part.returned <= part.amount, "no more goes back than was paid"
            if order.is_paid and order.parts() and order.payment_method is not None:
                assert total(part.amount for part in order.parts()) == order.order_amount, "the parts make up the price"
            assert len({refund.refund_no for refund in refunds}) == len(refunds)

    def check_ledger(self, orders: list[CustomerOrder], entries: list[LedgerEntry]) -> None:
        """The vendor's revenue is what orders say was paid out of money that we keep, and not given back."""
        revenue = total(entry.amount for entry in entries if entry.account_id == "clearing/revenue/P1")
        ours = (Means.PARTNER_TOP_UP, Means.PARTNER_CREDIT, Means.ALLOCATED)
        assert revenue == total(order.paid_out_of(*ours) for order in orders)


EXPECTED = {"partner_payment_not_known", "customer_balance_insufficient"}  # why news is not believed


def decided(answer: Answer) -> None:
    """It was done, or a rule said no: nobody was at it at the same time, so that a conflict would be one that never ends."""
    assert answer.status < 300 or (answer.status in (404, 409) and answer.refused_as != "busy"), answer.body


def _waits(order: CustomerOrder) -> bool:
    return order.status is OrderStatus.PENDING_PAYMENT


def _is_asked(order: CustomerOrder) -> bool:
    return _waits(order) and order.partner_pay_requested


KINDS = {CustomerOrder: "customer_order", PartnerPaymentRequest: "partner_payment_request", OrderRefund: "order_refund"}
KINDS |= {CouponLock: "coupon_lock", LedgerEntry: "ledger_entry"}


def kept() -> list[Record]:
    """What is checked, straight from the mock: a Scan through its HTTP layer is far slower."""
    wanted = {name: kind for kind, name in KINDS.items()}
    found: list[Record] = []
    for regions in get_backend("dynamodb").values():
        for item in regions[os.environ["AWS_REGION"]].get_table(os.environ["TABLE_NAME"]).all_items():
            if (kind := wanted.get(item.attrs["kind"].value)) is not None:
                found.append(kind.from_raw_data({name: _raw(value) for name, value in item.attrs.items()}))
    return found


def _raw(value: Any) -> dict[str, Any]:
    return {"L": [_raw(part) for part in value.value]} if value.type == "L" else value.to_json()


STEP = st.one_of(
    st.tuples(st.just("feed"), CUSTOMER, PRICE, FAULT),
    st.tuples(st.just("feed_and_ask"), CUSTOMER, PRICE, st.integers(0, 2), FAULT),
    st.tuples(st.just("feed_and_ask"), CUSTOMER, PRICE, st.integers(0, 2), FAULT),
    st.tuples(
        st.just("hear"),
        PICK,
        st.sampled_from(["pending_payment", "completed", "cancelled"]),
        st.sampled_from(["customer", "partner"]),
        PRICE,
    ),
    st.tuples(st.just("ask"), PICK, st.integers(0, 2), FAULT),
    st.tuples(st.just("ask"), PICK, st.integers(0, 2), FAULT),
    st.tuples(st.just("choose"), PICK, st.integers(0, 2)),
    st.tuples(st.just("pay"), PICK, FAULT),
    st.tuples(st.just("pay"), PICK, FAULT),
    st.tuples(st.just("pay_self"), PICK),
    st.tuples(st.just("reject"), PICK),
    st.tuples(st.just("cancel"), PICK),
    st.tuples(st.just("refund"), PICK, PRICE, st.integers(1, 3), st.booleans()),
    st.tuples(st.just("refund"), PICK, PRICE, st.integers(1, 3), st.booleans()),
    st.tuples(st.just("time_passes"), st.sampled_from([1, 2, 4])),
    st.tuples(st.just("follow")),
)


@pytest.mark.rule("10.4.3.1/r3", "10.4.3.1/r4", "10.4.3.1/r14")
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
def test_whatever_happens_to_orders_the_money_is_explained(cloud, stopped_clock, steps):
    history = History(stopped_clock)
    for name, *arguments in steps:
        getattr(history, name)(*arguments)
        history.check()
    history.follow()
    check_quotas()
