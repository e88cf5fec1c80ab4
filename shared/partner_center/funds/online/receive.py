"""What a provider tells of a payment: believed by its port, weighed here against what we asked for (10.6.3.2)."""

from __future__ import annotations

from datetime import datetime

from partner_center.funds.online.events import OnlinePaymentSucceeded
from partner_center.funds.online.item import Difference, open_item
from partner_center.funds.online.payment import OnlinePayment, OnlineRefund, PaymentStatus, Provider, payment_key, refund_key
from partner_center.funds.online.port import PaymentTold, TradeState, day_of
from partner_center.funds.online.refunding import settle_refund
from partner_center.kernel.money import CNY
from partner_center.platform.observe import logger
from partner_center.platform.work import Work


def receive_online_payment_result(provider: Provider, told: PaymentTold, work: Work) -> str | None:
    """Take a provider's word on a payment or a refund. What came of it is the notice's outcome; None where all is as we asked for it.

    An authentic notice that does not fit (unknown payment, wrong amount, merchant, currency …) moves nothing and opens a work item.
    """
    if told.ignored:
        return "not_ours_to_hear"
    if told.refund is not None:
        return _refund_result(provider, told, work)
    payment = work.get(payment_key(told.payment_no), or_none=True) if told.payment_no else None
    return weigh(provider, told, payment, work)


def weigh(provider: Provider, told: PaymentTold, payment: OnlinePayment | None, work: Work) -> str | None:
    """Bring our payment to where the provider says it is; what does not fit becomes a work item and its name the outcome."""
    if told.state is TradeState.WAITING:
        return None
    if told.state is not TradeState.DONE:
        return _ended(told, payment, work)
    wrong = _wrong(provider, told, payment)
    if wrong is not None:
        logger.error("a payment does not fit", extra={"provider": provider.value, "payment_no": told.payment_no, "because": wrong.value})
        open_item(
            work,
            wrong,
            provider=provider,
            day=told.statement_on or str(day_of(work.now)),
            flow_no=told.external_flow_no or told.payment_no,
            payment=payment,
            payment_no=told.payment_no,
            theirs=told.amount,
        )
        return wrong.value
    assert payment is not None
    if payment.status is not PaymentStatus.SUCCEEDED:
        _succeed(payment, told, work)
    return None


def _wrong(provider: Provider, told: PaymentTold, payment: OnlinePayment | None) -> Difference | None:
    """Why a payment that succeeded is none of ours as it stands, or is not the one that we know of."""
    if told.misdirected is not None:
        return Difference(told.misdirected)
    if payment is None:
        return Difference.UNKNOWN_PAYMENT
    if payment.provider is not provider:
        return Difference.WRONG_PROVIDER
    if told.amount is not None and told.amount.currency != CNY:
        return Difference.WRONG_CURRENCY
    if told.amount != payment.amount:
        return Difference.WRONG_AMOUNT
    if told.external_flow_no is None:
        return Difference.NO_FLOW_NUMBER
    if payment.status is PaymentStatus.SUCCEEDED and payment.external_flow_no != told.external_flow_no:
        return Difference.PAID_TWICE
    return None


def _succeed(payment: OnlinePayment, told: PaymentTold, work: Work) -> None:
    """The money is there: also where we had stopped waiting for it."""
    assert told.external_flow_no is not None
    paid_at: datetime = told.paid_at or work.now
    payment.status, payment.ask_at = PaymentStatus.SUCCEEDED, None
    payment.external_flow_no, payment.paid_at, payment.statement_on = told.external_flow_no, paid_at, told.statement_on or day_of(paid_at)
    payment.payer_name, payment.payer_account = told.payer_name, told.payer_account
    work.change(payment)
    work.emit(
        OnlinePaymentSucceeded(
            partner_id=payment.partner_id or "",
            payment_no=payment.payment_no,
            purpose=payment.purpose,
            subject=payment.subject or "",
            customer_id=payment.customer_id,
            channel=payment.channel,
            amount=payment.amount,
            external_flow_no=told.external_flow_no,
            paid_at=paid_at,
            payer_name=told.payer_name,
            payer_account=told.payer_account,
        )
    )


def _ended(told: PaymentTold, payment: OnlinePayment | None, work: Work) -> str | None:
    """Nobody pays it any more. What succeeded before stays so: a full refund, too, closes the trade with the provider."""
    if payment is None or told.misdirected is not None:
        return "not_ours_to_hear"
    if payment.status is PaymentStatus.PENDING:
        end_payment(payment, PaymentStatus.FAILED if told.state is TradeState.FAILED else PaymentStatus.CLOSED, work)
    return None


def end_payment(payment: OnlinePayment, status: PaymentStatus, work: Work) -> None:
    """Wait for it no longer."""
    payment.status, payment.ask_at = status, None
    work.change(payment)


def _refund_result(provider: Provider, told: PaymentTold, work: Work) -> str | None:
    assert told.refund is not None
    refund: OnlineRefund | None = work.get(refund_key(told.refund.refund_no), or_none=True) if told.refund.refund_no else None
    if told.misdirected is not None or refund is None or refund.provider is not provider:
        open_item(
            work,
            Difference(told.misdirected) if told.misdirected else Difference.UNKNOWN_REFUND,
            provider=provider,
            day=told.refund.statement_on or str(day_of(work.now)),
            flow_no=told.refund.refund_no or told.external_flow_no or told.payment_no,
            payment_no=told.payment_no,
            theirs=told.refund.amount,
        )
        return told.misdirected or Difference.UNKNOWN_REFUND.value
    if told.refund.state is TradeState.WAITING and refund.ask_at is not None:
        refund.ask_at = work.now  # something became of it: the next run asks what
        work.change(refund)
    return settle_refund(refund, told.refund, work)
