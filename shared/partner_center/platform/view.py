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
run inside the storage over one owner's own records. A list takes `columns` (which of them, in which order) and `sort` (newest or oldest).

Every page can be exported, and a masked field of one of its records revealed, by the desks of the area exports; `title`, `largest_export`,
`export_span_months` and `export_allow` speak to them.
"""

from __future__ import annotations

import base64
import binascii
import inspect
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from chalice import Response as HttpResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from partner_center.kernel import clock
from partner_center.kernel.errors import Invalid, NotFound
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.app import Exchange, PortalApp
from partner_center.platform.caller import Caller, Purpose
from partner_center.platform.contracts import Request, Response, Time, masked
from partner_center.platform.declarations import Declaration, Http, Operation, Reach
from partner_center.platform.model import Model
from partner_center.platform.reach import DataScope, acting_for_reseller
from partner_center.platform.table import Choice, Index, Key, Page as Stretch, Record, position_of, query
from partner_center.platform.work import real_now

R = TypeVar("R", bound=Record)

PAGE, LARGEST_PAGE = 10, 100
READS = 10  # storage pages a list may read before it answers what it has, with a cursor to go on
READ_AT_ONCE = 200  # records in each of them after the first, which holds as many as are asked for
LONGEST_ID = 128  # characters of a path parameter
LARGEST_EXPORT = 1_000_000  # rows, unless a page says otherwise


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its name in the API, labels, whether it leaves masked, and where its value comes from."""

    name: str
    label: Label
    masked: bool = False
    value: Callable[[R], Any] | None = None
    in_list: bool = True
    at: Callable[[R, datetime], Any] | None = None
    options: type[Labelled] | None = None

    def raw(self, record: R, now: datetime) -> Any:
        """The value itself, unmasked; `at` computes what depends on the instant of the call (a status that time changes)."""
        return self.at(record, now) if self.at else self.value(record) if self.value else getattr(record, self.name)

    def of(self, record: R, now: datetime) -> Any:
        """The value as JSON, masked where the column is."""
        value = self.raw(record, now)
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
    options: type[Labelled] | None = None,
) -> Column[Any]:
    """A column, written shortly. `in_list=False` shows it in the detail only; `options` names the codes of a computed one."""
    return Column(name, Label(zh, en), masked, value, in_list, at, options)


@dataclass(frozen=True)
class Filter:
    """A filter inside the storage: how it compares, and its options where it is a choice (`among`: not all of them occur on the page)."""

    name: str
    label: Label
    how: str  # equals | contains | begins
    options: type[Labelled] | None = None
    build: Callable[[Any, datetime], Any] | None = None
    holds: Callable[[Any, Any, datetime], bool] | None = None
    among: tuple[Labelled, ...] | None = None

    @property
    def choices(self) -> Sequence[Labelled] | None:
        """What can be chosen; None for free text."""
        return self.among or (list(self.options) if self.options else None)

    @property
    def kind(self) -> Any:
        """The type of its values in the API."""
        return Literal[self.among] if self.among else self.options or str

    def met_by(self, record: Record, value: Any, now: datetime) -> bool:
        """The same question about a record in hand, for lists that come by a `Way` of pointers. A filter with `build` needs `holds`."""
        if self.holds:
            return self.holds(record, value, now)
        found = getattr(record, self.name)
        match self.how:
            case "equals":
                return bool(found == value)
            case "begins":
                return bool(found) and str(found).startswith(value)
            case _:
                return bool(found) and value in found

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


def equals(name: str, zh: str, en: str, options: type[Labelled] | None = None, *, among: tuple[Labelled, ...] | None = None) -> Filter:
    """Exactly this value (one of the options where they are given, of `among` where only these occur)."""
    return Filter(name, Label(zh, en), "equals", options, among=among)


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


class Sort(Labelled):
    """In which direction a list runs through its order: time for most pages, an id or a name for some."""

    NEWEST = "newest", "降序", "Newest first"
    OLDEST = "oldest", "升序", "Oldest first"


@dataclass(frozen=True)
class Way:
    """A shorter way to what is asked for than the page's own order: partitions of an index, one after the other.

    pointers: their records only name those of the page, in one partition; `fetch` reads these together, None for what is gone.
    begins: a prefix of the sort key. spanned: `since` and `until` bound the sort key as they do in the page's own order; where they do not,
    `fetch` keeps to them. in_hand: the filters are asked of the records that were read, for they compare as the storage cannot.
    """

    partitions: tuple[str, ...]
    index: Index | None = None
    begins: str | None = None
    spanned: bool = True
    pointers: type[Record] | None = None
    fetch: Callable[[Sequence[Any]], Sequence[Any]] | None = None
    in_hand: bool = False


