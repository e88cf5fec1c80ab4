"""From the months of customers to the partner's bill (10.6.1.1, 10.6.1.2)."""

from datetime import date

import pytest

from partner_center.billing import BillStatus
from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.billing import FIFTH, JOB, PERIOD, a_customer_month, events, everything, more_usage, rows_of, settle_usage, the_bill

GENERATED = "billing.bill_generated"
REFRESH = "billing.refresh_bill_data"


def cny(amount: str) -> Money:
    return Money.of(amount)


@pytest.mark.rule("10.6.1.1/r3", "10.6.1.2/r7", "10.1.3/r4")
def test_the_bill_has_the_three_sums_of_the_resale_customers(world):
    a_customer_month("C1", {"ECS": {"consumption": "10", "refund": "1"}, "OBS": {"consumption": "5", "adjustment": "-0.5"}})
    a_customer_month("C2", {"ECS": {"consumption": "20.25"}})
    world.run_job(JOB, FIFTH)
    bill = the_bill()
    assert (bill.consumption, bill.refund, bill.adjustment, bill.amount) == (cny("35.25"), cny("1"), cny("-0.5"), cny("33.75"))
    assert bill.status is BillStatus.GENERATED
    assert [row.customer_id for row in rows_of(bill)] == ["C1", "C2"]


@pytest.mark.rule("10.6.1.1/r3")
def test_consultative_consumption_does_not_enter(world):
    a_customer_month("C1", {"ECS": {"consumption": "10"}})
    a_customer_month("C2", {"ECS": {"consumption": "20"}}, association_type="consultative")
    world.run_job(JOB, FIFTH)
    assert the_bill().amount == cny("10")
    assert [row.customer_id for row in rows_of(the_bill())] == ["C1"]


def test_a_partner_with_consultative_customers_only_gets_a_bill_over_nothing(world):
    a_customer_month("C2", {"ECS": {"consumption": "20"}}, association_type="consultative")
    world.run_job(JOB, FIFTH)
    assert (the_bill().amount, the_bill().customer_count) == (cny("0"), 0)
    assert [event["partner_id"] for event in events(GENERATED)] == ["P1"]


def test_a_cent_is_rounded_once_per_customer_as_it_was_charged(world):
    for name in ("C1", "C2", "C3"):
        a_customer_month(name, {"ECS": {"consumption": "0.003"}, "OBS": {"consumption": "0.002"}})
    world.run_job(JOB, FIFTH)
    bill = the_bill()
    assert bill.consumption == cny("0.03")
    assert bill.amount == sum((row.amount for row in rows_of(bill)), cny("0")) == bill.cash_paid


@pytest.mark.rule("10.6.1.2/r4")
@pytest.mark.parametrize(
    ("as_of", "billed"),
    [
        ("2024-10-04T23:59:59+08:00", False),
        ("2024-10-05T00:00:00+08:00", True),
        ("2024-10-31T23:00:00+08:00", True),
        ("2024-11-01T00:00:00+08:00", False),
        ("2024-09-30T12:00:00+08:00", False),
    ],
)
def test_a_month_is_billed_from_the_fifth_of_the_next_one_on(world, as_of, billed):
    a_customer_month()
    world.run_job(JOB, as_of)
    assert (the_bill() is not None) is billed


def test_a_month_is_billed_once_however_often_the_job_runs(world):
    a_customer_month()
    world.run_job(JOB, FIFTH)
    before = everything()
    for as_of in (FIFTH, "2024-10-05T01:10:00+08:00", "2024-10-20T01:10:00+08:00"):
        assert world.run_job(JOB, as_of)["done"] == 0
    assert everything() == before
    assert len(events(GENERATED)) == 1


@pytest.mark.rule("10.6.1.2/r1")
def test_usage_that_is_not_charged_yet_postpones_the_bill_to_the_next_hour(world):
    open_month = a_customer_month("C1", settled=False)
    a_customer_month("C9", partner_id="P2")
    report = world.run_job(JOB, FIFTH)
    assert (report["done"], report["postponed"]) == (1, 1)
    assert the_bill() is None
    settle_usage(open_month)
    world.run_job(JOB, "2024-10-05T01:10:00+08:00")
    assert the_bill().amount == cny("100")


