"""What becomes of a payment that succeeded: a partner's top-up is credited, an order is paid with it (10.6.3.2/r4)."""

from __future__ import annotations

from partner_center.funds.credit import credit_flow
from partner_center.funds.online.events import OnlinePaymentSucceeded
from partner_center.funds.online.payment import PaymentPurpose
from partner_center.funds.top_up import SpentFlow, TopUpChannel, top_up_key
from partner_center.platform.observe import logger
from partner_center.platform.work import Work


def credit_online_top_up(event: OnlinePaymentSucceeded, work: Work) -> None:
    """Credit a paid top-up once. What else is paid online is its own area's, a customer's recharge the vendor's billing's."""
    if event.purpose == PaymentPurpose.TOP_UP:
        credit_online_payment(event, work)


def credit_online_payment(event: OnlinePaymentSucceeded, work: Work, *, remark: str | None = None) -> None:
    """Credit money that was paid online to the partner who paid it: a top-up, or money for something that takes it no more."""
    credit_flow(
        work,
        partner_id=event.partner_id,
        channel=TopUpChannel(event.channel),
        external_flow_no=event.external_flow_no,
        amount=event.amount,
        arrived_at=event.paid_at,
        payer_name=event.payer_name,
        payer_account=event.payer_account,
        payment_no=event.payment_no,
        remark=remark,
    )


def spend_online_payment(event: OnlinePaymentSucceeded, work: Work) -> bool:
    """Let the money of a payment be spent on its subject. False where it was credited before, by hand: it pays for nothing more."""
    channel = TopUpChannel(event.channel)
    if work.get(top_up_key(channel, event.external_flow_no), or_none=True) is not None:
        logger.warning("a payment was credited before", extra={"channel": channel.value, "external_flow_no": event.external_flow_no})
        return False
    work.add(
        SpentFlow(
            channel=channel,
            external_flow_no=event.external_flow_no,
            partner_id=event.partner_id,
            amount=event.amount,
            spent_on=event.subject,
            spent_at=work.now,
            payment_no=event.payment_no,
        )
    )
    return True
