"""Verbs for stories about customers' orders: fed by the order system, placed, asked for, paid, refused, refunded."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from partner_center.customers import AssociationStatus, CustomerAccount, association_key
from partner_center.funds import load_customer_funds, look_up_funds
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType, Role
from partner_center.orders import CustomerOrder, OrderCount, OrderNotice, PartnerPaymentRequest, order_key, receive_order_notice
from partner_center.orders.order import order_count_key
from partner_center.orders.payment_request import payment_request_key
from partner_center.partners import Partner
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.work import Origin, Work, carry_out
from tests.kit.customers import found
from tests.kit.funds import Desk, a_customer, as_system, stored
from tests.kit.world import Answer, customer_user, partner_user, vendor_user

ORDER_SYSTEM = vendor_user(Role.VENDOR_OPERATIONS)
_NUMBERS = itertools.count(1)


def a_partner_of(partner_type: str, partner_id: str = "P1") -> None:
    """A partner of a type."""
    stored(
        Partner(
            partner_id=partner_id,
            name=f"Partner {partner_id}",
            partner_type=partner_type,
            business_certified=True,
            contracting_entity="hcc",
            admitted_at=clock.now(),
        )
    )


def an_ordering_customer(customer_id: str = "C1", of: str | None = "P1", mode: str = "resale") -> str:
    """A customer with an account, associated with a partner unless it is nobody's."""
    an_account(customer_id, of, mode)
    if of:
        a_customer(customer_id, of=of, association_type=mode)
    return customer_id


def parted(customer_id: str = "C1", partner_id: str = "P1") -> None:
    """A customer and its partner have parted, whatever waits between them."""

    def part(work: Work) -> None:
        association = work.get(association_key(partner_id, customer_id))
        association.status = AssociationStatus.UNLINKED
        work.change(association)

    as_system(partner_id, part)


def an_account(customer_id: str, of: str | None, mode: str) -> None:
    """A customer's account, which knows its partner."""
    stored(
        CustomerAccount(
            customer_id=customer_id,
            account_name=f"account-{customer_id}",
            customer_name=f"Customer {customer_id}",
            mobile="13900000000",
            associated_partner_id=of,
            association_type=mode if of else None,
        )
    )


def an_order(order_no: str | None = None, customer_id: str = "C1", *, after: float = 0, **facts: Any) -> dict[str, Any]:
    """An unpaid order of 100 as the order system tells of it, `after` so many seconds."""
    now = clock.now()
    return {
        "order_no": order_no or f"CS{next(_NUMBERS):014d}",
        "customer_id": customer_id,
        "as_of": clock.iso(now + timedelta(seconds=after)),
        "status": "pending_payment",
        "order_type": "subscribe",
        "product_type": "ecs",
        "placed_at": clock.iso(now),
        "official_amount": "120.00",
        "order_amount": "100.00",
        **facts,
    }


def a_line(line_id: str = "L1", *, days: float = 365, **facts: Any) -> dict[str, Any]:
    """A resource line that ends in so many days."""
    now = clock.now()
    ends = clock.iso(now + timedelta(days=days))
    return {"order_line_id": line_id, "resource_id": f"vm-{line_id}", "line_effective_at": clock.iso(now), "line_expires_at": ends, **facts}


def order(order_no: str) -> CustomerOrder:
    """An order as it is now."""
    known: CustomerOrder = found(order_key(order_no))
    return known


def request_for(order_no: str, partner_id: str = "P1") -> PartnerPaymentRequest | None:
    """The request that the partner pay an order."""
    known: PartnerPaymentRequest | None = found(payment_request_key(partner_id, order_no))
    return known


def numbers(customer_id: str = "C1", partner_id: str = "P1") -> dict[str, int]:
    """The numbers of a customer's orders: all, unpaid, waiting."""
    count: OrderCount | None = found(order_count_key(partner_id, customer_id))
    return {name: count.number(name) for name in ("all", "unpaid", "waiting")} if count else {}


def yuan(value: Any) -> Money:
    """An amount."""
    return Money.of(value)


