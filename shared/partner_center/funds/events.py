"""What funds tell other areas, after the commit."""

from __future__ import annotations

from partner_center.kernel.money import Money
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class TopUpCredited(DomainEvent, name="funds.top_up_credited"):
    """Money a partner paid in is on its top-up account."""

    amount: Money
    reference: str
    channel: str


class StatementDue(DomainEvent, name="funds.statement_due"):
    """A fund account has entries that its statement lacks; `entries` are their places in it."""

    account_id: str
    entries: tuple[str, ...]


class FundsAdjusted(DomainEvent, name="funds.funds_adjusted"):
    """Money went from the partner to a customer or back."""

    customer_id: str
    adjustment_type: str
    amount: Money
    serial_no: str


class CustomerFullyWithdrew(DomainEvent, name="funds.customer_fully_withdrew"):
    """A customer withdrew all that its own account held; `partner_id` is empty. Withdrawals tell it, coupons hear it (docs/ports.md)."""

    customer_id: str
    withdrawn_at: Time
