"""What is told of alerts: each is raised once and leaves the pending ones once, so both together count what is pending."""

from __future__ import annotations

from partner_center.customers.alerts.category import AlertCategory
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class AlertRaised(DomainEvent, name="customers.alert_raised"):
    """An alert waits for the person responsible for the customer; `manager_id` is empty where no account manager has it."""

    customer_id: str
    customer_name: str
    associated_at: Time
    alert_id: str
    category: AlertCategory
    title: str
    manager_id: str | None = None


class UnassignedAlertRaised(DomainEvent, name="customers.unassigned_alert_raised"):
    """The same, of a customer whom no account manager has: the administrators are to hear of it."""

    customer_id: str
    customer_name: str
    alert_id: str
    category: AlertCategory
    title: str


class AlertHandled(DomainEvent, name="customers.alert_handled"):
    """An alert waits no more: it was handled, or it lapsed before anybody did. What an unlinked customer had pending is not told."""

    customer_id: str
    associated_at: Time
    alert_id: str
    category: AlertCategory
    lapsed: bool = False