@dataclass
class OrderDesk(Desk):
    """The people of an order's story. P1's type and whether it asks for codes are the stage's."""

    partner_type: PartnerType = PartnerType.SOLUTION_PROVIDER
    notices: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def partner(self) -> Caller:
        """The partner's administrator; a reseller has a distributor."""
        user = partner_user("P1", partner_type=self.partner_type.value)
        return replace(user, distributor_id="D1") if self.partner_type is PartnerType.RESELLER else user

    def has(self, value: str) -> None:
        """P1 has so much money, as a reseller has it: from its distributor (12.1.3/r1)."""

        def give(work: Work) -> None:
            outside = Clearing("distributor", "P1")
            look_up_funds(work, "P1").put_back(work, Movement.RESELLER_ALLOCATION, yuan(value), (outside, -yuan(value)))

        as_system("P1", give)

    def feed(self, *orders: dict[str, Any]) -> Answer:
        """The order system tells of orders by the API."""
        return self.call(ORDER_SYSTEM, "POST", "/orders/feed/orders", {"orders": list(orders)})

    def fed(self, order_no: str | None = None, customer_id: str = "C1", **facts: Any) -> str:
        """An order that the order system told of; its number."""
        told = an_order(order_no, customer_id, **facts)
        (result,) = self.feed(told).ok()["results"]
        assert result["problem"] is None, result["problem"]
        return str(told["order_no"])

    def refused(self, *orders: dict[str, Any]) -> list[str | None]:
        """Why each of some orders was not taken in; None for what was."""
        return [result["problem"] and result["problem"]["code"] for result in self.feed(*orders).ok()["results"]]

    def told(self, about: str, **facts: Any) -> None:
        """The order system tells by its webhook; what it told is acted on."""
        notice = OrderNotice.model_validate({"notice": {"about": about, **facts}})
        origin = Origin("orders.receive_order_notice", f"notice-{next(self.notices)}")
        carry_out(
            lambda: Work(Caller.system("orders.receive_order_notice"), clock.now(), origin), lambda w: receive_order_notice(notice, w)
        )
        self.world.settle()

    def refund(self, order_no: str, amount: str, refund_no: str = "UN1", **facts: Any) -> Answer:
        """The order system refunds by the API."""
        told = {"order_no": order_no, "refund_no": refund_no, "amount": amount, "refunded_at": clock.iso(clock.now()), **facts}
        return self.call(ORDER_SYSTEM, "POST", "/orders/feed/refunds", told)

    def ask(self, order_no: str, *coupons: str, customer: str = "C1", key: str | None = None) -> Answer:
        """The customer asks its partner to pay, with these coupons."""
        body = {"coupons": list(coupons)} if coupons else {}
        return self.call(customer_user(customer), "POST", f"/orders/own-orders/{order_no}/partner-payment", body, key)

    def asked(self, customer_id: str = "C1", *coupons: str, **facts: Any) -> str:
        """An order for which the customer asked the partner; its number."""
        order_no = self.fed(None, customer_id, **facts)
        self.ask(order_no, *coupons, customer=customer_id).ok()
        return order_no

    def choose(self, order_no: str, *coupons: str, customer: str = "C1") -> Answer:
        """The customer chooses coupons."""
        return self.call(customer_user(customer), "PUT", f"/orders/own-orders/{order_no}/coupons", {"coupons": list(coupons)})

    def cancel(self, order_no: str, customer: str = "C1") -> Answer:
        """The customer cancels."""
        return self.call(customer_user(customer), "POST", f"/orders/own-orders/{order_no}/cancellation", {})

    def pay_self(self, order_no: str, *coupons: str, customer: str = "C1") -> Answer:
        """The customer pays itself, with these coupons."""
        body = {"coupons": list(coupons)} if coupons else {}
        return self.call(customer_user(customer), "POST", f"/orders/own-orders/{order_no}/payment", body)

    def pay(self, order_no: str, by: str = "balance", *, caller: Caller | None = None, key: str | None = None) -> Answer:
        """The partner pays."""
        return self.call(caller or self.partner, "POST", f"/orders/pay-requests/{order_no}/payment", {"pay_by": by}, key)

    def reject(self, order_no: str, reason: str = "预算不足") -> Answer:
        """The partner refuses."""
        return self.call(self.partner, "POST", f"/orders/pay-requests/{order_no}/rejection", {"reason": reason})

    def preconditions(self, order_no: str) -> dict[str, Any]:
        """What the partner sees before it pays."""
        return self.world.call(self.partner, "GET", f"/orders/pay-requests/{order_no}/preconditions").ok()

    def listed(self, page: str = "orders", *, by: Caller | None = None, **asked: str) -> list[str]:
        """The numbers that a page lists, in its order."""
        query = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in {"limit": "100", **asked}.items())
        rows = self.world.call(by or self.partner, "GET", f"/orders/{page}?{query}").ok()["items"]
        return [row["order_line_id" if page == "order-lines" else "order_no"] for row in rows]

    def seen(self, order_no: str, part: str = "", *, by: Caller | None = None) -> Answer:
        """One order as the partner sees it, or a part of it."""
        return self.world.call(by or self.partner, "GET", f"/orders/orders/{order_no}{part}")

    def allocated(self, customer_id: str = "C1") -> Money:
        """What is left of the money that P1 allocated to a customer."""
        work = Work(Caller.system("test"), clock.now(), Origin("test", "test"))
        return load_customer_funds(work, "P1", customer_id).balance
