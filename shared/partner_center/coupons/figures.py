"""How much of a quota its coupons have paid: counted behind the event, once each, so that paying does not wait for the quota."""

from __future__ import annotations

from partner_center.coupons.events import CouponsUsed
from partner_center.coupons.kinds import CouponKind
from partner_center.coupons.quota import quota_key
from partner_center.kernel.money import Money
from partner_center.platform.work import Work


def count_quota_use(event: CouponsUsed, work: Work) -> None:
    """Add what coupons paid, and what they got back, to their quotas' sums: two that only grow, so that their order does not matter."""
    sums: dict[str, dict[str, Money]] = {}
    for quota_id, _, amount in event.uses:
        name, of_quota = "given_back" if amount.is_negative else "paid", sums.setdefault(quota_id, {})
        of_quota[name] = of_quota.get(name, Money.zero()) + abs(amount)
    kind = CouponKind(event.coupon_kind)
    quotas = work.read(*(quota_key(event.partner_id, kind, quota_id) for quota_id in sums))
    for quota in quotas:
        work.count(quota, **sums[quota.quota_id])
