"""A page as an Excel workbook of one sheet (ECMA-376), written row by row and resumable anywhere between two rows.

Numbers are written digit by digit as they are kept; a library would pass them through float. Excel itself calculates with 15 digits, so
that a longer number stands as text. Texts stand inline and are never formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from partner_center.exports.cells import Cell
from partner_center.exports.zip_stream import Member, OpenMember, stored
from partner_center.kernel import clock

LARGEST_SHEET = 1_048_576  # rows, the header among them
LONGEST_TEXT = 32_767  # characters of a cell
DIGITS = 15
BOLD, NUMBER, MOMENT, DAY = 1, 2, 3, 4  # styles, by their place in STYLES

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

CONTENT_TYPES = (
    f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
)
ROOT_RELATIONS = (
    f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK_RELATIONS = (
    f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
WORKBOOK = (
    f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
STYLES = (
    f'{_DECLARATION}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="3"><numFmt numFmtId="164" formatCode="#,##0.00########"/>'
    '<numFmt numFmtId="165" formatCode="yyyy/mm/dd hh:mm:ss"/><numFmt numFmtId="166" formatCode="yyyy/mm/dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
SHEET_BEGINS = (
    f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="%d" width="20" customWidth="1"/></cols><sheetData>'
)
SHEET_ENDS = "</sheetData></worksheet>"

# What XML cannot hold, or would read as something else; `_x000D_` is the format's own way to write a character by its number.
_SPECIAL = re.compile("[&<>\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_EPOCH = date(1899, 12, 30)
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


class XlsxSheet:
    """Writes rows into the one sheet of a workbook."""

    largest: int | None = LARGEST_SHEET - 1

    def __init__(self, title: str, state: dict[str, Any] | None = None) -> None:
        self._others, self._frame = _frame(title)
        self._row = (state or {}).get("row", 0)
        self._member = OpenMember("xl/worksheets/sheet1.xml", len(self._frame), state)

    def begin(self, headers: Sequence[str]) -> bytes:
        """The workbook around the sheet, and the header row."""
        head = self._frame + self._member.header() + self._member.write((SHEET_BEGINS % len(headers)).encode())
        return head + self._add([headers], text_style=f' s="{BOLD}"')

    def write(self, rows: Iterable[Sequence[Cell]]) -> bytes:
        """More rows. Raises TooLarge."""
        return self._add(rows)

    def pause(self) -> bytes:
        """What the compressor still holds."""
        return self._member.pause()

    def end(self) -> bytes:
        """The end of the sheet and of the workbook. Raises TooLarge."""
        return self._member.write(SHEET_ENDS.encode()) + self._member.end(self._others)

    def state(self) -> dict[str, Any]:
        """The last row's number, check sum and sizes."""
        return {"row": self._row, **self._member.state()}

    def _add(self, rows: Iterable[Sequence[Cell]], text_style: str = "") -> bytes:
        parts: list[str] = []
        for row in rows:
            self._row += 1
            number = self._row
            parts.append(f'<row r="{number}">')
            for letters, cell in zip(_letters(len(row)), row, strict=True):
                if cell is None:
                    continue
                kind = type(cell)
                if kind is str:
                    parts.append(_text(f"{letters}{number}", cell, text_style))  # type: ignore[arg-type]  # is one
                elif kind is Decimal or kind is int:
                    parts.append(_number(f"{letters}{number}", cell))
                elif isinstance(cell, datetime):
                    parts.append(f'<c r="{letters}{number}" s="{MOMENT}"><v>{_serial(cell)}</v></c>')
                elif isinstance(cell, date):
                    parts.append(f'<c r="{letters}{number}" s="{DAY}"><v>{(cell - _EPOCH).days}</v></c>')
                else:
                    parts.append(_text(f"{letters}{number}", str(cell), text_style))
            parts.append("</row>")
        return self._member.write("".join(parts).encode())


def _frame(title: str) -> tuple[list[Member], bytes]:
    """Everything of the workbook but its sheet; the same bytes for the same title, whichever invocation asks."""
    members: list[Member] = []
    content = b""
    for name, text in (
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", ROOT_RELATIONS),
        ("xl/workbook.xml", WORKBOOK % escape(_NOT_IN_A_NAME.sub("_", title)[:31] or "Sheet1", {'"': "&quot;"})),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS),
        ("xl/styles.xml", STYLES),
    ):
        member, made = stored(name, text.encode(), len(content))
        members.append(member)
        content += made
    return members, content


_LETTERS: list[str] = []


def _letters(count: int) -> list[str]:
    """The names of the first columns: A … Z, AA …"""
    while len(_LETTERS) < count:
        number, name = len(_LETTERS) + 1, ""
        while number:
            number, digit = divmod(number - 1, 26)
            name = chr(ord("A") + digit) + name
        _LETTERS.append(name)
    return _LETTERS[:count]


def _text(reference: str, text: str, style: str) -> str:
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(lambda found: _NAMED.get(found[0]) or f"_x{ord(found[0]):04X}_", text)
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c r="{reference}"{style} t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _number(reference: str, value: int | Decimal | Any) -> str:
    if type(value) is int:
        text, style = str(value), ""
    else:
        text, style = f"{value:f}", f' s="{NUMBER}"'
    if len(text) > DIGITS and len(text.lstrip("-0.").replace(".", "")) > DIGITS:
        return _text(reference, text, "")
    return f'<c r="{reference}"{style}><v>{text}</v></c>'


def _serial(moment: datetime) -> str:
    """Beijing time as Excel counts it: days since 1899-12-30, to the second."""
    local = moment.astimezone(clock.BEIJING)
    days = (local.date() - _EPOCH).days
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return f"{days + seconds / 86400:.10f}"
