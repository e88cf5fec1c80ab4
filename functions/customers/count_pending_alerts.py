"""An alert was raised or handled: keep how many of a customer's wait (guide 10.4.1.1, 10.4.5)."""

from partner_center.customers import AlertHandled, AlertRaised, count_pending_alerts
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(AlertRaised, AlertHandled, guide=["10.4.1.1/get_customer_overview"])
def app(event: AlertRaised | AlertHandled, work: Work) -> None:
    count_pending_alerts(event, work)
