"""Charging usage: vouchers first, then what the partner allocated, the rest becomes arrears; refunds go the way back (13.5.2, 10.6.3.1).

A consultative customer pays the vendor itself: only its vouchers are ours, and what they leave counts as paid in cash without moving
anything of the partner's (10.1.2).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from partner_center.consumption import ChargedGroup, UsageCharged, UsageRecorded
from partner_center.coupons import Voucher, deduct_vouchers, load_usable_vouchers, return_to_voucher, voucher_key
from partner_center.customers import AssociationType
from partner_center.funds import CustomerFunds, charge_funds, load_customer_funds, refund_funds
from partner_center.kernel.money import Money
from partner_center.orders.events import UsageLeftToCharge
from partner_center.orders.usage_meter import Due, UsageMeter, usage_meter_key
from partner_center.platform.work import Work

STEPS_AT_ONCE = 12  # payments from or to one voucher or the funds in one transaction, each up to four items of it


def charge_usage(event: UsageRecorded | UsageLeftToCharge, reference: str, work: Work) -> None:
    """Charge and refund what is due for recorded usage, in whole cents, and tell how it was paid (orders.usage_charged).

    reference: what the ledger entries refer to beside the billing period. What does not fit into one transaction follows as an event of our
    own; the usage counts as settled with the last part only.
    """
    meter = _meter_of(event, work)
    due = list(event.due) if isinstance(event, UsageLeftToCharge) else meter.take(event.groups)
    lines = event.lines if isinstance(event, UsageLeftToCharge) else sum(group.lines for group in event.groups)
    payment = _Payment(meter, f"{event.billing_period}/{reference}", work)
    payment.prepare(due)
    left = payment.carry_out(due)
    whose = {
        "partner_id": meter.partner_id,
        "customer_id": meter.customer_id,
        "association_type": meter.association_type,
        "billing_period": meter.billing_period,
    }
    if left:
        work.emit(UsageLeftToCharge(**whose, due=tuple(left), lines=lines))
    work.emit(UsageCharged(**whose, groups=tuple(payment.told()), lines=0 if left else lines))


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


@dataclass
class _Paid:
    """How one product's cents moved so far."""

    voucher_deducted: Money = field(default_factory=Money.zero)
    cash_paid: Money = field(default_factory=Money.zero)
    arrears: Money = field(default_factory=Money.zero)
    refunded: Money = field(default_factory=Money.zero)


@dataclass
class _Payment:
    """One transaction's payments for one meter. funds: what the partner allocated; None for a consultative customer."""

    meter: UsageMeter
    reference: str
    work: Work
    vouchers: list[Voucher] = field(default_factory=list)
    funds: CustomerFunds | None = None
    steps: int = 0
    paid: list[tuple[Due, _Paid]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether no further step fits."""
        return self.steps >= STEPS_AT_ONCE

    def prepare(self, due: list[Due]) -> None:
        """Read what may pay; nothing where nothing is due."""
        if any(one.charge for one in due):
            usable = load_usable_vouchers(self.work, self.meter.partner_id, self.meter.customer_id)
            self.vouchers = sorted(usable, key=lambda voucher: voucher.drawing_order)
        if any(one.refund for one in due):
            self.work.look(*(voucher_key(self.meter.partner_id, used.voucher_id) for used in self.meter.used_vouchers()))
        if due and self.meter.association_type == AssociationType.RESALE:
            self.funds = load_customer_funds(self.work, self.meter.partner_id, self.meter.customer_id)

    def carry_out(self, due: list[Due]) -> list[Due]:
        """Charge, then refund, so that a refund can go back to what was just paid. What is left to do when the transaction is full."""
        self.paid = [(one, _Paid()) for one in due]
        uncharged = [self._charge(one, paid) for one, paid in self.paid]
        may_refund = not any(uncharged)
        left = []
        for (one, paid), charge in zip(self.paid, uncharged, strict=True):
            refund = self._refund(one.refund, paid) if may_refund else one.refund
            if charge or refund:
                left.append(one.model_copy(update={"charge": charge, "refund": refund}))
        return left

    def told(self) -> list[ChargedGroup]:
        """The products for which cents moved."""
        return [
            ChargedGroup(
                product_type=one.product_type,
                billing_mode=one.billing_mode,
                charged=paid.voucher_deducted + paid.cash_paid + paid.arrears,
                voucher_deducted=paid.voucher_deducted,
                cash_paid=paid.cash_paid,
                arrears=paid.arrears,
                refunded=paid.refunded,
                day=one.day,
            )
            for one, paid in self.paid
            if paid != _Paid()
        ]

    def _charge(self, due: Due, paid: _Paid) -> Money:
        """Charge one product; what is left of it when the transaction is full."""
        rest = due.charge
        fitting = [voucher for voucher in self.vouchers if voucher.balance and voucher.pays(due.product_type, due.billing_mode)]
        drawn = fitting[: STEPS_AT_ONCE - self.steps]
        for voucher_id, amount in deduct_vouchers(
            self.work, drawn, rest, product_type=due.product_type, billing_mode=due.billing_mode, reference=self.reference
        ):
            self.steps += 1
            self.meter.note_voucher(voucher_id, amount)
            self.meter.voucher_deducted = self.meter.voucher_deducted + amount
            self.meter.charged = self.meter.charged + amount
            paid.voucher_deducted = paid.voucher_deducted + amount
            rest = rest - amount
        if not rest or self.is_full:
            return rest
        self._charge_cash(due, rest, paid)
        return Money.zero()

    def _charge_cash(self, due: Due, amount: Money, paid: _Paid) -> None:
        cash, arrears = amount, Money.zero()
        if self.funds is not None:
            self.steps += 1
            charge = charge_funds(self.work, self.funds, amount, product_type=due.product_type, reference=self.reference)
            cash, arrears = charge.cash_paid, charge.arrears
        self.meter.cash_paid = self.meter.cash_paid + cash
        self.meter.arrears = self.meter.arrears + arrears
        self.meter.charged = self.meter.charged + amount
        paid.cash_paid = paid.cash_paid + cash
        paid.arrears = paid.arrears + arrears

    def _refund(self, amount: Money, paid: _Paid) -> Money:
        """Refund one product; what is left of it when the transaction is full.

        Arrears and cash of the month come first, then the vouchers of the month, the last used first. OPEN: the guide names no order, nor
        what becomes of a refund beyond what the month was charged; that goes to the customer's funds, so that none of it is lost.
        """
        rest = self._refund_cash(min(amount, self.meter.refundable_in_cash), amount, paid)
        for used in self.meter.used_vouchers():
            if not rest or self.is_full:
                return rest
            part = min(rest, used.amount)
            self.steps += 1
            return_to_voucher(self.work, voucher_key(self.meter.partner_id, used.voucher_id), part, self.reference)
            self.meter.note_voucher(used.voucher_id, -part)
            self._note_refund(part, paid)
            rest = rest - part
        return self._refund_cash(rest, rest, paid)

    def _refund_cash(self, part: Money, amount: Money, paid: _Paid) -> Money:
        """Give `part` of a refund back to the funds (or let the vendor do so for a consultative customer); what is left of the amount."""
        if not part or self.is_full:
            return amount
        if self.funds is not None:
            self.steps += 1
            refund_funds(self.work, self.funds, part, reference=self.reference)
        self.meter.refunded_in_cash = self.meter.refunded_in_cash + part
        self._note_refund(part, paid)
        return amount - part

    def _note_refund(self, part: Money, paid: _Paid) -> None:
        self.meter.refunded = self.meter.refunded + part
        paid.refunded = paid.refunded + part
