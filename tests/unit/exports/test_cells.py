"""What stands in a file: values as people read them, exact, masked, and never run by a spreadsheet."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from partner_center.exports.cells import Readable, layout_of
from partner_center.exports.csv_sheet import CsvSheet, harmless
from partner_center.exports.xlsx_sheet import XlsxSheet
from partner_center.kernel import clock
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.money import Money
from partner_center.platform.table import Flag, Instant, MoneyAttribute, Place, Record, Text
from partner_center.platform.view import View, col, equals
from tests.kit.exports import csv_rows

MOMENT = datetime(2024, 7, 16, 3, 15, 30, 123456, tzinfo=UTC)


class Colour(Labelled):
    """A choice that the record keeps as plain text."""

    RED = "red", "红", "Red"


class Thing(Record, kind="export_sample"):
    """A record with one of each."""

    PLACE = Place("sample/{thing_id}", "thing")
    thing_id = Text()
    holder = Text(null=True)
    colour = Text()
    ready = Flag()
    seen_at = Instant()
    price_currency = Text()
    price = MoneyAttribute(currency_in="price_currency")
    amount = MoneyAttribute()


THINGS = View(
    Thing,
    within=lambda caller, asked: "sample",
    columns=[
        col("thing_id", "编号", "Thing"),
        col("holder", "持有人", "Holder", masked=True),
        col("colour", "颜色", "Colour"),
        col("ready", "就绪", "Ready"),
        col("seen_at", "时间", "Seen at"),
        col("price", "原币金额", "Price"),
        col("amount", "金额(¥)", "Amount"),
        col("state", "状态", "State", at=lambda thing, now: Label("新", "New") if now < thing.seen_at else Label("旧", "Old")),
    ],
    filters=[equals("colour", "颜色", "Colour", Colour)],
)


def a_thing(**more):
    known = {
        "thing_id": "T1", "holder": "王小明", "colour": "red", "ready": True, "seen_at": MOMENT, "price_currency": "USD",
        "price": Money.of("12.3456789", "USD"), "amount": Money.of("-0.10"),
    }  # fmt: skip
    return Thing(**{**known, **more})


def written(sheet, headers, rows):
    return sheet.begin(headers) + sheet.write(rows) + sheet.end()


def opened(content):
    return load_workbook(io.BytesIO(content)).active


@pytest.mark.rule("10.4/r4")
def test_a_row_reads_as_people_do_and_keeps_masked_what_is_masked():
    layout = layout_of(THINGS, None, "zh", MOMENT)
    assert layout.headers == ["编号", "持有人", "颜色", "就绪", "时间", "原币金额", "原币金额 - 币种", "金额(¥)", "状态"]
    assert layout.row(a_thing()) == ["T1", "王****明", "红", "是", MOMENT, Decimal("12.3456789"), "USD", Decimal("-0.10"), "旧"]


def test_an_english_file_names_the_currency_of_its_amounts():
    layout = layout_of(THINGS, ["amount", "colour", "ready", "price"], "en", MOMENT)
    assert layout.headers == ["Amount (CNY)", "Colour", "Ready", "Price", "Price - currency"]
    assert layout.row(a_thing(ready=False))[1:3] == ["Red", "No"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (Money.of("7", "USD"), "7.00 USD"),  # under a header that says ¥ nobody may take dollars for yuan
        (["a", Decimal("1.50")], "a、1.50"),
        ([{"code": "x", "title": Label("原因", "Reason")}], "原因"),
        ({"zh": "中", "en": "E"}, "中"),
        ({"low": 1, "high": None}, "low: 1、high: "),
        (None, None),
        (0.5, "0.5"),
    ],
)
def test_what_a_page_computes_becomes_a_cell(value, cell):
    assert Readable("zh").cell(value) == cell


def test_a_csv_file_is_read_by_excel_as_it_is_meant():
    content = written(
        CsvSheet(), ["名称", "时间", "金额"], [['a,"b"\n', MOMENT, Decimal("1234567890123456789.01")], [None, date(2024, 7, 1), 3]]
    )
    assert content.startswith(b"\xef\xbb\xbf")
    assert csv_rows(content) == [
        ["名称", "时间", "金额"], ['a,"b"\n', "2024/07/16 11:15:30", "1234567890123456789.01"], ["", "2024/07/01", "3"],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_a_text_that_looks_like_a_formula_is_none(text):
    assert harmless(text) == f"'{text}"
    assert csv_rows(CsvSheet().write([[text]]))[0] == [f"'{text}"]
    cell = opened(written(XlsxSheet("t"), ["h"], [[text]])).cell(2, 1)
    assert (cell.data_type, cell.value.replace("_x000D_", "\r")) == ("s", text)


def test_a_negative_number_stays_a_number():
    assert CsvSheet().write([[Decimal("-5.10")]]) == b"-5.10\r\n"
    assert opened(written(XlsxSheet("t"), ["h"], [[Decimal("-5.10")]])).cell(2, 1).value == -5.1


@pytest.mark.parametrize("digits", ["9.95", "0.1", "4.35", "-0.00000001", "123456789012.345", "0"])
def test_a_workbook_holds_the_digits_themselves(digits):
    content = written(XlsxSheet("t"), ["h"], [[Decimal(digits)]])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert f"<v>{digits}</v>" in sheet


def test_a_number_that_excel_would_round_stands_as_text():
    rows = [[Decimal("1234567890123.456")], [1234567890123456]]
    cells = [opened(written(XlsxSheet("t"), ["h"], rows)).cell(number, 1) for number in (2, 3)]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", "1234567890123.456"), ("s", "1234567890123456")]


def test_times_are_beijings_and_days_are_days():
    sheet = opened(written(XlsxSheet("t"), ["h"], [[MOMENT], [date(2024, 7, 1)], [clock.instant("2024-12-31T23:59:59+08:00")]]))
    assert sheet.cell(2, 1).value == datetime(2024, 7, 16, 11, 15, 30)  # noqa: DTZ001 - a workbook knows no zones
    assert sheet.cell(2, 1).number_format == "yyyy/mm/dd hh:mm:ss"
    assert sheet.cell(3, 1).value == datetime(2024, 7, 1)  # noqa: DTZ001 - a workbook knows no zones
    assert sheet.cell(4, 1).value == datetime(2024, 12, 31, 23, 59, 59)  # noqa: DTZ001 - a workbook knows no zones


def test_letters_that_xml_cannot_hold_do_no_harm():
    text = " <a> & \x01 _x0041_ \ud800 end "
    content = written(XlsxSheet("[a]:*?/\\" + "很长" * 30), ["h"], [[text], ["x" * 40_000]])
    sheet = opened(content)
    assert sheet.title.startswith("_a_____")
    assert len(sheet.title) == 31
    assert sheet.cell(2, 1).value == " <a> & _x0001_ _x005F_x0041_ _xD800_ end "
    assert len(sheet.cell(3, 1).value) == 32_767


def test_a_wide_sheet_names_its_columns_as_excel_does():
    headers = [f"h{number}" for number in range(30)]
    assert [cell.coordinate for cell in opened(written(XlsxSheet("t"), headers, []))[1]][24:28] == ["Y1", "Z1", "AA1", "AB1"]


def test_a_workbook_may_be_left_and_gone_on_with_between_any_two_rows():
    rows = [[f"row {number}", number] for number in range(50)]
    whole = written(XlsxSheet("t"), ["a", "b"], rows)
    sheet = XlsxSheet("t")
    parts = sheet.begin(["a", "b"])
    for number, row in enumerate(rows):
        parts += sheet.write([row])
        if number % 7 == 0:
            parts += sheet.pause()
            sheet = XlsxSheet("t", sheet.state())
    parts += sheet.end()
    archive = zipfile.ZipFile(io.BytesIO(parts))
    assert archive.testzip() is None
    assert archive.read("xl/worksheets/sheet1.xml") == zipfile.ZipFile(io.BytesIO(whole)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("stored", "cell"), [("5", "5.00"), ("915.8", "915.80"), ("1E+3", "1000.00"), ("0.123456", "0.123456"), ("-30", "-30.00")]
)
def test_an_amount_has_two_decimals_at_least_though_the_storage_drops_zeros(stored, cell):
    thing = a_thing(amount=Money.of(stored), price=Money.of(stored, "USD"))
    (price, _, amount) = layout_of(THINGS, ["price", "amount"], "en", MOMENT).row(thing)
    assert (f"{price:f}", f"{amount:f}") == (cell, cell)
