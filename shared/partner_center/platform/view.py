"""Views: a list and detail page declared once, over one query of one kind of record.

    VOUCHERS = View(
        Voucher,
        within=lambda caller, asked: Voucher.partition(issuer_id=caller.partner_id),
        one=lambda caller, voucher_id: Voucher.key(issuer_id=caller.partner_id, voucher_id=voucher_id),
        columns=[col("voucher_id", "代金券ID", "Voucher ID"), col("customer_name", "客户名称", "Customer", masked=True)],
        filters=[equals("status", "状态", "Status", VoucherStatus)],
    )

    app = VOUCHERS.get("/vouchers", detail="{voucher_id}", allow="coupons.read", guide=[…])      # functions/coupons/list_vouchers.py

The one function answers the list, the detail (where `one` is given) and, below `/-/columns`, what a page needs to draw itself: columns,
labels and filter options. Masked columns leave masked. Key conditions come from `within` (and `span` for times in the sort key); filters
run inside the storage over one owner's own records.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from chalice import Response as HttpResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from partner_center.kernel import clock
from partner_center.kernel.errors import Invalid, NotFound
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.money import Money
from partner_center.platform.app import Exchange, PortalApp
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Request, Response, Time, masked
from partner_center.platform.declarations import Declaration, Http, Operation, Reach
from partner_center.platform.table import Index, Key, Record, position_of
from partner_center.platform.work import Origin, Work, real_now

R = TypeVar("R", bound=Record)

PAGE, LARGEST_PAGE = 10, 100
READS = 10  # storage pages a list may read before it answers what it has, with a cursor to go on
READ_AT_ONCE = 200  # records in each of them after the first, which holds as many as are asked for
LONGEST_ID = 128  # characters of a path parameter


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its name in the API, labels, whether it leaves masked, and where its value comes from."""

    name: str
    label: Label
    masked: bool = False
    value: Callable[[R], Any] | None = None
    in_list: bool = True
    at: Callable[[R, datetime], Any] | None = None

    def of(self, record: R, now: datetime) -> Any:
        """The value as JSON; `at` computes what depends on the instant of the call (a status that time changes)."""
        value = self.at(record, now) if self.at else self.value(record) if self.value else getattr(record, self.name)
        return _shown(masked(value) if self.masked else value)


def col(
    name: str,
    zh: str,
    en: str,
    *,
    masked: bool = False,
    value: Callable[[Any], Any] | None = None,
    in_list: bool = True,
    at: Callable[[Any, datetime], Any] | None = None,
) -> Column[Any]:
    """A column, written shortly. `in_list=False` shows it in the detail only."""
    return Column(name, Label(zh, en), masked, value, in_list, at)


@dataclass(frozen=True)
class Filter:
    """A filter inside the storage: how it compares, and its options where it is a choice."""

    name: str
    label: Label
    how: str  # equals | contains | begins
    options: type[Labelled] | None = None
    build: Callable[[Any, datetime], Any] | None = None

    def condition(self, record: type[Record], value: str, now: datetime) -> Any:
        """The storage's condition."""
        if self.build:
            return self.build(value, now)
        attribute = getattr(record, self.name)
        match self.how:
            case "equals":
                return attribute == value
            case "begins":
                return attribute.startswith(value)
            case _:
                return attribute.contains(value)


def equals(name: str, zh: str, en: str, options: type[Labelled] | None = None) -> Filter:
    """Exactly this value (one of the options where they are given)."""
    return Filter(name, Label(zh, en), "equals", options)


def contains(name: str, zh: str, en: str) -> Filter:
    """A part of the text; a search inside the owner's own records."""
    return Filter(name, Label(zh, en), "contains")


def begins(name: str, zh: str, en: str) -> Filter:
    """The beginning of the text."""
    return Filter(name, Label(zh, en), "begins")


def status_at(name: str, zh: str, en: str, options: type[Labelled], build: Callable[[Any, datetime], Any]) -> Filter:
    """A status that time changes: `build` gives the storage's condition for a value at the instant of the call."""
    return Filter(name, Label(zh, en), "equals", options, build)


Asked = dict[str, Any]


