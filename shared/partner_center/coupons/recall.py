"""Taking back what is left of coupons: recalled by whoever issued them, or by the system (10.4.6.1.3, 14.2.1.3, 14.2.2.3, 16.2.2.3)."""

from __future__ import annotations

from partner_center.coupons.contracts import BatchRecallCoupons, OfCoupon, RecalledCoupon
from partner_center.coupons.coupon import Coupon, CouponEnd, coupon_key
from partner_center.coupons.events import CouponRecalled
from partner_center.coupons.kinds import CouponKind
from partner_center.coupons.operation import OperationType, log_operation
from partner_center.coupons.quota import CouponQuota, quota_key
from partner_center.coupons.way_back import bring_home
from partner_center.kernel.money import Money
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from partner_center.platform.work import Work


def recall_coupon(kind: CouponKind, request: OfCoupon, caller: Caller, work: Work) -> RecalledCoupon:
    """Move a usable coupon's whole balance back to its quota (10.4.6.1.3/r2, r3, r7, r9; 14.2.1.3/r2; 16.2.2.3/r2).

    OPEN in the guide: it returns to the source quota, where it can be issued again only while that is valid.
    Raises NotFound for a coupon that another partner issued; Refused `coupon_not_usable`.
    """
    coupon = work.get(coupon_key(caller.partner_id, kind, request.coupon_id))
    work.require(coupon.refuses_recall(work.now))
    amount = take_back(work, coupon, OperationType.RECALL)
    return RecalledCoupon(coupon_id=coupon.coupon_id, quota_id=coupon.quota_id, amount=amount)


def batch_recall_coupons(kind: CouponKind, request: BatchRecallCoupons, caller: Caller, work: Work) -> BatchAnswer[RecalledCoupon]:
    """Recall several coupons, with the amount really recalled of each (10.4.6.1.3/r4, 14.2.1.3/r3)."""
    return each_alone(
        work,
        request.coupon_ids,
        lambda coupon_id, alone: recall_coupon(kind, OfCoupon(coupon_id=coupon_id), caller, alone),
        answer=RecalledCoupon,
        named=str,
    )


def take_back(work: Work, coupon: Coupon, operation: OperationType) -> Money:
    """Move what a coupon holds back to its quota, end it, log and tell it; answers the amount."""
    quota = work.get(quota_key(coupon.partner_id, coupon.coupon_kind, coupon.quota_id))
    return take_back_together(work, quota, [coupon], operation)


def take_back_together(work: Work, quota: CouponQuota, coupons: list[Coupon], operation: OperationType) -> Money:
    """Move what coupons of one quota hold back to it in one movement, end each, log and tell it; answers the sum."""
    expired = operation is OperationType.EXPIRY_RECALL
    amounts = [coupon.end(CouponEnd.EXPIRED if expired else CouponEnd.RECALLED) for coupon in coupons]
    amount = sum(amounts[1:], amounts[0])
    bring_home(
        work,
        quota,
        amount,
        Movement.COUPON_EXPIRY_RECALL if expired else Movement.COUPON_RECALL,
        *((coupon, -part) for coupon, part in zip(coupons, amounts, strict=True)),
        ended_as=CouponEnd.EXPIRED if expired else CouponEnd.RECALLED,
        customer_id=coupons[0].customer_id if len(coupons) == 1 else None,
        reference=coupons[0].coupon_id if len(coupons) == 1 else quota.quota_id,
    )
    work.change(*coupons)
    for coupon, part in zip(coupons, amounts, strict=True):
        log_operation(work, operation, coupon, part)
        work.emit(
            CouponRecalled(
                partner_id=coupon.partner_id,
                coupon_kind=coupon.coupon_kind.value,
                coupon_id=coupon.coupon_id,
                quota_id=coupon.quota_id,
                customer_id=coupon.customer_id,
                amount=part,
                operation_type=operation.value,
            )
        )
    return amount
