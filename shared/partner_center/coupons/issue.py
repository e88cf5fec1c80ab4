"""Issuing vouchers from a quota to customers (10.4.6.1.2)."""

from __future__ import annotations

from datetime import datetime

from partner_center.coupons.contracts import IssuedVoucher, IssuedVouchers, IssueVouchers
from partner_center.coupons.events import VouchersIssued
from partner_center.coupons.operation import OperationType, log_operation
from partner_center.coupons.quota import CouponQuota, QuotaUse, quota_key, quota_use_key
from partner_center.coupons.voucher import Voucher
from partner_center.customers import Association, association_key, refuses_unless_linked
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from partner_center.platform.work import Work


def issue_vouchers(request: IssueVouchers, caller: Caller, work: Work) -> IssuedVouchers:
    """One voucher per customer, their sum drawn from the quota.

    OPEN in the guide: the charges a voucher pays (billing scope) are the issuer's choice, general where nothing is chosen.
    Raises NotFound for a foreign quota or customer; Refused by the quota's rules or where a customer is not linked.
    """
    partner_id, customers = caller.partner_id, request.customer_ids
    quota, *found = work.look(
        quota_key(partner_id, request.quota_id),
        *(association_key(partner_id, customer_id) for customer_id in customers),
        *(quota_use_key(partner_id, request.quota_id, customer_id) for customer_id in customers),
    )
    associations, uses = found[: len(customers)], found[len(customers) :]
    if quota is None or None in associations:
        raise NotFound("quota or customer")
    amount = request.face_value * len(customers)
    effective_at, expires_at = request.effective_at or work.now, request.expires_at or quota.expires_at
    work.require(
        quota.refuses_issue(amount, work.now),
        quota.refuses_face_value(request.face_value),
        quota.refuses_min_order_amount(request.face_value, request.min_order_amount),
        quota.refuses_validity(effective_at, expires_at, work.now),
        quota.refuses_products(request.product_types),
        *(refuses_unless_linked(association) for association in associations),
        *(quota.refuses_customer(id_, use, request.face_value) for id_, use in zip(customers, uses, strict=True)),
    )
    work.rely_on(*associations)
    vouchers = [_voucher(request, quota, association, effective_at, expires_at, work.now) for association in associations]
    work.move(Movement.VOUCHER_ISSUE, (quota, -amount), *((voucher, request.face_value) for voucher in vouchers), reference=quota.quota_id)
    for voucher, use in zip(vouchers, uses, strict=True):
        log_operation(work, OperationType.ISSUE, voucher, request.face_value)
        _count(work, use or QuotaUse(partner_id=partner_id, quota_id=quota.quota_id, customer_id=voucher.customer_id), voucher)
    issued = tuple((voucher.customer_id, voucher.voucher_id) for voucher in vouchers)
    work.emit(
        VouchersIssued(
            partner_id=partner_id, quota_id=quota.quota_id, face_value=request.face_value, expires_at=expires_at, vouchers=issued
        )
    )
    return IssuedVouchers(
        quota_id=quota.quota_id,
        face_value=request.face_value,
        effective_at=effective_at,
        expires_at=expires_at,
        remaining=quota.balance,
        vouchers=[IssuedVoucher(voucher_id=voucher_id, customer_id=customer_id) for customer_id, voucher_id in issued],
    )


def _voucher(
    request: IssueVouchers, quota: CouponQuota, association: Association, effective_at: datetime, expires_at: datetime, now: datetime
) -> Voucher:
    return Voucher(
        partner_id=quota.partner_id,
        voucher_id=ids.coupon_id(now),
        quota_id=quota.quota_id,
        customer_id=association.customer_id,
        customer_name=association.customer_name,
        account_name=association.account_name,
        face_value=request.face_value,
        billing_scope=request.billing_scope,
        min_order_amount=request.min_order_amount,
        product_types=sorted(request.product_types or quota.allowed_product_types),
        effective_at=effective_at,
        expires_at=expires_at,
        issued_at=now,
        remark=request.remark,
    )


def _count(work: Work, use: QuotaUse, voucher: Voucher) -> None:
    use.voucher_count = int(use.voucher_count) + 1
    use.amount = use.amount + voucher.face_value
    work.keep(use)
