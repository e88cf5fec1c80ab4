"""How due cents are paid and given back inside one transaction: from and to coupons, the customer's funds, arrears.

What was charged is what coupons, cash and arrears took; what was refunded is what coupons and funds got back. Every step is checked
against that, so that a cent that went nowhere stops the transaction instead of being told.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from partner_center.consumption import ChargedGroup
from partner_center.coupons import Coupon, give_back, key_of, load_usable_coupons, pay_usage
from partner_center.customers import AssociationType
from partner_center.funds import CustomerFunds, charge_funds, load_customer_funds, refund_funds
from partner_center.kernel.errors import Broken
from partner_center.kernel.money import Money, total
from partner_center.orders.usage_meter import Due, UsageMeter
from partner_center.platform.work import Work

STEPS_AT_ONCE = 12  # payments from or to one coupon or the funds in one transaction, each up to seven items of it


@dataclass
class Paid:
    """How one product's cents moved. refunded_in_cash: as in `UsageMeter`."""

    voucher_deducted: Money = field(default_factory=Money.zero)
    cash_paid: Money = field(default_factory=Money.zero)
    arrears: Money = field(default_factory=Money.zero)
    voucher_returned: Money = field(default_factory=Money.zero)
    refunded_in_cash: Money = field(default_factory=Money.zero)

    @property
    def charged(self) -> Money:
        """All that was charged."""
        return self.voucher_deducted + self.cash_paid + self.arrears

    @property
    def refunded(self) -> Money:
        """All that was given back."""
        return self.voucher_returned + self.refunded_in_cash

    def check(self, due: Due, left: Due) -> None:
        """What was due has moved or is left. Raises Broken."""
        if (self.charged + left.charge, self.refunded + left.refund) != (due.charge, due.refund):
            raise Broken(f"due {due} is neither {self} nor left {left}")


@dataclass
class Payment:
    """One transaction's payments for one meter. funds: what the partner allocated; None for a consultative customer."""

    meter: UsageMeter
    reference: str
    work: Work
    coupons: list[Coupon] = field(default_factory=list)
    funds: CustomerFunds | None = None
    steps: int = 0
    paid: list[tuple[Due, Paid]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether no further step fits."""
        return self.steps >= STEPS_AT_ONCE

    def prepare(self, due: list[Due]) -> None:
        """Read what may pay; nothing where nothing is due."""
        if any(one.charge for one in due):
            self.coupons = load_usable_coupons(self.work, self.meter.customer_id)
        if any(one.refund for one in due):
            self.work.look(*(key_of(used.ref) for used in self.meter.used_coupons()))
        if due and self.meter.association_type == AssociationType.RESALE:
            self.funds = load_customer_funds(self.work, self.meter.partner_id, self.meter.customer_id)

    def carry_out(self, due: list[Due]) -> list[Due]:
        """Charge, then refund, so that a refund can go back to what was just paid. What is left to do when the transaction is full.

        Raises Broken where what moved and what is left are not what was due.
        """
        self.paid = [(one, Paid()) for one in due]
        uncharged = [self._charge(one, paid) for one, paid in self.paid]
        may_refund = not any(uncharged)
        left = []
        for (one, paid), charge in zip(self.paid, uncharged, strict=True):
            refund = self._refund(one.refund, paid) if may_refund else one.refund
            rest = one.model_copy(update={"charge": charge, "refund": refund})
            paid.check(one, rest)
            left.append(rest)
        self.meter.check()
        return [one for one in left if one.charge or one.refund]

    def told(self) -> list[ChargedGroup]:
        """The products for which cents moved."""
        return [
            ChargedGroup(
                product_type=one.product_type,
                billing_mode=one.billing_mode,
                charged=paid.charged,
                voucher_deducted=paid.voucher_deducted,
                cash_paid=paid.cash_paid,
                arrears=paid.arrears,
                refunded=paid.refunded,
                voucher_returned=paid.voucher_returned,
                day=one.day,
            )
            for one, paid in self.paid
            if paid != Paid()
        ]

    def _charge(self, due: Due, paid: Paid) -> Money:
        """Charge one product; what is left of it when the transaction is full."""
        deducted = pay_usage(
            self.work,
            self.coupons,
            due.charge,
            product_type=due.product_type,
            billing_mode=due.billing_mode,
            reference=self.reference,
            at_most=STEPS_AT_ONCE - self.steps,
        )
        for ref, amount in deducted:
            self.steps += 1
            self.meter.note_coupon(ref, amount)
        paid.voucher_deducted = total(amount for _, amount in deducted)
        self.meter.note_charge(voucher_deducted=paid.voucher_deducted)
        rest = due.charge - paid.voucher_deducted
        if not rest or self.is_full:
            return rest
        self._charge_cash(due, rest, paid)
        return Money.zero()

    def _charge_cash(self, due: Due, amount: Money, paid: Paid) -> None:
        """Charge the funds, and arrears for what they lack; a consultative customer pays the vendor itself."""
        paid.cash_paid = amount
        if self.funds is not None:
            self.steps += 1
            charge = charge_funds(self.work, self.funds, amount, product_type=due.product_type, reference=self.reference)
            paid.cash_paid, paid.arrears = charge.cash_paid, charge.arrears
        self.meter.note_charge(cash_paid=paid.cash_paid, arrears=paid.arrears)

    def _refund(self, amount: Money, paid: Paid) -> Money:
        """Refund one product; what is left of it when the transaction is full.

        Arrears and cash of the month come first, then the coupons of the month, the last used first. OPEN: the guide names no order, nor
        what becomes of a refund beyond what the month was charged; that goes to the customer's funds, so that none of it is lost.
        """
        rest = amount - self._pay_back(min(amount, self.meter.refundable_in_cash), paid)
        for used in self.meter.used_coupons():
            if not rest or self.is_full:
                return rest
            part = min(rest, used.amount)
            self.steps += 1
            give_back(self.work, key_of(used.ref), part, self.reference)
            self.meter.note_coupon(used.ref, -part)
            self.meter.note_refund(to_vouchers=part)
            paid.voucher_returned = paid.voucher_returned + part
            rest = rest - part
        return rest - self._pay_back(rest, paid)

    def _pay_back(self, amount: Money, paid: Paid) -> Money:
        """Settle arrears and fill the funds with a refund (the vendor pays a consultative customer back); how much of it was possible."""
        if not amount or self.is_full:
            return Money.zero()
        if self.funds is not None:
            self.steps += 1
            refund_funds(self.work, self.funds, amount, reference=self.reference)
        self.meter.note_refund(in_cash=amount)
        paid.refunded_in_cash = paid.refunded_in_cash + amount
        return amount
