"""What incentives tell other areas."""

from __future__ import annotations

from datetime import datetime

from partner_center.incentives.method import PayoutMethod
from partner_center.kernel.money import Money
from partner_center.platform.events import DomainEvent


class PayoutCompleted(DomainEvent, name="incentives.payout_completed"):
    """Incentives were paid out: as coupon quota or into the top-up account."""

    payout_no: str
    method: PayoutMethod
    amount: Money
    incentive_bill_ids: tuple[str, ...]
    paid_at: datetime
