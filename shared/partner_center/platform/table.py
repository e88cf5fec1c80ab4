"""The one table: records, their places (keys and sparse indexes) and the attribute types that keep meaning.

A record class says where it lies with templates over its own fields:

    class Quota(Record, kind="coupon_quota"):
        PLACE = Place("partner/{holder_id}/coupon_quota", "{quota_id}")   # pk, sk
        DUE = Place("coupon_quota_expiry", "{expires_at}")                # left out of the index while a field is None

docs/data-model.md lists every access pattern; there is no Scan.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from string import Formatter
from typing import Any, ClassVar, Generic, TypeVar, cast, overload
from urllib.parse import quote

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    DiscriminatorAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    VersionAttribute,
)
from pynamodb.connection.table import TableConnection
from pynamodb.constants import NUMBER, STRING
from pynamodb.exceptions import PynamoDBException
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import MetaModel, Model

from partner_center.kernel import clock
from partner_center.kernel.errors import Broken, Invalid, Unavailable
from partner_center.kernel.labels import Label
from partner_center.kernel.money import CNY, Money
from partner_center.platform.service_data import read_quickly

R = TypeVar("R", bound="Record")
E = TypeVar("E", bound=StrEnum)

Text = UnicodeAttribute
Whole = NumberAttribute
Flag = BooleanAttribute
Data = JSONAttribute  # small structures without money or instants of their own; never used in a key or a condition


def Texts(**options: Any) -> ListAttribute[str]:  # noqa: N802 - reads as a field type beside Text
    """A list of texts."""
    return ListAttribute(of=cast(Any, UnicodeAttribute), default=list, **options)


class Instant(Attribute[datetime]):
    """An instant, stored as UTC text that sorts."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        """UTC ISO 8601 with microseconds."""
        return clock.iso(value)

    def deserialize(self, value: str) -> datetime:
        """An aware UTC datetime."""
        return clock.instant(value)


class Exact(Attribute[Decimal]):
    """A decimal number (a rate, a ratio, a quantity) that never passes through float."""

    attr_type = NUMBER

    def serialize(self, value: Decimal) -> str:
        """Plain digits."""
        return f"{value:f}"

    def deserialize(self, value: str) -> Decimal:
        """The exact decimal."""
        return Decimal(value)


class Choice(Attribute[E], Generic[E]):
    """A member of an enumeration, stored as its value."""

    attr_type = STRING

    def __init__(self, members: type[E], **options: Any) -> None:
        super().__init__(**options)
        self.members = members

    def serialize(self, value: E) -> str:
        """The member's value."""
        return self.members(value).value

    def deserialize(self, value: str) -> E:
        """The member."""
        return self.members(value)


class MoneyAttribute(Attribute[Money]):
    """An amount, stored as an exact number; its currency is the record's own (field `currency`, CNY where there is none)."""

    attr_type = NUMBER

    def __init__(self, *, currency_in: str = "currency", **options: Any) -> None:
        super().__init__(**options)
        self.currency_in = currency_in

    def currency_of(self, record: Any) -> str:
        """The currency in which this field of a record is kept."""
        return getattr(record, self.currency_in, None) or CNY

    @overload
    def __get__(self, instance: None, owner: Any) -> MoneyAttribute: ...
    @overload
    def __get__(self, instance: Any, owner: Any) -> Money: ...
    def __get__(self, instance: Any, owner: Any) -> Any:
        value = super().__get__(instance, owner)
        return Money(value, self.currency_of(instance)) if isinstance(value, Decimal) else value

    def serialize(self, value: Money | Decimal) -> str:
        """Plain digits; never an exponent, never a float."""
        return f"{value.amount if isinstance(value, Money) else value:f}"

    def deserialize(self, value: str) -> Any:
        """The exact decimal; the record adds its currency when the field is read."""
        return Decimal(value)


@dataclass(frozen=True)
class Place:
    """Where a record lies in the table or an index: templates for the two key parts."""

    partition: str
    sort: str

    def of(self, fields: Any) -> tuple[str, str] | None:
        """The key of a record or of given fields; None where a field it needs is None."""
        partition = _filled(self.partition, fields, escape=True)
        sort = _filled(self.sort, fields, escape=False)
        return None if partition is None or sort is None else (partition, sort)


def _filled(template: str, fields: Any, *, escape: bool) -> str | None:
    parts = []
    for literal, name, _, _ in Formatter().parse(template):
        parts.append(literal)
        if name is None:
            continue
        value = fields.get(name) if isinstance(fields, dict) else getattr(fields, name)
        if value is None or value == "":
            return None
        text = clock.iso(value) if isinstance(value, datetime) else str(value)
        parts.append(quote(text, safe="") if escape else text)  # no value can reach into another partition
    return "".join(parts)


