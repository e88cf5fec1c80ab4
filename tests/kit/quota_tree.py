"""Verbs for stories about the quota tree: the vendor, a distributor, its resellers, customers of both."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from partner_center.coupons import Coupon, CouponKind, CouponQuota, QuotaOperation, quota_key
from partner_center.coupons.quota import QuotaEnd
from partner_center.kernel.money import Money, total
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import LedgerEntry, Movement
from partner_center.resellers.relation import begin, load_parties
from tests.kit.coupons import CouponDesk
from tests.kit.funds import VENDOR, a_customer, as_system, check_books, money_records
from tests.kit.resellers import a_distributor, a_related_reseller, stands
from tests.kit.world import Answer, World, partner_user

DISTRIBUTOR = partner_user("D1", partner_type="distributor")
RESELLER = partner_user("R1", partner_type="reseller")


class TreeDesk(CouponDesk):
    """The desk with the tree on it: D1 with the resellers R1 and R2, C1 of R1, C2 of R2, C3 of D1 itself."""

    def pass_on(
        self,
        quota: str,
        value: str = "40",
        to: tuple[str, ...] = ("R1",),
        by: Caller = DISTRIBUTOR,
        key: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """The distributor passes quota on."""
        return self.call(
            by, "POST", f"/coupons/quotas/{quota}/reseller-quotas", {"amount": value, "reseller_ids": list(to)}, key, headers=headers
        )

    def a_child(self, quota: str, value: str = "40", to: str = "R1") -> str:
        """A quota that a reseller has of the distributor."""
        return str(self.pass_on(quota, value, (to,)).ok()["quotas"][0]["quota_id"])

    def take_back(
        self,
        child: str,
        reseller: str = "R1",
        by: Caller = DISTRIBUTOR,
        key: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """The distributor recalls a reseller's quota."""
        return self.call(by, "POST", f"/coupons/resellers/{reseller}/quotas/{child}/recall", None, key, headers=headers)

    def take_back_all(self, children: list[tuple[str, str]], by: Caller = DISTRIBUTOR, key: str | None = None) -> Answer:
        """The distributor recalls several resellers' quotas: (reseller, quota) of each."""
        body = {"quotas": [{"reseller_id": reseller, "quota_id": child} for reseller, child in children]}
        return self.call(by, "POST", "/coupons/reseller-quota-recalls", body, key)

    def a_voucher_of(self, quota: str, value: str = "10", holder: Caller = RESELLER, to: str = "C1", **more: Any) -> str:
        """A voucher that a node of the tree issued."""
        return str(self.issue(quota, value, (to,), by=holder, **more).ok()["coupons"][0]["coupon_id"])

    def adjust(self, quota: str, adjusting: bool, partner: str = "D1") -> Answer:
        """The vendor begins or ends adjusting a quota."""
        path = f"/coupons/partners/{partner}/coupon-quotas/{quota}/adjusting"
        return self.call(VENDOR, "PUT", path, {"coupon_kind": "voucher", "adjusting": adjusting})


def a_tree(world: World) -> TreeDesk:
    """The partners and customers of the stories."""
    a_distributor("D1")
    for reseller, customer in (("R1", "C1"), ("R2", "C2")):
        a_related_reseller(reseller, of="D1")
        a_customer(customer, of=reseller)
    a_customer("C3", of="D1")
    return TreeDesk(world)


def reseller(partner_id: str) -> Caller:
    """A reseller's administrator."""
    return replace(RESELLER, user_id=f"{partner_id}-admin", partner=partner_id)


def join(desk: TreeDesk, partner: str, distributor: str) -> None:
    """A reseller that left works with a distributor again."""
    stands(desk.world, partner, "active")
    as_system(distributor, lambda work: begin(work, load_parties(work, distributor, partner)[0]))


def node(quota: str, partner: str = "D1") -> CouponQuota:
    """A quota as it is stored."""
    key = quota_key(partner, CouponKind.VOUCHER, quota)
    return CouponQuota.get(key.partition, key.sort)


