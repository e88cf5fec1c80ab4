"""A line of the customer list: a read model beside the association, so that a page of the list is one query (guide 10.4.1.1).

The association is the fact on which commands decide and which money relies on; figures change with every bit of usage. Kept apart, the
figures' writers never make a command on the association fail. Names, type and manager follow the association in its own transaction where
the area's commands change it, and with the association's events otherwise; each figure has one consumer that keeps it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from partner_center.customers.account import CustomerAccount, EnterpriseRole, RealName, customer_account_key
from partner_center.customers.association import Association, AssociationStatus, AssociationType, association_key
from partner_center.customers.events import CustomerListed
from partner_center.identity import Membership
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from partner_center.organisation import manager_key
from partner_center.platform.table import Choice, Data, Instant, Key, MoneyAttribute, Place, Record, Text, Texts, Whole
from partner_center.platform.work import Work

NOBODY = "-"  # under which customers without an account manager lie in the index
LOWEST_LEVEL = "V0"  # of an account of which the vendor has not told another (the guide's sample)


class ListedCustomer(Record, kind="listed_customer"):
    """A customer of a partner as the list shows it. Amounts in CNY.

    level, real_name, enterprise_role: as the vendor told last. tags: of the partner, the custom label of its invitation among them.
    available_quota, arrears, adjusted_at: as funds stand; ending_quota: until when parts of that quota may be spent. consumption,
    last_consumption: charged less refunded in `consumption_period` and the month before it.
    pending_churn, pending_resource: alerts to handle, of the association since `alerts_of`. expiry_days: the nearest Beijing days on which
    resources expire, as told to the association since `expiry_of`. vouchers, pickup_coupons: effective_at and
    expires_at of each that may be used now or later.
    brought: counters of areas to come (overview/widgets.py).
    marks: the ways by which the list finds it (overview/marks.py).
    """

    PLACE = Place("partner/{partner_id}/listed_customer", "{customer_id}")
    OWNER = Place("partner/{partner_id}/listed_customer", "{listed_since}/{customer_id}")
    LOOKUP = Place("partner/{partner_id}/customers_of_manager/{managed_by}", "{listed_since}/{customer_id}")
    SECRET = ("mobile", "email", "marks")

    partner_id = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text()
    mobile = Text()
    email = Text(null=True)
    association_type = Choice(AssociationType)
    status = Choice(AssociationStatus)
    associated_at = Instant()
    account_manager_id = Text(null=True)
    account_manager_name = Text(null=True)
    managed_since = Instant(null=True)
    custom_label = Text(null=True)
    tags = Texts()
    level = Text(default=LOWEST_LEVEL)
    real_name = Choice(RealName, default=RealName.NONE)
    enterprise_role = Choice(EnterpriseRole, default=EnterpriseRole.NONE)

    available_quota = MoneyAttribute(default=Money.zero)
    ending_quota = Data(default=list)
    arrears = MoneyAttribute(default=Money.zero)
    adjusted_at = Instant(null=True)
    consumption_period = Text(null=True)
    consumption = MoneyAttribute(default=Money.zero)
    last_consumption = MoneyAttribute(default=Money.zero)
    pending_churn = Whole(default=0)
    pending_resource = Whole(default=0)
    alerts_of = Instant(null=True)
    expiry_days = Texts()
    expiry_of = Instant(null=True)
    vouchers = Data(default=list)
    pickup_coupons = Data(default=list)
    brought = Data(default=dict)
    marks = Texts()

    @property
    def listed_since(self) -> datetime | None:
        """By which the list is sorted; None while the customer is not associated."""
        return self.associated_at if self.status is AssociationStatus.ASSOCIATED else None

    @property
    def managed_by(self) -> str:
        """Whose customer it is, for the index."""
        return self.account_manager_id or NOBODY

    def follow(self, association: Association, *, manager: Membership | None = None) -> None:
        """Take over what the association says. `manager` is the membership of its account manager, where it is at hand."""
        self.customer_name, self.account_name = association.customer_name, association.account_name
        self.mobile, self.email = association.mobile, association.email
        self.association_type, self.status = association.association_type, association.status
        self.begin(association.associated_at)
        if association.account_manager_id != self.account_manager_id or manager is not None:
            self.account_manager_name = manager.name if manager is not None else None
        self.account_manager_id, self.managed_since = association.account_manager_id, association.managed_since
        if association.custom_label != self.custom_label:
            kept = [tag for tag in self.tags if tag != self.custom_label]
            self.tags = (
                [association.custom_label, *(tag for tag in kept if tag != association.custom_label)] if association.custom_label else kept
            )
        self.custom_label = association.custom_label

    def begin(self, associated_at: datetime) -> None:
        """The association since `associated_at` is the line's: alerts and resources told of an earlier one are counted no more."""
        self.associated_at = associated_at
        if self.alerts_of is None or self.alerts_of < associated_at:
            self.alerts_of, self.pending_churn, self.pending_resource = associated_at, 0, 0
        if self.expiry_of is None or self.expiry_of < associated_at:
            self.expiry_of, self.expiry_days = associated_at, []

    def know(self, account: CustomerAccount) -> None:
        """Take over what the vendor knows of the account."""
        self.level, self.real_name = account.customer_level, account.real_name
        self.enterprise_role = account.enterprise_role

    def shown_quota(self, now: datetime) -> Money:
        """The available quota without what has expired; what is owed, below zero, while the customer is in arrears (10.4.1.1/r3)."""
        if self.arrears:
            return -self.arrears
        return self.available_quota - total(Money.of(amount) for until, amount in self.ending_quota or [] if clock.instant(until) < now)

    def consumed(self, period: str) -> Money:
        """What was consumed in a month, of the two that are kept here; months pass without anybody writing it down."""
        if self.consumption_period is None or period > self.consumption_period:
            return Money.zero()
        if period == self.consumption_period:
            return self.consumption
        return self.last_consumption if period == clock.shifted(self.consumption_period, -1) else Money.zero()

    def consume(self, period: str, amount: Money) -> None:
        """Count consumption of a month; one that is over for longer than a month is shown here no more."""
        if self.consumption_period is None or period > self.consumption_period:
            self.last_consumption = self.consumed(clock.shifted(period, -1))
            self.consumption_period, self.consumption = period, amount
        elif period == self.consumption_period:
            self.consumption = self.consumption + amount
        elif period == clock.shifted(self.consumption_period, -1):
            self.last_consumption = self.last_consumption + amount

    @property
    def pending_alerts(self) -> int:
        """Alerts that wait to be handled. An alert's end may be heard before its beginning: never below zero."""
        return max(0, int(self.pending_churn)) + max(0, int(self.pending_resource))

    def usable_vouchers(self, now: datetime, until: datetime | None = None) -> int:
        """How many vouchers may be used now; with `until` only those that expire by then."""
        return _usable(self.vouchers, now, until)

    def usable_pickup_coupons(self, now: datetime, until: datetime | None = None) -> int:
        """How many pick-up coupons, likewise."""
        return _usable(self.pickup_coupons, now, until)


