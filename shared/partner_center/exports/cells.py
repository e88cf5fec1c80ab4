"""A page's rows as people read them in a file: labels for codes, Beijing time, yes and no, exact numbers, masked fields masked.

A cell is None, a text, an exact number (int or Decimal, never a float) or a moment. Amounts stand as numbers: under a header that names the
currency (金额(¥)), or beside a column with the currency of each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from partner_center.kernel.labels import EN, ZH, Label, Labelled
from partner_center.kernel.money import CNY, Money
from partner_center.platform.contracts import masked
from partner_center.platform.table import MoneyAttribute, Record
from partner_center.platform.view import Column, View

Cell = None | str | int | Decimal | datetime | date

YUAN = "¥"
LIST_MARKS = {ZH: "、", EN: ", "}
_WITH_CENTS = range(-40, -1)  # exponents of what has two decimals or more
BOOLEANS = {ZH: ("否", "是"), EN: ("No", "Yes")}


@dataclass(frozen=True)
class Layout:
    """The columns of a file: their headers, and what turns a record into the cell of each."""

    headers: list[str]
    _cells: list[Callable[[Any], Cell]]

    def row(self, record: Record) -> list[Cell]:
        """A record's cells."""
        return [cell(record) for cell in self._cells]


def layout_of(view: View[Any], columns: Sequence[str] | None, language: str, now: datetime) -> Layout:
    """How the chosen columns of a page stand in a file. `now` decides statuses that time changes."""
    readable = Readable(language)
    headers: list[str] = []
    cells: list[Callable[[Any], Cell]] = []
    for column in view.chosen(columns):
        label = column.label.in_(language)
        value = column.value or (partial(_at, column.at, now) if column.at else attrgetter(column.name))
        if _has_own_currency(view, column):
            headers += [label, f"{label} - {Label('币种', 'currency').in_(language)}"]
            cells += [_amount_in(value), _currency_in(value)]
        else:
            headers.append(label if YUAN not in column.label.zh or YUAN in label else f"{label} ({CNY})")
            cells.append(_single(value, readable, masks=column.masked, options=_options(view, column, language)))
    return Layout(headers, cells)


def _at(compute: Callable[[Any, datetime], Any], now: datetime, record: Any) -> Any:
    return compute(record, now)


def _has_own_currency(view: View[Any], column: Column[Any]) -> bool:
    """Whether amounts of a column may be in several currencies: a stored amount whose header does not say ¥."""
    stored = column.value is None and column.at is None
    return stored and isinstance(getattr(view.record, column.name, None), MoneyAttribute) and YUAN not in column.label.zh


def _yuan(money: Money) -> Decimal:
    """An exact number with at least two decimals, as amounts are read; the storage drops zeros at the end."""
    return Decimal(money.plain) if money.amount.as_tuple().exponent not in _WITH_CENTS else money.amount


def _amount_in(value: Callable[[Any], Money | None]) -> Callable[[Any], Cell]:
    return lambda record: _yuan(found) if (found := value(record)) is not None else None


def _currency_in(value: Callable[[Any], Money | None]) -> Callable[[Any], Cell]:
    return lambda record: found.currency if (found := value(record)) is not None else None


def _single(value: Callable[[Any], Any], readable: Readable, *, masks: bool, options: dict[str, str]) -> Callable[[Any], Cell]:
    if masks:
        return lambda record: readable.cell(masked(value(record)))
    if options:
        return lambda record: options.get(found, found) if type(found := value(record)) is str else readable.cell(found)
    return lambda record: readable.cell(value(record))


def _options(view: View[Any], column: Column[Any], language: str) -> dict[str, str]:
    """Labels of codes that a record keeps as plain text."""
    choices = view.choices_of(column)
    return {choice.value: choice.label.in_(language) for choice in choices} if choices else {}


class Readable:
    """Turns the values of pages into cells, in one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._by_type: dict[type, Callable[[Any], Cell]] = {}

    def cell(self, value: Any) -> Cell:
        """The cell of a value."""
        kind = type(value)
        turn = self._by_type.get(kind)
        if turn is None:
            turn = self._by_type[kind] = self._turning(kind)
        return turn(value)

    def text(self, value: Any) -> str:
        """The cell as text, for parts of a list."""
        cell = self.cell(value)
        return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell)

    def _turning(self, kind: type) -> Callable[[Any], Cell]:
        if issubclass(kind, Labelled):
            return lambda value: value.label.in_(self._language)
        if issubclass(kind, Label):
            return lambda value: value.in_(self._language)
        if issubclass(kind, bool):
            return lambda value: BOOLEANS[self._language][value]
        if issubclass(kind, Money):
            return lambda value: _yuan(value) if value.currency == CNY else str(value)
        if issubclass(kind, BaseModel):
            return lambda value: self._of_dict(dict(value))
        if issubclass(kind, dict):
            return self._of_dict
        if issubclass(kind, list | tuple):
            return lambda value: LIST_MARKS[self._language].join(self.text(part) for part in value)
        if issubclass(kind, float):
            return str
        if issubclass(kind, str | int | Decimal | datetime | date | type(None)):
            return _as_it_is
        return str

    def _of_dict(self, value: dict[str, Any]) -> Cell:
        """A small structure: its title where it has one, otherwise its parts by name."""
        if value.keys() == {"zh", "en"}:
            return str(value[self._language])
        if "title" in value:
            return self.cell(value["title"])
        return LIST_MARKS[self._language].join(f"{name}: {self.text(part)}" for name, part in value.items())


def _as_it_is(value: Any) -> Any:
    return value
