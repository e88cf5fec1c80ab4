"""The consumption summary: what is shown, to whom, and from when on."""

import json

import pytest

from partner_center.consumption import (
    BillingMode,
    ChargedGroup,
    UsageCharged,
    UsageRecorded,
    close_period,
    customer_months,
    product_rows,
    refuses_unsettled,
    usage_control_key,
)
from partner_center.consumption.summary import ConsumptionSummary
from partner_center.consumption.usage_control import UsageControl, partners_of_period
from partner_center.consumption.usage_line import UsageLine
from partner_center.customers import AssociationType
from partner_center.kernel import clock
from partner_center.kernel.errors import Broken
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from partner_center.platform.caller import Caller
from partner_center.platform.work import Origin, Work, carry_out
from tests.kit.consumption import a_customer, a_line, deliver, every_record, the_month
from tests.kit.world import Context, functions, partner_user, sqs_event, vendor_user

TOTALS = "/consumption/totals?billing_period=2024-08"
SUMMARY = "/consumption/summary?billing_period=2024-08"
REFUNDS = "/consumption/refunds?billing_period=2024-08"
DETAILS = "/consumption/details?billing_period=2024-08&customer_id=C1"


@pytest.fixture
def september(world, stopped_clock):
    """A resale and a consultative customer of P1, a customer of P2; the second of September."""
    a_customer("C1", uses=["sub-1"])
    a_customer("C2", kind=AssociationType.CONSULTATIVE, uses=["sub-2"])
    a_customer("C3", of="P2", uses=["sub-3"])
    return world


def work() -> Work:
    return Work(Caller.system("test").on_behalf_of("P1"), clock.now(), Origin("test", "test"))


def august() -> UsageControl:
    return work().get(usage_control_key("P1", "2024-08"))


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


@pytest.mark.rule("10.4.4.1/r3", "10.1.2/r4")
def test_totals_cover_both_association_types_and_ways_of_paying(september):
    deliver([a_line(1, "10"), a_line(2, "4", sub_account="sub-2"), a_line(3, "-1", sub_account="sub-2"), a_line(4, sub_account="sub-3")])
    september.settle()
    totals = september.call(partner_user(), "GET", TOTALS).ok()
    assert (totals["amount"], totals["refund"]) == (cny("98.00"), cny("7.00"))
    assert {one["association_type"]: one["amount"]["amount"] for one in totals["by_association_type"]} == {
        "consultative": "28.00",
        "resale": "70.00",
    }
    paid = {"cash_paid": cny("28.00"), "voucher_deducted": cny("0.00"), "voucher_returned": cny("0.00"), "arrears": cny("70.00")}
    assert totals["by_payment_method"] == paid


@pytest.mark.rule("10.4.4.1/r4", "10.1.2/r5")
def test_totals_say_that_they_are_no_bill(september):
    assert "不是伙伴账单" in september.call(partner_user(), "GET", TOTALS).ok()["note"]["zh"]


def test_totals_are_the_rounded_exact_sum_and_not_the_sum_of_rounded_rows(september):
    deliver([a_line(n, "0.0005", ServiceName=f"Product {n}") for n in range(4)])
    september.settle()
    rows = september.call(partner_user(), "GET", SUMMARY).ok()["items"]
    assert [row["amount"]["amount"] for row in rows] == ["0.00"] * 4
    assert september.call(partner_user(), "GET", TOTALS).ok()["amount"] == cny("0.01")


@pytest.mark.rule("10.4.4.1/r1", "10.1.2/r6")
def test_a_day_shows_after_24_00_of_the_next_day(september, stopped_clock):
    stopped_clock.at("2024-08-31T09:00:00+08:00")
    deliver([a_line(1, "1", day="2024-08-29"), a_line(2, "10", day="2024-08-30"), a_line(3, "100", day="2024-08-31")])
    september.settle()
    shown = []
    for moment in ("2024-08-31T23:59:59+08:00", "2024-09-01T00:00:00+08:00", "2024-09-01T23:59:59+08:00", "2024-09-02T00:00:00+08:00"):
        stopped_clock.at(moment)
        totals = september.call(partner_user(), "GET", TOTALS).ok()
        shown.append((totals["amount"]["amount"], totals["by_payment_method"]["arrears"]["amount"]))
    assert shown == [("7.00", "7.00"), ("77.00", "77.00"), ("77.00", "77.00"), ("777.00", "777.00")]