@dataclass
class View(Generic[R]):
    """A page over records of one kind.

    within: the partition for a caller (and path or required values); one: the key of a single record by its id.
    span: sort-key bounds for `since`/`until`; given → the list takes these two parameters.
    where: a condition that always holds, in the list and for a single record, decided with the instant of the call.
    earliest: how far back the list reaches: `since` as asked and the instant of the call → the `since` that holds, or Refused.
    """

    record: type[R]
    within: Callable[[Caller, Asked], str]
    columns: Sequence[Column[R]]
    one: Callable[..., Key[R]] | None = None
    filters: Sequence[Filter] = ()
    index: Index | None = None
    span: Callable[[datetime | None, datetime | None], tuple[str | None, str | None]] | None = None
    where: Callable[[datetime], Any] | None = None
    earliest: Callable[[datetime | None, datetime], datetime] | None = None
    newest_first: bool = True
    required: dict[str, Any] = field(default_factory=dict)  # name → type of further required list parameters

    def get(self, path: str, *, allow: str, guide: Sequence[str], detail: str | None = None, summary: str | None = None) -> PortalApp:
        """The function of this page: `path` lists, `path/<detail>` shows one, `path/-/columns` describes."""
        area, name, document = _room_of_caller()
        summary = summary or document
        operations = [Operation("GET", path, summary, self._list_contract(path, name), self._page_contract(name))]
        if detail is not None:
            operations.append(Operation("GET", f"{path}/{detail}", f"{summary} (one)", None, self._row_contract(name, in_list=False)))
        operations.append(Operation("GET", f"{path}/-/columns", f"{summary} (columns and filters)", None, PageDescription))
        http = Http(tuple(operations), allow)
        declaration = Declaration("view", area, name, summary, http, Reach.READ, tuple(guide), options={"view": self})
        app = PortalApp(declaration)
        app.serve("GET", path, lambda exchange: self._list(exchange, operations[0].request))
        if detail is not None:
            app.serve("GET", f"{path}/{detail}", self._detail)
        app.serve("GET", f"{path}/-/columns", self._columns)
        return app

    def rows(self, caller: Caller, asked: Asked, *, limit: int = PAGE, start: dict[str, Any] | None = None) -> tuple[list[R], Any]:
        """Some records of the list and the storage's key of where to go on."""
        partition, now = self.within(caller, asked), real_now()
        since = self.earliest(asked.get("since"), now) if self.earliest else asked.get("since")
        first, last = self.span(since, asked.get("until")) if self.span else (None, None)
        condition = self.where(now) if self.where else None
        for known in self.filters:
            if (value := asked.get(known.name)) is not None:
                found = known.condition(self.record, value, now)
                condition = found if condition is None else condition & found
        kept: list[R] = []
        work = Work(caller, now, Origin("view", ""))
        for reading in range(READS):
            page = work.query(
                self.record,
                partition,
                index=self.index,
                first=first,
                last=last,
                newest_first=self.newest_first,
                limit=READ_AT_ONCE if reading else limit,
                start=start,
                where=condition,
            )
            kept += page.items
            start = page.next
            if start is None or len(kept) >= limit:
                break
        if len(kept) > limit:
            kept, start = kept[:limit], position_of(kept[limit - 1], self.index)
        return kept, start

    def row(self, record: R, *, in_list: bool = True) -> dict[str, Any]:
        """A record as the page shows it."""
        now = real_now()
        return {column.name: column.of(record, now) for column in self.columns if column.in_list or not in_list}

    def describe(self, language: str) -> PageDescription:
        """Columns, filters and options with their labels."""
        return PageDescription(
            columns=[ColumnDescription(name=c.name, label=c.label.in_(language), masked=c.masked, in_list=c.in_list) for c in self.columns],
            filters=[
                FilterDescription(
                    name=f.name,
                    label=f.label.in_(language),
                    how=f.how,
                    options={o.value: o.label.in_(language) for o in f.options} if f.options else None,
                )
                for f in self.filters
            ],
        )

    def _list(self, exchange: Exchange, contract: Any) -> HttpResponse:
        request = exchange.request(contract, with_body=False)
        asked = {name: value for name, value in request if value is not None}  # as Python values: instants stay instants
        limit, cursor = asked.pop("limit"), asked.pop("cursor", None)
        start = _position(cursor, self.within(exchange.caller, asked), self.index) if cursor else None
        records, following = self.rows(exchange.caller, asked, limit=limit, start=start)
        return _json({"items": [self.row(record) for record in records], "cursor": _cursor(following)})

    def _detail(self, exchange: Exchange) -> HttpResponse:
        assert self.one is not None
        exchange.refuse_query()
        if any(len(value) > LONGEST_ID for value in exchange.path.values()):
            raise NotFound
        key, now = self.one(exchange.caller, **exchange.path), real_now()
        work = Work(exchange.caller, now, Origin("view", exchange.correlation_id))
        where = self.where(now) if self.where else None
        found = work.query(self.record, key.partition, first=key.sort, last=key.sort, where=where, limit=1).items
        if not found:
            raise NotFound
        record = found[0]
        response = _json(self.row(record, in_list=False))
        response.headers["ETag"] = f'"{record.version}"'
        return response

    def _columns(self, exchange: Exchange) -> HttpResponse:
        exchange.refuse_query()
        return _json(self.describe(exchange.language).model_dump())

    def _list_contract(self, path: str, name: str) -> type[BaseModel]:
        given = Annotated[str, StringConstraints(max_length=LONGEST_ID)]
        fields: dict[str, Any] = {part[1:-1]: (given, ...) for part in path.split("/") if part.startswith("{")}
        fields |= {name: (kind, ...) for name, kind in self.required.items()}
        fields |= {f.name: ((f.options or str) | None, Field(None, description=f"{f.label.zh} / {f.label.en}")) for f in self.filters}
        if self.span:
            fields |= {"since": (Time | None, None), "until": (Time | None, None)}
        fields |= {"limit": (int, Field(PAGE, ge=1, le=LARGEST_PAGE)), "cursor": (str | None, Field(None, max_length=2048))}
        return create_model(f"{_camel(name)}Request", __base__=Request, **fields)

    def _row_contract(self, name: str, *, in_list: bool) -> type[BaseModel]:
        shown = [column for column in self.columns if column.in_list or not in_list]
        fields: dict[str, Any] = {c.name: (Any, Field(None, description=f"{c.label.zh} / {c.label.en}")) for c in shown}
        return create_model(f"{_camel(name)}{'Row' if in_list else 'Detail'}", __base__=Response, **fields)

    def _page_contract(self, name: str) -> type[BaseModel]:
        row = self._row_contract(name, in_list=True)
        return create_model(f"{_camel(name)}Page", __base__=Response, items=(list[row], ...), cursor=(str | None, None))  # type: ignore[valid-type]


