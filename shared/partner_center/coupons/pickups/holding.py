"""Which pick-up coupons the resale customers of a partner hold, whoever issued them (10.4.6.2/r1, 11.3.6.2, 12.3.1.1/r4).

A coupon lies with its issuer and changes its holder's partner without being touched. So each partner has a pointer to every pick-up coupon
of its resale customers, and each customer a small record of those it can still use. Both follow the events of coupons and associations.
Each step looks at how things stand and relies on the association it read, so that events heard twice, late or out of order end in the same
state; the customer's record is brought up first, so that a coupon and an association that come about together do not miss one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from partner_center.coupons.coupon import Coupon, coupon_key, key_of
from partner_center.coupons.kinds import CouponKind
from partner_center.customers import Association, association_key, customer_account_key, refuses_unless_linked, show_pickup_coupons
from partner_center.kernel import clock
from partner_center.platform.consumer import Told
from partner_center.platform.table import OWNER, Data, Key, Place, Record, Text, every
from partner_center.platform.work import Work

KIND = CouponKind.PICKUP_COUPON
AT_ONCE = 40  # pointers changed in one transaction


class PickupHolding(Record, kind="pickup_holding"):
    """That a resale customer of a partner holds a pick-up coupon. It only points: what the coupon is, the coupon says."""

    PLACE = Place("partner/{partner_id}/pickup_of/{customer_id}", "{coupon_id}/{issuer_id}")
    OWNER = Place("partner/{partner_id}/pickup", "{coupon_id}/{issuer_id}")

    partner_id = Text()
    customer_id = Text()
    coupon_id = Text()
    issuer_id = Text()

    @property
    def coupon(self) -> Key[Coupon]:
        """The coupon it points to."""
        return coupon_key(self.issuer_id, KIND, self.coupon_id)


class CustomerPickups(Record, kind="customer_pickups"):
    """A customer's pick-up coupons that still hold something: whole name, effective_at and expires_at of each."""

    PLACE = Place("customer/{customer_id}", "pickup_coupons")

    customer_id = Text()
    coupons = Data(default=list)

    def usable(self, now: datetime) -> list[tuple[str, datetime, datetime]]:
        """Those that are not over: time passes without anybody writing it down."""
        known = [(ref, clock.instant(start), clock.instant(end)) for ref, start, end in self.coupons or []]
        return [(ref, start, end) for ref, start, end in known if now <= end]


def customer_pickups_key(customer_id: str) -> Key[CustomerPickups]:
    """The address of a customer's record."""
    return CustomerPickups.key(customer_id=customer_id)


def is_resale(association: Association | None) -> bool:
    """Whether the customer trades with the partner in resale now."""
    return association is not None and refuses_unless_linked(association, resale=True) is None


def follow_pickup_coupons(told: Told) -> None:
    """Coupons were issued, recalled or used: note what their holders have, and show it to the partner that they have now."""
    if told.data["coupon_kind"] != KIND:
        return
    for customer_id, refs in _touched(told).items():
        told.unit(partial(_note, customer_id, refs))
        partner_id = told.unit(partial(_partner_of, customer_id))
        if partner_id is not None:
            _follow(told, partner_id, customer_id, refs)


def follow_association_of_pickups(told: Told) -> None:
    """A customer was associated, unlinked, or trades in the other way: the partner sees its pick-up coupons from now on, or no more."""
    partner_id, customer_id = told.data["partner_id"], told.data["customer_id"]
    owned = every(Coupon, Coupon.owner_partition(customer_id=customer_id, coupon_kind=KIND), index=OWNER)
    known = told.unit(lambda work: work.get(customer_pickups_key(customer_id), or_none=True))
    usable = [ref for ref, _, _ in known.coupons or []] if known is not None else []
    _follow(told, partner_id, customer_id, list(dict.fromkeys([*usable, *(coupon.ref for coupon in owned)])))