@dataclass(frozen=True)
class Question:
    """What a list asks the storage for: partition, bounds of the sort key (both included), condition, direction.

    way: by which it is found instead; met: the condition, asked of a record in hand.
    """

    partition: str
    first: str | None
    last: str | None
    where: Any
    newest_first: bool
    way: Way | None = None
    met: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Spot:
    """A short stretch of a partition in which one record lies, for records whose key nobody outside knows."""

    partition: str
    first: str
    last: str
    where: Any = None
    index: Index | None = None


@dataclass
class View(Generic[R]):
    """A page over records of one kind.

    within: the partition for a caller (and path or required values); one: the key of a single record by its id (or its `Spot` by several
    of its columns' values); its parameters' names are those of the ids.
    span: sort-key bounds for `since`/`until`; given → the list takes these two parameters. span_of: the column whose time they bound.
    required: further required list parameters by name: their type, or a `Filter` where they are a choice.
    where: a condition that always holds, in the list and for a single record, decided with the instant of the call.
    ways: a shorter way to what some filters ask for, where there is one.
    complete: brings what the rows show of records elsewhere, for all that were read together.
    earliest: how far back the list reaches: `since` as asked and the instant of the call → the `since` that holds, or Refused.
    title: what the page is called. largest_export: rows of one export; export_span_months: how far its `since` and `until` may lie apart;
    export_allow: the permission that exporting asks for beside the page's own.
    """

    record: type[R]
    within: Callable[[Caller, Asked], str]
    columns: Sequence[Column[R]]
    one: Callable[..., Key[R] | Spot] | None = None
    filters: Sequence[Filter] = ()
    index: Index | None = None
    span: Callable[[datetime | None, datetime | None], tuple[str | None, str | None]] | None = None
    where: Callable[[datetime], Any] | None = None
    earliest: Callable[[datetime | None, datetime], datetime] | None = None
    newest_first: bool = True
    required: dict[str, Any] = field(default_factory=dict)
    span_of: str | None = None
    title: Label | None = None
    largest_export: int = LARGEST_EXPORT
    export_span_months: int | None = None
    export_allow: str | None = None
    ways: Callable[[Caller, Asked], Way | None] | None = None
    complete: Callable[[Sequence[R]], None] | None = None
    resellers: bool = False  # a distributor's list takes `reseller_id` and shows that reseller's records

    def get(
        self,
        path: str,
        *,
        allow: str | None,
        guide: Sequence[str],
        detail: str | None = None,
        summary: str | None = None,
        agents: Sequence[Purpose] = (),
    ) -> PortalApp:
        """The function of this page: `path` lists, `path/<detail>` shows one, `path/-/columns` describes.

        `agents` opens it to a partner's user who acts as the customer (platform/agency.py).
        """
        area, name, document = _room_of_caller()
        summary = summary or document
        operations = [Operation("GET", path, summary, self._list_contract(path, name), self._page_contract(name))]
        if detail is not None:
            operations.append(Operation("GET", f"{path}/{detail}", f"{summary} (one)", None, self._row_contract(name, in_list=False)))
        operations.append(Operation("GET", f"{path}/-/columns", f"{summary} (columns and filters)", None, PageDescription))
        http = Http(tuple(operations), allow, agents=tuple(agents))
        declaration = Declaration("view", area, name, summary, http, Reach.READ, tuple(guide), options={"view": self})
        app = PortalApp(declaration)
        app.serve("GET", path, lambda exchange: self._list(exchange, operations[0].request))
        if detail is not None:
            app.serve("GET", f"{path}/{detail}", self._detail)
        app.serve("GET", f"{path}/-/columns", self._columns)
        return app

    def question(self, caller: Caller, asked: Asked, now: datetime) -> Question:
        """What a list asks the storage for. Raises NotFound or Refused where the caller may not ask it."""
        acting = self._acting(caller, asked)
        partition = self.within(acting, asked)
        since = self.earliest(asked.get("since"), now) if self.earliest else asked.get("since")
        first, last = self.span(since, asked.get("until")) if self.span else (None, None)
        condition = self.where(now) if self.where else None
        for known in self.filters:
            if (value := asked.get(known.name)) is not None:
                found = known.condition(self.record, value, now)
                condition = found if condition is None else condition & found
        sort = asked.get("sort")
        newest_first = self.newest_first if sort is None else sort == Sort.NEWEST
        way = self.ways(acting, asked) if self.ways else None

        def met(record: R) -> bool:
            return all(known.met_by(record, asked[known.name], now) for known in self.filters if asked.get(known.name) is not None)

        return Question(partition, first, last, condition, newest_first, way, met)

    def read(self, caller: Caller, question: Question, *, limit: int, start: dict[str, Any] | None = None) -> Stretch[R]:
        """One page of the storage: what the caller may see of the next `limit` records, and where to go on."""
        if question.way is not None:
            page = self._along(caller, question, question.way, limit=limit, start=start)
        else:
            page = self._look(caller, question, self.index, limit=limit, start=start)
        if self.complete is not None:
            self.complete(page.items)
        return page

    def _acting(self, caller: Caller, asked: Asked) -> Caller:
        reseller_id = asked.get("reseller_id") if self.resellers else None
        return acting_for_reseller(caller, reseller_id) if reseller_id else caller

    def _along(self, caller: Caller, question: Question, way: Way, *, limit: int, start: dict[str, Any] | None) -> Stretch[R]:
        """The next `limit` records of a way, out of as many of its partitions as it takes."""
        found: list[Any] = []
        name = f"{way.index.name}_pk" if way.index else "pk"
        at = way.partitions.index(start[name]["S"]) if start else 0
        while at < len(way.partitions) and len(found) < limit:
            page: Stretch[Any] = query(
                way.pointers or self.record,
                way.partitions[at],
                index=way.index,
                begins=way.begins,
                first=question.first if way.spanned else None,
                last=question.last if way.spanned else None,
                newest_first=question.newest_first,
                limit=limit - len(found),
                start=start,
                where=None if way.fetch or way.in_hand else question.where,
            )
            found += page.items
            if (start := page.next) is not None:
                break
            at += 1
        if start is None and at < len(way.partitions) and found:  # full, just where a partition ends: the next one comes behind it
            start = position_of(found[-1], way.index)
        if way.fetch is not None:
            found = [record for record in way.fetch(found) if record is not None]
        if way.fetch is not None or way.in_hand:
            found = [record for record in found if question.met is None or question.met(record)]
        return Stretch([record for record in DataScope(caller).within(found) if record is not None], start)

    def _look(self, caller: Caller, question: Question, index: Index | None, *, limit: int, start: dict[str, Any] | None) -> Stretch[R]:
        page = query(
            self.record,
            question.partition,
            index=index,
            first=question.first,
            last=question.last,
            newest_first=question.newest_first,
            limit=limit,
            start=start,
            where=question.where,
        )
        return Stretch([record for record in DataScope(caller).within(page.items) if record is not None], page.next)

    def rows(self, caller: Caller, asked: Asked, *, limit: int = PAGE, start: dict[str, Any] | None = None) -> tuple[list[R], Any]:
        """Some records of the list and the storage's key of where to go on."""
        question = self.question(caller, asked, real_now())
        kept: list[R] = []
        for reading in range(READS):
            sparse = caller.limited_to is not None and question.way is None  # most of what is read may be somebody else's
            at_once = READ_AT_ONCE if reading or sparse else limit
            if question.way is not None and question.way.fetch is not None:
                at_once = limit - len(kept)  # where one goes on is known of pointers only, not of what they point to
            page = self.read(caller, question, limit=at_once, start=start)
            kept += page.items
            start = page.next
            if start is None or len(kept) >= limit:
                break
        if len(kept) > limit:
            kept, start = kept[:limit], position_of(kept[limit - 1], question.way.index if question.way else self.index)
        return kept, start

    def find(self, caller: Caller, ids: dict[str, str]) -> R:
        """The one record of these ids, as far as the page shows it to the caller. Raises NotFound."""
        if self.one is None or any(not value or len(value) > LONGEST_ID for value in ids.values()):
            raise NotFound
        spot = self.one(caller, **ids)
        if isinstance(spot, Key):
            spot = Spot(spot.partition, spot.sort, spot.sort)
        condition = self.where(real_now()) if self.where else None
        if spot.where is not None:
            condition = spot.where if condition is None else condition & spot.where
        question = Question(spot.partition, spot.first, spot.last, condition, newest_first=False)
        start: dict[str, Any] | None = None
        for reading in range(READS):
            page = self._look(caller, question, spot.index, limit=READ_AT_ONCE if reading else 1, start=start)
            if page.items:
                if self.complete is not None:
                    self.complete(page.items[:1])
                return page.items[0]
            if (start := page.next) is None:
                break
        raise NotFound

    @property
    def ids(self) -> list[str]:
        """The names of the ids by which one record is found; none where it cannot be."""
        return list(inspect.signature(self.one).parameters)[1:] if self.one else []

    def row(self, record: R, *, in_list: bool = True, columns: Sequence[str] | None = None) -> dict[str, Any]:
        """A record as the page shows it: the list's columns, all of them, or those that are named."""
        now = real_now()
        return {column.name: column.of(record, now) for column in self.chosen(columns, in_list=in_list)}

    def chosen(self, names: Sequence[str] | None = None, *, in_list: bool = True) -> list[Column[R]]:
        """Columns by name in the order asked for; those of the list (or all) where none are named."""
        if names is None:
            return [column for column in self.columns if column.in_list or not in_list]
        known = {column.name: column for column in self.columns}
        return [known[name] for name in names]

    def describe(self, language: str, *, of_resellers: bool = False) -> PageDescription:
        """Columns, filters and options with their labels. `of_resellers`: the list takes a reseller, for whoever has some."""
        asked = [known for known in self.required.values() if isinstance(known, Filter)]
        return PageDescription(
            title=self.title.in_(language) if self.title else "",
            ids=self.ids,
            columns=[
                ColumnDescription(
                    name=c.name,
                    label=c.label.in_(language),
                    masked=c.masked,
                    in_list=c.in_list,
                    options=_named(self.choices_of(c), language),
                )
                for c in self.columns
            ],
            filters=[
                FilterDescription(
                    name=f.name, label=f.label.in_(language), how=f.how, options=_named(f.choices, language), required=f in asked
                )
                for f in [*asked, *self.filters, *([_RESELLER] if of_resellers and self.resellers else []), *self._span_filters()]
            ],
        )

    def choices_of(self, column: Column[R]) -> Sequence[Labelled] | None:
        """The codes that a column shows, where it shows codes: its own, its filter's or its attribute's."""
        if column.options:
            return list(column.options)
        known = [*self.required.values(), *self.filters]
        chosen = next((one for one in known if isinstance(one, Filter) and one.name == column.name and one.options), None)
        if chosen is not None:
            return chosen.choices
        stored = getattr(self.record, column.name, None)
        members = stored.members if isinstance(stored, Choice) else None
        return list(members) if members is not None and issubclass(members, Labelled) else None

    def _span_filters(self) -> list[Filter]:
        """From when and until when, as far as the list takes it."""
        if self.span is None:
            return []
        label = next((column.label for column in self.columns if column.name == self.span_of), _TIME)
        return [Filter(end, Label(f"{label.zh}{zh}", f"{label.en}{en}"), how) for end, how, zh, en in _ENDS]

    def _list(self, exchange: Exchange, contract: Any) -> HttpResponse:
        request = exchange.request(contract, with_body=False)
        asked = {name: value for name, value in request if value is not None}  # as Python values: instants stay instants
        limit, cursor, columns = asked.pop("limit"), asked.pop("cursor", None), asked.pop("columns", None)
        start = self._start(exchange.caller, asked, cursor) if cursor else None
        records, following = self.rows(exchange.caller, asked, limit=limit, start=start)
        return _json({"items": [self.row(record, columns=columns) for record in records], "cursor": _cursor(following)})

    def _start(self, caller: Caller, asked: Asked, cursor: str) -> dict[str, Any]:
        acting = self._acting(caller, asked)
        way = self.ways(acting, asked) if self.ways else None
        if way is not None:
            return _position(cursor, way.partitions, way.index)
        return _position(cursor, (self.within(acting, asked),), self.index)

    def _detail(self, exchange: Exchange) -> HttpResponse:
        exchange.refuse_query()
        record = self.find(exchange.caller, exchange.path)
        response = _json(self.row(record, in_list=False))
        response.headers["ETag"] = f'"{record.version}"'
        return response

    def _columns(self, exchange: Exchange) -> HttpResponse:
        exchange.refuse_query()
        has_resellers = exchange.caller.partner_type == PartnerType.DISTRIBUTOR
        return _json(self.describe(exchange.language, of_resellers=has_resellers).model_dump())

    def _list_contract(self, path: str, name: str) -> type[BaseModel]:
        shown: Any = Literal[tuple(column.name for column in self.columns if column.in_list)]
        chosen = Field(None, min_length=1, description="显示的列 / Columns shown, in this order", json_schema_extra={"uniqueItems": True})
        fields = self._asked_fields(path)
        fields |= {"columns": (list[shown] | None, chosen), "sort": (Sort | None, Field(None, description="排序 / Direction of the order"))}
        fields |= {"limit": (int, Field(PAGE, ge=1, le=LARGEST_PAGE)), "cursor": (str | None, Field(None, max_length=2048))}
        return create_model(f"{_camel(name)}Request", __base__=Request, **fields)

    def asked_contract(self, path: str) -> type[BaseModel]:
        """What the list at this path can be asked for, without paging: path and required values, filters, span of time."""
        return create_model("Asked", __base__=Request, **self._asked_fields(path))

    def _asked_fields(self, path: str) -> dict[str, Any]:
        given = Annotated[str, StringConstraints(max_length=LONGEST_ID)]
        fields: dict[str, Any] = {part[1:-1]: (given, ...) for part in path.split("/") if part.startswith("{")}
        for name, kind in self.required.items():
            fields[name] = (kind.kind, Field(description=_both(kind.label))) if isinstance(kind, Filter) else (kind, ...)
        fields |= {f.name: (f.kind | None, Field(None, description=_both(f.label))) for f in self.filters}
        if self.resellers and "reseller_id" not in fields:
            fields |= {"reseller_id": (given | None, Field(None, description=_both(_RESELLER.label)))}
        return fields | {f.name: (Time | None, Field(None, description=_both(f.label))) for f in self._span_filters()}

    def _row_contract(self, name: str, *, in_list: bool) -> type[BaseModel]:
        shown = [column for column in self.columns if column.in_list or not in_list]
        fields: dict[str, Any] = {c.name: (Any, Field(None, description=_both(c.label))) for c in shown}
        return create_model(f"{_camel(name)}{'Row' if in_list else 'Detail'}", __base__=Response, **fields)

    def _page_contract(self, name: str) -> type[BaseModel]:
        row = self._row_contract(name, in_list=True)
        return create_model(f"{_camel(name)}Page", __base__=Response, items=(list[row], ...), cursor=(str | None, None))  # type: ignore[valid-type]