@dataclass(frozen=True)
class Key(Generic[R]):
    """The address of one record, typed by what lies there."""

    record: type[R]
    partition: str
    sort: str


class OwnerIndex(GlobalSecondaryIndex[Any]):
    """Worklists: what belongs to somebody, in an order other than that of the ids."""

    class Meta:
        index_name = "owner"
        projection = AllProjection()

    owner_pk = UnicodeAttribute(hash_key=True)
    owner_sk = UnicodeAttribute(range_key=True)


class LookupIndex(GlobalSecondaryIndex[Any]):
    """A second name by which a record is found (a link's token, a mobile number)."""

    class Meta:
        index_name = "lookup"
        projection = AllProjection()

    lookup_pk = UnicodeAttribute(hash_key=True)
    lookup_sk = UnicodeAttribute(range_key=True)


class DueIndex(GlobalSecondaryIndex[Any]):
    """Deadlines: what a schedule must look at from an instant on."""

    class Meta:
        index_name = "due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_sk = UnicodeAttribute(range_key=True)


class RecordMeta(MetaModel):
    """Lets a record class name its kind: `class Voucher(Record, kind="voucher")`."""

    def __new__(mcs, name: str, bases: Any, namespace: Any, kind: str | None = None) -> Any:
        return super().__new__(mcs, name, bases, namespace)  # type: ignore[no-untyped-call]  # pynamodb leaves its metaclass untyped

    def __init__(cls, name: str, bases: Any, namespace: Any, kind: str | None = None) -> None:  # noqa: N805 - a metaclass
        super().__init__(name, bases, namespace, discriminator=kind)


class Record(Model, metaclass=RecordMeta):
    """Anything kept in the table. Mutable records are locked by `version`; it is what HTTP shows as ETag."""

    class Meta:
        table_name = os.environ.get("TABLE_NAME", "partner-center")
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "cn-north-1"
        billing_mode = "PAY_PER_REQUEST"
        connect_timeout_seconds = 2.0
        read_timeout_seconds = 5.0
        max_retry_attempts = 4

    PLACE: ClassVar[Place]
    OWNER: ClassVar[Place | None] = None
    LOOKUP: ClassVar[Place | None] = None
    DUE: ClassVar[Place | None] = None
    SECRET: ClassVar[tuple[str, ...]] = ()  # attributes whose values the audit trail must not hold
    MANAGED_BY: ClassVar[str | None] = None  # the field with the user whose it is while no customer's manager tells (platform/reach.py)

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = DiscriminatorAttribute()
    version = VersionAttribute()
    owner_pk = UnicodeAttribute(null=True)
    owner_sk = UnicodeAttribute(null=True)
    lookup_pk = UnicodeAttribute(null=True)
    lookup_sk = UnicodeAttribute(null=True)
    due_pk = UnicodeAttribute(null=True)
    due_sk = UnicodeAttribute(null=True)
    expires_at_epoch = NumberAttribute(null=True)  # the table's time-to-live; only for what is rebuilt or only guards

    owner_index = OwnerIndex()
    lookup_index = LookupIndex()
    due_index = DueIndex()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        """One client for all records: a client each would cost tens of milliseconds per kind at a cold start."""
        if cls is not Record:
            return Record._get_connection()
        before = cls._connection
        connection = super()._get_connection()
        if connection is not before:
            read_quickly(connection.connection.session)
        return connection

    @classmethod
    def key(cls: type[R], **fields: Any) -> Key[R]:
        """The address of the record with these fields."""
        place = cls.PLACE.of(fields)
        if place is None:
            raise Broken(f"{cls.__name__}.key needs every field of {cls.PLACE}")
        return Key(cls, *place)

    @classmethod
    def partition(cls, **fields: Any) -> str:
        """The partition in which records of this kind with these fields lie side by side."""
        return _required(cls.PLACE, fields, cls)

    @classmethod
    def owner_partition(cls, **fields: Any) -> str:
        """The partition of the owner index in which records of this kind with these fields lie side by side."""
        if cls.OWNER is None:
            raise Broken(f"{cls.__name__} has no owner")
        return _required(cls.OWNER, fields, cls)

    @property
    def address(self) -> tuple[str, str]:
        """The record's key, known or derived from its fields."""
        place = self.PLACE.of(self)
        if place is None:
            raise Broken(f"{type(self).__name__} lacks a field of its own key")
        return place

    def settle(self) -> None:
        """Write keys and index entries from the fields, and check that amounts are in the record's currency."""
        self.pk, self.sk = self.address
        for name in ("owner", "lookup", "due"):
            place: Place | None = getattr(type(self), name.upper())
            key = place.of(self) if place else None
            setattr(self, f"{name}_pk", key[0] if key else None)
            setattr(self, f"{name}_sk", key[1] if key else None)
        for name, attribute in self.get_attributes().items():
            if isinstance(attribute, MoneyAttribute):
                value = getattr(self, name)
                if value is not None and value.currency != attribute.currency_of(self):
                    raise Broken(f"{type(self).__name__}.{name} is kept in {attribute.currency_of(self)}, not {value.currency}")

    def fields(self) -> dict[str, Any]:
        """The record's own fields by name, without keys and index entries."""
        return {name: getattr(self, name) for name in self.get_attributes() if name not in _PLUMBING}


