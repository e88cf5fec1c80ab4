"""Take in up to 25 alerts of the cloud platform; the daily refresh shows them (guide 10.4.5.2)."""

from partner_center.customers import RecordAlerts, RecordedAlerts, record_customer_alerts
from partner_center.platform.action import Action, Work


@Action.post("/alerts", allow="customers.feed")
def app(request: RecordAlerts, work: Work) -> RecordedAlerts:
    return record_customer_alerts(request, work)
