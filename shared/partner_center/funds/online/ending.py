"""Payments of which nothing is heard: asked about, closed with the provider once their time is over, closed here."""

from __future__ import annotations

from datetime import datetime, timedelta

from partner_center.funds.online.payment import ASKED_AFTER, OnlinePayment, OnlineRefund, PaymentStatus, payment_key
from partner_center.funds.online.port import TradeState, port_of
from partner_center.funds.online.receive import end_payment, weigh
from partner_center.funds.online.refunding import ASK_AGAIN, ask_about_refund
from partner_center.kernel.errors import Unavailable
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work

TAKEN_UP_FOR = timedelta(days=1)  # how long what a provider had begun to carry out, and does not close, may still succeed


def settle_online_payments(run: Run) -> None:
    """Ask the providers about payments and refunds of which nothing was heard, and end payments whose time is over."""
    run.each(run.due(OnlineRefund), _ask_about_refund)
    run.each(run.due(OnlinePayment), ask_about_payment)


def ask_about_payment(due: OnlinePayment, work: Work) -> bool:
    """Bring a payment to where its provider has it, after its time to an end. False where the provider cannot say now."""
    payment = work.get(payment_key(due.payment_no))
    if payment.ask_at is None:
        return False
    port = port_of(payment.provider)
    try:
        told = port.query(payment)
        if told is not None and told.state is TradeState.DONE:
            if weigh(payment.provider, told, payment, work) is not None:
                end_payment(payment, PaymentStatus.FAILED, work)  # the work item has it now
            return True
        if work.now < payment.payable_until:
            payment.ask_at = min(payment.payable_until, _less_often(payment, work.now))  # another card may do what the first one did not
            work.change(payment)
            return True
        if told is not None and told.state in {TradeState.CLOSED, TradeState.FAILED}:
            end_payment(payment, PaymentStatus.FAILED if told.state is TradeState.FAILED else PaymentStatus.CLOSED, work)
            return True
        if not port.close(payment):
            return False  # paid this very moment, perhaps: the next run hears
    except Unavailable:
        return False
    end_payment(payment, PaymentStatus.CLOSED, work)
    if told is not None and not port.closes and work.now < payment.payable_until + TAKEN_UP_FOR:
        payment.ask_at = work.now + ASK_AGAIN
    return True


def _less_often(payment: OnlinePayment, now: datetime) -> datetime:
    """Each time after twice as long."""
    return now + max(ASKED_AFTER, now - payment.started_at)


def _ask_about_refund(due: OnlineRefund, work: Work) -> bool:
    try:
        return ask_about_refund(due, work)
    except Unavailable:
        return False
