"""What coupons tell other areas, after the commit."""

from __future__ import annotations

from partner_center.kernel.money import Money
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class QuotaGranted(DomainEvent, name="coupons.quota_granted"):
    """A partner has a new quota, of the vendor or of its distributor."""

    coupon_kind: str
    quota_id: str
    amount: Money
    expires_at: Time
    source: str


class QuotaRecalled(DomainEvent, name="coupons.quota_recalled"):
    """A reseller's quota was taken back with what it had left; `partner_id` held it."""

    coupon_kind: str
    quota_id: str
    amount: Money


class QuotaExpiring(DomainEvent, name="coupons.quota_expiring"):
    """A quota that still holds something is over soon."""

    coupon_kind: str
    quota_id: str
    remaining: Money
    expires_at: Time


class CouponsIssued(DomainEvent, name="coupons.coupons_issued"):
    """Customers have new coupons of one face value: customer id and coupon id of each."""

    coupon_kind: str
    quota_id: str
    face_value: Money
    expires_at: Time
    coupons: tuple[tuple[str, str], ...]


class CouponRecalled(DomainEvent, name="coupons.coupon_recalled"):
    """The rest of a coupon went back to its quota."""

    coupon_kind: str
    coupon_id: str
    quota_id: str
    customer_id: str
    amount: Money
    operation_type: str


class WhitelistImported(DomainEvent, name="coupons.whitelist_imported"):
    """A new version of a partner's whitelist is to be read, or read on; the area hears it itself."""

    version_no: str


class WhitelistVersionRead(DomainEvent, name="coupons.whitelist_version_read"):
    """A version of a partner's whitelist was read to its end and counts (`current`), or could not be (`failed`)."""

    version_no: str
    status: str
    listed: int
    rejected: int


class CouponExpiring(DomainEvent, name="coupons.coupon_expiring"):
    """A coupon that still holds something expires soon; told once a coupon."""

    coupon_kind: str
    coupon_id: str
    customer_id: str
    balance: Money
    expires_at: Time


class CouponsUsed(DomainEvent, name="coupons.coupons_used"):
    """Coupons of the issuer `partner_id` paid (or got back, negative): quota id, coupon id and amount of each."""

    coupon_kind: str
    customer_id: str
    uses: tuple[tuple[str, str, Money], ...]
