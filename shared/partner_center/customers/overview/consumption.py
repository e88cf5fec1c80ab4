"""What a customer consumed, month by month and by product, kept as usage is charged (guide 10.4.1.1).

Amounts are what was charged less what was refunded, CNY to the cent. OPEN: the day on which a day's usage may be queried (10.4.4.1/r1)
is the consumption pages' rule; the figures here say what has been charged so far.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from partner_center.customers.association import association_key
from partner_center.customers.overview.listed import listed_key, newly_listed
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from partner_center.platform.consumer import Told
from partner_center.platform.table import Data, Key, MoneyAttribute, Place, Record, Text
from partner_center.platform.work import Work

TREND_MONTHS = 6  # OPEN: how far the overview's trend reaches; the running month and five before it
RANKED = 10  # OPEN: products in the ranking


class CustomerConsumption(Record, kind="customer_consumption"):
    """A customer's consumption in a month; products: product type → amount as decimal text. CNY."""

    PLACE = Place("partner/{partner_id}/customer/{customer_id}/consumption", "{billing_period}")

    partner_id = Text()
    customer_id = Text()
    billing_period = Text()
    amount = MoneyAttribute(default=Money.zero)
    products = Data(default=dict)

    def include(self, product_type: str, amount: Money) -> None:
        """Add to a product and to the month."""
        self.amount = self.amount + amount
        self.products = {
            **(self.products or {}),
            product_type: f"{(Money.of((self.products or {}).get(product_type, '0')) + amount).amount:f}",
        }

    def ranking(self) -> list[tuple[str, Money]]:
        """The products with the highest consumption first."""
        amounts = [(product, Money.of(text)) for product, text in (self.products or {}).items()]
        return sorted(amounts, key=lambda entry: (-entry[1].amount, entry[0]))[:RANKED]


def consumption_key(partner_id: str, customer_id: str, billing_period: str) -> Key[CustomerConsumption]:
    """The address of a customer's month."""
    return CustomerConsumption.key(partner_id=partner_id, customer_id=customer_id, billing_period=billing_period)


def net_by_product(groups: Iterable[dict[str, Any]]) -> dict[str, Money]:
    """What an `orders.usage_charged` tells, by product: charged less refunded."""
    net: dict[str, Money] = {}
    for group in groups:
        amount = amount_in(group["charged"]) - amount_in(group["refunded"])
        net[group["product_type"]] = net.get(group["product_type"], Money.zero()) + amount
    return {product: amount for product, amount in net.items() if amount}


def amount_in(told: dict[str, str]) -> Money:
    """An amount as an event carries it."""
    return Money.of(told["amount"], told["currency"])


def keep_customer_consumption(told: Told) -> None:
    """Count a charge in the customer's month and in its line of the list, once."""
    net = net_by_product(told.data["groups"])
    if net:
        told.once(lambda work: _count(work, told.data, net))


def _count(work: Work, data: dict[str, Any], net: dict[str, Money]) -> None:
    partner_id, customer_id, period = data["partner_id"], data["customer_id"], data["billing_period"]
    line, association, month = work.look(
        listed_key(partner_id, customer_id), association_key(partner_id, customer_id), consumption_key(partner_id, customer_id, period)
    )
    month = month or CustomerConsumption(partner_id=partner_id, customer_id=customer_id, billing_period=period)
    for product, amount in net.items():
        month.include(product, amount)
    work.keep(month)
    if line is None and association is not None:
        line = newly_listed(association)
    if line is not None:
        line.consume(period, total(net.values()))
        work.keep(line)


def trend_keys(partner_id: str, customer_id: str, this_period: str) -> list[Key[CustomerConsumption]]:
    """The months of the trend, the running one first."""
    return [consumption_key(partner_id, customer_id, clock.shifted(this_period, -back)) for back in range(TREND_MONTHS)]
