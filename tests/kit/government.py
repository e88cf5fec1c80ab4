"""Verbs for stories about government-subsidy and government-cloud partners: their quotas, whitelists and coupons."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from partner_center.coupons import Coupon, CouponKind, CouponQuota, coupon_key, quota_key
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.partners import Partner
from partner_center.platform.caller import Caller
from tests.kit.customers import an_account
from tests.kit.files import upload
from tests.kit.funds import VENDOR, Desk, stored
from tests.kit.world import Answer, partner_user

SUBSIDY = partner_user("G1", partner_type="government_subsidy")
CLOUD = partner_user("G2", partner_type="government_cloud")
CASH, PICKUP, VOUCHER = CouponKind.CASH_COUPON, CouponKind.PICKUP_COUPON, CouponKind.VOUCHER
PATHS = {CASH: "cash-coupon", PICKUP: "pickup-coupon", VOUCHER: "voucher"}
ISSUER = {CASH: SUBSIDY, PICKUP: CLOUD, VOUCHER: SUBSIDY}
UNTIL = "2024-12-31T23:59:59+08:00"


def the_government_partners() -> None:
    """G1 of the subsidy program and G2 of the government cloud, admitted by the vendor."""
    for caller in (SUBSIDY, CLOUD):
        partner = {"partner_id": caller.partner, "name": f"政务{caller.partner}", "partner_type": caller.partner_type}
        stored(Partner(**partner, contracting_entity="hcc", admitted_at=clock.now()))


@dataclass
class GovernmentDesk(Desk):
    """The desk at which government partners act."""

    def account(self, customer_id: str, **facts: Any) -> str:
        """A customer account of the partners' contracting entity."""
        told = {"customer_name": f"客户{customer_id}", "account_name": f"acct-{customer_id}", "contracting_entity": "hcc", **facts}
        return an_account(self.world, customer_id, **told)

    def quota(self, kind: CouponKind = CASH, value: str = "100", **more: Any) -> str:
        """A granted quota's id."""
        body = {"coupon_kind": kind, "amount": value, "expires_at": UNTIL, **more}
        partner = ISSUER[kind].partner
        return str(self.call(VENDOR, "POST", f"/coupons/partners/{partner}/coupon-quotas", body).ok()["quota_id"])

    def issue(
        self,
        quota: str,
        value: str = "10",
        to: tuple[str, ...] = ("C1",),
        kind: CouponKind = CASH,
        by: Caller | None = None,
        key: str | None = None,
        **more: Any,
    ) -> Answer:
        """The partner issues coupons of a kind to chosen customers."""
        own: dict[str, Any] = {} if kind is VOUCHER else {"usage_limit_ratio": "0.5", "order_types": ["subscribe"]}
        body = {"customer_ids": list(to), "face_value": value, **own, **more}
        return self.call(by or ISSUER[kind], "POST", f"/coupons/quotas/{quota}/{PATHS[kind]}s", body, key)

    def coupon(self, quota: str, value: str = "10", kind: CouponKind = CASH, **more: Any) -> str:
        """An issued coupon's id."""
        return str(self.issue(quota, value, kind=kind, **more).ok()["coupons"][0]["coupon_id"])

    def recall(self, coupon: str, kind: CouponKind = CASH, **more: Any) -> Answer:
        """The partner recalls a coupon."""
        return self.call(ISSUER[kind], "POST", f"/coupons/{PATHS[kind]}s/{coupon}/recall", None, **more)

    def page(self, path: str, kind: CouponKind = CASH) -> list[dict[str, Any]]:
        """The rows of one of the partner's pages."""
        rows: list[dict[str, Any]] = self.world.call(ISSUER[kind], "GET", f"/coupons/{path}").ok()["items"]
        return rows

    # --- whitelists ----------------------------------------------------------------------------------------------------------

    def file(self, content: bytes, name: str = "list.csv", by: Caller = SUBSIDY) -> str:
        """An uploaded and checked file of a whitelist."""
        return upload(self.world, by, name, content, purpose="customer_whitelist")

    def begin_import(self, content: bytes, name: str = "list.csv", **more: Any) -> Answer:
        """A new version is to be read; nobody has heard of it yet."""
        return self.call(SUBSIDY, "POST", "/coupons/whitelist-versions", {"file_id": self.file(content, name)}, **more)

    def whitelist(self, *customer_ids: str) -> str:
        """A version with these customers, read to its end; its number."""
        version = self.begin_import(a_list(*((f"客户{one}", f"acct-{one}") for one in customer_ids))).ok()["version_no"]
        self.world.settle()
        return str(version)

    def version(self, version_no: str) -> dict[str, Any]:
        """A version as its page shows it."""
        found: dict[str, Any] = self.world.call(SUBSIDY, "GET", f"/coupons/whitelist-versions/{version_no}").ok()
        return found

    def validity(self, version_no: str, valid: bool) -> Answer:
        """The partner switches a version's validity."""
        return self.call(SUBSIDY, "PUT", f"/coupons/whitelist-versions/{version_no}/validity", {"valid": valid})

    def listed(self, customer_id: str = "C1", **more: Any) -> Answer:
        """The government-cloud partner puts a customer on its list."""
        names = {"customer_name": f"客户{customer_id}", "account_name": f"acct-{customer_id}"}
        return self.call(CLOUD, "POST", "/coupons/pickup-whitelist", {**names, **more})


def a_list(*rows: tuple[str, ...], header: tuple[str, ...] = ("客户名称", "账号名"), encoding: str = "utf-8") -> bytes:
    """A whitelist as CSV."""
    return "".join(",".join(row) + "\r\n" for row in (header, *rows)).encode(encoding)


def a_workbook(*rows: tuple[Any, ...], header: tuple[str, ...] = ("客户名称", "账号名")) -> bytes:
    """A whitelist as an Excel workbook."""
    from openpyxl import Workbook

    book, made = Workbook(), io.BytesIO()
    for row in (header, *rows):
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def coupon_of(coupon: str, kind: CouponKind = CASH) -> Coupon:
    """A coupon as it is stored."""
    key = coupon_key(str(ISSUER[kind].partner), kind, coupon)
    return Coupon.get(key.partition, key.sort, consistent_read=True)


def left(quota: str, kind: CouponKind = CASH) -> Money:
    """What a quota has left; its sums explain each other."""
    key = quota_key(str(ISSUER[kind].partner), kind, quota)
    found = CouponQuota.get(key.partition, key.sort, consistent_read=True)
    assert found.is_conserved
    return found.balance