class ColumnDescription(Model):
    """A column as a page needs it; options: the label of each code that it shows, where it shows codes."""

    name: str
    label: str
    masked: bool
    in_list: bool
    options: dict[str, str] | None = None


class FilterDescription(Model):
    """A filter as a page needs it; options by value where it is a choice. Without a required one the list is not shown."""

    name: str
    label: str
    how: str  # equals | contains | begins; since, until: an instant, itself included
    options: dict[str, str] | None = None
    required: bool = False


class PageDescription(Model):
    """What a page needs to draw itself."""

    model_config = ConfigDict(title="PageDescription")

    title: str
    ids: list[str]  # the columns' or parameters' names by which one record is found, where it can be
    columns: list[ColumnDescription]
    filters: list[FilterDescription]


_RESELLER = Filter("reseller_id", Label("云经销商", "Reseller"), "equals")
_TIME = Label("时间", "Time")
_ENDS = (("since", "since", "（起）", ", from"), ("until", "until", "（止）", ", until"))


def _both(label: Label) -> str:
    return f"{label.zh} / {label.en}"


def _named(choices: Sequence[Labelled] | None, language: str) -> dict[str, str] | None:
    return {choice.value: choice.label.in_(language) for choice in choices} if choices else None


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


def _position(cursor: str, partitions: tuple[str, ...], index: Index | None) -> dict[str, Any]:
    """The storage key a cursor stands for, always inside the caller's own partitions."""
    names = {"pk", "sk"} | ({f"{index.name}_pk", f"{index.name}_sk"} if index else set())
    try:
        start = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        key = {name: {"S": str(start[name]["S"])} for name in names}
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise Invalid(("/cursor", "value_error", Label("不是该列表的翻页标识", "not a cursor of this list"))) from None
    owner = f"{index.name}_pk" if index else "pk"
    if key[owner]["S"] not in partitions:
        raise Invalid(("/cursor", "value_error", Label("不是该列表的翻页标识", "not a cursor of this list")))
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


__all__ = ["Column", "Filter", "Question", "Sort", "Spot", "View", "Way", "begins", "col", "contains", "equals", "status_at"]
