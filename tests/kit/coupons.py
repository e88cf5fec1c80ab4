"""Verbs for stories about coupons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partner_center.coupons import (
    Coupon,
    CouponKind,
    CouponQuota,
    QuotaSource,
    coupon_key,
    give_back,
    grant_quota,
    load_usable_coupons,
    pay_usage,
    quota_key,
)
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.table import Key
from partner_center.platform.work import Work
from tests.kit.funds import VENDOR, Desk, as_system
from tests.kit.world import Answer, partner_user


@dataclass
class CouponDesk(Desk):
    """The desk with coupons on it."""

    def grant(
        self, value: str = "100", partner: str = "P1", key: str | None = None, until: str = "2024-12-31T23:59:59+08:00", **more: Any
    ) -> Answer:
        """The vendor grants a quota."""
        return self.call(VENDOR, "POST", f"/coupons/partners/{partner}/quotas", {"amount": value, "expires_at": until, **more}, key)

    def a_quota(self, value: str = "100", **more: Any) -> str:
        """A granted quota's id."""
        return str(self.grant(value, **more).ok()["quota_id"])

    def a_quota_passed_on(self, value: str = "100", partner: str = "P1") -> str:
        """The id of a quota that a reseller has, put into its hands without a distributor."""

        def give(work: Work) -> str:
            until = clock.instant("2024-12-31T23:59:59+08:00")
            terms: dict[str, Any] = {"effective_at": work.now, "expires_at": until, "reference": ""}
            return grant_quota(work, partner, Money.of(value), source=QuotaSource.DISTRIBUTOR, **terms).quota_id

        return str(as_system(partner, give))

    def issue(
        self,
        quota: str,
        value: str = "10",
        to: tuple[str, ...] = ("C1",),
        partner: str = "P1",
        key: str | None = None,
        query: str = "",
        headers: dict[str, str] | None = None,
        by: Caller | None = None,
        **more: Any,
    ) -> Answer:
        """The partner issues vouchers."""
        body = {"customer_ids": list(to), "face_value": value, **more}
        return self.call(by or partner_user(partner), "POST", f"/coupons/quotas/{quota}/vouchers{query}", body, key, headers=headers)

    def a_voucher(self, quota: str | None = None, value: str = "10", **more: Any) -> str:
        """An issued voucher's id."""
        return str(self.issue(quota or self.a_quota(), value, **more).ok()["coupons"][0]["coupon_id"])

    def recall_voucher(self, voucher: str, partner: str = "P1", key: str | None = None, **more: Any) -> Answer:
        """The partner recalls a voucher."""
        return self.call(partner_user(partner), "POST", f"/coupons/vouchers/{voucher}/recall", None, key, **more)

    def use(
        self, value: str, customer: str = "C1", partner: str = "P1", product: str = "ecs", mode: str = "on_demand", token: str | None = None
    ) -> Any:
        """A charge draws on the customer's vouchers: id and amount of each, in drawing order."""

        def take(work: Work) -> Any:
            coupons = load_usable_coupons(work, customer)
            paid = pay_usage(work, coupons, Money.of(value), product_type=product, billing_mode=mode, reference="usage")
            return [(ref.rsplit("/", 1)[1], amount) for ref, amount in paid]

        return as_system(partner, take, token)

    def give_back(self, voucher: str, value: str, partner: str = "P1", token: str | None = None) -> None:
        """A refund of what a voucher paid."""
        as_system(partner, lambda work: give_back(work, voucher_key(partner, voucher), Money.of(value), "refund"), token)


def voucher_key(partner: str, voucher: str) -> Key[Coupon]:
    """Where a voucher lies."""
    return coupon_key(partner, CouponKind.VOUCHER, voucher)


def voucher_of(voucher: str, partner: str = "P1") -> Coupon:
    """A voucher as it is stored."""
    key = voucher_key(partner, voucher)
    return Coupon.get(key.partition, key.sort)


def remaining(quota: str, partner: str = "P1") -> Money:
    """What a quota has left."""
    key = quota_key(partner, CouponKind.VOUCHER, quota)
    return CouponQuota.get(key.partition, key.sort).balance