@pytest.mark.rule("10.4.4.1/r1", "12.1.2/r4", "12.1.3/r7")
@pytest.mark.parametrize("partner_type", ["solution_provider", "distributor", "reseller"])
@pytest.mark.parametrize(("customer", "sub_account"), [("C1", "sub-1"), ("C2", "sub-2")])
def test_a_row_of_hidden_days_alone_is_not_listed_but_the_details_are(september, stopped_clock, customer, sub_account, partner_type):
    partner = partner_user(partner_type=partner_type)
    stopped_clock.at("2024-08-31T09:00:00+08:00")
    deliver([a_line(1, day="2024-08-31", sub_account=sub_account)])
    september.settle()
    assert september.call(partner, "GET", SUMMARY).ok()["items"] == []
    details = DETAILS.replace("customer_id=C1", f"customer_id={customer}")
    assert len(september.call(partner, "GET", details).ok()["items"]) == 1


def test_hidden_days_are_dropped_once_they_have_come_of_age(september):
    row = ConsumptionSummary()
    day = clock.business_date(clock.instant("2024-09-01"))
    row.include({"consumption": Money.of(5)}, day, clock.instant("2024-09-01T12:00:00+08:00"))
    assert row.shown("consumption", clock.instant("2024-09-02T12:00:00+08:00")) == Money.zero()
    row.include({"consumption": Money.of(1)}, None, clock.instant("2024-09-03T00:00:00+08:00"))
    assert (row.hidden, row.consumption) == ({}, Money.of(6))


def test_hidden_amounts_keep_every_digit(september):
    row, now = ConsumptionSummary(), clock.instant("2024-09-01T12:00:00+08:00")
    row.include({"consumption": Money.of("1234567890.1234567890123456789")}, clock.business_date(now), now)
    assert row.shown("consumption", now) == Money.zero()


@pytest.mark.rule("10.4.4.1/r5", "10.4.4.2/r1")
@pytest.mark.parametrize(
    "path", ["/consumption/totals?", "/consumption/summary?", "/consumption/refunds?", "/consumption/details?customer_id=C1&"]
)
def test_data_reach_back_eighteen_months(september, path):
    assert september.call(partner_user(), "GET", f"{path}billing_period=2023-03").status == 200
    answer = september.call(partner_user(), "GET", f"{path}billing_period=2023-02")
    assert answer.refused_as == "billing_period_too_far_back"
    assert answer.refusals["billing_period_too_far_back"]["facts"]["earliest"] == "2023-03"


def test_the_summary_has_a_row_for_each_customer_and_product(september):
    deliver([a_line(1, "1"), a_line(2, "2"), a_line(3, "3", ServiceName="Storage"), a_line(4, "4", sub_account="sub-2")])
    september.settle()
    rows = september.call(partner_user(), "GET", SUMMARY).ok()["items"]
    assert [(row["customer_id"], row["product_type"], row["amount"]["amount"]) for row in rows] == [
        ("C1", "Compute", "21.00"),
        ("C1", "Storage", "21.00"),
        ("C2", "Compute", "28.00"),
    ]


@pytest.mark.rule("10.4/r1")
def test_customers_names_leave_masked(september):
    deliver([a_line(1)])
    september.settle()
    assert september.call(partner_user(), "GET", SUMMARY).ok()["items"][0]["customer_name"] == "客****1"
    assert september.call(partner_user(), "GET", DETAILS).ok()["items"][0]["customer_name"] == "客****1"


def test_the_summary_is_filtered_by_customer_and_association_type(september):
    deliver([a_line(1), a_line(2, sub_account="sub-2")])
    september.settle()
    assert [row["customer_id"] for row in september.call(partner_user(), "GET", f"{SUMMARY}&association_type=resale").ok()["items"]] == [
        "C1"
    ]
    assert [row["customer_id"] for row in september.call(partner_user(), "GET", f"{SUMMARY}&customer_name=C2").ok()["items"]] == ["C2"]


def test_refunds_have_a_list_of_their_own(september):
    deliver([a_line(1, "5"), a_line(2, "-2", ServiceName="Storage")])
    september.settle()
    (row,) = september.call(partner_user(), "GET", REFUNDS).ok()["items"]
    assert (row["product_type"], row["amount"], row["refunded"]) == ("Storage", cny("14.00"), cny("14.00"))


