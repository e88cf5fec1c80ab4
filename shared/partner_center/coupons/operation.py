"""The log of what was issued from quotas and what went back to them (10.4.6.1.4/r1)."""

from __future__ import annotations

from partner_center.coupons.voucher import Voucher
from partner_center.kernel import ids
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Actor
from partner_center.platform.table import Choice, Instant, MoneyAttribute, Place, Record, Text
from partner_center.platform.work import Work


class OperationType(Labelled):
    """What was done with a coupon."""

    ISSUE = "issue", "发放代金券", "Voucher issued"
    RECALL = "recall", "回收代金券", "Voucher recalled"
    EXPIRY_RECALL = "expiry_recall", "过期回收代金券", "Expired voucher recalled"
    SYSTEM_RECALL = "system_recall", "系统回收代金券", "Voucher recalled by the system"


class CouponOperation(Record, kind="coupon_operation"):
    """One line of the log. `operator` is None for the system (shown 无). Only what succeeded is logged. CNY."""

    PLACE = Place("partner/{partner_id}/coupon_operation", "{operated_at}/{operation_id}")

    partner_id = Text()
    operation_id = Text()
    operation_type = Choice(OperationType)
    voucher_id = Text()
    quota_id = Text()
    amount = MoneyAttribute()
    customer_id = Text()
    customer_name = Text()
    account_name = Text(null=True)
    remark = Text(null=True)
    operator = Text(null=True)
    operated_at = Instant()


def log_operation(work: Work, operation_type: OperationType, voucher: Voucher, amount: Money) -> None:
    """Write a line about a voucher."""
    work.add(
        CouponOperation(
            partner_id=voucher.partner_id,
            operation_id=ids.new_id("CO", work.now),
            operation_type=operation_type,
            voucher_id=voucher.voucher_id,
            quota_id=voucher.quota_id,
            amount=amount,
            customer_id=voucher.customer_id,
            customer_name=voucher.customer_name,
            account_name=voucher.account_name,
            remark=voucher.remark,
            operator=None if work.caller.actor is Actor.SYSTEM else work.caller.name or work.caller.user_id,
            operated_at=work.now,
        )
    )
