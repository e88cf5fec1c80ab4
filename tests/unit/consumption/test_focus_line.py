"""One FOCUS line is read exactly, or refused with a reason."""

from decimal import Decimal

import pytest

from partner_center.consumption import BillingMode
from partner_center.consumption.csv_rows import LONGEST, RawRow
from partner_center.consumption.focus_line import Bad, BadLine, read_line
from partner_center.consumption.usage_file import UsageFile, UsageReject
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from tests.kit.consumption import a_line


def refused(**columns):
    with pytest.raises(Bad) as bad:
        read_line(a_line(1, **columns))
    return bad.value.reason


def test_the_cost_becomes_cny_without_rounding():
    assert read_line(a_line(1, "0.00107392473")).amount == Money.of("0.00751747311")


def test_the_rate_is_the_one_in_force_when_it_was_consumed():
    assert refused(ChargePeriodStart="2023-12-31 15:59:59") is BadLine.UNKNOWN_CURRENCY
    assert read_line(a_line(1, ChargePeriodStart="2023-12-31 16:00:00")).amount == Money.of(7)


def test_times_without_a_zone_are_utc():
    assert read_line(a_line(1)).consumed_from == clock.instant("2024-08-20T09:00:00+08:00")


@pytest.mark.parametrize(
    "text", ["", "NULL", "NaN", "Infinity", "1_000", "1,5", "¥1", "٣", "1e99", "0.0000000000000000001", "99999999999", "0x1"]
)
def test_what_is_no_amount_is_refused(text):
    assert refused(BilledCost=text) is BadLine.UNREADABLE_AMOUNT


def test_no_digit_is_lost_unseen():
    assert refused(BilledCost="0.100000000000000000000000000001") is BadLine.UNREADABLE_AMOUNT
    assert read_line(a_line(1, "9999999999.999999999999999999")).billed.amount == Decimal("9999999999.999999999999999999")


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"Id": "NULL"}, BadLine.NO_LINE_ID),
        ({"ProviderName": ""}, BadLine.INCOMPLETE_LINE),
        ({"ServiceName": "NULL"}, BadLine.INCOMPLETE_LINE),
        ({"ChargePeriodStart": "yesterday"}, BadLine.UNREADABLE_DATE),
        ({"BillingPeriodStart": "NULL"}, BadLine.UNREADABLE_DATE),
        ({"ChargePeriodEnd": "2024-08-20 00:59:59"}, BadLine.UNREADABLE_DATE),
        ({"ChargePeriodStart": "0001-01-01 00:00:00"}, BadLine.UNREADABLE_DATE),
        ({"ChargePeriodStart": "9999-12-31 20:00:00", "ChargePeriodEnd": "9999-12-31 23:59:59"}, BadLine.UNREADABLE_DATE),
        ({"BillingPeriodStart": "0001-01-01 00:00:00"}, BadLine.UNREADABLE_DATE),
        ({"BillingPeriodStart": "9999-12-31 23:59:59"}, BadLine.UNREADABLE_DATE),
        ({"BillingPeriodStart": "9999-12-01 00:00:00"}, BadLine.UNREADABLE_DATE),
        ({"BillingCurrency": "XTS"}, BadLine.UNKNOWN_CURRENCY),
        ({"BillingCurrency": ""}, BadLine.UNKNOWN_CURRENCY),
        ({"ResourceId": "x" * 1025}, BadLine.LINE_TOO_LONG),
        ({"Id": "x" * 257}, BadLine.LINE_TOO_LONG),
        ({"SubAccountId": "账" * 228}, BadLine.LINE_TOO_LONG),  # its key would be too long to be looked up
        ({"ServiceName": "😀" * 256}, BadLine.LINE_TOO_LONG),
    ],
)
def test_every_bad_value_has_its_reason(columns, reason):
    assert refused(**columns) is reason


def test_a_refused_line_of_another_encoding_is_kept_no_longer_than_a_row_may_be():
    file = UsageFile(usage_file_id="F")
    row = RawRow(number=2, next_number=3, end=LONGEST, content=b"\xd5" * LONGEST)
    assert len(UsageReject.of(file, row, BadLine.UNREADABLE_LINE).content.encode()) <= LONGEST


def test_what_is_bought_or_recurs_is_a_subscription():
    assert read_line(a_line(1, ChargeFrequency="Recurring")).billing_mode is BillingMode.SUBSCRIPTION
    assert read_line(a_line(1, ChargeFrequency="One-Time", ChargeCategory="Purchase")).billing_mode is BillingMode.SUBSCRIPTION
    assert read_line(a_line(1, ChargeFrequency="One-Time", ChargeCategory="Credit")).billing_mode is BillingMode.ON_DEMAND


def test_another_writing_of_the_same_amount_is_the_same_content():
    assert read_line(a_line(1, "0.50")).content == read_line(a_line(1, "0.5000000")).content != read_line(a_line(1, "0.51")).content


def test_the_same_id_of_another_payer_is_another_line():
    assert read_line(a_line(1)).identity != read_line(a_line(1, BillingAccountId="other")).identity
