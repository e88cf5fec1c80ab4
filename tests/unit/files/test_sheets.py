"""The rows of uploaded sheets: whatever wrote them, with their numbers, and bounded (files/sheets.py)."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from partner_center.files import SheetRow, UnreadableSheet, sheet_rows
from partner_center.files.stored_file import StoredFile
from tests.kit.files import BUCKET, store


def stored_sheet(content: bytes, extension: str) -> StoredFile:
    """A checked file in the bucket."""
    file = StoredFile(file_id="F1", scope="partner/P1", extension=extension)
    file.object_version = store().put_object(Bucket=BUCKET, Key=file.object_key, Body=content)["VersionId"]
    return file


def rows(content: bytes, extension: str = "csv") -> list[tuple[int, tuple[str, ...]]]:
    """What is read of it."""
    return [(row.number, row.cells) for row in sheet_rows(stored_sheet(content, extension))]


def a_workbook(*cells: tuple[str, Any]) -> bytes:
    """A workbook with these cells."""
    book, made = Workbook(), io.BytesIO()
    for place, value in cells:
        book.active[place] = value
    book.save(made)
    return made.getvalue()


def with_part(content: bytes, name: str, part: str) -> bytes:
    """The workbook with one part replaced or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, part)
    return made.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_either_encoding(world, encoding):
    assert rows("客户名称,账号名\n长青, acct ,\n".encode(encoding)) == [(1, ("客户名称", "账号名")), (2, ("长青", "acct"))]


def test_blank_rows_are_left_out_and_numbers_count_physical_lines(world):
    assert rows(b'a,b\r\n\r\n"c\nd",e\r\n,,\r\nf') == [(1, ("a", "b")), (3, ("c\nd", "e")), (6, ("f",))]


def test_a_line_without_an_end_is_refused(world):
    with pytest.raises(UnreadableSheet):
        rows(b"x" * 300_000)


def test_a_cell_that_is_too_long_is_cut_and_shows_it(world):
    ((_, (cell,)),) = rows(b"x" * 2000)
    assert (len(cell), cell[-1]) == (1025, "…")


def test_a_workbooks_texts_numbers_and_gaps(world):
    content = a_workbook(("A1", "客户名称"), ("C1", "账号名"), ("A4", "长青"), ("B4", 7), ("C4", "acct"))
    assert rows(content, "xlsx") == [(1, ("客户名称", "", "账号名")), (4, ("长青", "7", "acct"))]


def test_text_in_several_fonts_is_one_text(world):
    rich = CellRichText(TextBlock(InlineFont(b=True), "长青"), "科技")
    assert rows(a_workbook(("A1", rich)), "xlsx") == [(1, ("长青科技",))]


def test_inline_texts_with_their_reading_and_cells_without_a_place(world):
    sheet = (
        f"<worksheet {MAIN}><sheetData><row><c t='inlineStr'><is><t>长</t><rPh sb='0' eb='1'><t>chang</t></rPh><r><t>青</t></r></is></c>"
        "<c><v>12</v></c></row></sheetData></worksheet>"
    )
    assert rows(with_part(a_workbook(("A1", "x")), SHEET, sheet), "xlsx") == [(1, ("长青", "12"))]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        (SHEET, "<worksheet><sheetData><row>"),
        (SHEET, f"<worksheet {MAIN}><sheetData><row r='1'><c r='A1' t='s'><v>99</v></c></row></sheetData></worksheet>"),
        (SHEET, f"<worksheet {MAIN}><sheetData><row r='1'><c r='1A'><v>9</v></c></row></sheetData></worksheet>"),
        (SHEET, f'<!DOCTYPE x [<!ENTITY e "lol">]><worksheet {MAIN}><sheetData/></worksheet>'),
        ("xl/_rels/workbook.xml.rels", "<Relationships/>"),
        ("xl/sharedStrings.xml", f"<sst {MAIN}>" + "<si><t/></si>" * 1_400_000 + "</sst>"),
    ],
)
def test_a_workbook_that_is_damaged_dangerous_or_too_much_is_refused(world, name, part):
    with pytest.raises(UnreadableSheet):
        rows(with_part(a_workbook(("A1", "x")), name, part), "xlsx")


def test_no_zip_is_refused(world):
    with pytest.raises(UnreadableSheet):
        rows(b"PK no zip", "xlsx")


def test_a_sheet_of_many_rows_is_read_one_by_one(world):
    book, made = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for number in range(20_000):
        sheet.append([f"客户{number}", f"acct-{number}"])
    book.save(made)
    found = sheet_rows(stored_sheet(made.getvalue(), "xlsx"))
    assert next(found) == SheetRow(1, ("客户0", "acct-0"))
    assert sum(1 for _ in found) == 19_999