@pytest.mark.rule("10.1.2/r7", "12.1.2/r5", "12.1.3/r7")
@pytest.mark.parametrize("partner_type", ["solution_provider", "distributor", "reseller"])
@pytest.mark.parametrize(("customer_id", "kind"), [("C4", AssociationType.RESALE), ("C5", AssociationType.CONSULTATIVE)])
def test_the_details_of_one_sub_user_account_of_a_customer(september, customer_id, kind, partner_type):
    a_customer(customer_id, kind=kind, uses=["shop", "lab"])
    deliver([a_line(1, sub_account="shop"), a_line(2, sub_account="lab"), a_line(3, sub_account="shop")])
    partner = partner_user(partner_type=partner_type)
    of_customer = DETAILS.replace("customer_id=C1", f"customer_id={customer_id}")

    def lines(asked: str) -> list[str]:
        return [row["line_id"] for row in september.call(partner, "GET", asked).ok()["items"]]

    assert sorted(lines(of_customer)) == ["1", "2", "3"]
    assert sorted(lines(f"{of_customer}&sub_account_id=shop")) == ["1", "3"]
    assert lines(f"{of_customer}&sub_account_id=sub-1") == []


@pytest.mark.rule("10.4.4.2/r2")
def test_details_hide_what_costs_nothing(september):
    deliver([a_line(1, "0"), a_line(2, "0.00000000001")])
    assert len(september.call(partner_user(), "GET", DETAILS).ok()["items"]) == 2
    (row,) = september.call(partner_user(), "GET", f"{DETAILS}&hide_zero=true").ok()["items"]
    assert (row["line_id"], row["amount"]["amount"]) == ("2", "0.00000000007")


def test_a_stranger_sees_nothing_of_anothers_customers(september):
    deliver([a_line(1), a_line(2, sub_account="sub-3")])
    september.settle()
    stranger = partner_user("P2")
    assert september.call(stranger, "GET", DETAILS).ok()["items"] == []
    assert [row["customer_id"] for row in september.call(stranger, "GET", SUMMARY).ok()["items"]] == ["C3"]
    assert september.call(stranger, "GET", TOTALS).ok()["amount"] == cny("7.00")


def test_a_cursor_of_another_partner_is_none_here(september):
    deliver([a_line(n, ServiceName=f"Product {n}") for n in range(3)])
    september.settle()
    cursor = september.call(partner_user(), "GET", f"{SUMMARY}&limit=2").ok()["cursor"]
    assert len(september.call(partner_user(), "GET", f"{SUMMARY}&limit=2&cursor={cursor}").ok()["items"]) == 1
    assert september.call(partner_user("P2"), "GET", f"{SUMMARY}&limit=2&cursor={cursor}").status == 400


def test_the_vendor_watches_the_files_and_partners_do_not(september):
    file = deliver([a_line(1), a_line(2, "x")])
    operations = vendor_user(Role.VENDOR_OPERATIONS)
    (row,) = september.call(operations, "GET", "/consumption/usage-files?status=completed").ok()["items"]
    assert (row["file_name"], row["taken"], row["rejected"]) == ("consumption/focus/usage.csv", 1, 1)
    detail = september.call(operations, "GET", f"/consumption/usage-files/{file.usage_file_id}").ok()
    assert detail["reject_file"] == "consumption/rejected/usage.csv"
    assert september.call(partner_user(), "GET", "/consumption/usage-files").status == 403


def test_usage_is_settled_only_when_all_of_it_is_summed_up_and_charged(september):
    deliver([a_line(1, "0.001"), a_line(2, "3", sub_account="sub-2")])
    refusal = refuses_unsettled(august(), customer_months(work(), "P1", "2024-08"))
    assert refusal is not None
    assert (refusal.facts["lines_taken_in"], refusal.facts["lines_summarised"], refusal.facts["lines_charged"]) == (2, 0, 0)
    september.settle()
    assert refuses_unsettled(august(), customer_months(work(), "P1", "2024-08")) is None


def test_usage_that_was_summed_up_but_not_charged_is_not_settled(september):
    deliver([a_line(1, "0.0000001")])
    for event in september._new_events():
        _hear("consumption.summarise_usage", event)
    months = customer_months(work(), "P1", "2024-08")
    refusal = refuses_unsettled(august(), months)
    assert refusal is not None
    assert refusal.facts["customers_not_charged"] == ["C1"]


def _hear(name, event):
    body = {"detail-type": event["DetailType"], "source": event["Source"], "detail": json.loads(event["Detail"])}
    assert not functions()[name](sqs_event(json.dumps(body)), Context())["batchItemFailures"]