def log_of(partner: str = "D1") -> list[QuotaOperation]:
    """What a distributor's log holds, the oldest first."""
    return list(QuotaOperation.query(QuotaOperation.partition(partner_id=partner, coupon_kind=CouponKind.VOUCHER)))


def check_tree(*, told: bool = False) -> None:
    """What must be true of the whole tree at any time, whatever happened. `told`: consumers have heard everything, so `used` is exact."""
    check_books()
    records = money_records()
    tree = Tree(
        [record for record in records if isinstance(record, CouponQuota)], [record for record in records if isinstance(record, Coupon)]
    )
    for record in records:
        if isinstance(record, LedgerEntry):
            tree.moved[record.account_id][record.movement] += record.amount
    for coupon in tree.coupons:
        tree.check_coupon(coupon)
    for quota in tree.quotas:
        tree.check_node(quota, told=told)
    tree.check_whole()


@dataclass
class Tree:
    """All nodes, all coupons, and what moved at each account by the kind of movement."""

    quotas: list[CouponQuota]
    coupons: list[Coupon]
    moved: dict[str, dict[Movement, Money]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Money.zero)))

    def paid_by(self, coupon: Coupon) -> Money:
        """What a coupon paid and got back itself."""
        moved = self.moved[coupon.account_id]
        return -(moved[Movement.COUPON_DEDUCTION] + moved[Movement.COUPON_REFUND])

    def check_coupon(self, coupon: Coupon) -> None:
        """What was issued is what it holds, has paid, and what went back of it."""
        returned = coupon.returned_amount or Money.zero()
        assert coupon.face_value == coupon.balance + self.paid_by(coupon) + returned, coupon.coupon_id

    def check_node(self, quota: CouponQuota, *, told: bool) -> None:
        """A node's sums explain each other, its coupons, and the nodes below."""
        name = quota.quota_id
        assert not [one for one in SUMS if getattr(quota, one).is_negative], name
        assert quota.is_conserved, f"{name}: {[(one, str(getattr(quota, one))) for one in ('initial_amount', *SUMS)]}"
        own = [coupon for coupon in self.coupons if (coupon.partner_id, coupon.quota_id) == (quota.partner_id, name)]
        past_coupons = self.moved[quota.account_id][Movement.COUPON_REFUND]  # refunds that found their coupon over
        used = total(map(self.paid_by, own)) - past_coupons
        in_coupons = total(coupon.balance for coupon in own)
        assert in_coupons + used == quota.issued - quota.recalled - quota.expired, f"{name}: what its coupons hold and paid"
        assert not told or quota.used == used, f"{name}: {quota.used} counted as used, {used} was"
        below = [child for child in self.quotas if (child.source_partner_id, child.source_quota_id) == (quota.partner_id, name)]
        assert total(child.initial_amount for child in below) == quota.passed_on, f"{name}: what was passed on"
        assert total(child.surrendered for child in below) == quota.taken_back, f"{name}: what came back from below"
        assert quota.ended_as is not QuotaEnd.RECALLED or not quota.balance, f"{name}: something is left in a recalled quota"

    def check_whole(self) -> None:
        """What the vendor granted is what lies anywhere in the tree, and what coupons paid."""
        granted = total(quota.initial_amount for quota in self.quotas if quota.source_quota_id is None)
        held = total(account.balance for account in (*self.quotas, *self.coupons))
        outside = [moved for account, moved in self.moved.items() if account.startswith("clearing/coupons/")]
        paid = total(moved[Movement.COUPON_DEDUCTION] + moved[Movement.COUPON_REFUND] for moved in outside)
        assert granted == -total(moved[Movement.QUOTA_GRANT] for moved in outside)
        assert granted == held + paid, "something appeared in the tree or disappeared"


SUMS = ("balance", "issued", "recalled", "expired", "passed_on", "taken_back", "surrendered", "paid", "given_back")
