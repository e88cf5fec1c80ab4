"""Customers' lists, details and budgets in tests: what other areas tell, said without them."""

from __future__ import annotations

import itertools
import json
from typing import Any

from partner_center.kernel import clock
from tests.kit.customers import PARTNER
from tests.kit.world import World

_EVENTS = itertools.count(1)


def tell(world: World, name: str, data: dict[str, Any], *, event_id: str | None = None, times: int = 1) -> str:
    """Deliver an event to all who hear it; its id."""
    event_id = event_id or f"EV{next(_EVENTS):06}"
    detail = {"event_id": event_id, "correlation_id": "test", "occurred_at": clock.iso(clock.now()), "data": {"partner_id": "P1", **data}}
    for _ in range(times):
        world.deliver({"DetailType": name, "Source": f"partner_center.{name.split('.')[0]}", "Detail": json.dumps(detail)})
    return event_id


def cny(amount: str | int) -> dict[str, str]:
    """An amount as events carry it."""
    return {"amount": str(amount), "currency": "CNY"}


def usage(
    world: World,
    customer_id: str = "C1",
    amount: str | int = "100",
    *,
    period: str = "2024-09",
    refunded: str | int = 0,
    product: str = "ECS",
    **how: Any,
) -> str:
    """Usage of a customer was charged."""
    group = {
        "product_type": product,
        "billing_mode": "on_demand",
        "charged": cny(amount),
        "voucher_deducted": cny(0),
        "cash_paid": cny(amount),
        "arrears": cny(0),
        "refunded": cny(refunded),
        "voucher_returned": cny(0),
    }
    partner_id = how.pop("partner_id", "P1")
    data = {
        "partner_id": partner_id,
        "customer_id": customer_id,
        "association_type": "resale",
        "billing_period": period,
        "groups": [group],
        "lines": 1,
    }
    return tell(world, "orders.usage_charged", data, **how)


def adjusted(world: World, customer_id: str = "C1", amount: str | int = "100", kind: str = "allocate_normal", **how: Any) -> str:
    """Funds went to a customer or back."""
    data = {"customer_id": customer_id, "adjustment_type": kind, "amount": cny(amount), "serial_no": "AD1"}
    return tell(world, "funds.funds_adjusted", {**data, "partner_id": how.pop("partner_id", "P1")}, **how)


def marked(world: World, *customer_ids: str, of: str = "P1") -> None:
    """The list's marks follow customers that were put into the table without commands."""
    for customer_id in customer_ids:
        tell(world, "customers.customer_listed", {"partner_id": of, "customer_id": customer_id})


def row(world: World, customer_id: str = "C1", *, by: Any = PARTNER) -> dict[str, Any]:
    """A customer's line in the list."""
    items = world.call(by, "GET", f"/customers/customers?customer_id={customer_id}").ok()["items"]
    assert len(items) == 1, items
    found: dict[str, Any] = items[0]
    return found


def overview(world: World, customer_id: str = "C1", *, by: Any = PARTNER) -> dict[str, Any]:
    """A customer's overview."""
    shown: dict[str, Any] = world.call(by, "GET", f"/customers/customers/{customer_id}/overview").ok()
    return shown


def counters(world: World, customer_id: str = "C1", *, by: Any = PARTNER) -> dict[str, Any]:
    """The overview's numbers by name."""
    return {counter["name"]: counter["count"] for counter in overview(world, customer_id, by=by)["counters"]}
