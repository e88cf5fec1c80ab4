"""Payments that nobody made: asked about, closed with the provider, closed here."""

from __future__ import annotations

from partner_center.funds.online.payment import OnlinePayment, OnlineRefund, PaymentStatus, payment_key
from partner_center.funds.online.port import TradeState, port_of
from partner_center.funds.online.receive import end_payment, weigh
from partner_center.funds.online.refunding import ask_about_refund
from partner_center.kernel.errors import Unavailable
from partner_center.platform.schedule import Run
from partner_center.platform.work import Work


def settle_online_payments(run: Run) -> None:
    """Ask the providers about payments whose time is over and refunds of which nothing was heard."""
    run.each(run.due(OnlinePayment), end_unpaid)
    run.each(run.due(OnlineRefund), _ask_about_refund)


def end_unpaid(due: OnlinePayment, work: Work) -> bool:
    """Bring one payment to its end: paid where the provider has the money, otherwise closed. False where the provider cannot say now."""
    payment = work.get(payment_key(due.payment_no))
    if payment.status is not PaymentStatus.PENDING:
        return False
    port = port_of(payment.provider)
    try:
        told = port.query(payment)
        if told is not None and told.state is TradeState.DONE:
            if weigh(payment.provider, told, payment, work) is not None:
                end_payment(payment, PaymentStatus.FAILED, work)  # the work item has it now
            return True
        if told is not None and told.state in {TradeState.CLOSED, TradeState.FAILED}:
            end_payment(payment, PaymentStatus.FAILED if told.state is TradeState.FAILED else PaymentStatus.CLOSED, work)
            return True
        if not port.close(payment):
            return False  # paid this very moment, perhaps: the next run hears
    except Unavailable:
        return False
    end_payment(payment, PaymentStatus.CLOSED, work)
    return True


def _ask_about_refund(due: OnlineRefund, work: Work) -> bool:
    try:
        return ask_about_refund(due, work)
    except Unavailable:
        return False
