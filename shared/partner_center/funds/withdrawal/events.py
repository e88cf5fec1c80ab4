"""What withdrawals tell, after the commit."""

from __future__ import annotations

from datetime import date

from partner_center.funds.top_up import TopUpChannel
from partner_center.funds.withdrawal.contracts import PayoutOutcome
from partner_center.funds.withdrawal.routes import Route
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class WithdrawalApproved(DomainEvent, name="funds.withdrawal_approved"):
    """Vendor finance approved an application; its payouts are on their way and should have arrived by `expected_on` (Beijing date)."""

    withdrawal_no: str
    route: Route
    amount: Money
    approved_at: Time
    expected_on: date


class WithdrawalRejected(DomainEvent, name="funds.withdrawal_rejected"):
    """Vendor finance rejected an application; all of it is on the account again."""

    withdrawal_no: str
    route: Route
    amount: Money
    rejected_at: Time
    reason: str | None


class WithdrawalArrived(DomainEvent, name="funds.withdrawal_arrived"):
    """Every payment of an application has its answer, and at least one arrived: `arrived_amount` of `amount`."""

    withdrawal_no: str
    route: Route
    amount: Money
    arrived_amount: Money
    arrived_at: Time


class WithdrawalPaymentFailed(DomainEvent, name="funds.withdrawal_payment_failed"):
    """A payment failed or came back; its amount is on the account again. By the original route it may now go to a bank card alone."""

    withdrawal_no: str
    payout_no: str
    route: Route
    amount: Money
    failed_at: Time
    reason: str | None


class RefundOrdered(DomainEvent, name="funds.refund_ordered"):
    """A payment provider is to refund a payment in part or whole, under the payout's number."""

    withdrawal_no: str
    payout_no: str
    channel: TopUpChannel
    payment_no: str
    amount: Money


class BankTransferOrdered(DomainEvent, name="funds.bank_transfer_ordered"):
    """The vendor's bank is to transfer an amount; it answers by the webhook of payout results, under the payout's number.

    The fields of the account are empty where the bank knows it better: a transfer that it received itself goes back by `external_flow_no`,
    which is the bank's own number of it.
    asked_again: how often an answer was missed before; the order is the same one.
    """

    withdrawal_no: str
    payout_no: str
    amount: Money
    external_flow_no: str | None
    account_holder: str | None
    bank: str | None
    bank_location: str | None
    branch: str | None
    bank_account_no: str | None
    expected_on: date
    asked_again: int = 0


class PayoutResultReceived(DomainEvent, name="funds.payout_result_received"):
    """The bank told what came of a payout."""

    payout_no: str
    outcome: PayoutOutcome
    amount: Money
    occurred_at: Time
    reason: str | None


class PayoutContradicted(DomainEvent, name="funds.payout_contradicted"):
    """A result contradicts what is booked (arrived after it was given back, another amount): nothing moved, vendor finance must look."""

    withdrawal_no: str
    payout_no: str
    booked: str
    told: PayoutOutcome
    booked_amount: Money
    told_amount: Money | None
    told_at: Time
