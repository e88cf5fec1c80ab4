"""What a partner may expect to earn by paying an order (10.4.3.1/r10): an indication, asked of whoever knows the rebate rules.

Rebates are incentives' business, which listens to what orders tell and must not be imported here: the port is a module
partner_center/<area>/rebate_estimate.py with `RATES` (docs/ports.md).
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import partner_center
from partner_center.customers import AssociationType
from partner_center.kernel.errors import NotFound
from partner_center.kernel.messages import text_of
from partner_center.kernel.permissions import PartnerType
from partner_center.orders.book import OrderBook
from partner_center.orders.contracts import EstimatedRebate, OfPayRequest
from partner_center.orders.coupon_share import locked_for
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


class KnowsRates(Protocol):
    """An area that knows the rebate rules."""

    def ratio(self, association_type: AssociationType, product_type: str, at: datetime) -> Decimal:
        """What a partner earns of the price of such a product (0.15 = 15 %)."""


@lru_cache(maxsize=1)
def rates() -> KnowsRates:
    """Whoever declares RATES. Raises LookupError where nobody does."""
    found = sorted({file.parent.name for folder in partner_center.__path__ for file in Path(folder).glob("*/rebate_estimate.py")})
    if len(found) != 1:
        raise LookupError(f"rebates are known by {found or 'nobody'}")
    return cast(KnowsRates, import_module(f"partner_center.{found[0]}.rebate_estimate").RATES)


def get_estimated_rebate(request: OfPayRequest, caller: Caller, work: Work) -> EstimatedRebate:
    """The estimate for an order that the partner was asked to pay, without what the customer's coupons pay of it.

    NotFound for any other order, and for resellers, who earn no rebates (12.3.3.1/r7).
    """
    if caller.partner_type == PartnerType.RESELLER:
        raise NotFound("estimate")
    book = OrderBook.of_partner(work, request.order_no, caller.partner_id)
    order = book.order
    base = order.order_amount - locked_for(work, order) if order.closes_at is not None else order.paid_amount
    ratio = rates().ratio(order.association_type or AssociationType.CONSULTATIVE, order.product_type, work.now)
    return EstimatedRebate(
        order_no=order.order_no,
        base=base,
        ratio=f"{ratio:f}",
        estimated_rebate=(base * ratio).cents(),
        note=text_of("estimate_is_indicative", work.origin.language),
    )
