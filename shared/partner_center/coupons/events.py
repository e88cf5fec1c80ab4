"""What coupons tell other areas, after the commit."""

from __future__ import annotations

from partner_center.kernel.money import Money
from partner_center.platform.contracts import Time
from partner_center.platform.events import DomainEvent


class QuotaGranted(DomainEvent, name="coupons.quota_granted"):
    """A partner has a new quota."""

    quota_id: str
    amount: Money
    expires_at: Time
    source: str


class VouchersIssued(DomainEvent, name="coupons.vouchers_issued"):
    """Customers have new vouchers of one face value: customer id and voucher id of each."""

    quota_id: str
    face_value: Money
    expires_at: Time
    vouchers: tuple[tuple[str, str], ...]


class VoucherRecalled(DomainEvent, name="coupons.voucher_recalled"):
    """The rest of a voucher went back to its quota."""

    voucher_id: str
    quota_id: str
    customer_id: str
    amount: Money
    operation_type: str