def test_charges_told_before_the_usage_end_in_the_same_sums(september):
    deliver([a_line(1, "2")])
    (usage,) = september._new_events()
    _hear("orders.charge_usage", usage)
    (charged,) = september._new_events()
    _hear("consumption.summarise_charges", charged)
    assert the_month().lines == 0
    _hear("consumption.summarise_usage", usage)
    assert the_month().is_charged_to_the_cent
    assert [(row.consumption, row.arrears) for row in product_rows(work(), "P1", "2024-08")] == [(Money.of(14), Money.of(14))]


@pytest.mark.parametrize("last_first", [False, True])
def test_a_charge_told_in_parts_settles_when_all_parts_are_summed_up_in_whatever_order(september, last_first):
    deliver([a_line(1, "2")])
    (usage,) = september._new_events()
    _hear("consumption.summarise_usage", usage)
    whole = {"charged": Money.of(14), "voucher_deducted": Money.zero(), "cash_paid": Money.of(14), "arrears": Money.zero()}
    some = {"charged": Money.of(3), "voucher_deducted": Money.zero(), "cash_paid": Money.of(3), "arrears": Money.zero()}
    parts = [_charged(1, **some, refunded=Money.of(3)), _charged(2, **whole, refunded=Money.zero(), lines=1, parts=-1)]
    for number, part in enumerate(reversed(parts) if last_first else parts):
        assert not the_month().is_charged_to_the_cent
        assert refuses_unsettled(august(), customer_months(work(), "P1", "2024-08")) is not None
        _hear("consumption.summarise_charges", part | {"number": number})
    assert the_month().is_charged_to_the_cent


def _charged(number, *, lines=0, parts=1, **amounts):
    """One part of a charge as the bus tells it; alone, it may leave the sums looking right."""
    group = ChargedGroup(product_type="Compute", billing_mode=BillingMode.ON_DEMAND, **amounts)
    event = UsageCharged(
        partner_id="P1", customer_id="C1", association_type="resale", billing_period="2024-08", groups=(group,), lines=lines, parts=parts
    )
    detail = {"event_id": f"part-{number}", "correlation_id": "c", "occurred_at": "2024-09-02T00:00:00+00:00"}
    data = {"data": event.model_dump(mode="json")}
    return {"DetailType": event.NAME, "Source": "partner_center.orders", "Detail": json.dumps(detail | data)}


def test_what_of_refunds_went_back_to_vouchers_is_summed_up_with_the_rest(september):
    deliver([a_line(1, "2")])
    september.settle()
    returned = {"charged": Money.zero(), "voucher_deducted": Money.zero(), "cash_paid": Money.zero(), "arrears": Money.zero()}
    _hear("consumption.summarise_charges", _charged(1, **returned, refunded=Money.of(5), voucher_returned=Money.of(4), parts=0))
    assert (the_month().refunded, the_month().voucher_returned) == (Money.of(5), Money.of(4))
    (row,) = product_rows(work(), "P1", "2024-08")
    assert (row.refunded, row.voucher_returned) == (Money.of(5), Money.of(4))


def test_a_closed_period_takes_no_line_and_is_closed_once(september):
    deliver([a_line(1)])
    carry_out(work, lambda closing: close_period(closing, closing.get(usage_control_key("P1", "2024-08"))))
    with pytest.raises(Broken):
        august().include(every_record(UsageLine)[0])
    with pytest.raises(Broken):
        close_period(work(), august())


def test_the_partners_of_a_period_are_found_by_what_was_taken_in(september):
    deliver([a_line(1), a_line(2, sub_account="sub-3"), a_line(3, day="2024-09-01")])
    assert list(partners_of_period(work(), "2024-08")) == ["P1", "P2"]
    assert list(partners_of_period(work(), "2024-09")) == ["P1"]


def test_both_events_carry_exact_amounts_through_json():
    group = {"product_type": "Compute", "billing_mode": "on_demand", "consumption": Money.of("0.00000000007"), "refund": Money.zero()}
    event = UsageRecorded(
        partner_id="P1", customer_id="C1", association_type="resale", billing_period="2024-08",
        groups=({**group, "adjustment": Money.of("-1E-12"), "lines": 1},),
    )  # fmt: skip
    assert UsageRecorded.model_validate(event.model_dump(mode="json")) == event
