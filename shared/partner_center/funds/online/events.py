"""What online payments tell, after the commit."""

from __future__ import annotations

from datetime import date

from partner_center.kernel.money import Money
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class OnlinePaymentSucceeded(DomainEvent, name="funds.online_payment_succeeded"):
    """A provider has the money of an online payment. `partner_id` is empty where a customer paid into an account of its own (13.3).

    subject: the order's number, empty where there is none; external_flow_no: the provider's own number of the payment.
    """

    payment_no: str
    purpose: str
    subject: str
    customer_id: str | None
    channel: str
    amount: Money
    external_flow_no: str
    paid_at: Time
    payer_name: str | None
    payer_account: str | None


class RefundAsked(DomainEvent, name="funds.online_refund_asked"):
    """Money of an online payment shall go back by the way it came."""

    refund_no: str
    payment_no: str


class RefundSettled(DomainEvent, name="funds.refund_settled"):
    """A refund of an online payment came to its end. arrived_at: when the money went back; reason: the provider's, why it did not."""

    payment_no: str
    refund_no: str
    succeeded: bool
    reason: str | None
    arrived_at: Time | None


class DifferencesFound(DomainEvent, name="funds.differences_found"):
    """A provider's word and our books do not agree: so many new work items wait for vendor finance. `day`: the Beijing date they are of."""

    provider: str
    day: date
    items: int