def _touched(told: Told) -> dict[str, list[str]]:
    """The coupons (whole names) that an event is about, by who holds them."""
    issuer_id, found = told.data["partner_id"], dict[str, list[str]]()
    if "coupons" in told.data:
        named = [(customer_id, coupon_id) for customer_id, coupon_id in told.data["coupons"]]
    elif "uses" in told.data:
        named = [(told.data["customer_id"], coupon_id) for _, coupon_id, _ in told.data["uses"]]
    else:
        named = [(told.data["customer_id"], told.data["coupon_id"])]
    for customer_id, coupon_id in named:
        found.setdefault(customer_id, []).append(f"{issuer_id}/{KIND}/{coupon_id}")
    return found


def _note(customer_id: str, refs: Sequence[str], work: Work) -> None:
    known, *coupons = work.look(customer_pickups_key(customer_id), *(key_of(ref) for ref in refs))
    record: CustomerPickups = known or CustomerPickups(customer_id=customer_id)
    held = {ref: [ref, clock.iso(start), clock.iso(end)] for ref, start, end in record.usable(work.now)}
    for coupon in coupons:
        if coupon is not None:
            held.pop(coupon.ref, None)
            if coupon.is_alive and work.now <= coupon.expires_at:
                held[coupon.ref] = [coupon.ref, clock.iso(coupon.effective_at), clock.iso(coupon.expires_at)]
    now_held = sorted(held.values(), key=lambda one: (one[2], one[0]))
    if now_held != list(record.coupons or []) or record.version is None:
        record.coupons = now_held
        work.keep(record)


def _partner_of(customer_id: str, work: Work) -> str | None:
    account = work.get(customer_account_key(customer_id), or_none=True)
    return account.associated_partner_id if account is not None else None


def _follow(told: Told, partner_id: str, customer_id: str, refs: Sequence[str]) -> None:
    if is_resale(told.unit(lambda work: work.get(association_key(partner_id, customer_id), or_none=True))):
        for first in range(0, len(refs), AT_ONCE):
            told.unit(partial(_point, partner_id, customer_id, refs[first : first + AT_ONCE]))
    else:
        while told.unit(partial(_forget_some, partner_id, customer_id)):
            pass
    told.unit(partial(_show, partner_id, customer_id))


def _point(partner_id: str, customer_id: str, refs: Sequence[str], work: Work) -> None:
    """Give the partner its pointers to these coupons, while the customer is its own."""
    pointers = [_pointer(partner_id, customer_id, ref) for ref in refs]
    keys = [Key(PickupHolding, *pointer.address) for pointer in pointers]
    association, *there = work.look(association_key(partner_id, customer_id), *keys)
    if not is_resale(association):
        return
    new = [pointer for pointer, known in zip(pointers, there, strict=True) if known is None]
    if new:
        work.rely_on(association)
        work.add(*new)


def _pointer(partner_id: str, customer_id: str, ref: str) -> PickupHolding:
    issuer_id, _, coupon_id = ref.split("/")
    return PickupHolding(partner_id=partner_id, customer_id=customer_id, coupon_id=coupon_id, issuer_id=issuer_id)


def _forget_some(partner_id: str, customer_id: str, work: Work) -> bool:
    """Take pointers away from a partner whose resale customer it is no more; whether there are more of them."""
    association = work.get(association_key(partner_id, customer_id), or_none=True)
    if is_resale(association):
        return False
    page = work.query(PickupHolding, PickupHolding.partition(partner_id=partner_id, customer_id=customer_id), limit=AT_ONCE)
    if page.items:
        work.remove(*page.items)
        if association is not None:
            work.rely_on(association)
    return page.next is not None


def _show(partner_id: str, customer_id: str, work: Work) -> None:
    """Bring the partner's figures of the customer to what it can still use (10.4.1.1/r9, 12.3.1.1/r4)."""

    def terms() -> list[tuple[datetime, datetime]]:
        known, association = work.look(customer_pickups_key(customer_id), association_key(partner_id, customer_id))
        return [(start, end) for _, start, end in known.usable(work.now)] if known is not None and is_resale(association) else []

    show_pickup_coupons(work, partner_id, customer_id, terms)
