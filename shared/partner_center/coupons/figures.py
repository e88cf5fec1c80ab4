"""How much of a quota its coupons have paid: counted behind the event, once each, so that paying does not wait for the quota."""

from __future__ import annotations

from partner_center.coupons.events import CouponsUsed
from partner_center.coupons.kinds import CouponKind
from partner_center.coupons.quota import quota_key
from partner_center.kernel.money import Money
from partner_center.platform.work import Work


def count_quota_use(event: CouponsUsed, work: Work) -> None:
    """Add what coupons paid to their quotas' `used`, take off what they got back.

    A return that is told before its use is refused and so told again later.
    """
    sums: dict[str, Money] = {}
    for quota_id, _, amount in event.uses:
        sums[quota_id] = sums[quota_id] + amount if quota_id in sums else amount
    kind = CouponKind(event.coupon_kind)
    quotas = work.read(*(quota_key(event.partner_id, kind, quota_id) for quota_id in sums))
    for quota in quotas:
        work.count(quota, used=sums[quota.quota_id])
