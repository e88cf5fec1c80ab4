"""Granting quotas to partners (10.4.6.1.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.coupons.contracts import GrantedQuota, GrantVoucherQuota
from partner_center.coupons.events import QuotaGranted
from partner_center.coupons.quota import CouponQuota, QuotaSource
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.partners import partner_key
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.work import Work


def grant_voucher_quota(request: GrantVoucherQuota, work: Work) -> GrantedQuota:
    """The vendor's operations grant a partner a quota. Raises NotFound for an unknown partner; Refused `validity_reversed`."""
    work.read(partner_key(request.partner_id))
    effective_at = request.effective_at or work.now
    work.require(refuses_validity(effective_at, request.expires_at, work.now))
    limits = request.model_dump(
        include={
            "allowed_product_types",
            "max_vouchers_per_customer",
            "max_order_deduction_ratio",
        }
    )
    quota = grant_quota(
        work,
        request.partner_id,
        request.amount,
        effective_at=effective_at,
        expires_at=request.expires_at,
        reference=request.reference or "",
        source=QuotaSource.VENDOR,
        min_face_value=request.min_face_value,
        max_face_value=request.max_face_value,
        max_amount_per_customer=request.max_amount_per_customer,
        **limits,
    )
    return GrantedQuota(
        partner_id=quota.partner_id,
        quota_id=quota.quota_id,
        initial_amount=quota.initial_amount,
        effective_at=quota.effective_at,
        expires_at=quota.expires_at,
    )


def refuses_validity(effective_at: datetime, expires_at: datetime, now: datetime) -> Refusal | None:
    """A validity begins before it ends, and ends in the future."""
    if expires_at > now and expires_at > effective_at:
        return None
    return Refusal.because("validity_reversed", effective_at=effective_at, expires_at=expires_at)


def grant_quota(
    work: Work,
    partner_id: str,
    amount: Money,
    *,
    effective_at: datetime,
    expires_at: datetime,
    reference: str,
    source: QuotaSource,
    **limits: Any,
) -> CouponQuota:
    """A new quota of an amount (CNY), from the vendor's coupons. `reference` says what it is for; `limits` are fields of the quota."""
    quota = CouponQuota(
        partner_id=partner_id,
        quota_id=ids.new_id("CQ", work.now),
        initial_amount=amount,
        source=source,
        reference=reference,
        issued_at=work.now,
        effective_at=effective_at,
        expires_at=expires_at,
        **limits,
    )
    work.add(quota)
    work.move(Movement.QUOTA_GRANT, (Clearing("coupons", partner_id), -amount), (quota, amount), reference=reference or quota.quota_id)
    work.emit(QuotaGranted(partner_id=partner_id, quota_id=quota.quota_id, amount=amount, expires_at=expires_at, source=source.value))
    return quota
