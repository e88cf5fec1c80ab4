"""What happens to usage: it is taken in, then charged. Both words are consumption's, so that orders may hear one and tell the other."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict

from partner_center.consumption.billing_mode import BillingMode
from partner_center.kernel.money import Money
from partner_center.platform.events import DomainEvent
from partner_center.platform.model import Model

GROUPS_AT_ONCE = 20  # in one event, so that what follows from it fits into one transaction


class UsageGroup(Model):
    """Usage of one product. Amounts in CNY, exact: consumption and refund are not negative, adjustment is signed.

    day: the Beijing day of consumption while its summary may not be shown yet (10.4.4.1/r1); None once it may.
    """

    model_config = ConfigDict(frozen=True)

    product_type: str
    billing_mode: BillingMode
    consumption: Money
    refund: Money
    adjustment: Money
    lines: int
    day: date | None = None


class UsageRecorded(DomainEvent, name="consumption.usage_recorded"):
    """Lines of usage of one customer were taken in, each for the first time."""

    customer_id: str
    association_type: str
    billing_period: str
    groups: tuple[UsageGroup, ...]


class ChargedGroup(Model):
    """What charging one product's usage moved, in whole cents: charged = voucher_deducted + cash_paid + arrears.

    voucher_returned: the part of `refunded` that went back to vouchers; the rest settled arrears or was paid back. day: as in `UsageGroup`.
    """

    model_config = ConfigDict(frozen=True)

    product_type: str
    billing_mode: BillingMode
    charged: Money
    voucher_deducted: Money
    cash_paid: Money
    arrears: Money
    refunded: Money
    voucher_returned: Money = Money.zero()
    day: date | None = None


class UsageCharged(DomainEvent, name="orders.usage_charged"):
    """Recorded usage was charged and refunded to the cent.

    groups: the products for which cents moved, often none. lines: how many usage lines are settled with it for good.
    parts: 0 where all is told at once; otherwise 1 in each part but the last, which takes their number back, as events may
    overtake each other.
    """

    customer_id: str
    association_type: str
    billing_period: str
    groups: tuple[ChargedGroup, ...]
    lines: int = 0
    parts: int = 0
