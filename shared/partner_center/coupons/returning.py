"""Coupons that the system brings back to their quotas: the customer was unlinked, became a resale customer, closed its account (`BackOn`).

They may be many: some at a time, each part in a transaction of its own. What is taken back follows from each coupon as it stands, so that
an event heard twice, late, or by a consumer that died in between ends in the same state. Coupons issued after what happened stay.

OPEN in 10.4.6.1.3/r1: coupons that are not effective yet go back as well, or the former customer could use them some day. What has
expired is the expiry's to take (10.4.6.1.3/recall_expired_vouchers).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import groupby

from partner_center.coupons.coupon import Coupon, CouponStatus
from partner_center.coupons.kinds import BackOn, CouponKind, terms_of
from partner_center.coupons.operation import OperationType
from partner_center.coupons.quota import quota_key
from partner_center.coupons.recall import take_back_together
from partner_center.customers import CustomerUnlinked
from partner_center.kernel import clock
from partner_center.platform.consumer import Told
from partner_center.platform.table import LOOKUP, Key, every
from partner_center.platform.work import Work

AT_ONCE = 10  # coupons in one transaction: with quotas, entries and lines of the log, up to the quotas above, nine items each
HELD = frozenset({CouponStatus.USABLE, CouponStatus.NOT_EFFECTIVE})


def recall_coupons_of_unlinked(told: Told) -> None:
    """Take back everything that the partner's coupons of a former customer hold (10.4.6.1.3/r1, 11.3.6.1.3/r4)."""
    event = CustomerUnlinked.model_validate(told.data)
    bring_back(told, BackOn.UNLINK, event.customer_id, event.unlinked_at, lambda coupon: coupon.partner_id == event.partner_id)


def bring_back(told: Told, why: BackOn, customer_id: str, since: datetime, concerns: Callable[[Coupon], bool] = lambda _: True) -> None:
    """Take back a customer's coupons of the kinds for which this is a reason, those that were issued until `since`.

    Each issuer's by themselves, so that what is done lies in its trail.
    """
    known = every(Coupon, f"customer/{customer_id}/usable_coupon", index=LOOKUP, first=clock.iso(since))
    keys: dict[str, list[Key[Coupon]]] = {}
    for coupon in known:
        if concerns(coupon) and why in terms_of(coupon.coupon_kind, coupon.issued_at).back_on:
            keys.setdefault(coupon.partner_id, []).append(Key(Coupon, coupon.pk, coupon.sk))
    for partner_id, own in keys.items():
        for_issuer = replace(told, data=told.data | {"partner_id": partner_id})
        for first in range(0, len(own), AT_ONCE):
            for_issuer.unit(partial(_recall, own[first : first + AT_ONCE], since))


def _recall(keys: list[Key[Coupon]], since: datetime, work: Work) -> None:
    held = [coupon for coupon in work.read(*keys) if coupon.status_at(work.now) in HELD and coupon.issued_at <= since]
    if not held:
        return
    by_quota = groupby(sorted(held, key=_quota_of), key=_quota_of)
    groups = [(quota_key(partner_id, kind, quota_id), list(coupons)) for (partner_id, kind, quota_id), coupons in by_quota]
    quotas = work.read(*(key for key, _ in groups))  # in one round
    for quota, (_, coupons) in zip(quotas, groups, strict=True):
        take_back_together(work, quota, coupons, OperationType.SYSTEM_RECALL)


def _quota_of(coupon: Coupon) -> tuple[str, CouponKind, str]:
    return (coupon.partner_id, coupon.coupon_kind, coupon.quota_id)
