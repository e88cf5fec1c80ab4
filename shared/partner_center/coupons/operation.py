"""The log of what was issued from quotas and what went back to them (10.4.6.1.4/r1, 14.2.1.5/r1, 16.2.2.5/r1)."""

from __future__ import annotations

from partner_center.coupons.coupon import Coupon
from partner_center.coupons.kinds import CouponKind
from partner_center.kernel import ids
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.table import Choice, Instant, MoneyAttribute, Place, Record, Text
from partner_center.platform.work import Work


class OperationType(Labelled):
    """What was done with a coupon (glossary part 2)."""

    ISSUE = "issue", "发放", "Issued"
    RECALL = "recall", "回收", "Recalled"
    EXPIRY_RECALL = "expiry_recall", "过期回收", "Expired and recalled"
    SYSTEM_RECALL = "system_recall", "系统回收", "Recalled by the system"


class CouponOperation(Record, kind="coupon_operation"):
    """One line of the log. `operator` is None for the system (shown 无). Only what succeeded is logged. CNY."""

    PLACE = Place("partner/{partner_id}/{coupon_kind}_operation", "{operated_at}/{operation_id}")
    OWNER = Place("partner/{partner_id}/quota/{quota_id}/operation", "{operated_at}/{operation_id}")
    LOOKUP = Place("partner/{source_partner_id}/reseller/{partner_id}/{coupon_kind}_operation", "{operated_at}/{operation_id}")

    partner_id = Text()
    coupon_kind = Choice(CouponKind)
    operation_id = Text()
    operation_type = Choice(OperationType)
    coupon_id = Text()
    quota_id = Text()
    source_partner_id = Text(null=True)  # who passed the quota on, and sees what became of it (11.3.6.1.4/r7)
    amount = MoneyAttribute()
    customer_id = Text()
    customer_name = Text()
    account_name = Text(null=True)
    remark = Text(null=True)
    operator = Text(null=True)
    operated_at = Instant()


def log_operation(work: Work, operation_type: OperationType, coupon: Coupon, amount: Money) -> None:
    """Write a line about a coupon."""
    work.add(
        CouponOperation(
            partner_id=coupon.partner_id,
            coupon_kind=coupon.coupon_kind,
            operation_id=ids.new_id("CO", work.now),
            operation_type=operation_type,
            coupon_id=coupon.coupon_id,
            quota_id=coupon.quota_id,
            source_partner_id=coupon.source_partner_id,
            amount=amount,
            customer_id=coupon.customer_id,
            customer_name=coupon.customer_name,
            account_name=coupon.account_name,
            remark=coupon.remark,
            operator=work.caller.operator,
            operated_at=work.now,
        )
    )
