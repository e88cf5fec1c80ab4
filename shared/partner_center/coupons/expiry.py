"""What time does to coupons and quotas: a warning some days before the end, then what is left goes back (10.4.6.1.3, 14.3.3/r1, 12.3.6.4).

Found through the due index in the order of their ends, one pass. Coupons of one quota that end together go back in one transaction, some at
a time; a run that dies or runs out of time leaves the rest in the index for the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from partner_center.coupons import coupon as coupons, quota as quotas
from partner_center.coupons.coupon import Coupon, CouponStatus
from partner_center.coupons.events import CouponExpiring, QuotaExpiring
from partner_center.coupons.operation import OperationType
from partner_center.coupons.quota import CouponQuota, QuotaEnd, QuotaStatus, quota_key
from partner_center.coupons.recall import take_back_together
from partner_center.platform.schedule import Run
from partner_center.platform.table import Key
from partner_center.platform.work import Work

AT_ONCE = 20  # coupons in one transaction: each with its entry, its line of the log and its event


def recall_expired_coupons(run: Run) -> None:
    """Move what expired coupons still hold back to their quotas; logged without operator as 过期回收."""
    due = chain(run.due(Coupon, coupons.EXPIRY), _never_warned(run))
    run.each(of_one_quota(due), recall_expired, of_partner=lambda group: group[0].partner_id)


def _never_warned(run: Run) -> Iterator[Coupon]:
    """Coupons whose time passed before anybody was warned: the warnings did not run for days."""
    return (coupon for coupon in run.due(Coupon, coupons.WARNING) if run.as_of > coupon.expires_at)


def of_one_quota(due: Iterable[Coupon]) -> Iterator[list[Coupon]]:
    """Neighbours of one quota, a few at a time; never more than that in memory."""
    group: list[Coupon] = []
    for coupon in due:
        if group and (len(group) == AT_ONCE or _quota_of(coupon) != _quota_of(group[0])):
            yield group
            group = []
        group.append(coupon)
    if group:
        yield group


def _quota_of(coupon: Coupon) -> Key[CouponQuota]:
    return quota_key(coupon.partner_id, coupon.coupon_kind, coupon.quota_id)


def recall_expired(due: list[Coupon], work: Work) -> bool:
    """Take back the rest of coupons of one quota that have expired; False where none did, or all ended meanwhile."""
    quota, *found = work.read(_quota_of(due[0]), *(Key(Coupon, coupon.pk, coupon.sk) for coupon in due))
    expired = [coupon for coupon in found if coupon.ended_as is None and coupon.status_at(work.now) is CouponStatus.EXPIRED]
    if not expired:
        return False
    take_back_together(work, quota, expired, OperationType.EXPIRY_RECALL)
    return True


def warn_of_expiring_coupons(run: Run) -> None:
    """Tell the holders of coupons and quotas that are over soon, once each (13.5.1; how long before is data of the kind)."""
    run.each(run.due(Coupon, coupons.WARNING), warn_of_coupon)
    run.each(run.due(CouponQuota, quotas.WARNING), warn_of_quota)


def warn_of_coupon(due: Coupon, work: Work) -> bool:
    """Tell that one coupon expires soon; False where it ended, or was told already."""
    coupon = work.get(Key(Coupon, due.pk, due.sk))
    if coupon.warned_at is not None or coupon.due_for is None:
        return False
    coupon.warned_at = work.now
    work.change(coupon)
    if coupon.balance and work.now <= coupon.expires_at:
        work.emit(
            CouponExpiring(
                partner_id=coupon.partner_id,
                coupon_kind=coupon.coupon_kind.value,
                coupon_id=coupon.coupon_id,
                customer_id=coupon.customer_id,
                balance=coupon.balance,
                expires_at=coupon.expires_at,
            )
        )
    return True


def warn_of_quota(due: CouponQuota, work: Work) -> bool:
    """Tell that one quota is over soon while it still holds something; False where it ended, or was told already."""
    quota = work.get(Key(CouponQuota, due.pk, due.sk))
    if quota.warned_at is not None or quota.ended_as is not None:
        return False
    quota.warned_at = work.now
    work.change(quota)
    if quota.balance and work.now <= quota.expires_at:
        work.emit(
            QuotaExpiring(
                partner_id=quota.partner_id,
                coupon_kind=quota.coupon_kind.value,
                quota_id=quota.quota_id,
                remaining=quota.balance,
                expires_at=quota.expires_at,
            )
        )
    return True


def expire_coupon_quotas(run: Run) -> None:
    """Note that quotas are over; what they still hold lapses (10.4.6.1.1)."""
    never_warned = (quota for quota in run.due(CouponQuota, quotas.WARNING) if run.as_of > quota.expires_at)
    run.each(chain(run.due(CouponQuota, quotas.EXPIRY), never_warned), expire_quota)


def expire_quota(due: CouponQuota, work: Work) -> bool:
    """Note that one quota is over; False where it is not."""
    quota = work.get(Key(CouponQuota, due.pk, due.sk))
    if quota.ended_as is not None or quota.status_at(work.now) is not QuotaStatus.INVALID:
        return False
    quota.ended_as, quota.ended_at = QuotaEnd.EXPIRED, work.now
    work.change(quota)
    return True
