"""Beginning an online payment: a partner's top-up, a customer's recharge, any other area's payment (10.6.3.2, 13.3)."""

from __future__ import annotations

from datetime import datetime

from partner_center.customers import AssociationType, customer_account_key
from partner_center.funds.online.contracts import CreateOnlineTopUp, OnlinePaymentStarted, RechargeAccount
from partner_center.funds.online.payment import (
    ASKED_AFTER,
    PAYABLE_AT_LEAST,
    PAYABLE_FOR,
    OnlineChannel,
    OnlinePayment,
    PaymentPurpose,
    payment_key,
)
from partner_center.funds.online.port import HowToPay, port_of
from partner_center.funds.remittances.bank import refuses_paying_in
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def create_online_top_up(request: CreateOnlineTopUp, caller: Caller, work: Work) -> OnlinePaymentStarted:
    """Begin an online payment into the partner's top-up account (10.6.3.2/r1, r4).

    Raises Refused `not_for_resellers`, `no_self_service_top_up`, `channel_not_available`, `amount_above_channel`; Unavailable where the
    channel does not answer.
    """
    partner = work.get(partner_key(caller.partner_id), or_none=True)
    work.require(refuses_paying_in(caller.partner_type, partner.contracting_entity if partner else None))
    return start_online_payment(
        work,
        purpose=PaymentPurpose.TOP_UP,
        channel=request.channel,
        amount=request.amount,
        partner_id=caller.partner_id,
        description="账户充值",
    )


def refuses_recharge(association_type: AssociationType | None) -> Refusal | None:
    """Only consultative customers recharge; resale customers ask their partner (13.3/r1, r2).

    OPEN in the guide: a customer without a partner. It is no consultative customer either; the vendor's own site serves it.
    """
    if association_type is AssociationType.CONSULTATIVE:
        return None
    way_out = "ask_partner_for_funds" if association_type is AssociationType.RESALE else "recharge_with_vendor"
    return Refusal.because("no_online_recharge", "13.3/r2", way_out=way_out, association_type=association_type)


def recharge_account(request: RechargeAccount, caller: Caller, work: Work) -> OnlinePaymentStarted:
    """Begin an online payment into a consultative customer's own account with the vendor (13.3/r1).

    That account is kept by the vendor's billing, not here: we keep the payment and tell of it (docs/ports.md).
    Raises Refused `no_online_recharge`, `channel_not_available`, `amount_above_channel`; Unavailable where the channel does not answer.
    """
    account = work.get(customer_account_key(caller.customer_id), or_none=True)
    work.require(refuses_recharge(account.association_type if account else None))
    return start_online_payment(
        work,
        purpose=PaymentPurpose.CUSTOMER_RECHARGE,
        channel=request.channel,
        amount=request.amount,
        customer_id=caller.customer_id,
        description="账户充值",
    )


def refuses_amount(channel: OnlineChannel, amount: Money) -> Refusal | None:
    """Not more than the provider takes in one payment."""
    largest = channel.provider.largest
    if largest is None or amount <= largest:
        return None
    return Refusal.because("amount_above_channel", way_out="choose_another_channel", channel=channel, largest=largest)


def start_online_payment(
    work: Work,
    *,
    purpose: PaymentPurpose,
    channel: OnlineChannel,
    amount: Money,
    partner_id: str | None = None,
    customer_id: str | None = None,
    subject: str = "",
    until: datetime | None = None,
    begun: str | None = None,
    description: str,
) -> OnlinePaymentStarted:
    """Begin an online payment and say how to make it, until its subject ends at the latest. A dry run asks no provider.

    The provider is asked before the commit: whoever got no answer has nothing to pay with, and what he asks for again is another payment
    (a provider takes a number once, with the same time to pay).
    begun: what was begun before for the same subject. Where it can still be made, by this channel and with this amount, it goes on: nobody
    pays twice because he opened the page twice.

    Raises Refused `channel_not_available`, `amount_above_channel`; Unavailable.
    """
    work.require(refuses_amount(channel, amount))
    port = port_of(channel.provider)
    if not port.is_configured:
        work.require(Refusal.because("channel_not_available", way_out="choose_another_channel", channel=channel))
    payment = work.get(payment_key(begun), or_none=True) if begun else None
    if payment is None or not payment.is_payable(channel, amount, work.now):
        payment = OnlinePayment(
            payment_no=ids.new_id("OP", work.now),  # letters and digits only, as the strictest provider asks
            purpose=purpose,
            subject=subject or None,
            partner_id=partner_id,
            customer_id=customer_id,
            channel=channel,
            provider=channel.provider,
            amount=amount,
            started_at=work.now,
            payable_until=min(work.now + PAYABLE_FOR, max(until, work.now + PAYABLE_AT_LEAST)) if until else work.now + PAYABLE_FOR,
        )
        payment.ask_at = min(payment.payable_until, work.now + ASKED_AFTER)
        work.add(payment)
    how = HowToPay() if work.dry_run else port.start(payment, description)
    return OnlinePaymentStarted(
        payment_no=payment.payment_no,
        amount=amount,
        channel=channel,
        payable_until=payment.payable_until,
        page_url=how.page_url,
        page_form=how.page_form,
        qr_text=how.qr_text,
    )
