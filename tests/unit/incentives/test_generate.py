"""From a month's consumption to incentive bills (10.7.3.2, 10.7.3.3)."""

import pytest

from partner_center.incentives.bill import IncentiveBillStatus
from partner_center.kernel.money import Money, total
from tests.kit import faults
from tests.kit.billing import FIFTH, JOB, a_customer_month, everything
from tests.kit.incentives import CONSULTATIVE, RESALE, an_incentive, beijing, billed, details_of, the_incentive


def cny(amount: str) -> Money:
    return Money.of(amount)


@pytest.mark.rule("10.7.3.2/r1", "10.7.3.3/r2", "10.1.2/r8", "10.1.1/r5")
def test_each_association_type_gets_its_bill_from_the_months_performance(world):
    a_customer_month("C1", {"ECS": {"consumption": "1000", "refund": "100"}, "OBS": {"consumption": "50", "adjustment": "-10"}})
    a_customer_month("C2", {"ECS": {"consumption": "200"}}, association_type="consultative")
    billed(world)
    assert the_incentive(RESALE).incentive_amount == cny("141")  # 15 % of 940
    assert the_incentive(CONSULTATIVE).incentive_amount == cny("20")  # 10 % of 200
    assert the_incentive().status is IncentiveBillStatus.PENDING_CONFIRMATION
    assert the_incentive().reconciliation_period == "2024M9"


def test_what_vouchers_paid_earns_nothing(world):
    a_customer_month("C1", {"ECS": {"consumption": "1000", "voucher_deducted": "400"}})
    billed(world)
    assert the_incentive().incentive_amount == cny("90")


def test_a_refund_of_what_a_voucher_paid_does_not_count_against_the_partner(world):
    a_customer_month("C1", {"ECS": {"consumption": "100", "voucher_deducted": "100", "refund": "100", "voucher_returned": "100"}})
    billed(world)
    assert the_incentive().incentive_amount == cny("0")


def test_what_is_paid_in_cash_after_a_refund_to_the_voucher_counts_in_full(world):
    a_customer_month("C1", {"ECS": {"consumption": "150", "voucher_deducted": "100", "refund": "100", "voucher_returned": "100"}})
    billed(world)
    assert details_of(the_incentive())[0].performance == cny("50")
    assert the_incentive().incentive_amount == cny("7.5")


def test_what_was_paid_in_cash_and_is_refunded_counts_no_more_and_the_vouchers_part_neither(world):
    a_customer_month("C1", {"ECS": {"consumption": "150", "voucher_deducted": "100", "refund": "70", "voucher_returned": "20"}})
    billed(world)
    assert details_of(the_incentive())[0].performance == cny("0")


def test_details_keep_eight_decimals_and_the_bill_is_rounded_once(world):
    for name in ("C1", "C2", "C3"):
        a_customer_month(name, {"ECS": {"consumption": "0.03333"}})
    billed(world)
    details = details_of(the_incentive())
    assert {detail.incentive_amount for detail in details} == {cny("0.0049995")}
    assert (total(detail.incentive_amount for detail in details), the_incentive().incentive_amount) == (cny("0.0149985"), cny("0.01"))


def test_refunds_that_outweigh_make_a_negative_incentive(world):
    a_customer_month("C1", {"ECS": {"refund": "100"}})
    billed(world)
    assert the_incentive().incentive_amount == cny("-15")


def test_performance_without_rebate_is_shown_and_what_counts_nothing_is_not(world):
    a_customer_month("C1", {"Support": {"consumption": "10"}, "Tax": {"consumption": "10"}, "ECS": {"consumption": "10"}})
    billed(world)
    shown = {detail.product_type: detail.incentive_amount for detail in details_of(the_incentive())}
    assert shown == {"Support": cny("0"), "ECS": cny("1.5")}


@pytest.mark.rule("10.7.4.2/r15", "10.7.4.2/r16")
@pytest.mark.parametrize(("generated_at", "is_new"), [("2023-09-30T23:59:59+08:00", False), ("2023-10-01T00:00:00+08:00", True)])
def test_resale_incentives_generated_from_the_boundary_on_are_new(cloud, generated_at, is_new):
    assert an_incentive("1", generated_at=generated_at).is_new_resale is is_new
    assert an_incentive("1", association_type=CONSULTATIVE, generated_at=generated_at).is_new_resale is False


@pytest.mark.rule("10.7.4.2/r26")
def test_the_payout_is_due_on_the_fifth_day_after_generation(world):
    a_customer_month()
    billed(world)
    assert the_incentive().due_at == beijing("2024-10-10T00:00:00+08:00")
    assert the_incentive().valid_until == beijing("2025-10-05T00:10:00+08:00")


def test_events_delivered_twice_change_nothing(world):
    a_customer_month("C1")
    billed(world, twice=True)
    before = everything()
    for event in list(world.bus):
        world.deliver(event)
    assert everything() == before


def test_another_event_for_a_month_that_has_its_incentives_changes_nothing(world):
    a_customer_month("C1")
    billed(world)
    before = everything()
    (event,) = [event for event in world.bus if event["DetailType"] == "billing.bill_generated"]
    world.deliver({**event, "Detail": event["Detail"].replace("CM", "CN")})
    assert everything() == before


def test_killed_after_every_write_it_ends_with_all_details_and_one_bill(world):
    a_customer_month("C1", {f"product{number:03d}": {"consumption": "1"} for number in range(95)})
    world.run_job(JOB, FIFTH)
    (event,) = world._new_events()
    deaths = 0
    while died_after_one_write(world, event):
        deaths += 1
        assert the_incentive() is None or deaths == 3
    assert deaths == 3  # two parts of details, the bill
    assert (len(details_of(the_incentive())), the_incentive().incentive_amount) == (95, cny("14.25"))


def died_after_one_write(world, event) -> bool:
    try:
        with faults.watching(after=faults.killed_after(1)):
            world.deliver(event)
    except faults.Killed:
        return True
    return False
