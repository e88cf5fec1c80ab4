"""An alert about a customer: fed by the cloud platform, raised for the customer's partner by the daily refresh, handled once (10.4.5)."""

from __future__ import annotations

from datetime import datetime

from partner_center.customers.alerts.answers import ChurnReason, NotChurnedFeedback, ResourceResult
from partner_center.customers.alerts.category import AlertCategory
from partner_center.customers.association import Association, AssociationStatus
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.permissions import Role
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Flag, Instant, Key, Place, Record, Text

ADMINISTRATORS = "administrators"  # stands for them where no account manager has the customer
_ADMIN_ROLES = {Role.PARTNER_ADMIN.value, Role.SUPER_ADMIN.value}


class AlertStatus(Labelled):
    """Where an alert is in its life; people see it while it is pending or handled."""

    WAITING = "waiting", "待刷新", "Waits for the daily refresh"
    PENDING = "pending", "待处理", "Pending"
    HANDLED = "handled", "已处理", "Handled"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Withdrawal(Labelled):
    """Why an alert is shown to nobody (any more)."""

    NO_PARTNER = "no_partner", "客户无合作伙伴", "The customer had no partner at the refresh"
    LAPSED = "lapsed", "预警已失效", "It lapsed before anybody handled it"
    UNLINKED = "unlinked", "客户已解除关联", "The customer left the partner"


class CustomerAlert(Record, kind="customer_alert"):
    """One alert. Whose it is (partner, association, customer's names) is noted when it is raised.

    sent_at, lapses_at: the platform's; an alert need not lapse. account_manager_id: who has the customer, kept while it is pending.
    """

    PLACE = Place("customer/{customer_id}/alert", "{alert_id}")
    OWNER = Place("partner/{partner_id}/alert", "{listed_at}/{alert_id}")
    LOOKUP = Place("partner/{partner_id}/alert_to_handle/{waits_for}", "{sent_at}/{alert_id}")
    DUE = Place("alert_refresh", "{due_at}/{customer_id}/{alert_id}")

    customer_id = Text()
    alert_id = Text()
    scene_name = Text()
    category = Choice(AlertCategory)
    title = Text()
    detail = Text()
    sent_at = Instant()
    lapses_at = Instant(null=True)
    received_at = Instant()
    status = Choice(AlertStatus, default=AlertStatus.WAITING)
    withdrawal = Choice(Withdrawal, null=True)

    partner_id = Text(null=True)
    associated_at = Instant(null=True)
    raised_at = Instant(null=True)
    customer_name = Text(null=True)
    account_name = Text(null=True)
    account_manager_id = Text(null=True)
    account_manager_name = Text(null=True)

    handled_at = Instant(null=True)
    handled_by = Text(null=True)
    handled_by_name = Text(null=True)
    churned = Flag(null=True)
    churn_reason = Choice(ChurnReason, null=True)
    not_churned_feedback = Choice(NotChurnedFeedback, null=True)
    resource_result = Choice(ResourceResult, null=True)
    other_text = Text(null=True)

    @property
    def listed_at(self) -> datetime | None:
        """By which the partner's list is sorted; None while it shows nothing."""
        return self.sent_at if self.status in SHOWN else None

    @property
    def waits_for(self) -> str | None:
        """In whose list of alerts to handle it lies; None unless it is pending."""
        return (self.account_manager_id or ADMINISTRATORS) if self.status is AlertStatus.PENDING else None

    @property
    def due_at(self) -> datetime | None:
        """When the daily refresh has to look at it: to raise it, or because it lapsed."""
        if self.status is AlertStatus.WAITING:
            return self.received_at
        return self.lapses_at if self.status is AlertStatus.PENDING else None

    def has_lapsed(self, now: datetime) -> bool:
        """Whether the platform says that it matters no more."""
        return self.lapses_at is not None and self.lapses_at <= now

    def assign(self, manager_id: str | None, name: str | None) -> None:
        """Who has the customer now."""
        self.account_manager_id, self.account_manager_name = manager_id, name

    def withdraw(self, why: Withdrawal) -> None:
        """Show it to nobody any more."""
        self.status, self.withdrawal = AlertStatus.WITHDRAWN, why


SHOWN = (AlertStatus.PENDING, AlertStatus.HANDLED)


def alert_key(customer_id: str, alert_id: str) -> Key[CustomerAlert]:
    """Where an alert lies."""
    return CustomerAlert.key(customer_id=customer_id, alert_id=alert_id)


def is_of(alert: CustomerAlert, association: Association | None) -> bool:
    """Whether an alert is one of this association, and that still lives: a former partner's alerts are nobody's."""
    return (
        association is not None
        and association.status is AssociationStatus.ASSOCIATED
        and (alert.partner_id, alert.associated_at) == (association.partner_id, association.associated_at)
        and alert.status in SHOWN
    )


def refuses_handling(alert: CustomerAlert, category: AlertCategory) -> Refusal | None:
    """Each category is answered in its own way (10.4.5.1/r2); a handled alert is final (OPEN in 10.4.5.1)."""
    if alert.category is not category:
        return Refusal.because("alert_of_other_category", "10.4.5.1/r2", category=alert.category)
    if alert.status is AlertStatus.HANDLED:
        return Refusal.because("alert_already_handled", "10.4.5.1", handled_at=alert.handled_at)
    return None


def refuses_person(caller: Caller, association: Association) -> Refusal | None:
    """Only the customer's single responsible person (10.4.5.1/r1).

    OPEN there: that is its account manager, and a partner administrator where it has none.
    """
    manager_id = association.account_manager_id
    if manager_id is not None:
        if caller.user_id == manager_id:
            return None
        return Refusal.because("not_responsible_for_customer", "10.4.5.1/r1", way_out="account_manager_handles", manager_id=manager_id)
    if _ADMIN_ROLES & set(caller.roles):
        return None
    return Refusal.because("not_responsible_for_customer", "10.4.5.1/r1", way_out="administrator_handles")
