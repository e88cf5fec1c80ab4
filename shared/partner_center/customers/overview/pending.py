"""How many alerts of a customer wait to be handled, counted from what the alerts tell (guide 10.4.1.1, 10.4.5).

Each alert is raised once and leaves once, so that both together count what waits, in whatever order they are heard.
"""

from __future__ import annotations

from partner_center.customers.alerts.category import AlertCategory
from partner_center.customers.alerts.events import AlertHandled, AlertRaised
from partner_center.customers.overview.balances import line_to_fill
from partner_center.platform.work import Work


def count_pending_alerts(event: AlertRaised | AlertHandled, work: Work) -> None:
    """One more that waits, or one less; of an association that is over nothing is counted any more."""
    line = line_to_fill(work, event.partner_id, event.customer_id)
    if line is None or (line.alerts_of is not None and event.associated_at < line.alerts_of):
        return
    if line.alerts_of is None or event.associated_at > line.alerts_of:  # told before the line has heard of the association
        line.alerts_of, line.pending_churn, line.pending_resource = event.associated_at, 0, 0
    step = 1 if isinstance(event, AlertRaised) else -1
    if event.category is AlertCategory.CHURN:
        line.pending_churn = int(line.pending_churn) + step
    else:
        line.pending_resource = int(line.pending_resource) + step
    work.keep(line)
