"""Alerts as the cloud platform tells of them, refreshed, and answered by people."""

from __future__ import annotations

import json
from typing import Any

from partner_center.customers.alerts.alert import CustomerAlert, alert_key
from partner_center.kernel import clock
from tests.kit.customers import PARTNER, VENDOR, found
from tests.kit.world import Answer, World

REFRESH = "customers.refresh_alerts"


def an_alert(alert_id: str = "A1", customer_id: str = "C1", *, category: str = "churn", **facts: Any) -> dict[str, Any]:
    """An alert as it is fed."""
    return {
        "alert_id": alert_id,
        "customer_id": customer_id,
        "scene_name": "消费突降",
        "category": category,
        "title": "近7日消费下降60%",
        "detail": "近7日消费较前7日下降60%，请关注。",
        "sent_at": clock.iso(clock.now()),
        **facts,
    }


def feed(world: World, *alerts: dict[str, Any], by: Any = VENDOR) -> Answer:
    """The platform tells of alerts."""
    return world.call(by, "POST", "/customers/alerts", {"alerts": list(alerts)})


def refresh(world: World) -> dict[str, Any]:
    """The daily refresh runs now."""
    return world.run_job(REFRESH, clock.iso(clock.now()))


def a_raised_alert(world: World, alert_id: str = "A1", customer_id: str = "C1", **facts: Any) -> CustomerAlert:
    """An alert that waits for somebody to answer it."""
    feed(world, an_alert(alert_id, customer_id, **facts)).ok()
    refresh(world)
    raised = alert_now(alert_id, customer_id)
    assert raised is not None
    return raised


def alert_now(alert_id: str = "A1", customer_id: str = "C1") -> CustomerAlert | None:
    """An alert as it is now."""
    known: CustomerAlert | None = found(alert_key(customer_id, alert_id))
    return known


def answer_churn(
    world: World, alert_id: str = "A1", customer_id: str = "C1", *, by: Any = PARTNER, key: str | None = None, **form: Any
) -> Answer:
    """Somebody says whether the customer is lost; it moved to a competitor unless something else is said."""
    told = form or {"customer_churned": True, "churn_reason": "moved_to_competitor"}
    return world.call(by, "POST", f"/customers/customers/{customer_id}/alerts/{alert_id}/churn-handling", told)


def answer_resource(world: World, alert_id: str = "A1", customer_id: str = "C1", *, by: Any = PARTNER, **form: Any) -> Answer:
    """Somebody says what became of a resource alert; it is resolved unless something else is said."""
    return world.call(by, "POST", f"/customers/customers/{customer_id}/alerts/{alert_id}/resource-handling", {"result": "resolved", **form})


def listed(world: World, page: str = "alerts", *, by: Any = PARTNER, **asked: str) -> list[str]:
    """The ids that a page lists, in its order."""
    query = "&".join(f"{name}={value}" for name, value in {"limit": "100", **asked}.items())
    return [row["alert_id"] for row in world.call(by, "GET", f"/customers/{page}?{query}").ok()["items"]]


def events(world: World, name: str) -> list[dict[str, Any]]:
    """The data of all events of a name that went over the bus."""
    return [json.loads(event["Detail"])["data"] for event in world.bus if event["DetailType"] == f"customers.{name}"]
