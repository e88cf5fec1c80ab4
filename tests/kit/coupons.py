"""Verbs for stories about coupons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partner_center.coupons import CouponQuota, Voucher, deduct_vouchers, load_usable_vouchers, quota_key, return_to_voucher, voucher_key
from partner_center.kernel.money import Money
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

    def issue(
        self,
        quota: str,
        value: str = "10",
        to: tuple[str, ...] = ("C1",),
        partner: str = "P1",
        key: str | None = None,
        query: str = "",
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Answer:
        """The partner issues vouchers."""
        body = {"customer_ids": list(to), "face_value": value, **more}
        return self.call(partner_user(partner), "POST", f"/coupons/quotas/{quota}/vouchers{query}", body, key, headers=headers)

    def a_voucher(self, quota: str | None = None, value: str = "10", **more: Any) -> str:
        """An issued voucher's id."""
        return str(self.issue(quota or self.a_quota(), value, **more).ok()["vouchers"][0]["voucher_id"])

    def recall_voucher(self, voucher: str, partner: str = "P1", key: str | None = None, **more: Any) -> Answer:
        """The partner recalls a voucher."""
        return self.call(partner_user(partner), "POST", f"/coupons/vouchers/{voucher}/recall", None, key, **more)

    def use(
        self, value: str, customer: str = "C1", partner: str = "P1", product: str = "ecs", mode: str = "on_demand", token: str | None = None
    ) -> Any:
        """A charge draws on the customer's vouchers: id and amount of each, in drawing order."""

        def take(work: Work) -> Any:
            vouchers = load_usable_vouchers(work, partner, customer)
            return deduct_vouchers(work, vouchers, Money.of(value), product_type=product, billing_mode=mode, reference="usage")

        return as_system(partner, take, token)

    def give_back(self, voucher: str, value: str, partner: str = "P1", token: str | None = None) -> None:
        """A refund of what a voucher paid."""
        as_system(partner, lambda work: return_to_voucher(work, voucher_key(partner, voucher), Money.of(value), "refund"), token)


def voucher_of(voucher: str, partner: str = "P1") -> Voucher:
    """A voucher as it is stored."""
    key = voucher_key(partner, voucher)
    return Voucher.get(key.partition, key.sort)


def remaining(quota: str, partner: str = "P1") -> Money:
    """What a quota has left."""
    key = quota_key(partner, quota)
    return CouponQuota.get(key.partition, key.sort).balance