@pytest.mark.rule("10.6.1.2/r4")
@pytest.mark.parametrize(("as_of", "alarm"), [("2024-10-05T11:10:00+08:00", False), ("2024-10-05T12:10:00+08:00", True)])
def test_a_bill_that_is_not_there_by_noon_raises_the_alarm(world, capsys, as_of, alarm):
    a_customer_month(settled=False)
    world.run_job(JOB, as_of)
    assert ('"BillsLate"' in capsys.readouterr().out) is alarm


def test_one_partners_open_usage_does_not_hold_up_the_others(world):
    a_customer_month("C1", settled=False)
    a_customer_month("C2", partner_id="P2")
    world.run_job(JOB, FIFTH)
    assert the_bill("P1") is None
    assert the_bill("P2") is not None


def test_a_bill_of_many_customers_is_complete_and_adds_up(world):
    for number in range(130):
        a_customer_month(f"C{number:03d}", {"ECS": {"consumption": "1.11"}})
    with faults.watching() as calls:
        world.run_job(JOB, FIFTH)
    bill = the_bill()
    assert (bill.customer_count, len(rows_of(bill)), bill.amount) == (130, 130, cny("144.30"))
    assert calls["TransactWriteItems"] == 3


def test_killed_after_every_write_it_never_shows_half_a_bill_and_ends_in_the_same_state(world):
    for number in range(95):
        a_customer_month(f"C{number:03d}", {"ECS": {"consumption": "1.11"}})
    a_customer_month("X", partner_id="P2")
    deaths = 0
    while died_after_one_write(world):
        deaths += 1
        assert the_bill() is None or len(rows_of(the_bill())) == the_bill().customer_count == 95
    assert deaths == 5  # two parts of rows and the bill of P1, rows and bill of P2
    assert (the_bill().amount, the_bill("P2").amount) == (cny("105.45"), cny("100"))
    assert sorted(event["partner_id"] for event in events(GENERATED)) == ["P1", "P2"]


def test_usage_that_came_after_a_killed_run_stands_in_the_rows_of_the_next(world):
    months = [a_customer_month(f"C{number:03d}", {"ECS": {"consumption": "1"}}) for number in range(95)]
    assert died_after_one_write(world)
    more_usage(months[0], "4")
    world.run_job(JOB, FIFTH)
    assert (the_bill().amount, rows_of(the_bill())[0].amount) == (cny("99"), cny("5"))


def died_after_one_write(world) -> bool:
    try:
        with faults.watching(after=faults.killed_after(1)):
            world.run_job(JOB, FIFTH)
    except faults.Killed:
        return True
    return False


@pytest.mark.rule("10.6.1.2/r1", "10.6.1.2/r3")
def test_while_the_month_runs_the_bill_holds_what_was_consumed_until_yesterday(world, stopped_clock):
    a_customer_month("C1", {"ECS": {"consumption": "10"}})
    a_customer_month("C2", {"ECS": {"consumption": "7"}}, today=date(2024, 9, 12), settled=False)
    world.run_job(REFRESH, "2024-09-12T00:20:00+08:00")
    bill = the_bill()
    assert (bill.status, bill.amount) == (BillStatus.ACCUMULATING, cny("10"))
    assert bill.data_until.isoformat() == "2024-09-11T15:59:59+00:00"
    world.run_job(REFRESH, "2024-09-13T00:20:00+08:00")
    assert the_bill().amount == cny("17")


def test_an_older_day_never_replaces_a_newer_one(world):
    a_customer_month("C1", {"ECS": {"consumption": "10"}})
    world.run_job(REFRESH, "2024-09-13T00:20:00+08:00")
    before = everything()
    world.run_job(REFRESH, "2024-09-12T00:20:00+08:00")
    world.run_job(REFRESH, "2024-09-13T00:20:00+08:00")
    assert everything() == before


def test_the_bill_replaces_what_was_accumulated_and_is_refreshed_no_more(world):
    a_customer_month("C1", {"ECS": {"consumption": "10"}})
    world.run_job(REFRESH, "2024-10-03T00:20:00+08:00")
    assert the_bill().status is BillStatus.ACCUMULATING
    world.run_job(JOB, FIFTH)
    before = everything()
    world.run_job(REFRESH, "2024-10-06T00:20:00+08:00")
    assert everything() == before
    assert the_bill().status is BillStatus.GENERATED


def test_the_event_names_the_bill(world):
    a_customer_month()
    world.run_job(JOB, FIFTH)
    (event,) = events(GENERATED)
    assert (event["billing_period"], event["bill_id"]) == (PERIOD, the_bill().bill_id)
