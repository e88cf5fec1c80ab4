"""The daily refresh: what the platform told since becomes visible to the customers' partners; what lapsed is gone (10.4.5.2/r1)."""

from __future__ import annotations

from partner_center.customers.account import customer_account_key
from partner_center.customers.alerts.alert import AlertStatus, CustomerAlert, Withdrawal, alert_key
from partner_center.customers.alerts.events import AlertHandled, AlertRaised, UnassignedAlertRaised
from partner_center.customers.association import Association, AssociationStatus, association_key
from partner_center.organisation import manager_key
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def refresh_alerts(run: Run) -> None:
    """Raise what waits, drop what lapsed; what a run did stands in the records, so that the next one finds only the rest."""
    run.each(run.due(CustomerAlert), _refresh)


def _refresh(found: CustomerAlert, work: Work) -> bool:
    alert, account = work.look(alert_key(found.customer_id, found.alert_id), customer_account_key(found.customer_id))
    if alert is None or alert.due_at is None or alert.due_at > work.now:
        return False
    if alert.status is AlertStatus.PENDING:
        lapse(alert, work)
        return True
    work.change(alert)
    if alert.has_lapsed(work.now):
        alert.withdraw(Withdrawal.LAPSED)
        return True
    partner_id = account.associated_partner_id if account is not None else None
    association = work.get(association_key(partner_id, alert.customer_id), or_none=True) if partner_id else None
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        alert.withdraw(Withdrawal.NO_PARTNER)
    else:
        raise_for(association, alert, work)
    return True


def raise_for(association: Association, alert: CustomerAlert, work: Work) -> None:
    """The alert waits for the person responsible from now on; who that is cannot change before the commit."""
    manager_id = association.account_manager_id
    manager = work.get(manager_key(association.partner_id, manager_id), or_none=True) if manager_id else None
    work.rely_on(association)
    alert.status, alert.raised_at = AlertStatus.PENDING, work.now
    alert.partner_id, alert.associated_at = association.partner_id, association.associated_at
    alert.customer_name, alert.account_name = association.customer_name, association.account_name
    alert.assign(manager_id, manager.name if manager else None)
    what = {
        "partner_id": association.partner_id,
        "customer_id": alert.customer_id,
        "customer_name": association.customer_name,
        "alert_id": alert.alert_id,
        "category": alert.category,
        "title": alert.title,
    }
    work.emit(AlertRaised(**what, associated_at=association.associated_at, manager_id=manager_id))
    if manager_id is None:
        work.emit(UnassignedAlertRaised(**what))


def lapse(alert: CustomerAlert, work: Work) -> None:
    """Nobody handled it in time; it does not wait any more."""
    alert.withdraw(Withdrawal.LAPSED)
    work.change(alert)
    work.emit(
        AlertHandled(
            partner_id=alert.partner_id or "",
            customer_id=alert.customer_id,
            associated_at=alert.associated_at,
            alert_id=alert.alert_id,
            category=alert.category,
            lapsed=True,
        )
    )