def _usable(coupons: Any, now: datetime, until: datetime | None) -> int:
    terms = ((clock.instant(start), clock.instant(end)) for start, end in coupons or [])
    return sum(start <= now <= end and (until is None or end <= until) for start, end in terms)


def listed_key(partner_id: str, customer_id: str) -> Key[ListedCustomer]:
    """The address of a customer's line."""
    return ListedCustomer.key(partner_id=partner_id, customer_id=customer_id)


def partition_of_manager(partner_id: str, manager_id: str) -> str:
    """Where the customers of a manager (or of NOBODY) lie in the index, in the list's order."""
    return f"partner/{quote(partner_id, safe='')}/customers_of_manager/{quote(manager_id, safe='')}"


def newly_listed(association: Association) -> ListedCustomer:
    """The line of a customer who has none."""
    line = ListedCustomer(partner_id=association.partner_id, customer_id=association.customer_id)
    line.follow(association)
    return line


def keep_listed(work: Work, line: ListedCustomer) -> None:
    """Put a line into the unit of work and tell of it, so that the list finds it by what it says now."""
    work.keep(line)
    work.emit(CustomerListed(partner_id=line.partner_id, customer_id=line.customer_id))


def follow_association(partner_id: str, customer_id: str, work: Work) -> None:
    """Make a customer's line say what association, account and manager say now, whoever changed them."""
    line, association, account = work.look(
        listed_key(partner_id, customer_id), association_key(partner_id, customer_id), customer_account_key(customer_id)
    )
    if association is None:
        return
    manager = work.get(manager_key(partner_id, association.account_manager_id), or_none=True) if association.account_manager_id else None
    line = line or newly_listed(association)
    line.follow(association, manager=manager)
    if account is not None:
        line.know(account)
    keep_listed(work, line)