class ColumnDescription(BaseModel):
    """A column as a page needs it."""

    name: str
    label: str
    masked: bool
    in_list: bool


class FilterDescription(BaseModel):
    """A filter as a page needs it; options by value where it is a choice."""

    name: str
    label: str
    how: str
    options: dict[str, str] | None = None


class PageDescription(BaseModel):
    """What a page needs to draw itself."""

    model_config = ConfigDict(title="PageDescription")

    columns: list[ColumnDescription]
    filters: list[FilterDescription]


def _room_of_caller() -> tuple[str, str, str]:
    import os
    import sys
    from pathlib import Path

    frame = sys._getframe(2)  # the function file that calls View.get at import
    file = Path(frame.f_code.co_filename)
    document = str(frame.f_globals.get("__doc__") or file.stem).strip().splitlines()[0]
    return os.environ.get("AREA") or file.parent.name, file.stem, document


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _json(content: Any) -> HttpResponse:
    return HttpResponse(body=json.dumps(content, ensure_ascii=False), status_code=200, headers={"Content-Type": "application/json"})


def _cursor(start: dict[str, Any] | None) -> str | None:
    if start is None:
        return None
    return base64.urlsafe_b64encode(json.dumps(start, separators=(",", ":")).encode()).decode()


def _position(cursor: str, partition: str, index: Index | None) -> dict[str, Any]:
    """The storage key a cursor stands for, always inside the caller's own partition."""
    names = {"pk", "sk"} | ({f"{index.name}_pk", f"{index.name}_sk"} if index else set())
    try:
        start = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        key = {name: {"S": str(start[name]["S"])} for name in names}
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise Invalid(("/cursor", "value_error", "not a cursor of this list")) from None
    owner = f"{index.name}_pk" if index else "pk"
    if key[owner]["S"] != partition:
        raise Invalid(("/cursor", "value_error", "not a cursor of this list"))
    return key


def _shown(value: Any) -> Any:
    match value:
        case Money():
            return value.as_json()
        case Labelled():
            return value.value
        case Label():
            return {"zh": value.zh, "en": value.en}
        case datetime():
            return clock.iso(value)
        case Decimal():
            return f"{value:f}"
        case list() | tuple():
            return [_shown(part) for part in value]
        case dict():
            return {name: _shown(part) for name, part in value.items()}
        case BaseModel():
            return value.model_dump(mode="json")
        case None | str() | int() | bool():
            return value
    return str(value)


__all__ = ["Column", "Filter", "View", "begins", "col", "contains", "equals", "status_at"]
