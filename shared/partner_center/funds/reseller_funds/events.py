"""What is told of money between a distributor and a reseller."""

from __future__ import annotations

from partner_center.kernel.money import Money
from partner_center.platform.events import DomainEvent


class ResellerFundsMoved(DomainEvent, name="funds.reseller_funds_adjusted"):
    """Money went from a distributor to its reseller `partner_id` or back."""

    distributor_id: str
    adjustment_type: str
    amount: Money
    serial_no: str
