"""No cent is lost or made: over random histories of usage, what is told, the meter and the ledger explain every amount alike."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from partner_center.consumption import BillingMode, ChargedGroup, UsageGroup
from partner_center.coupons import BillingScope, Coupon, CouponEnd, CouponKind, CouponQuota, CouponStatus, in_order
from partner_center.customers import AssociationType
from partner_center.funds import AllocationType, Arrears, CustomerFunds, FundBucket, Wallet
from partner_center.kernel import clock
from partner_center.kernel.errors import Broken
from partner_center.kernel.money import Money, total
from partner_center.orders import UsageMeter, payment
from partner_center.orders.payment import Paid, Payment
from partner_center.orders.usage_meter import Due
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import LedgerEntry, Movement
from partner_center.platform.work import Origin, Work

NOW = clock.instant("2024-09-02T10:00:00+08:00")
LATER = clock.instant("2025-01-01T00:00:00+08:00")
PRODUCTS = ("Compute", "Storage", "Network")


class Customer:
    """A customer with vouchers and (a resale one) funds, in memory only; every movement of money and everything told is kept."""

    def __init__(self, kind: AssociationType, vouchers: list[tuple[Money, BillingScope, str | None]], funds: tuple[Money, Money]) -> None:
        place = {"partner_id": "P1", "customer_id": "C1"}
        self.meter = UsageMeter(**place, billing_period="2024-09", association_type=kind.value)
        self.quota = CouponQuota(
            partner_id="P1", coupon_kind=CouponKind.VOUCHER, quota_id="Q1", issued_at=NOW, effective_at=NOW, expires_at=LATER
        )
        self.vouchers = [
            Coupon(
                **place, coupon_kind=CouponKind.VOUCHER, coupon_id=f"V{number}", quota_id="Q1", issued_at=NOW,
                face_value=value, balance=value, billing_scope=scope,
                product_types=[product] if product else [], effective_at=NOW, expires_at=LATER,
            )
            for number, (value, scope, product) in enumerate(vouchers)
        ]  # fmt: skip
        normal, earmarked = funds
        terms = [("normal", AllocationType.NORMAL, [], normal), ("for-compute", AllocationType.EARMARKED, ["Compute"], earmarked)]
        self.buckets = [
            FundBucket(**place, bucket_id=name, allocation_type=of, usage_scenarios=use, effective_at=NOW, balance=value)
            for name, of, use, value in terms
        ]
        self.wallet, self.arrears = Wallet(partner_id="P1"), Arrears(**place)
        self.issued = total(voucher.face_value for voucher in self.vouchers)
        self.allocated = normal + earmarked
        self.entries: list[LedgerEntry] = []
        self.told: list[ChargedGroup] = []

    def work(self) -> Work:
        work = Work(Caller.system("test").on_behalf_of("P1"), NOW, Origin("test", "test"))
        work.add(self.quota, *self.vouchers)  # what a read would have found
        return work

    def uses(self, groups: list[UsageGroup]) -> None:
        """Usage is charged, in as many transactions as it takes."""
        left = self.meter.take(tuple(groups))
        while left:
            work = self.work()
            usable = [voucher for voucher in self.vouchers if voucher.status_at(NOW) is CouponStatus.USABLE]
            funds = CustomerFunds("P1", "C1", self.wallet, self.buckets, self.arrears) if self.is_resale else None
            one = Payment(self.meter, "test", work, in_order(usable), funds)
            before = left
            left = one.carry_out(left)
            assert left != before, "a transaction that moves nothing"
            self.told += one.told()
            self.entries += work._entries

    def loses(self, number: int) -> None:
        """A voucher is recalled with what is left of it."""
        voucher = self.vouchers[number % len(self.vouchers)]
        if voucher.status_at(NOW) is CouponStatus.USABLE:
            work = self.work()
            rest = voucher.end(CouponEnd.RECALLED)
            work.move(Movement.COUPON_RECALL, (voucher, -rest), (self.quota, rest))
            self.entries += work._entries

    @property
    def is_resale(self) -> bool:
        return self.meter.association_type == AssociationType.RESALE

    def sum_told(self, name: str) -> Money:
        return total(getattr(group, name) for group in self.told)

    def moved(self, account: str) -> Money:
        """What an account, or all whose names begin so, gained by the ledger."""
        return total(entry.amount for entry in self.entries if entry.account_id.startswith(account))


def check(customer: Customer) -> None:
    """Everything that must hold after every event."""
    meter = customer.meter
    charged, refunded = customer.sum_told("charged"), customer.sum_told("refunded")
    deducted, cash, arrears = (customer.sum_told(name) for name in ("voucher_deducted", "cash_paid", "arrears"))
    returned = customer.sum_told("voucher_returned")
    paid_back = refunded - returned

    for group in customer.told:
        assert group.charged == group.voucher_deducted + group.cash_paid + group.arrears
        assert Money.zero() <= group.voucher_returned <= group.refunded
    assert charged - refunded == meter.consumption.cents() + meter.adjustment.cents() - meter.refund.cents()
    assert (meter.charged, meter.refunded, meter.voucher_deducted, meter.cash_paid, meter.arrears, meter.voucher_returned) == (
        charged, refunded, deducted, cash, arrears, returned,
    )  # fmt: skip

    movements = defaultdict(list)
    for entry in customer.entries:
        movements[entry.movement_id].append(entry.amount)
    assert all(not total(amounts) for amounts in movements.values())
    held = total(voucher.balance for voucher in customer.vouchers) + customer.quota.balance
    assert customer.moved("clearing/coupons/") == deducted - returned == customer.issued - held
    if customer.is_resale:
        allocated = total(bucket.balance for bucket in customer.buckets)
        assert customer.moved("clearing/revenue/") == cash + arrears - paid_back
        assert allocated - customer.arrears.balance == customer.allocated - cash - arrears + paid_back
        assert customer.wallet.consumed_amount == customer.allocated - allocated
    else:
        assert not arrears
        assert {entry.movement for entry in customer.entries} <= {
            Movement.COUPON_DEDUCTION, Movement.COUPON_REFUND, Movement.COUPON_RECALL,
        }  # fmt: skip
        assert not customer.moved("clearing/revenue/")
    for voucher in customer.vouchers:
        assert Money.zero() <= voucher.balance <= voucher.face_value


def money(most_cents: int, decimals: int = 2) -> st.SearchStrategy[Money]:
    return st.integers(0, most_cents * 10 ** (decimals - 2)).map(lambda units: Money.of(Decimal(units).scaleb(-decimals)))


FINE = st.one_of(st.just(Money.zero()), money(3, 11), money(2_000, 5))
SIGNED = st.tuples(FINE, st.booleans()).map(lambda drawn: -drawn[0] if drawn[1] else drawn[0])
GROUPS = st.builds(
    UsageGroup,
    product_type=st.sampled_from(PRODUCTS),
    billing_mode=st.sampled_from([BillingMode.ON_DEMAND, BillingMode.ON_DEMAND, BillingMode.SUBSCRIPTION]),
    consumption=FINE,
    refund=FINE,
    adjustment=SIGNED,
    lines=st.just(1),
)
VOUCHERS = st.tuples(money(1_500).filter(bool), st.sampled_from(BillingScope), st.sampled_from([None, None, *PRODUCTS]))
EVENTS = st.lists(st.one_of(st.lists(GROUPS, min_size=1, max_size=5), st.integers(0, 5)), min_size=1, max_size=8)


@given(
    kind=st.sampled_from(AssociationType),
    vouchers=st.lists(VOUCHERS, max_size=6),
    funds=st.tuples(money(5_000), money(2_000)),
    events=EVENTS,
    steps=st.integers(1, 12),
)
@settings(max_examples=250, deadline=None)
def test_whatever_is_used_and_refunded_in_whatever_order_adds_up(kind, vouchers, funds, events, steps):
    customer = Customer(kind, vouchers, funds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(payment, "STEPS_AT_ONCE", steps)
        for event in events:
            if isinstance(event, list):
                customer.uses(event)
            elif vouchers:
                customer.loses(event)
            check(customer)


@given(parts=st.lists(GROUPS, min_size=1, max_size=12), cut=st.integers(1, 11))
@settings(max_examples=100, deadline=None)
def test_how_usage_is_cut_does_not_change_what_it_costs(parts, cut):
    at_once, in_two = (Customer(AssociationType.RESALE, [], (Money.zero(), Money.zero())) for _ in range(2))
    at_once.uses(parts)
    for some in filter(None, (parts[:cut], parts[cut:])):
        in_two.uses(some)
    costs = [customer.sum_told("charged") - customer.sum_told("refunded") for customer in (at_once, in_two)]
    assert costs[0] == costs[1]


def due(charge: str, refund: str = "0") -> Due:
    return Due(product_type="Compute", billing_mode=BillingMode.ON_DEMAND, day=None, charge=Money.of(charge), refund=Money.of(refund))


@pytest.mark.parametrize(
    ("paid", "left"),
    [(Paid(cash_paid=Money.of("2.99")), due("0")), (Paid(cash_paid=Money.of(3)), due("0.01")),
     (Paid(cash_paid=Money.of(3), voucher_returned=Money.of("0.01")), due("0"))],
)  # fmt: skip
def test_a_cent_that_is_neither_moved_nor_left_stops_the_charge(paid, left):
    with pytest.raises(Broken):
        paid.check(due("3"), left)


def test_a_meter_whose_vouchers_do_not_explain_what_they_paid_stops_the_charge():
    meter = Customer(AssociationType.RESALE, [], (Money.zero(), Money.zero())).meter
    meter.note_charge(voucher_deducted=Money.of(1))
    with pytest.raises(Broken):
        meter.check()


@pytest.mark.parametrize("name", ["consumption", "refund"])
def test_negative_usage_is_no_usage(name):
    meter = Customer(AssociationType.RESALE, [], (Money.zero(), Money.zero())).meter
    amounts = {"consumption": Money.zero(), "refund": Money.zero(), "adjustment": Money.zero()} | {name: Money.of(-1)}
    with pytest.raises(Broken):
        meter.take((UsageGroup(product_type="Compute", billing_mode=BillingMode.ON_DEMAND, lines=1, **amounts),))
