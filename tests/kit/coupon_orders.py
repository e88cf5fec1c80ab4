"""Verbs for stories in which coupons of any kind pay orders: a coupon in a customer's hand, an order, its coupons locked, paid, let go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from partner_center.coupons import (
    BillingScope,
    Coupon,
    CouponKind,
    CouponLock,
    CouponOrder,
    CouponQuota,
    CouponsIssued,
    OrderPart,
    OrderType,
    QuotaSource,
    ReturnedPart,
    coupon_key,
    give_back_for_order,
    grant_quota,
    key_of,
    lock_coupons,
    pay_with_locked_coupons,
    quota_key,
    release_coupons,
)
from partner_center.coupons.issue import draw
from partner_center.coupons.kinds import terms_of
from partner_center.kernel import clock, ids
from partner_center.kernel.money import Money, total
from partner_center.platform.table import Record
from partner_center.platform.work import Work
from tests.kit.funds import as_system

UNTIL = "2024-12-31T23:59:59+08:00"


def a_coupon(kind: str = "voucher", value: str = "10", *, of: str = "P1", to: str = "C1", until: str = UNTIL, **facts: Any) -> str:
    """A coupon that an issuer gave a customer out of a quota of its own, told as an issue is told; its whole name."""

    def give(work: Work) -> str:
        chosen, expires_at = CouponKind(kind), clock.instant(until)
        quota = grant_quota(
            work,
            of,
            Money.of(1_000),
            kind=chosen,
            effective_at=work.now,
            expires_at=clock.instant("2025-12-31T23:59:59+08:00"),
            reference="",
            source=QuotaSource.VENDOR,
        )
        made = coupon_in_hand(chosen, value, of=of, to=to, expires_at=expires_at, now=work.now, quota_id=quota.quota_id, **facts)
        draw(work, quota, [made], [None])
        told = ((to, made.coupon_id),)
        work.emit(
            CouponsIssued(
                partner_id=of,
                coupon_kind=chosen.value,
                quota_id=quota.quota_id,
                face_value=made.face_value,
                expires_at=expires_at,
                coupons=told,
            )
        )
        return made.ref

    return str(as_system(of, give))


def coupon_in_hand(
    kind: CouponKind, value: str, *, of: str = "P1", to: str = "C1", expires_at: datetime, now: datetime, quota_id: str = "Q1", **facts: Any
) -> Coupon:
    """A coupon as an issue makes it, still empty."""
    ratio = facts.pop("usage_limit_ratio", None)
    given: dict[str, Any] = {
        "coupon_id": ids.coupon_id(terms_of(kind, now).id_prefix, now),
        "billing_scope": BillingScope.GENERAL,
        "customer_name": f"客户{to}",
        "account_name": f"acct-{to}",
        "effective_at": now,
        "issued_at": now,
        "usage_limit_ratio": Decimal(ratio) if ratio is not None else None,
        **facts,
    }
    return Coupon(
        partner_id=of, coupon_kind=kind, quota_id=quota_id, customer_id=to, face_value=Money.of(value), expires_at=expires_at, **given
    )


def coupon(ref: str) -> Coupon:
    """A coupon as it is stored."""
    key = key_of(ref)
    return Coupon.get(key.partition, key.sort)


def quota_of(ref: str) -> CouponQuota:
    """The quota out of which a coupon was issued."""
    known = coupon(ref)
    key = quota_key(known.partner_id, known.coupon_kind, known.quota_id)
    return CouponQuota.get(key.partition, key.sort)


@dataclass
class AnOrder:
    """An order of a customer that coupons are to pay, and the steps of its payment; each is one unit of work, with `token` once only."""

    total: str = "100"
    customer: str = "C1"
    order_no: str = "CS1809121843HDTQH"
    to_pay: str | None = None
    billing_mode: BillingScope = BillingScope.SUBSCRIPTION
    facts: dict[str, Any] = field(default_factory=dict)

    def order(self) -> CouponOrder:
        """What it says of itself."""
        known: dict[str, Any] = {"order_type": OrderType.SUBSCRIBE, "product_types": ("ecs",), "ordered_at": clock.now(), **self.facts}
        return CouponOrder(
            customer_id=self.customer,
            order_no=self.order_no,
            billing_mode=self.billing_mode,
            total=Money.of(self.total),
            to_pay=Money.of(self.to_pay or self.total),
            **known,
        )

    def lock(self, *refs: str, token: str | None = None) -> dict[str, Money]:
        """The customer chose these coupons; the part of each."""
        return _amounts(as_system("P1", lambda work: lock_coupons(work, self.order(), refs), token) or [])

    def pay(self, token: str | None = None) -> dict[str, Money]:
        """The order is paid."""
        return _amounts(as_system("P1", lambda work: pay_with_locked_coupons(work, self.customer, self.order_no), token) or [])

    def cancel(self, token: str | None = None) -> dict[str, Money]:
        """The order is cancelled, or was not paid in time."""
        return _amounts(as_system("P1", lambda work: release_coupons(work, self.customer, self.order_no), token) or [])

    def unsubscribe(self, *, may: bool = True, at: datetime | None = None) -> dict[str, str]:
        """The order is unsubscribed; of each coupon what came back, or why nothing."""

        def give(work: Work) -> Sequence[ReturnedPart]:
            when = at or clock.now()
            return give_back_for_order(work, self.customer, self.order_no, unsubscribed_at=when, may_be_unsubscribed=may)

        return {part.ref: part.refusal.code if part.refusal else part.amount.plain for part in as_system("P1", give)}


def _amounts(parts: Sequence[OrderPart]) -> dict[str, Money]:
    return {part.ref: part.amount for part in parts}


def check_quotas() -> None:
    """At every quota nothing is lost: its sums explain each other, and what is out is in coupons, in locks, or has paid."""
    stored = list(Record.scan())
    coupons = [record for record in stored if isinstance(record, Coupon)]
    locks = [record for record in stored if isinstance(record, CouponLock)]
    for quota in (record for record in stored if isinstance(record, CouponQuota)):
        assert quota.is_conserved, quota.quota_id
        own = {coupon.coupon_id: coupon for coupon in coupons if (coupon.partner_id, coupon.quota_id) == (quota.partner_id, quota.quota_id)}
        in_locks = total(lock.balance for lock in locks if lock.coupon_id in own and lock.partner_id == quota.partner_id)
        assert in_locks == total(coupon.locked for coupon in own.values()), "what coupons call locked lies in locks"
        out = quota.issued - quota.recalled - quota.expired
        assert out == total(coupon.balance for coupon in own.values()) + in_locks + quota.used, quota.quota_id


__all__ = ["AnOrder", "a_coupon", "check_quotas", "coupon", "coupon_in_hand", "coupon_key", "quota_of"]
