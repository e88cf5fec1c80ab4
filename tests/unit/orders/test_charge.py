"""Usage is charged to the cent: vouchers first, then funds, the rest becomes arrears; refunds go the way back."""

import contextlib
import random

import pytest

from partner_center.consumption import BillingMode, UsageRecorded
from partner_center.kernel.money import Money, total
from partner_center.orders import UsageMeter, payment
from partner_center.platform.ledger import LedgerEntry
from tests.kit import faults
from tests.kit.consumption import every_record, usage
from tests.kit.orders import AssociationType, Payer


@pytest.fixture
def customer(world) -> Payer:
    return Payer(world)


@pytest.fixture
def consultative(world) -> Payer:
    return Payer(world, AssociationType.CONSULTATIVE)


def cny(amount) -> Money:
    return Money.of(amount)


@pytest.mark.rule("13.5.2/r6", "13.5.2/r4")
def test_vouchers_pay_before_funds_and_funds_before_arrears(customer):
    customer.is_given_vouchers("10.00")
    customer.is_allocated("5.00")
    (told,) = customer.uses(usage("18"))
    (group,) = told.groups
    assert (group.voucher_deducted, group.cash_paid, group.arrears, group.charged) == (cny(10), cny(5), cny(3), cny(18))
    assert (customer.balance, customer.arrears) == (cny(0), cny(3))


@pytest.mark.rule("13.5.2/r3")
def test_what_a_voucher_has_left_pays_the_next_usage(customer):
    (voucher,) = customer.is_given_vouchers("10.00")
    customer.uses(usage("4"))
    customer.uses(usage("5"))
    assert customer.vouchers == {voucher: cny(1)}


@pytest.mark.rule("13.5.2/r5")
def test_subscriptions_are_not_paid_from_vouchers_of_on_demand_usage(customer):
    customer.is_given_vouchers("10.00")
    (told,) = customer.uses(usage("4").model_copy(update={"billing_mode": BillingMode.SUBSCRIPTION}))
    assert told.groups[0].arrears == cny(4)


@pytest.mark.rule("13.5.2/r8")
def test_a_later_voucher_does_not_write_off_arrears(customer):
    customer.uses(usage("4"))
    (voucher,) = customer.is_given_vouchers("10.00")
    customer.uses(usage("0"))
    assert (customer.arrears, customer.vouchers[voucher]) == (cny(4), cny(10))


def test_the_months_total_is_rounded_and_not_each_delivery(customer):
    customer.is_allocated("1.00")
    charged = [sum((group.charged.amount for told in customer.uses(usage("0.004")) for group in told.groups), 0) for _ in range(5)]
    assert charged == [0, cny("0.01").amount, 0, cny("0.01").amount, 0]
    assert customer.balance == cny("0.98")


def test_usage_without_a_new_cent_is_told_as_settled_all_the_same(customer):
    (told,) = customer.uses(usage("0.001", lines=3), usage("0.001", product="Storage"))
    assert (told.groups, told.lines) == ((), 4)


def test_products_share_the_cents_without_a_negative_share(customer):
    customer.uses(usage("0.005"))
    (told,) = customer.uses(usage("0.006"), usage("0.002", product="Storage"), usage("0.003", product="Network"))
    assert [(group.product_type, group.charged) for group in told.groups] == [("Network", cny("0.01"))]
    assert customer.meter.charged == cny("0.02")


@pytest.mark.parametrize("seed", range(3))
def test_however_usage_is_cut_and_ordered_the_same_cents_move(customer, seed):
    parts = [usage(f"0.{n * 7 % 1000:03d}", refund="0.0004", adjustment="-0.0003", product=f"Product {n % 3}") for n in range(1, 40)]
    random.Random(seed).shuffle(parts)
    while parts:
        size = random.Random(len(parts) + seed).randint(1, 9)
        customer.uses(*parts[:size])
        del parts[:size]
    meter = customer.meter
    due = meter.consumption.cents() + meter.adjustment.cents() - meter.refund.cents()
    assert meter.consumption == total(cny(f"0.{n * 7 % 1000:03d}") for n in range(1, 40))
    assert meter.charged - meter.refunded == due == customer.arrears


@pytest.mark.rule("10.1.2/r2")
def test_a_consultative_customer_pays_the_vendor_itself_and_only_its_vouchers_are_drawn(consultative):
    consultative.is_given_vouchers("3.00")
    (told,) = consultative.uses(usage("10"))
    (group,) = told.groups
    assert (group.voucher_deducted, group.cash_paid, group.arrears) == (cny(3), cny(7), cny(0))
    assert (consultative.balance, consultative.arrears) == (cny(0), cny(0))
    assert not [entry for entry in every_record(LedgerEntry) if "revenue" in entry.account_id]


def test_a_refund_settles_arrears_then_cash_then_the_vouchers_last_used_first(customer):
    first, second = customer.is_given_vouchers("2.00", "3.00")
    customer.is_allocated("4.00")
    customer.uses(usage("10"))
    assert customer.arrears == cny(1)
    customer.uses(usage(refund="3"))
    assert (customer.arrears, customer.balance) == (cny(0), cny(2))
    customer.uses(usage(refund="4"))
    assert (customer.balance, customer.vouchers) == (cny(4), {first: cny(0), second: cny(2)})
    customer.uses(usage(refund="3"))
    assert (customer.balance, customer.vouchers) == (cny(4), {first: cny(2), second: cny(3)})
    assert customer.meter.coupons == []


