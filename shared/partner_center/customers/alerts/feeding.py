"""The cloud platform tells of alerts (10.4.5.2; OPEN there: what raises an alert is the platform's business).

What it tells becomes visible with the daily refresh (10.4.5.2/r1), not at once.
"""

from __future__ import annotations

from partner_center.customers.account import customer_account_key
from partner_center.customers.alerts.alert import CustomerAlert, alert_key
from partner_center.customers.alerts.contracts import RecordAlerts, RecordedAlerts
from partner_center.kernel.errors import Refusal
from partner_center.platform.work import Work


def record_customer_alerts(request: RecordAlerts, work: Work) -> RecordedAlerts:
    """Take in up to 25 alerts, each once however often it is told. Raises Refused `unknown_customers`; nothing is taken in then."""
    customers = sorted({facts.customer_id for facts in request.alerts})
    found = work.look(
        *(customer_account_key(customer_id) for customer_id in customers), *(alert_key(*facts.identity) for facts in request.alerts)
    )
    accounts, known = found[: len(customers)], found[len(customers) :]
    unknown = [customer_id for customer_id, account in zip(customers, accounts, strict=True) if account is None]
    work.require(Refusal.because("unknown_customers", "10.4.5.2", customer_ids=unknown) if unknown else None)
    new = [facts for facts, alert in zip(request.alerts, known, strict=True) if alert is None]
    for facts in new:
        work.add(CustomerAlert(**dict(facts), received_at=work.now))
    return RecordedAlerts(recorded=len(new), known=len(request.alerts) - len(new))
