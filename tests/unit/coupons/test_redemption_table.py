"""The redemption table of 13.5 and 14.3 (and 16.2.2.2 for pick-up coupons): what a coupon pays, of what, and why not.

Each row of the tables is a rule with an example of it. Unless a row says otherwise a coupon holds 10.00 and pays every charge, and what is
to be paid is a new order of 100.00 by subscription for one product of the vendor's own (ecs).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from partner_center.coupons import (
    BillingScope,
    Charge,
    Coupon,
    CouponEnd,
    CouponKind,
    OrderType,
    in_order,
    offers,
    parts_of,
    refuses_choice,
    refuses_return,
    suggest,
)
from partner_center.coupons.kinds import terms_of
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from tests.kit.coupon_orders import coupon_in_hand

NOW = clock.instant("2024-09-02T10:00:00+08:00")
VOUCHER, CASH, PICKUP = CouponKind.VOUCHER, CouponKind.CASH_COUPON, CouponKind.PICKUP_COUPON
EVERY_KIND = (VOUCHER, CASH, PICKUP)


def a_coupon(kind: CouponKind = VOUCHER, name: str = "c", holds: str = "10", until: str = "2024-12-31", **says: Any) -> Coupon:
    """A coupon: its kind, what it holds, and what it says about itself."""
    scope = BillingScope(says.pop("pays", "general"))
    starts = clock.instant(f"{says.pop('starts', '2024-09-01')}T00:00:00+08:00")
    for amount in ("min_order_amount", "locked"):
        if amount in says:
            says[amount] = Money.of(says[amount])
    if "order_types" in says:
        says["order_types"] = [OrderType(value) for value in says["order_types"]]
    facts = {"coupon_id": name, "billing_scope": scope, "effective_at": starts, "balance": Money.of(holds), **says}
    expires_at = clock.instant(f"{until}T23:59:59+08:00")
    return coupon_in_hand(kind, facts.pop("face_value", "1000"), expires_at=expires_at, now=NOW, **facts)


def to_pay(
    order: str | None = "100", amount: str | None = None, billed: str = "subscription", of: str = "subscribe", **says: Any
) -> Charge:
    """What is to be paid: an order of a total, or usage (no order)."""
    products = tuple(says.pop("products", ("ecs",)))
    return Charge(
        amount=Money.of(amount or order or "100"),
        billing_mode=BillingScope(billed),
        product_types=products,
        order_type=OrderType(of) if order is not None else None,
        order_total=Money.of(order) if order is not None else None,
        **says,
    )


USAGE: dict[str, Any] = {"order": None, "amount": "100", "billed": "on_demand"}
MARKETPLACE: dict[str, Any] = {"marketplace": True}


@dataclass(frozen=True)
class Row:
    """A rule, what a coupon is and says, what is to be paid, and what it pays of it: an amount, or the reason why nothing."""

    rule: str
    kinds: tuple[CouponKind, ...]
    coupon: dict[str, Any]
    charge: dict[str, Any]
    outcome: str


TABLE = (
    # which charges: 包年/包月, 按需, 通用
    Row("13.5.2/r5", EVERY_KIND, {"pays": "subscription"}, {}, "10.00"),
    Row("13.5.2/r5", EVERY_KIND, {"pays": "subscription"}, USAGE, "coupon_for_other_charges"),
    Row("13.5.2/r5", EVERY_KIND, {"pays": "on_demand"}, {}, "coupon_for_other_charges"),
    Row("13.5.2/r5", EVERY_KIND, {"pays": "on_demand"}, USAGE, "10.00"),
    Row("13.5.2/r5", EVERY_KIND, {"pays": "general"}, {}, "10.00"),
    Row("13.5.2/r5", EVERY_KIND, {"pays": "general"}, USAGE, "10.00"),
    # from when to when
    Row("13.5.2/r1", EVERY_KIND, {}, {}, "10.00"),
    Row("13.5.2/r3", EVERY_KIND, {"starts": "2024-09-03"}, {}, "coupon_not_usable"),
    Row("13.5.2/r3", EVERY_KIND, {"until": "2024-09-01"}, {}, "coupon_not_usable"),
    Row("13.5.2/r3", EVERY_KIND, {"until": "2024-09-02"}, {}, "10.00"),
    Row("13.5.2/r3", EVERY_KIND, {"holds": "0"}, {}, "coupon_not_usable"),
    Row("10.4.6.1.3/r5", EVERY_KIND, {"ended_as": CouponEnd.RECALLED}, {}, "coupon_not_usable"),
    Row("13.5.1/r1", EVERY_KIND, {"holds": "0", "locked": "10"}, {}, "coupon_locked"),
    Row("13.5.1/r1", EVERY_KIND, {"holds": "4", "locked": "6"}, {}, "4.00"),
    # how much: the rest stays, the cash account covers what is missing
    Row("13.5.2/r3", EVERY_KIND, {"holds": "120"}, {}, "100.00"),
    Row("13.5.2/r4", EVERY_KIND, {"holds": "10"}, {"amount": "90"}, "10.00"),
    Row("14.3.3/r4", EVERY_KIND, {"holds": "120"}, {"amount": "90"}, "90.00"),
    # which products, and the marketplace's
    Row("13.5.2/r7", EVERY_KIND, {"product_types": ["ecs", "obs"]}, {}, "10.00"),
    Row("13.5.2/r7", EVERY_KIND, {"product_types": ["obs"]}, {}, "coupon_for_other_products"),
    Row("13.5.2/r7", EVERY_KIND, {"product_types": ["ecs"]}, {"products": ("ecs", "obs")}, "coupon_for_other_products"),
    Row("13.5.2/r7", (VOUCHER,), {}, MARKETPLACE, "coupon_not_for_marketplace"),
    Row("13.5.2/r7", (CASH, PICKUP), {}, MARKETPLACE, "10.00"),
    # debts
    Row("13.5.2/r8", EVERY_KIND, {}, {**USAGE, "arrears": True}, "coupon_pays_no_arrears"),
    # with an authorised commercial discount
    Row("13.5.2/r10", EVERY_KIND, {"discount_restricted": True}, {"authorised_discount": True}, "coupon_not_with_discount"),
    Row("13.5.2/r10", EVERY_KIND, {"discount_restricted": True}, {}, "10.00"),
    Row("13.5.2/r10", EVERY_KIND, {"discount_restricted": False}, {"authorised_discount": True}, "10.00"),
    # the smallest order: of subscription orders, by their total
    Row("14.2.2.2/r1", (VOUCHER,), {"min_order_amount": "100"}, {}, "10.00"),
    Row("14.2.2.2/r1", (VOUCHER,), {"min_order_amount": "100.01"}, {}, "order_below_minimum"),
    Row("14.2.2.2/r1", (VOUCHER,), {"min_order_amount": "100"}, {"amount": "20"}, "10.00"),
    Row("14.2.2.2/r1", (VOUCHER,), {"min_order_amount": "1000"}, USAGE, "10.00"),
    Row("14.2.2.2/r1", (VOUCHER,), {"min_order_amount": "1000"}, {"billed": "on_demand"}, "10.00"),
    # the share of an order's total; usage has none
    Row("14.2.1.2/r4", (CASH,), {"holds": "80", "usage_limit_ratio": "0.3"}, {}, "30.00"),
    Row("14.2.1.2/r4", (CASH,), {"holds": "80", "usage_limit_ratio": "0.3"}, {"amount": "20"}, "20.00"),
    Row("14.2.1.2/r4", (CASH,), {"holds": "80", "usage_limit_ratio": "0.3"}, {"order": "99.99"}, "29.99"),
    Row("14.2.1.2/r4", (CASH,), {"holds": "80", "usage_limit_ratio": "0.3"}, USAGE, "80.00"),
    Row("14.2.1.2/r4", (CASH,), {"holds": "80", "usage_limit_ratio": "1"}, {}, "80.00"),
    Row("16.2.2.2/r3", (PICKUP,), {"holds": "80", "usage_limit_ratio": "0.5"}, {}, "50.00"),
    Row("16.2.2.2/r3", (PICKUP,), {"holds": "80", "usage_limit_ratio": "0.5"}, USAGE, "80.00"),
    # the type of order: 新购, 续费, 变更
    Row("16.2.2.2/r4", (CASH, PICKUP), {"order_types": ["renew", "change"]}, {"of": "renew"}, "10.00"),
    Row("16.2.2.2/r4", (CASH, PICKUP), {"order_types": ["renew", "change"]}, {"of": "subscribe"}, "coupon_for_other_orders"),
    Row("16.2.2.2/r4", (CASH, PICKUP), {"order_types": ["subscribe"]}, USAGE, "10.00"),
    Row("16.2.2.2/r4", (CASH, PICKUP), {"order_types": []}, {"of": "change"}, "10.00"),
)


def _each() -> list[Any]:
    return [
        pytest.param(kind, row, marks=pytest.mark.rule(row.rule), id=f"{row.rule} {kind} {row.coupon} {row.charge} → {row.outcome}")
        for row in TABLE
        for kind in row.kinds
    ]


@pytest.mark.rule("13.5.2/r1", "13.5.2/r3", "13.5.2/r4", "13.5.2/r5", "13.5.2/r7", "13.5.2/r8", "13.5.2/r10", "13.5.1/r1", "14.3.3/r4")
@pytest.mark.rule("14.3.4/r1", "14.2.1.2/r4", "14.2.2.2/r1", "16.2.2.2/r3", "16.2.2.2/r4", "10.4.6.1.3/r5")
@pytest.mark.parametrize(("kind", "row"), _each())
def test_what_a_coupon_can_do_for_a_charge(kind: CouponKind, row: Row):
    (offer,) = offers([a_coupon(kind, **row.coupon)], to_pay(**row.charge), NOW)
    assert (offer.refusal.code if offer.refusal else offer.most.plain) == row.outcome


@pytest.mark.parametrize(("kind", "row"), _each())
def test_a_charge_takes_from_a_coupon_what_it_was_offered(kind: CouponKind, row: Row):
    parts = parts_of([a_coupon(kind, **row.coupon)], to_pay(**row.charge), NOW)
    assert [part.plain for _, part in parts] == ([row.outcome] if row.outcome[0].isdigit() else [])


@dataclass(frozen=True)
class Together:
    """A rule, several coupons, what is to be paid, and what each pays of it, in the order in which they pay."""

    rule: str
    coupons: tuple[Coupon, ...]
    charge: Charge
    parts: tuple[tuple[str, str], ...]


TOGETHER = (
    Together(  # kinds in the order of their data: vouchers, pick-up coupons, cash coupons
        "14.3.3/r3",
        (a_coupon(CASH, "cash"), a_coupon(PICKUP, "pickup"), a_coupon(VOUCHER, "voucher")),
        to_pay("25"),
        (("voucher", "10.00"), ("pickup", "10.00"), ("cash", "5.00")),
    ),
    Together(  # on-demand coupons before general ones
        "0.6/r2",
        (a_coupon(VOUCHER, "general", until="2024-09-10"), a_coupon(VOUCHER, "on-demand", pays="on_demand")),
        to_pay(**USAGE | {"amount": "15"}),
        (("on-demand", "10.00"), ("general", "5.00")),
    ),
    Together(  # the one that expires first, then the smallest
        "13.5.2/r6",
        (a_coupon(name="large", holds="20"), a_coupon(name="small"), a_coupon(name="early", holds="30", until="2024-09-10")),
        to_pay(**USAGE | {"amount": "45"}),
        (("early", "30.00"), ("small", "10.00"), ("large", "5.00")),
    ),
    Together(  # several cash coupons keep together to the share of the order
        "14.2.1.2/r4",
        (
            a_coupon(CASH, "first", holds="20", usage_limit_ratio="0.3", until="2024-09-10"),
            a_coupon(CASH, "second", holds="20", usage_limit_ratio="0.3"),
        ),
        to_pay("100"),
        (("first", "20.00"), ("second", "10.00")),
    ),
    Together(  # the share is of one kind: a pick-up coupon has its own
        "16.2.2.2/r3",
        (a_coupon(CASH, "cash", holds="50", usage_limit_ratio="0.3"), a_coupon(PICKUP, "pickup", holds="50", usage_limit_ratio="0.5")),
        to_pay("100"),
        (("pickup", "50.00"), ("cash", "30.00")),
    ),
    Together(  # what does not apply is passed over
        "14.3.3/r5",
        (a_coupon(CASH, "other", product_types=["obs"]), a_coupon(CASH, "this")),
        to_pay("100"),
        (("this", "10.00"),),
    ),
)


@pytest.mark.parametrize("row", [pytest.param(row, marks=pytest.mark.rule(row.rule), id=row.rule) for row in TOGETHER])
def test_who_pays_first_and_how_much(row: Together):
    parts = parts_of(row.coupons, row.charge, NOW)
    assert [(coupon.coupon_id, part.plain) for coupon, part in parts] == list(row.parts)


PER_ORDER = (
    ("13.5.2/r2", VOUCHER, 1, None),
    ("13.5.2/r2", VOUCHER, 2, "too_many_coupons"),
    ("14.3.3/r3", CASH, 1, None),
    ("14.3.3/r3", CASH, 5, None),
    ("14.3.3/r3", PICKUP, 5, None),
)


@pytest.mark.parametrize(("kind", "number", "refused"), [pytest.param(*row[1:], marks=pytest.mark.rule(row[0])) for row in PER_ORDER])
def test_how_many_of_a_kind_an_order_takes(kind: CouponKind, number: int, refused: str | None):
    chosen = [a_coupon(kind, f"c{place}") for place in range(number)]
    assert [refusal.code for refusal in refuses_choice(chosen, to_pay(), NOW)] == ([refused] if refused else [])


RETURNS = (  # ordered at 2024-09-02 23:00 Beijing time
    ("2024-09-02T23:30:00+08:00", True, None),
    ("2024-09-07T00:00:00+08:00", True, None),
    ("2024-09-07T23:59:59+08:00", True, None),
    ("2024-09-08T00:00:00+08:00", True, "return_period_over"),
    ("2024-10-01T00:00:00+08:00", True, "return_period_over"),
    ("2024-09-03T00:00:00+08:00", False, "order_not_unsubscribable"),
)


@pytest.mark.rule("14.3.4/r2")
@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.parametrize(("unsubscribed", "may", "refused"), RETURNS)
def test_until_when_an_unsubscription_brings_a_coupon_back(kind: CouponKind, unsubscribed: str, may: bool, refused: str | None):
    ordered = clock.instant("2024-09-02T23:00:00+08:00")
    refusal = refuses_return(kind, ordered, clock.instant(unsubscribed), may_be_unsubscribed=may)
    assert (refusal.code if refusal else None) == refused


# --- what is true of any coupons and any charge ------------------------------------------------------------------------------------

CENTS = st.integers(0, 20_000).map(lambda cents: str(Decimal(cents) / 100))
SOME_CENTS = st.integers(1, 20_000).map(lambda cents: str(Decimal(cents) / 100))


@st.composite
def hands(draw: st.DrawFn) -> list[Coupon]:
    """What a customer has in its hand: coupons of any kind and terms; several may look alike."""
    made = []
    for number in range(draw(st.integers(0, 7))):
        says: dict[str, Any] = {"pays": draw(st.sampled_from(["subscription", "on_demand", "general"]))}
        if draw(st.booleans()):
            says["usage_limit_ratio"] = draw(st.sampled_from(["0.1", "0.3333", "0.5", "1"]))
        if draw(st.booleans()):
            says["min_order_amount"] = draw(SOME_CENTS)
        if draw(st.booleans()):
            says["product_types"] = ["ecs"]
        kind = draw(st.sampled_from(EVERY_KIND))
        until = draw(st.sampled_from(["2024-09-01", "2024-09-10", "2024-12-31"]))
        made.append(a_coupon(kind, f"c{number}", draw(CENTS), until=until, discount_restricted=draw(st.booleans()), **says))
    return made


@st.composite
def charges(draw: st.DrawFn) -> Charge:
    """Something to be paid."""
    says: dict[str, Any] = {"marketplace": draw(st.booleans()), "authorised_discount": draw(st.booleans())}
    if draw(st.booleans()):
        return to_pay(**USAGE | {"amount": draw(SOME_CENTS)}, **says)
    order, part = draw(SOME_CENTS), draw(st.sampled_from(["1", "0.5"]))
    amount = max(Money.of(order) * Decimal(part), Money.of("0.01")).cents()
    return to_pay(order, amount.plain, products=draw(st.sampled_from([("ecs",), ("ecs", "obs")])), **says)


def _plain(parts: list[tuple[Coupon, Money]]) -> list[tuple[str, str]]:
    return [(coupon.ref, part.plain) for coupon, part in parts]


@pytest.mark.rule("14.3.3/r5", "14.3.4/r4")
@given(hands(), charges(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_same_coupons_and_charge_give_the_same_parts_in_whatever_order_they_come(
    hand: list[Coupon], charge: Charge, shuffle: random.Random
):
    mixed = list(hand)
    shuffle.shuffle(mixed)
    assert _plain(parts_of(mixed, charge, NOW)) == _plain(parts_of(hand, charge, NOW))
    assert _plain(suggest(mixed, charge, NOW)) == _plain(suggest(hand, charge, NOW))
    assert [coupon.ref for coupon in in_order(mixed)] == [coupon.ref for coupon in in_order(hand)]


@pytest.mark.rule("13.5.2/r3", "14.2.1.2/r4", "16.2.2.2/r3")
@given(hands(), charges())
@settings(max_examples=150, deadline=None)
def test_parts_exceed_neither_balances_nor_the_charge_nor_the_share_of_the_order(hand: list[Coupon], charge: Charge):
    parts = parts_of(hand, charge, NOW)
    assert all(Money.zero() < part <= coupon.balance for coupon, part in parts)
    assert total(part for _, part in parts) <= charge.amount
    of_kind = dict.fromkeys(EVERY_KIND, Money.zero())
    for coupon, part in parts:
        of_kind[coupon.coupon_kind] += part
        if coupon.usage_limit_ratio is not None and charge.billing_mode is BillingScope.SUBSCRIPTION:
            assert of_kind[coupon.coupon_kind] <= charge.order_total * coupon.usage_limit_ratio


@pytest.mark.rule("13.5.2/r2", "14.3.3/r5")
@given(hands(), charges())
@settings(max_examples=150, deadline=None)
def test_the_suggested_choice_is_one_that_the_engine_takes(hand: list[Coupon], charge: Charge):
    suggested = suggest(hand, charge, NOW)
    chosen = [coupon for coupon, _ in suggested]
    assert refuses_choice(chosen, charge, NOW) == []
    assert _plain(parts_of(chosen, charge, NOW)) == _plain(suggested)
    for kind in EVERY_KIND:
        at_most = terms_of(kind, NOW).per_order
        assert at_most is None or sum(coupon.coupon_kind is kind for coupon in chosen) <= at_most


@pytest.mark.rule("14.3.3/r5", "14.3.4/r4")
@given(hands(), charges())
@settings(max_examples=150, deadline=None)
def test_every_coupon_is_offered_or_refused_with_a_reason(hand: list[Coupon], charge: Charge):
    found = offers(hand, charge, NOW)
    assert sorted(offer.coupon.ref for offer in found) == sorted(coupon.ref for coupon in hand)
    for offer in found:
        alone = total(part for _, part in parts_of([offer.coupon], charge, NOW))
        assert alone == offer.most
        assert offer.refusal is None or not offer.most
