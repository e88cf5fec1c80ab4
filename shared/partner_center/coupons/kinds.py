"""The kinds of coupons and how they differ: one engine, one row of data a kind (coupons/data/kinds.json).

A fourth kind is a member of `CouponKind` with its labels, a row, and the functions that issue and show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from partner_center.kernel.effective import in_force
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Label, Labelled

_PACKAGE = "partner_center.coupons"


class CouponKind(Labelled):
    """What a coupon is (glossary part 1)."""

    VOUCHER = "voucher", "代金券", "Voucher"
    CASH_COUPON = "cash_coupon", "现金券", "Cash coupon"
    PICKUP_COUPON = "pickup_coupon", "提货券", "Pick-up coupon"


class BackOn(Labelled):
    """What brings a coupon's rest back to its quota beside recall and expiry."""

    UNLINK = "unlink", "解除关联", "The customer is unlinked (10.4.6.1.3/r1)"
    RESALE_ASSOCIATION = "resale_association", "代售关联", "The customer becomes a resale customer (13.1.1/r22)"
    ENTITY_CHANGE = "entity_change", "签约主体变更", "The customer's contracting entity changes (14.3.3/r2)"
    FULL_WITHDRAWAL = "full_withdrawal", "客户全额提现", "The customer withdraws its full balance (14.2.1.3/r6, 16.2.2.3/r5)"
    CLOSURE = "closure", "客户销户", "The customer's account is closed"


class Given(Labelled):
    """Whether something is said when a coupon is issued."""

    NONE = "none", "不填写", "Not asked for"
    OPTIONAL = "optional", "选填", "Optional"
    REQUIRED = "required", "必填", "Required"


@dataclass(frozen=True)
class KindTerms:
    """What holds for a kind.

    issuers: who issues it, by partner type, and to whom (`recipients.py`); granted_to: who gets quotas of the vendor; passed_on_by: who
    passes quotas on. largest_issue: customers at once. per_order: how many pay one order; None for any number. draws: its turn where
    several kinds pay. usage_limit_ratio, order_types: whether the issuer gives them. marketplace: whether it pays for marketplace products.
    refund_days: how long after ordering an unsubscription brings it back; warned_days: how long before its expiry its holder is told.
    """

    kind: CouponKind
    id_prefix: str
    issuers: Mapping[str, str]
    granted_to: tuple[str, ...]
    passed_on_by: tuple[str, ...]
    largest_issue: int
    per_order: int | None
    draws: int
    min_order_amount: bool
    usage_limit_ratio: Given
    order_types: Given
    marketplace: bool
    issued_to_master: bool
    refund_days: int
    warned_days: int
    export_months: int | None
    back_on: frozenset[BackOn]
    recalled_as: Label

    def refuses_issuer(self, partner_type: str | None) -> Refusal | None:
        """Only some types of partners issue it (10.4.6.1.2, 14.2, 16.2)."""
        if partner_type in self.issuers:
            return None
        return Refusal.because("kind_not_issued_by_partner", coupon_kind=self.kind, partner_type=partner_type)

    def refuses_passing_on(self, partner_type: str | None) -> Refusal | None:
        """Only a distributor passes quota on, and not of every kind (11.1.6, 12.3.6.1/r2)."""
        if partner_type in self.passed_on_by:
            return None
        return Refusal.because("quota_not_passed_on_by_partner", "12.3.6.1/r2", coupon_kind=self.kind, partner_type=partner_type)


def terms_of(kind: CouponKind, at: datetime) -> KindTerms:
    """What holds for a kind at an instant."""
    row = in_force(_PACKAGE, "kinds", at, kind=kind.value)
    return KindTerms(
        kind=kind,
        id_prefix=row["id_prefix"],
        issuers=row["issuers"],
        granted_to=tuple(row["granted_to"]),
        passed_on_by=tuple(row["passed_on_by"]),
        largest_issue=row["largest_issue"],
        per_order=row["per_order"],
        draws=row["draws"],
        min_order_amount=row["min_order_amount"],
        usage_limit_ratio=Given(row["usage_limit_ratio"]),
        order_types=Given(row["order_types"]),
        marketplace=row["marketplace"],
        issued_to_master=row["issued_to_master"],
        refund_days=row["refund_days"],
        warned_days=row["warned_days"],
        export_months=row["export_months"],
        back_on=frozenset(map(BackOn, row["back_on"])),
        recalled_as=Label(**row["recalled_as"]),
    )
