"""Issuing coupons from a quota to customers (10.4.6.1.2, 14.2.1.2, 14.2.2.2, 16.2.2.2): one engine for all kinds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from partner_center.coupons.contracts import IssueCoupons, IssuedCoupon, IssuedCoupons
from partner_center.coupons.coupon import Coupon
from partner_center.coupons.events import CouponsIssued
from partner_center.coupons.kinds import CouponKind, KindTerms, terms_of
from partner_center.coupons.masters import in_place_of_children
from partner_center.coupons.operation import OperationType, log_operation
from partner_center.coupons.quota import CouponQuota, QuotaUse, quota_key, quota_use_key
from partner_center.coupons.recipients import Recipient, circle
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from partner_center.platform.table import Key
from partner_center.platform.work import Work


def issue_coupons(kind: CouponKind, request: IssueCoupons, caller: Caller, work: Work) -> IssuedCoupons:
    """One coupon per customer, their sum drawn from the quota.

    OPEN in the guide: the charges a coupon pays (billing scope) are the issuer's choice, general where nothing is chosen.
    Raises NotFound for a foreign quota or customer; Refused by the quota's rules, or where a customer may not receive the kind.
    """
    partner_id, customer_ids, terms = caller.partner_id, request.customer_ids, terms_of(kind, work.now)
    if (refusal := terms.refuses_issuer(caller.partner_type)) is not None:
        work.refuse_repetition()  # nothing is read: whoever must give a code is asked for it first
        work.require(refusal)
    recipients = circle(terms.issuers[str(caller.partner_type)])
    asked = recipients.keys(partner_id, customer_ids)
    quota, *found = work.look(
        quota_key(partner_id, kind, request.quota_id),
        *asked,
        *(quota_use_key(partner_id, request.quota_id, customer_id) for customer_id in customer_ids),
    )
    customers = recipients.found(customer_ids, found[: len(asked)])
    if quota is None or None in customers:
        raise NotFound("quota or customer")

    def use_key(customer_id: str) -> Key[QuotaUse]:
        return quota_use_key(partner_id, request.quota_id, customer_id)

    chosen = [customer for customer in customers if customer is not None]
    if terms.issued_to_master:
        chosen = in_place_of_children(work, partner_id, chosen, use_key)
    uses = work.look(*(use_key(customer.customer_id) for customer in chosen))
    effective_at, expires_at = request.effective_at or work.now, request.expires_at or quota.expires_at
    work.require(
        *_refusals(request, quota, terms, effective_at, expires_at, work.now),
        *(customer.refusal for customer in chosen),
        *(customer.not_invoiced for customer in chosen if quota.invoice_to_user),
        *(
            quota.refuses_customer(customer.customer_id, use, request.face_value, chosen_as=customer.chosen_as)
            for customer, use in zip(chosen, uses, strict=True)
        ),
    )
    work.rely_on(*(fact for customer in chosen for fact in customer.shown_by))
    coupons = [_coupon(request, quota, terms, customer, effective_at, expires_at, work.now) for customer in chosen]
    draw(work, quota, coupons, uses)
    issued = tuple((coupon.customer_id, coupon.coupon_id) for coupon in coupons)
    work.emit(
        CouponsIssued(
            partner_id=partner_id,
            coupon_kind=kind.value,
            quota_id=quota.quota_id,
            face_value=request.face_value,
            expires_at=expires_at,
            coupons=issued,
        )
    )
    return IssuedCoupons(
        quota_id=quota.quota_id,
        face_value=request.face_value,
        effective_at=effective_at,
        expires_at=expires_at,
        remaining=quota.balance,
        coupons=[IssuedCoupon(coupon_id=coupon_id, customer_id=customer_id) for customer_id, coupon_id in issued],
    )


def batch_issue_coupons(kind: CouponKind, request: IssueCoupons, caller: Caller, work: Work) -> BatchAnswer[IssuedCoupons]:
    """The same coupon to more customers than one issue takes, each on its own: one result a customer."""

    def issue(customer_id: str, alone: Work) -> IssuedCoupons:
        return issue_coupons(kind, request.model_copy(update={"customer_ids": [customer_id]}), caller, alone)

    return each_alone(work, request.customer_ids, issue, answer=IssuedCoupons, named=str)


def draw(work: Work, quota: CouponQuota, coupons: Sequence[Coupon], uses: Sequence[QuotaUse | None]) -> None:
    """Move the coupons' face values out of the quota, log each and count it for its customer."""
    face_value = coupons[0].face_value
    amount = face_value * len(coupons)
    work.move(Movement.COUPON_ISSUE, (quota, -amount), *((coupon, face_value) for coupon in coupons), reference=quota.quota_id)
    work.count(quota, issued=amount)
    for coupon, use in zip(coupons, uses, strict=True):
        log_operation(work, OperationType.ISSUE, coupon, face_value)
        tally = use or QuotaUse(partner_id=quota.partner_id, quota_id=quota.quota_id, customer_id=coupon.customer_id)
        tally.voucher_count = int(tally.voucher_count) + 1
        tally.amount = tally.amount + face_value
        work.keep(tally)


def _refusals(
    request: IssueCoupons, quota: CouponQuota, terms: KindTerms, effective_at: datetime, expires_at: datetime, now: datetime
) -> list[Refusal | None]:
    limits = request.limits()
    return [
        quota.refuses_issue(request.face_value * len(request.customer_ids), now),
        quota.refuses_face_value(request.face_value),
        quota.refuses_min_order_amount(request.face_value, limits.min_order_amount) if terms.min_order_amount else None,
        quota.refuses_ratio(limits.usage_limit_ratio, terms),
        quota.refuses_validity(effective_at, expires_at, now),
        quota.refuses_products(request.product_types),
        quota.refuses_order_types(limits.order_types, terms),
    ]


def _coupon(
    request: IssueCoupons,
    quota: CouponQuota,
    terms: KindTerms,
    customer: Recipient,
    effective_at: datetime,
    expires_at: datetime,
    now: datetime,
) -> Coupon:
    limits = request.limits()
    lasts_long = expires_at - now > timedelta(days=terms.warned_days)
    facts: dict[str, Any] = {
        "min_order_amount": limits.min_order_amount,
        "usage_limit_ratio": limits.usage_limit_ratio,
        "order_types": sorted(limits.order_types or quota.allowed_order_types),
        "product_types": sorted(request.product_types or quota.allowed_product_types),
        "remark": request.remark,
    }
    return Coupon(
        partner_id=quota.partner_id,
        coupon_kind=terms.kind,
        coupon_id=ids.coupon_id(terms.id_prefix, now),
        quota_id=quota.quota_id,
        source_partner_id=quota.source_partner_id,
        contract_no=quota.contract_no,
        customer_id=customer.customer_id,
        customer_name=customer.customer_name,
        account_name=customer.account_name,
        face_value=request.face_value,
        billing_scope=request.billing_scope,
        discount_restricted=request.discount_restricted,
        effective_at=effective_at,
        expires_at=expires_at,
        issued_at=now,
        warned_at=None if lasts_long else now,  # who gets it just before its end knows that
        **facts,
    )
