"""What customers' pages show of vouchers: how many may be used, and how many expire soon (guide 10.4.1.1/r9)."""

from __future__ import annotations

from datetime import datetime

from partner_center.coupons.voucher import Voucher, voucher_key
from partner_center.customers import show_vouchers
from partner_center.kernel import clock
from partner_center.platform.consumer import Told
from partner_center.platform.table import OWNER, every
from partner_center.platform.work import Work


def show_customer_vouchers(told: Told) -> None:
    """Bring customers' figures to what their vouchers are now, whatever was told and however often."""
    issued: dict[str, list[str]] = {}
    for customer_id, voucher_id in told.data.get("vouchers") or [(told.data["customer_id"], told.data.get("voucher_id"))]:
        issued.setdefault(customer_id, []).extend([voucher_id] if voucher_id else [])
    for customer_id, voucher_ids in issued.items():
        _show(told, customer_id, voucher_ids)


def _show(told: Told, customer_id: str, voucher_ids: list[str]) -> None:
    partner_id = told.data["partner_id"]

    def show(work: Work) -> None:
        show_vouchers(work, partner_id, customer_id, lambda: _terms(work, partner_id, customer_id, voucher_ids))

    told.unit(show)


def _terms(work: Work, partner_id: str, customer_id: str, voucher_ids: list[str]) -> list[tuple[datetime, datetime]]:
    """From when to when each voucher with money in it may be used. The index tells which there are, the event which it may not know yet."""
    known = every(Voucher, f"customer/{customer_id}/voucher", index=OWNER, first=clock.iso(work.now))
    ids = {voucher.voucher_id for voucher in known if voucher.partner_id == partner_id and voucher.ended_as is None} | set(voucher_ids)
    vouchers = work.look(*(voucher_key(partner_id, voucher_id) for voucher_id in sorted(ids))) if ids else []
    return [
        (voucher.effective_at, voucher.expires_at)
        for voucher in vouchers
        if voucher is not None and voucher.ended_as is None and voucher.balance and work.now <= voucher.expires_at
    ]
