"""Granting quotas to partners (10.4.6.1.1, 14.2.1.1, 16.2.2.1), and the vendor's adjusting of them (11.1.6/r13)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.coupons.contracts import AdjustQuota, GrantCouponQuota, GrantedQuota, GrantQuota, QuotaState
from partner_center.coupons.events import QuotaGranted
from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.coupons.quota import CouponQuota, QuotaSource, quota_key
from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.partners import partner_key
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.work import Work

_OF_THE_QUOTA = {
    "contract_no",
    "allowed_product_types",
    "allowed_order_types",
    "max_vouchers_per_customer",
    "max_order_deduction_ratio",
    "invoice_to_user",
    "designated_customer_id",
}


def grant_voucher_quota(request: GrantQuota, work: Work) -> GrantedQuota:
    """The vendor's operations grant a partner a quota of vouchers (10.4.6.1.1/r1)."""
    return _grant(CouponKind.VOUCHER, request, work)


def grant_coupon_quota(request: GrantCouponQuota, work: Work) -> GrantedQuota:
    """The vendor's operations grant a partner a quota of any kind that its type may issue (14.2.1.1 OPEN)."""
    return _grant(request.coupon_kind, request, work)


def _grant(kind: CouponKind, request: GrantQuota, work: Work) -> GrantedQuota:
    """Raises NotFound for an unknown partner; Refused `kind_not_granted_to_partner`, `validity_reversed`."""
    (partner,) = work.read(partner_key(request.partner_id))
    effective_at = request.effective_at or work.now
    work.require(_refuses_partner(kind, partner.partner_type, work.now), refuses_validity(effective_at, request.expires_at, work.now))
    quota = grant_quota(
        work,
        request.partner_id,
        request.amount,
        kind=kind,
        effective_at=effective_at,
        expires_at=request.expires_at,
        reference=request.reference or "",
        source=QuotaSource.VENDOR,
        min_face_value=request.min_face_value,
        max_face_value=request.max_face_value,
        max_amount_per_customer=request.max_amount_per_customer,
        **request.model_dump(include=_OF_THE_QUOTA),
    )
    return GrantedQuota(
        partner_id=quota.partner_id,
        coupon_kind=kind,
        quota_id=quota.quota_id,
        initial_amount=quota.initial_amount,
        effective_at=quota.effective_at,
        expires_at=quota.expires_at,
    )


def _refuses_partner(kind: CouponKind, partner_type: str, now: datetime) -> Refusal | None:
    """A reseller's quota comes from its distributor, and each kind belongs to some types of partners (12.3.6.1/r1, 14.2, 16.2)."""
    if partner_type in terms_of(kind, now).granted_to:
        return None
    return Refusal.because("kind_not_granted_to_partner", "12.3.6.1/r1", coupon_kind=kind, partner_type=partner_type)


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
    kind: CouponKind = CouponKind.VOUCHER,
    **limits: Any,
) -> CouponQuota:
    """A new quota of an amount (CNY), from the vendor's coupons. `reference` says what it is for; `limits` are fields of the quota."""
    quota = new_quota(
        work,
        partner_id,
        kind,
        amount,
        source=source,
        reference=reference,
        effective_at=effective_at,
        expires_at=expires_at,
        **limits,
    )
    work.move(Movement.QUOTA_GRANT, (Clearing("coupons", partner_id), -amount), (quota, amount), reference=reference or quota.quota_id)
    return quota


def new_quota(
    work: Work, partner_id: str, kind: CouponKind, amount: Money, *, source: QuotaSource, expires_at: datetime, **facts: Any
) -> CouponQuota:
    """An empty quota that is to receive an amount in the same work; its holder is told of it."""
    quota = CouponQuota(
        partner_id=partner_id,
        coupon_kind=kind,
        quota_id=ids.new_id("CQ", work.now),
        initial_amount=amount,
        source=source,
        issued_at=work.now,
        expires_at=expires_at,
        **facts,
    )
    if expires_at <= quota.due_at or quota.due_at <= work.now:  # it is over so soon that its grant is the warning
        quota.warned_at = work.now
    work.add(quota)
    work.emit(
        QuotaGranted(
            partner_id=partner_id,
            coupon_kind=kind.value,
            quota_id=quota.quota_id,
            amount=amount,
            expires_at=expires_at,
            source=source.value,
        )
    )
    return quota


def adjust_quota(request: AdjustQuota, work: Work) -> QuotaState:
    """Begin or end the vendor's adjusting of a quota; while it lasts nothing is issued, passed on or recalled. NotFound for another's."""
    (quota,) = work.read(quota_key(request.partner_id, request.coupon_kind, request.quota_id))
    if quota.adjusting is not request.adjusting:
        quota.adjusting = request.adjusting
        work.change(quota)
    return QuotaState(quota_id=quota.quota_id, status=quota.status_at(work.now).value, remaining=quota.balance)
