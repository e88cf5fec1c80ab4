"""The way back of coupon money: from a coupon into its quota, and on to the quota above where that one was taken back (11.1.6).

A reseller's quota that its distributor recalled is nobody's any more: the reseller does not see it and issues nothing from it. What its
coupons bring back later (recalled, expired, refunded) would be lost there. It goes on to the quota from which the recalled one was passed
on, in the same transaction. Whoever brings coupon money back asks here and nowhere else.
"""

from __future__ import annotations

from partner_center.coupons.coupon import CouponEnd
from partner_center.coupons.operation import OperationType
from partner_center.coupons.quota import CouponQuota, QuotaEnd, quota_key
from partner_center.coupons.reseller_quotas.operation import log_quota_operation
from partner_center.kernel.errors import Broken
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Account, Clearing, Movement
from partner_center.platform.work import Work


def bring_home(
    work: Work,
    quota: CouponQuota,
    amount: Money,
    movement: Movement,
    *others: tuple[Account | Clearing, Money],
    ended_as: CouponEnd,
    customer_id: str | None = None,
    reference: str | None = None,
) -> None:
    """Move an amount into the quota of the coupons it comes from, count it there, and send it on where the quota was taken back.

    `others` are the movement's other legs, `ended_as` says how the coupons ended.
    """
    work.move(movement, (quota, amount), *others, customer_id=customer_id, reference=reference)
    if ended_as is CouponEnd.EXPIRED:
        work.count(quota, expired=amount)
    else:
        work.count(quota, recalled=amount)
    if quota.ended_as is QuotaEnd.RECALLED and amount:
        surrender(work, quota, amount, OperationType.SYSTEM_RECALL)


def surrender(work: Work, quota: CouponQuota, amount: Money, operation: OperationType) -> None:
    """Give an amount of a quota back to the quota above, and further up as long as that was taken back itself; logged for each."""
    if quota.source_partner_id is None or quota.source_quota_id is None:
        raise Broken(f"quota {quota.quota_id} has none above it")
    source = work.get(quota_key(quota.source_partner_id, quota.coupon_kind, quota.source_quota_id))
    work.move(Movement.QUOTA_TAKE_BACK, (quota, -amount), (source, amount), reference=quota.quota_id)
    work.count(quota, surrendered=amount)
    work.count(source, taken_back=amount)
    log_quota_operation(work, operation, quota, amount)
    if source.ended_as is QuotaEnd.RECALLED:
        surrender(work, source, amount, OperationType.SYSTEM_RECALL)
