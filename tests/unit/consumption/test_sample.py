"""A thousand lines of real bills, end to end in one process, against an independent computation."""

import csv
import random
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from partner_center.consumption import CustomerMonth, UsageRecorded
from partner_center.consumption.usage_control import UsageControl
from partner_center.consumption.usage_line import UsageLine
from partner_center.customers import AssociationType
from partner_center.kernel.money import Money
from partner_center.platform.events import Outbox
from tests.kit.consumption import RATE, a_customer, deliver, every_record, reasons, state

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "focus_sample_1000.csv"
pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason=f"the sample of real bills is not at {SAMPLE}")


def customers_of(rows):
    """Sub-accounts dealt to seven customers of two partners."""
    accounts = sorted({(row["ProviderName"], row["SubAccountId"]) for row in rows})
    return {account: f"C{number % 7}" for number, account in enumerate(accounts)}


@pytest.fixture
def autumn(world, stopped_clock):
    stopped_clock.at("2024-10-02T10:00:00+08:00")
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    owner = customers_of(rows)
    for number in range(7):
        uses = [account for account, customer in owner.items() if customer == f"C{number}"]
        kind = AssociationType.CONSULTATIVE if number == 0 else AssociationType.RESALE
        a_customer(f"C{number}", of=f"P{number % 2}", kind=kind, uses=uses)
    return rows, owner


def computed(rows, owner):
    """What must come out, in a few lines of their own."""
    sums = defaultdict(lambda: [Decimal(0)] * 3)
    for row in rows:
        cost = Decimal(row["BilledCost"]) * RATE
        which = 2 if row["ChargeCategory"] == "Adjustment" else 1 if cost < 0 else 0
        sums[owner[row["ProviderName"], row["SubAccountId"]], row["BillingPeriodStart"][:7]][which] += -cost if which == 1 else cost
    return {key: tuple(one.quantize(Decimal("0.01"), ROUND_HALF_UP) for one in value) for key, value in sums.items() if any(value)}


def found():
    months = [month for month in every_record(CustomerMonth) if month.consumption or month.refund or month.adjustment]
    return {
        (month.customer_id, month.billing_period): tuple(
            money.cents().amount for money in (month.consumption, month.refund, month.adjustment)
        )
        for month in months
    }


def test_the_real_file_adds_up_to_the_cent_and_is_charged_to_the_cent(autumn, world):
    rows, owner = autumn
    file = deliver(SAMPLE.read_text(encoding="utf-8"))
    assert (file.taken, file.rejected) == (1000, 0)
    world.settle()
    assert found() == computed(rows, owner)
    assert all(month.is_charged_to_the_cent for month in every_record(CustomerMonth))
    assert sum(total.lines for total in every_record(UsageControl)) == 1000
    taken_in = sum(one.amount.amount for one in every_record(UsageLine))
    assert taken_in == sum(Decimal(row["BilledCost"]) for row in rows) * RATE


def test_the_real_file_in_overlapping_parts_shuffled_and_twice_leaves_the_same_sums(autumn, world):
    rows, owner = autumn
    head, *lines = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    deliver("".join([head, *lines[400:]]), "second.csv")
    deliver("".join([head, *lines[:600]]), "first.csv")
    world.settle(twice=True, shuffled=random.Random(1))
    assert found() == computed(rows, owner)
    before = state()
    random.Random(5).shuffle(lines)
    file = deliver("".join([head, *lines]), "shuffled.csv")
    assert (file.taken, file.known, reasons("shuffled.csv")) == (0, 1000, {})
    assert world.settle() == 0
    assert state() == before


def test_few_events_carry_many_lines(autumn):
    deliver(SAMPLE.read_text(encoding="utf-8"))
    events = [event for outbox in every_record(Outbox) for event in outbox.events]
    assert {event["name"] for event in events} == {UsageRecorded.NAME}
    assert sum(group["lines"] for event in events for group in event["data"]["groups"]) == 1000
    assert len(events) < 150
    assert all(Money.of(g["consumption"]["amount"]).amount >= 0 for event in events for g in event["data"]["groups"])
