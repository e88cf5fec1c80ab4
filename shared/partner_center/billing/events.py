"""What billing tells other areas."""

from __future__ import annotations

from datetime import datetime

from partner_center.platform.events import DomainEvent


class BillGenerated(DomainEvent, name="billing.bill_generated"):
    """A month is closed for a partner, also for one whose bill is zero because it has consultative customers only."""

    billing_period: str
    bill_id: str
    generated_at: datetime