def test_of_a_refund_is_told_what_went_back_to_vouchers(customer):
    customer.is_given_vouchers("3.00")
    customer.is_allocated("4.00")
    customer.uses(usage("5"))
    (told,) = customer.uses(usage(refund="4.50"))
    assert (told.groups[0].refunded, told.groups[0].voucher_returned) == (cny("4.50"), cny("2.50"))


def test_a_refund_beyond_what_the_month_was_charged_goes_to_the_customers_funds(customer):
    (told,) = customer.uses(usage(refund="2.50"))
    assert (customer.balance, told.groups[0].refunded) == (cny("2.50"), cny("2.50"))
    customer.uses(usage("2.50"))
    assert (customer.balance, customer.arrears) == (cny(0), cny(0))


def test_a_refund_in_the_same_delivery_goes_back_to_what_was_just_paid(customer):
    (voucher,) = customer.is_given_vouchers("5.00")
    customer.uses(usage("5", refund="2"))
    assert (customer.vouchers, customer.balance) == ({voucher: cny(2)}, cny(0))


def test_a_consultative_customers_refund_moves_nothing_of_the_partners_but_vouchers(consultative):
    (voucher,) = consultative.is_given_vouchers("2.00")
    consultative.uses(usage("3"))
    (told,) = consultative.uses(usage(refund="2.50"))
    assert (told.groups[0].refunded, consultative.vouchers, consultative.balance) == (cny("2.50"), {voucher: cny("1.50")}, cny(0))
    assert told.groups[0].voucher_returned == cny("1.50")


def test_positive_adjustments_are_charged_and_negative_ones_refunded(customer):
    customer.is_allocated("10.00")
    customer.uses(usage(adjustment="4"))
    assert customer.balance == cny(6)
    (told,) = customer.uses(usage(adjustment="-1.50"))
    assert (customer.balance, told.groups[0].refunded) == (cny("7.50"), cny("1.50"))


def test_an_event_delivered_twice_is_charged_once(customer):
    customer.is_allocated("10.00")
    assert len(customer.uses(usage("4"), times=3)) == 1
    assert customer.balance == cny(6)


def test_killed_after_any_write_and_delivered_again_it_is_charged_once(customer):
    customer.is_given_vouchers("1.00")
    customer.is_allocated("10.00")
    event = UsageRecorded(
        partner_id="P1", customer_id="C1", association_type="resale", billing_period="2024-09", groups=(usage("4", refund="0.5"),)
    ).model_dump(mode="json")
    for fault in (faults.killed_after(1), faults.answer_lost(1)):
        with faults.watching(after=fault), contextlib.suppress(faults.Killed, AssertionError):  # dead, or its event goes back
            customer.hears(UsageRecorded.NAME, event, "E1")
        customer.hears(UsageRecorded.NAME, event, "E1")
        assert (customer.balance, customer.meter.charged, customer.meter.refunded) == (cny("7.50"), cny(4), cny("0.5"))


def test_what_does_not_fit_into_one_transaction_follows_until_all_is_paid(customer, monkeypatch):
    vouchers = customer.is_given_vouchers(*["1.00"] * 7)
    customer.is_allocated("100.00")
    monkeypatch.setattr(payment, "STEPS_AT_ONCE", 3)
    told = customer.uses(usage("5", refund="6", lines=4), usage("4", product="Storage", lines=2), usage("0.50", product="Network"))
    assert [one.lines for one in told] == [0] * (len(told) - 1) + [7]
    assert [one.parts for one in told] == [1] * (len(told) - 1) + [1 - len(told)]
    assert total(group.charged for one in told for group in one.groups) == cny("9.50")
    assert total(group.voucher_deducted for one in told for group in one.groups) == cny(7)
    assert total(group.refunded for one in told for group in one.groups) == cny(6)
    assert customer.balance == cny(100)
    assert total(customer.vouchers[voucher] for voucher in vouchers) == cny("3.50")
    assert customer.meter.charged == cny("9.50")


def test_twenty_products_fit_into_the_transactions(customer):
    customer.is_given_vouchers(*[f"0.{n:02d}" for n in range(10, 25)])
    told = customer.uses(*(usage("1", product=f"Product {n}") for n in range(20)))
    assert total(group.charged for one in told for group in one.groups) == cny(20)
    assert all(not balance for balance in customer.vouchers.values())


def test_ledger_entries_name_the_billing_period_and_the_event(customer):
    customer.uses(usage("1"))
    assert {entry.reference for entry in every_record(LedgerEntry)} == {"2024-09/E1"}


def test_every_movement_of_charging_adds_up_to_zero(customer):
    customer.is_given_vouchers("1.00")
    customer.uses(usage("5", refund="2"), usage("0.01", product="Storage"))
    movements = {}
    for entry in every_record(LedgerEntry):
        movements.setdefault(entry.movement_id, []).append(entry.amount)
    assert {total(amounts) for amounts in movements.values()} == {Money.zero()}


def test_the_meter_of_another_association_type_is_another(world):
    resale = Payer(world)
    resale.uses(usage("1"))
    resale.kind = AssociationType.CONSULTATIVE
    resale.uses(usage("2"))
    assert sorted((meter.association_type, meter.charged) for meter in every_record(UsageMeter)) == [
        ("consultative", cny(2)),
        ("resale", cny(1)),
    ]