_PLUMBING = frozenset(("pk", "sk", "kind", "owner_pk", "owner_sk", "lookup_pk", "lookup_sk", "due_pk", "due_sk", "expires_at_epoch"))


def _required(place: Place, fields: dict[str, Any], cls: type[Record]) -> str:
    partition = _filled(place.partition, fields, escape=True)
    if partition is None:
        raise Broken(f"{cls.__name__} needs every field of {place.partition}")
    return partition


@dataclass(frozen=True)
class Index:
    """An index by name, with the attribute that sorts it."""

    name: str
    sort: str


OWNER, LOOKUP, DUE = Index("owner", "owner_sk"), Index("lookup", "lookup_sk"), Index("due", "due_sk")


@dataclass(frozen=True)
class Page(Generic[R]):
    """Some records of a query and where the next ones start (the storage's own key; None at the end)."""

    items: list[R]
    next: dict[str, Any] | None


def query(
    record: type[R],
    partition: str,
    *,
    index: Index | None = None,
    begins: str | None = None,
    first: str | None = None,
    last: str | None = None,
    newest_first: bool = False,
    limit: int = 100,
    start: dict[str, Any] | None = None,
    where: Any = None,
) -> Page[R]:
    """One page of the records in a partition of the table (or an index), by sort key; read consistently from the table.

    `begins` is a prefix of the sort key; `first`/`last` bound it, both included. `where` filters the `limit` records that were read, so
    that a page may hold fewer, or none, and still have a next one.
    Raises Unavailable; Invalid for a `start` that is none of this query.
    """
    if first is not None and last is not None and first > last:
        return Page([], None)  # nothing lies there; the storage would call the question wrong
    sort = getattr(record, index.sort if index else "sk")
    condition = None
    if begins is not None:
        condition = sort.startswith(begins)
    elif first is not None and last is not None:
        condition = sort.between(first, last)
    elif first is not None:
        condition = sort >= first
    elif last is not None:
        condition = sort <= last
    found = record.query(
        partition,
        condition,
        filter_condition=where,
        consistent_read=index is None,
        index_name=index.name if index else None,
        scan_index_forward=not newest_first,
        page_size=limit,
        last_evaluated_key=start,
    ).page_iter  # the iterator itself would read on, without bound, until it has `limit` records that match
    try:
        items = [record.from_raw_data(item) for item in next(found)["Items"]]
    except PynamoDBException as problem:
        if start is not None and problem.cause_response_code == "ValidationException":
            raise Invalid(("/cursor", "value_error", Label("不是该列表的翻页标识", "not a cursor of this list"))) from problem
        raise Unavailable("table") from problem
    return Page(items, found.last_evaluated_key)


def every(record: type[R], partition: str, **conditions: Any) -> Iterator[R]:
    """All records of a query, page after page."""
    start: dict[str, Any] | None = None
    while True:
        page = query(record, partition, start=start, **conditions)
        yield from page.items
        start = page.next
        if start is None:
            return


def together(keys: Iterable[Key[Any]]) -> list[Any]:
    """What lies at these keys, in one round and no order, for pages that show something of other records. Raises Unavailable."""
    places = [(key.partition, key.sort) for key in keys]
    if not places:
        return []
    try:
        return list(Record.batch_get(places, consistent_read=True))
    except PynamoDBException as problem:
        raise Unavailable("table") from problem


def images(record: type[Record], partition: str) -> Iterator[dict[str, Any]]:
    """Every item of a kind in a partition as it is stored, in the order of the sort key, read consistently. Raises Unavailable."""
    try:
        for page in record.query(partition, consistent_read=True).page_iter:
            yield from page["Items"]
    except PynamoDBException as problem:
        raise Unavailable("table") from problem


def position_of(record: Record, index: Index | None = None) -> dict[str, Any]:
    """The storage's key of a record, to go on behind it."""
    names = ["pk", "sk", *((f"{index.name}_pk", f"{index.name}_sk") if index else ())]
    return {name: {STRING: getattr(record, name)} for name in names}
