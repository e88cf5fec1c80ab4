"""The words every area speaks."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from partner_center.kernel import clock, ids
from partner_center.kernel.errors import Broken, Refused
from partner_center.kernel.labels import Labelled, preferred_language
from partner_center.kernel.messages import TEXTS, text_of, texts
from partner_center.kernel.money import Money, shared_out, total
from partner_center.kernel.workflow import PARTNER, VENDOR, Workflow, step

amounts = st.decimals(min_value=-10_000, max_value=10_000, places=9, allow_nan=False, allow_infinity=False).map(Money)


def test_money_keeps_every_decimal_and_rounds_only_when_told():
    exact = Money.of("0.00000080000") + Money.of("20.52022672899")
    assert exact.amount == Decimal("20.52022752899")
    assert exact.cents() == Money.of("20.52")
    assert (Money.of("0.005").cents(), Money.of("-0.005").cents()) == (Money.of("0.01"), Money.of("-0.01"))


def test_a_sign_changes_without_losing_a_digit():
    exact = Money.of("1234567890.1234567890123456789")
    assert exact + -exact == Money.zero()
    assert abs(-exact) == exact == abs(exact)


@pytest.mark.parametrize(
    ("amount", "plain"), [("10", "10.00"), ("0", "0.00"), ("1E+3", "1000.00"), ("0.00000080000", "0.0000008"), ("-2.5", "-2.50")]
)
def test_money_reads_plainly(amount, plain):
    assert Money.of(amount).plain == plain


def test_money_of_two_currencies_does_not_mix_and_floats_are_refused():
    with pytest.raises(Broken):
        Money.of(1) + Money.of(1, "USD")
    with pytest.raises(Broken):
        Money.of(0.1)  # type: ignore[arg-type]


@given(st.lists(amounts, min_size=1, max_size=20))
def test_shares_add_up_and_none_is_off_by_a_cent(parts):
    whole = total(parts).cents()
    shares = shared_out(whole, parts)
    assert total(shares) == whole
    assert all(abs(share - part) <= Money.of("0.01") for share, part in zip(shares, parts, strict=True))


def test_business_dates_are_beijings():
    assert clock.business_date(datetime(2024, 9, 30, 16, 0, tzinfo=UTC)) == date(2024, 10, 1)
    assert clock.billing_period(datetime(2024, 9, 30, 16, 0, tzinfo=UTC)) == "2024-10"
    assert clock.start_of_period("2024-10") == datetime(2024, 9, 30, 16, 0, tzinfo=UTC)
    assert clock.shown(clock.instant("2024-07-16T03:15:30+00:00")) == "2024/07/16 11:15:30 GMT+08:00"


@pytest.mark.parametrize(
    ("start", "months", "end"), [("2024-01-31", 1, "2024-02-29"), ("2024-11-30", 3, "2025-02-28"), ("2024-03-15", -3, "2023-12-15")]
)
def test_months_end_where_the_month_ends(start, months, end):
    assert clock.business_date(clock.months_later(clock.instant(start), months)) == date.fromisoformat(end)


def test_working_days_know_chinas_holidays_and_the_configured_exceptions():
    assert clock.working_days_later(date(2024, 9, 30), 1) == date(2024, 10, 8)  # the national holiday week
    assert clock.is_working_day(date(2024, 9, 29))  # a Sunday worked in exchange
    assert clock.working_days_later(date(2024, 9, 30), 1, {date(2024, 10, 2): True}) == date(2024, 10, 2)
    assert [clock.is_working_day(date(2099, 1, day)) for day in (4, 5)] == [False, True]


def test_ids_sort_by_time_and_derived_ones_repeat():
    early, late = (ids.new_id("X", clock.instant(t)) for t in ("2024-09-01", "2024-09-02"))
    assert early < late
    assert ids.derived_id("B", "P1", "2024-09") == ids.derived_id("B", "P1", "2024-09") != ids.derived_id("B", "P12", "024-09")


class Light(Labelled):
    RED = "red", "红", "Red"
    GREEN = "green", "绿", "Green"


LIGHTS = Workflow(step("go", [Light.RED], Light.GREEN, [PARTNER], "9.9/r9"), step("stop", [Light.GREEN], Light.RED, [PARTNER, VENDOR]))


def test_a_workflow_takes_allowed_steps_and_names_the_state_otherwise():
    assert LIGHTS.take("go", Light.RED, PARTNER) is Light.GREEN
    with pytest.raises(Refused) as refused:
        LIGHTS.take("go", Light.GREEN, VENDOR)
    refusal = refused.value.refusals[0]
    assert (refusal.code, refusal.rule, refusal.facts["status"], refusal.facts["possible"]) == (
        "illegal_transition",
        "9.9/r9",
        "green",
        ["stop"],
    )


@pytest.mark.parametrize(
    ("header", "language"), [(None, "zh"), ("en-US,zh", "en"), ("fr, en;q=0.8", "en"), ("zh-CN,en", "zh"), ("de", "zh")]
)
def test_the_callers_language_is_chinese_unless_english_comes_first(header, language):
    assert preferred_language(header) == language


def test_a_code_has_one_text_whatever_was_imported_last():
    texts(test_of_texts=("文本", "Text"))
    texts(test_of_texts=("文本", "Text"))
    with pytest.raises(Broken):
        texts(test_of_texts=("另一文本", "Another text"))
    assert text_of("test_of_texts", "en") == "Text"
    del TEXTS["test_of_texts"]
