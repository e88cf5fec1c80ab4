"""The log of what a distributor passed on to resellers and what came back: tab 云经销商 (11.1.6/r10, 11.3.6.1.4/r1, r2)."""

from __future__ import annotations

from partner_center.coupons.kinds import CouponKind
from partner_center.coupons.operation import OperationType
from partner_center.coupons.quota import CouponQuota
from partner_center.kernel import ids
from partner_center.kernel.money import Money
from partner_center.platform.table import Choice, Instant, MoneyAttribute, Place, Record, Text
from partner_center.platform.work import Work


class QuotaOperation(Record, kind="quota_operation"):
    """One line of the log of `partner_id`, who passed the quota on. `operator` is None for the system. Only what succeeded. CNY."""

    PLACE = Place("partner/{partner_id}/passed_{coupon_kind}_quota_operation", "{operated_at}/{operation_id}")
    OWNER = Place("partner/{partner_id}/quota/{source_quota_id}/passed_on_operation", "{operated_at}/{operation_id}")

    partner_id = Text()
    coupon_kind = Choice(CouponKind)
    operation_id = Text()
    operation_type = Choice(OperationType)
    quota_id = Text()
    source_quota_id = Text()
    reseller_id = Text()
    reseller_name = Text(null=True)
    reseller_account = Text(null=True)
    amount = MoneyAttribute()
    operator = Text(null=True)
    operated_at = Instant()


def log_quota_operation(work: Work, operation_type: OperationType, child: CouponQuota, amount: Money) -> None:
    """Write a line about a quota that was passed on."""
    work.add(
        QuotaOperation(
            partner_id=child.source_partner_id,
            coupon_kind=child.coupon_kind,
            operation_id=ids.new_id("CO", work.now),
            operation_type=operation_type,
            quota_id=child.quota_id,
            source_quota_id=child.source_quota_id,
            reseller_id=child.partner_id,
            reseller_name=child.reseller_name,
            reseller_account=child.reseller_account,
            amount=amount,
            operator=work.caller.operator,
            operated_at=work.now,
        )
    )
