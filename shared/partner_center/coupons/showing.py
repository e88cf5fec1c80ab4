"""What customers' pages show of coupons: how many may be used, and how many expire soon (guide 10.4.1.1/r9)."""

from __future__ import annotations

from datetime import datetime

from partner_center.coupons.coupon import Coupon, coupon_key
from partner_center.coupons.kinds import CouponKind
from partner_center.customers import show_vouchers
from partner_center.kernel import clock
from partner_center.platform.consumer import Told
from partner_center.platform.table import LOOKUP, every
from partner_center.platform.work import Work


def show_customer_vouchers(told: Told) -> None:
    """Bring customers' figures to what the partner's vouchers are now, whatever was told and however often."""
    if told.data.get("coupon_kind", CouponKind.VOUCHER.value) != CouponKind.VOUCHER.value:
        return
    touched: dict[str, list[str]] = {}
    for customer_id, coupon_id in told.data.get("coupons") or [(told.data["customer_id"], told.data.get("coupon_id"))]:
        touched.setdefault(customer_id, []).extend([coupon_id] if coupon_id else [])
    for customer_id, coupon_ids in touched.items():
        _show(told, customer_id, coupon_ids)


def _show(told: Told, customer_id: str, coupon_ids: list[str]) -> None:
    partner_id = told.data["partner_id"]

    def show(work: Work) -> None:
        show_vouchers(work, partner_id, customer_id, lambda: _terms(work, partner_id, customer_id, coupon_ids))

    told.unit(show)


def _terms(work: Work, partner_id: str, customer_id: str, coupon_ids: list[str]) -> list[tuple[datetime, datetime]]:
    """From when to when each voucher with money in it may be used. The index tells which there are, the event which it may not know yet."""
    known = every(Coupon, f"customer/{customer_id}/usable_coupon", index=LOOKUP, first=clock.iso(work.now))
    ids = {coupon.coupon_id for coupon in known if (coupon.partner_id, coupon.coupon_kind) == (partner_id, CouponKind.VOUCHER)}
    keys = [coupon_key(partner_id, CouponKind.VOUCHER, coupon_id) for coupon_id in sorted(ids | set(coupon_ids))]
    vouchers = work.look(*keys) if keys else []
    return [
        (voucher.effective_at, voucher.expires_at)
        for voucher in vouchers
        if voucher is not None and voucher.is_alive and work.now <= voucher.expires_at
    ]
