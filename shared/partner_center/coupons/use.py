"""Vouchers paying for usage (13.5.2/r5-r8): asked by the area that charges, inside its unit of work."""

from __future__ import annotations

from partner_center.coupons.quota import quota_key
from partner_center.coupons.voucher import Voucher, VoucherStatus, voucher_key
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Account, Clearing, Movement
from partner_center.platform.table import OWNER, Key, every
from partner_center.platform.work import Work


def load_usable_vouchers(work: Work, partner_id: str, customer_id: str) -> list[Voucher]:
    """The vouchers a partner issued to a customer that are usable now.

    The index only tells which there are; the vouchers themselves are read consistently with the work's other facts.
    """
    known = every(Voucher, f"customer/{customer_id}/voucher", index=OWNER, first=clock.iso(work.now))
    keys = [
        voucher_key(partner_id, voucher.voucher_id) for voucher in known if voucher.partner_id == partner_id and voucher.ended_as is None
    ]
    return [voucher for voucher in work.look(*keys) if voucher is not None and voucher.status_at(work.now) is VoucherStatus.USABLE]


def deduct_vouchers(
    work: Work, vouchers: list[Voucher], amount: Money, *, product_type: str, billing_mode: str, reference: str
) -> list[tuple[str, Money]]:
    """Take as much of a charge (cents, not negative) as fitting vouchers hold: voucher id and amount of each, in drawing order.

    `billing_mode` is on_demand or subscription; the latter deducts nothing of its own accord.
    """
    fitting = sorted((v for v in vouchers if v.balance and v.pays(product_type, billing_mode)), key=lambda v: v.drawing_order)
    parts: list[tuple[Voucher, Money]] = []
    rest = amount
    for voucher in fitting:
        part = min(rest, voucher.balance)
        if part:
            parts.append((voucher, part))
            rest = rest - part
    if parts:
        first = parts[0][0]
        outside = (Clearing("coupons", first.partner_id), amount - rest)
        legs: list[tuple[Account, Money]] = [(voucher, -part) for voucher, part in parts]
        work.move(Movement.VOUCHER_DEDUCTION, *legs, outside, customer_id=first.customer_id, reference=reference)
    return [(voucher.voucher_id, part) for voucher, part in parts]


def return_to_voucher(work: Work, voucher_key: Key[Voucher], amount: Money, reference: str) -> None:
    """Give back what a voucher paid (cents); to its quota where it was recalled or expired meanwhile.

    Raises Broken where the voucher would hold more than its face value.
    """
    voucher = work.get(voucher_key)
    target: Account = voucher
    if voucher.takes_back(work.now):
        voucher.check_return(amount)
    else:
        target = work.get(quota_key(voucher.partner_id, voucher.quota_id))
    outside = Clearing("coupons", voucher.partner_id)
    work.move(Movement.REFUND, (outside, -amount), (target, amount), customer_id=voucher.customer_id, reference=reference)
