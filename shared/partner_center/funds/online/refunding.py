"""Refunds by the way the money came: asked for in a command, sent behind it, settled by the provider's word."""

from __future__ import annotations

import re
from datetime import timedelta

from partner_center.funds.online.events import RefundAsked
from partner_center.funds.online.item import Difference, open_item
from partner_center.funds.online.payment import OnlinePayment, OnlineRefund, PaymentStatus, RefundStatus, payment_key, refund_key
from partner_center.funds.online.port import RefundTold, TradeState, day_of, port_of
from partner_center.kernel.errors import Broken, Refusal
from partner_center.kernel.money import Money
from partner_center.platform.work import Work

ASK_AGAIN = timedelta(minutes=30)


def refuses_refund(payment: OnlinePayment, amount: Money) -> Refusal | None:
    """Only what was paid and has not gone back."""
    if payment.status is not PaymentStatus.SUCCEEDED:
        return Refusal.because("payment_not_succeeded", payment_no=payment.payment_no, status=payment.status)
    if payment.refunded + amount > payment.amount:
        left = payment.amount - payment.refunded
        return Refusal.because("refund_exceeds_online_payment", payment_no=payment.payment_no, needed=amount, remaining=left)
    return None


def refund_online_payment(work: Work, *, payment_no: str, refund_no: str, amount: Money) -> OnlineRefund:
    """Let money of a payment go back by the way it came. Its end is told by `RefundSettled`. CNY.

    refund_no: 8 to 32 letters and digits, the caller's own number; the same one again asks for nothing more.
    Raises NotFound for an unknown payment; Refused `payment_not_succeeded`, `refund_exceeds_online_payment`.
    """
    if not re.fullmatch(r"[A-Za-z0-9]{8,32}", refund_no):
        raise Broken(f"no provider takes {refund_no!r} as a refund's number")
    known: OnlineRefund | None = work.look(refund_key(refund_no), payment_key(payment_no))[0]
    if known is not None:
        return known
    payment = work.get(payment_key(payment_no))
    work.require(refuses_refund(payment, amount))
    payment.refunded += amount
    work.change(payment)
    refund = OnlineRefund(
        refund_no=refund_no,
        payment_no=payment_no,
        partner_id=payment.partner_id,
        provider=payment.provider,
        amount=amount,
        asked_at=work.now,
        ask_at=work.now + ASK_AGAIN,
    )
    work.add(refund)
    work.emit(RefundAsked(partner_id=payment.partner_id or "", refund_no=refund_no, payment_no=payment_no))
    return refund


def send_online_refund(event: RefundAsked, work: Work) -> None:
    """Ask the provider for a refund; what it says at once is taken. Raises Unavailable: the event comes again then."""
    refund, payment = work.read(refund_key(event.refund_no), payment_key(event.payment_no))
    if refund.status is RefundStatus.PENDING and refund.sent_at is None:
        port = port_of(refund.provider)
        told = port.refund(refund, payment)
        if told.state is TradeState.FAILED:  # what it refuses, it may have made before, when its answer was lost
            told = port.query_refund(refund, payment) or told
        refund.sent_at = work.now
        work.change(refund)
        settle_refund(refund, told, work)


def ask_about_refund(refund: OnlineRefund, work: Work) -> bool:
    """Ask the provider what became of a refund, of which nothing was heard; the next time later."""
    refund, payment = work.read(refund_key(refund.refund_no), payment_key(refund.payment_no))
    if refund.status is not RefundStatus.PENDING:
        return False
    port = port_of(refund.provider)
    # What the provider knows nothing of may be on its way there. The same number again sends nothing twice; to call it failed might lie.
    told = port.query_refund(refund, payment) or port.refund(refund, payment)
    refund.ask_at = work.now + ASK_AGAIN
    work.change(refund)
    settle_refund(refund, told, work)
    return True


def settle_refund(refund: OnlineRefund, told: RefundTold, work: Work) -> str | None:
    """Take the provider's word on a refund; None where it is as asked for, otherwise what is wrong with it, with a work item."""
    if told.state is TradeState.WAITING:
        return None
    done = told.state is TradeState.DONE
    if done and told.amount != refund.amount:
        return _differs(refund, told, work)
    if refund.status is not RefundStatus.PENDING:
        return None if (refund.status is RefundStatus.SUCCEEDED) is done else _differs(refund, told, work)
    refund.status, refund.ask_at = (RefundStatus.SUCCEEDED if done else RefundStatus.FAILED), None
    refund.settled_at, refund.reason = told.settled_at or work.now, told.reason
    refund.statement_on = (refund.listed_on or told.statement_on or day_of(refund.settled_at)) if done else None
    work.change(refund)
    if not done:
        payment = work.get(payment_key(refund.payment_no))
        payment.refunded -= refund.amount
        work.change(payment)
    if (settled := refund.as_settled()) is not None:
        work.emit(settled)
    return None


def _differs(refund: OnlineRefund, told: RefundTold, work: Work) -> str:
    open_item(
        work,
        Difference.REFUND_DIFFERS,
        provider=refund.provider,
        day=told.statement_on or str(day_of(work.now)),
        flow_no=refund.refund_no,
        payment_no=refund.payment_no,
        partner_id=refund.partner_id,
        ours=refund.amount,
        theirs=told.amount,
    )
    return Difference.REFUND_DIFFERS.value
