"""What funds tell other areas, after the commit."""

from __future__ import annotations

from partner_center.kernel.labels import Labelled
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


class Unclear(Labelled):
    """Why the bank's word cannot be booked."""

    UNKNOWN_ACCOUNT = "unknown_account", "专属汇款账号不存在", "It reached a dedicated account that is nobody's"
    DIFFERS = (
        "differs_from_first_notice",
        "与同一流水的先前通知或入账不一致",
        "It was told or credited otherwise before",
    )
    UNKNOWN_PAYOUT = "unknown_payout", "打款单不存在", "It is the result of a payout that nobody ordered"


class BankNoticeUnclear(DomainEvent, name="funds.bank_notice_unclear"):
    """The bank told of money that cannot be booked: nothing moved, vendor finance must look. `number` is the flow's or payout's."""

    why: Unclear
    number: str
    account_no: str | None = None
    amount: Money
    told_at: Time


class CreditLimitAdjusted(DomainEvent, name="funds.credit_limit_adjusted"):
    """A partner's credit line is another one. CNY."""

    before: Money
    credit_limit: Money


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
