"""The counters of a customer's overview and the list that each opens (guide 10.4.1.1/r7-r9, r20), as a table.

Counters of areas that do not exist yet (orders, marketing tasks, opportunity registrations) come through a port: the area
brings its number with `bring_counter` when it changes. Until then there is none, and the overview says so: no number, no zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from partner_center.customers.overview.balances import line_to_fill
from partner_center.customers.overview.listed import ListedCustomer
from partner_center.customers.overview.renewals import WINDOWS, CustomerRenewals
from partner_center.customers.resources.kinds import ResourceKind
from partner_center.kernel import clock
from partner_center.kernel.labels import Label
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.work import Work

SOON_DAYS = 7  # vouchers that expire soon (10.4.1.1/r9)


@dataclass(frozen=True)
class Known:
    """What counters are counted from."""

    line: ListedCustomer
    renewals: CustomerRenewals | None
    now: datetime

    @property
    def today(self) -> date:
        """The Beijing day."""
        return clock.business_date(self.now)


@dataclass(frozen=True)
class Widget:
    """A counter: its name, label, the address of the list it opens ({customer_id} to be filled in), and how it is counted."""

    name: str
    label: Label
    opens: str
    count: Callable[[Known], int | None]

    def opens_for(self, customer_id: str) -> str:
        """The list of a customer."""
        return self.opens.format(customer_id=customer_id)


_PAGES = {
    ResourceKind.SUBSCRIPTION: "/customers/customers/{customer_id}/subscription-resources",
    ResourceKind.ON_DEMAND: "/customers/customers/{customer_id}/on-demand-resources",
    ResourceKind.SAVINGS_PLAN: "/customers/customers/{customer_id}/savings-plans",
}


def _expiring(kind: ResourceKind, days: int) -> Widget:
    def count(known: Known) -> int:
        return known.renewals.expiring(kind.value, days, known.today) if known.renewals else 0

    label = Label(f"{kind.label.zh}{days}天内到期", f"{kind.label.en}: expiring within {days} days")
    page = f"{_PAGES[kind]}?expires_within={days}" if kind is not ResourceKind.ON_DEMAND else _PAGES[kind]
    return Widget(f"{kind.value}_expiring_{days}", label, page, count)


def _there_are(kind: ResourceKind) -> Widget:
    def count(known: Known) -> int:
        return known.renewals.there_are(kind.value) if known.renewals else 0

    return Widget(f"{kind.value}_all", Label(f"全部{kind.label.zh}", f"All: {kind.label.en}"), _PAGES[kind], count)


def _brought(name: str, zh: str, en: str, opens: str) -> Widget:
    def count(known: Known) -> int | None:
        number = (known.line.brought or {}).get(name)
        return int(number) if number is not None else None

    return Widget(name, Label(zh, en), opens, count)


def _soon(known: Known) -> datetime:
    return known.now + clock.DAY * SOON_DAYS


WIDGETS: tuple[Widget, ...] = (
    *(_expiring(kind, days) for kind in ResourceKind for days in WINDOWS),
    *(_there_are(kind) for kind in ResourceKind),
    _brought("orders_unpaid", "客户未支付订单", "Unpaid orders", "/orders/orders?customer_id={customer_id}&status=pending_payment"),
    _brought("orders_all", "全部订单", "All orders", "/orders/orders?customer_id={customer_id}"),
    Widget(
        "alerts_churn",
        Label("流失预警", "Churn alerts"),
        "/customers/customers/{customer_id}/alerts?category=churn",
        lambda known: max(0, int(known.line.pending_churn)),
    ),
    Widget(
        "alerts_resource",
        Label("资源预警", "Resource alerts"),
        "/customers/customers/{customer_id}/alerts?category=resource",
        lambda known: max(0, int(known.line.pending_resource)),
    ),
    _brought(
        "tasks_unfinished",
        "近一个月内未完成营销任务",
        "Marketing tasks unfinished in the last month",
        "/opportunities/tasks?customer_id={customer_id}",
    ),
    _brought("tasks_due", "3天内到期营销任务", "Marketing tasks due in 3 days", "/opportunities/tasks?customer_id={customer_id}&due=3"),
    Widget(
        "vouchers_usable",
        Label("可使用代金券", "Usable vouchers"),
        "/coupons/customers/{customer_id}/vouchers?status=usable",
        lambda known: known.line.usable_vouchers(known.now),
    ),
    Widget(
        "vouchers_expiring_7",
        Label("7天内失效代金券", "Vouchers expiring within 7 days"),
        "/coupons/customers/{customer_id}/vouchers?status=usable&expires_within=7",
        lambda known: known.line.usable_vouchers(known.now, _soon(known)),
    ),
    Widget(
        "pick_ups_usable",
        Label("可使用提货券", "Usable pick-up coupons"),
        "/coupons/resale-pickup-coupons?customer_id={customer_id}&status=usable",
        lambda known: known.line.usable_pickup_coupons(known.now),
    ),
    Widget(
        "pick_ups_expiring_7",
        Label("7天内失效提货券", "Pick-up coupons expiring within 7 days"),
        "/coupons/resale-pickup-coupons?customer_id={customer_id}&status=usable&expires_within=7",
        lambda known: known.line.usable_pickup_coupons(known.now, _soon(known)),
    ),
    _brought("registrations", "商机报备", "Opportunity registrations", "/opportunities/registrations?customer_id={customer_id}"),
)

NOT_FOR_RESELLERS = frozenset({"registrations"})  # they have no opportunities (12.2.1.1/r3, 12.3.1.1/r3)


def widgets_for(partner_type: str | None) -> list[Widget]:
    """The counters that a type of partner sees."""
    return [widget for widget in WIDGETS if partner_type != PartnerType.RESELLER or widget.name not in NOT_FOR_RESELLERS]


BROUGHT = frozenset(("orders_unpaid", "orders_all", "tasks_unfinished", "tasks_due", "registrations"))


def bring_counter(work: Work, partner_id: str, customer_id: str, counter: str, number: int) -> None:
    """An area says how many there are of what it keeps for a customer. Raises KeyError for a counter nobody waits for."""
    if counter not in BROUGHT:
        raise KeyError(counter)
    line = line_to_fill(work, partner_id, customer_id)
    if line is not None and (line.brought or {}).get(counter) != number:
        line.brought = {**(line.brought or {}), counter: number}
        work.keep(line)
