"""Alerts follow their customer: to another account manager, and out of sight when it leaves the partner.

A customer may have more alerts than a transaction holds: they are changed in several, each decided on what stands there then, so that
doing it again, late or twice does no harm.
"""

from __future__ import annotations

from collections.abc import Callable

from partner_center.customers.alerts.alert import SHOWN, AlertStatus, CustomerAlert, Withdrawal, alert_key, is_of
from partner_center.customers.association import association_key
from partner_center.customers.events import AccountManagerChanged, CustomerUnlinked
from partner_center.organisation import manager_key
from partner_center.platform.table import Key
from partner_center.platform.work import Work, carry_out

AT_ONCE = 90  # alerts in one transaction; the rest of the hundred is the platform's


def move_alerts_to_manager(event: AccountManagerChanged, work: Work) -> None:
    """The pending alerts of a customer wait for whoever has it by now; a handled one keeps the manager of its time."""

    def is_meant(alert: CustomerAlert) -> bool:
        return alert.partner_id == event.partner_id and alert.status is AlertStatus.PENDING

    def move(alerts: list[CustomerAlert], work: Work) -> None:
        association = work.get(association_key(event.partner_id, event.customer_id), or_none=True)
        if association is None:
            return
        manager_id = association.account_manager_id
        manager = work.get(manager_key(event.partner_id, manager_id), or_none=True) if manager_id else None
        work.rely_on(association)
        for alert in alerts:
            if is_of(alert, association) and alert.account_manager_id != manager_id:
                alert.assign(manager_id, manager.name if manager else None)
                work.change(alert)

    _in_parts(work, event.customer_id, is_meant, move)


def withdraw_alerts_of_unlinked(event: CustomerUnlinked, work: Work) -> None:
    """A former partner sees no alerts of the customer. Those of an association that began later are not meant."""

    def is_meant(alert: CustomerAlert) -> bool:
        began = alert.associated_at
        return alert.partner_id == event.partner_id and alert.status in SHOWN and began is not None and began <= event.associated_at

    def withdraw(alerts: list[CustomerAlert], work: Work) -> None:
        for alert in alerts:
            alert.withdraw(Withdrawal.UNLINKED)
            work.change(alert)

    _in_parts(work, event.customer_id, is_meant, withdraw)


def _in_parts(
    work: Work, customer_id: str, is_meant: Callable[[CustomerAlert], bool], change: Callable[[list[CustomerAlert], Work], None]
) -> None:
    """Change what is meant of a customer's alerts, a transaction for each part."""
    partition = CustomerAlert.partition(customer_id=customer_id)
    found = [alert_key(customer_id, alert.alert_id) for alert in work.every(CustomerAlert, partition) if is_meant(alert)]
    for start in range(0, len(found), AT_ONCE):
        keys = found[start : start + AT_ONCE]

        def decide(alone: Work, keys: list[Key[CustomerAlert]] = keys) -> None:
            change([alert for alert in alone.look(*keys) if alert is not None and is_meant(alert)], alone)

        carry_out(lambda: Work(work.caller, work.now, work.origin), decide)
