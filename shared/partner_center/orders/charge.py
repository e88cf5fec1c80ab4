"""Charging usage: vouchers first, then what the partner allocated, the rest becomes arrears; refunds go the way back (13.5.2, 10.6.3.1).

A consultative customer pays the vendor itself: only its vouchers are ours, and what they leave counts as paid in cash without moving
anything of the partner's (10.1.2).
"""

from __future__ import annotations

from partner_center.consumption import UsageCharged, UsageRecorded
from partner_center.orders.events import UsageLeftToCharge
from partner_center.orders.payment import Payment
from partner_center.orders.usage_meter import UsageMeter, usage_meter_key
from partner_center.platform.work import Work


def charge_usage(event: UsageRecorded | UsageLeftToCharge, reference: str, work: Work) -> None:
    """Charge and refund what is due for recorded usage, in whole cents, and tell how it was paid (orders.usage_charged).

    reference: what the ledger entries refer to beside the billing period. What does not fit into one transaction follows as an event of our
    own; the usage counts as settled with the last part only. Raises Broken where cents would be lost or made.
    """
    meter = _meter_of(event, work)
    if isinstance(event, UsageLeftToCharge):
        due, lines, parts_before = list(event.due), event.lines, event.parts
    else:
        due, lines, parts_before = meter.take(event.groups), sum(group.lines for group in event.groups), 0
    payment = Payment(meter, f"{event.billing_period}/{reference}", work)
    payment.prepare(due)
    left = payment.carry_out(due)
    whose = {
        "partner_id": meter.partner_id,
        "customer_id": meter.customer_id,
        "association_type": meter.association_type,
        "billing_period": meter.billing_period,
    }
    if left:
        work.emit(UsageLeftToCharge(**whose, due=tuple(left), lines=lines, parts=parts_before + 1))
    work.emit(UsageCharged(**whose, groups=tuple(payment.told()), lines=0 if left else lines, parts=1 if left else -parts_before))


def _meter_of(event: UsageRecorded | UsageLeftToCharge, work: Work) -> UsageMeter:
    key = usage_meter_key(event.partner_id, event.billing_period, event.customer_id, event.association_type)
    meter = work.get(key, or_none=True)
    if meter is None:
        meter = UsageMeter(
            partner_id=event.partner_id,
            billing_period=event.billing_period,
            customer_id=event.customer_id,
            association_type=event.association_type,
        )
    work.keep(meter)
    return meter
