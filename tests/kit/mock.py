"""The mocked account, made quick: what moto does between a call and its tables, and back, is most of what an in-process test waits for.

Nothing here changes what the mock answers. The flows speak to a table over HTTP, as the product does.
"""

from __future__ import annotations

import copy
import inspect
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from moto import mock_aws
from moto.backends import get_backend
from moto.core.exceptions import ServiceException
from moto.dynamodb import comparisons, models, responses
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models import DynamoDBBackend, table
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from pynamodb.connection.base import Connection
from werkzeug.exceptions import HTTPException

from partner_center.platform.table import Record

LARGEST_ITEM = 400_000  # bytes
ACCOUNT = "123456789012"  # the mock's
DIRECT = {
    name: getattr(responses.DynamoHandler, method)
    for name, method in {
        "GetItem": "get_item",
        "BatchGetItem": "batch_get_item",
        "TransactGetItems": "transact_get_items",
        "Query": "query",
        "PutItem": "put_item",
        "UpdateItem": "update_item",
        "DeleteItem": "delete_item",
        "TransactWriteItems": "transact_write_items",
    }.items()
}


def mocked() -> Iterator[None]:
    """A mocked AWS account."""
    Record.scan = classmethod(_all_of)  # type: ignore[assignment,method-assign]  # the product never scans
    responses.TRANSACTION_MAX_ITEMS = 100  # DynamoDB's own limit for reading; moto still has the old one
    Table.__deepcopy__ = _snapshot  # type: ignore[attr-defined]  # the mock has none of its own
    DynamoDBBackend.update_item = _on_a_copy(DynamoDBBackend.update_item)  # type: ignore[method-assign]
    Table.all_items = _asked  # type: ignore[assignment,method-assign]
    Table.query = _narrowed(Table.query)  # type: ignore[method-assign]
    for kind, write in ((Table, "put_item"), (Table, "delete_item"), (DynamoDBBackend, "update_item")):
        setattr(kind, write, _counted(getattr(kind, write)))
    Item.__init__ = _filled  # type: ignore[assignment,method-assign]
    DynamoType.cast_value = property(_cast(vars(DynamoType)["cast_value"].fget))  # type: ignore[assignment,method-assign]
    for module in (models, table):  # each condition is asked for twice
        module.get_filter_expression = _once(comparisons.get_filter_expression)  # type: ignore[attr-defined]
    Connection._make_api_call = _directly(Connection._make_api_call)  # type: ignore[method-assign]
    with mock_aws():
        yield


def empty() -> None:
    """Forget everything in the mocked account; the table and the buckets are as new."""
    if os.environ["TABLE_NAME"] in _backend().tables:
        _table().items.clear()
    else:
        Record.create_table(wait=False)
    store = get_backend("s3")[ACCOUNT]["aws-cn"]
    store.reset()
    for bucket in ("INTAKE_BUCKET", "FILES_BUCKET"):
        store.create_bucket(os.environ[bucket], os.environ["AWS_REGION"])


class _Handler(responses.DynamoHandler):
    """The mock's side of a call, without a request around it."""

    dynamodb_backend = property(lambda self: _backend())


def _backend() -> DynamoDBBackend:
    found: DynamoDBBackend = get_backend("dynamodb")[ACCOUNT][os.environ["AWS_REGION"]]
    return found


def _table() -> Table:
    return _backend().get_table(os.environ["TABLE_NAME"])


def _directly(over_http: Callable[..., Any]) -> Callable[..., Any]:
    """A call to the mock's own method; what that refuses is asked again over the mock's HTTP layer, which words the refusal as AWS does."""

    def _make_api_call(self: Connection, operation_name: str, operation_kwargs: dict[str, Any]) -> Any:
        if operation_name in DIRECT:
            handler = _Handler()
            handler.body = json.loads(json.dumps(operation_kwargs))
            try:
                return DIRECT[operation_name](handler).result
            except (ServiceException, HTTPException):
                pass  # and nothing is done: the mock rolls back
        return over_http(self, operation_name, operation_kwargs)

    return _make_api_call


def _snapshot(table: Any, _memo: Any) -> Any:
    """What moto keeps to roll back: it copies the whole table for every item of a transaction. Puts replace items, so this is enough."""
    kept = copy.copy(table)
    kept.items = defaultdict(dict, {partition: dict(items) for partition, items in table.items.items()})
    return kept


def _on_a_copy(update: Any) -> Any:
    """An update that replaces its item as a put does: the shallow copy above is then enough to roll it back."""

    def update_item(backend: Any, table_name: str, key: dict[str, Any], *rest: Any, **options: Any) -> Any:
        table = backend.get_table(table_name)
        items = table.items.get(DynamoType(key[table.hash_key_attr]), {})
        sort = DynamoType(key[table.range_key_attr])
        if sort in items:
            items[sort] = copy.deepcopy(items[sort])
        return update(backend, table_name, key, *rest, **options)

    return update_item


def items_where(holds: Callable[[str, dict[str, Any]], bool]) -> dict[tuple[str, str], Any]:
    """The items of the table for whose partition and attributes something holds; a write replaces an item, it changes none."""
    return {
        (partition.value, sort.value): item
        for partition, items in _table().items.items()
        for sort, item in items.items()
        if holds(partition.value, item.attrs)
    }


def written() -> int:
    """How often anything was written: as long as it stays, the table is the same."""
    return _writes[0]


_writes = [0]


def _counted(write: Callable[..., Any]) -> Callable[..., Any]:
    def counting(*arguments: Any, **options: Any) -> Any:
        _writes[0] += 1
        return write(*arguments, **options)

    return counting


def _narrowed(query: Callable[..., Any]) -> Callable[..., Any]:
    """A query that looks at its partition; moto goes through the whole table each time."""

    named = inspect.signature(query)

    def narrow(table: Any, hash_key: Any, *rest: Any, **options: Any) -> Any:
        index = named.bind(table, hash_key, *rest, **options).arguments.get("index_name")
        schema = table.get_index(index, error_if_not=True).schema if index else table.schema
        table.asked = next(key["AttributeName"] for key in schema if key["KeyType"] == "HASH"), hash_key
        try:
            return query(table, hash_key, *rest, **options)
        finally:
            del table.asked

    return narrow


def _asked(table: Any) -> list[Any]:
    """The items that a query asks for, all where none does, in the order of their keys, which are texts here."""
    attribute, value = table.__dict__.get("asked", (None, None))
    if attribute is None:
        return [item for _, items in sorted(table.items.items(), key=_text) for _, item in sorted(items.items(), key=_text)]
    if attribute == table.hash_key_attr:
        return [item for _, item in sorted(table.items.get(value, {}).items(), key=_text)]
    found = (item for items in table.items.values() for item in items.values() if attribute in item.attrs)
    within = [item for item in found if item.attrs[attribute].value == value.value]
    return sorted(within, key=lambda item: (item.hash_key.value, item.range_key.value))


def _text(entry: tuple[Any, Any]) -> str:
    found: str = entry[0].value
    return found


def _filled(item: Any, hash_key: Any, range_key: Any, attrs: dict[str, Any]) -> None:
    """An item that is measured once; moto measures what is there already at every attribute."""
    item.hash_key, item.range_key, item.attrs = hash_key, range_key, LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(item.attrs, name, DynamoType(value))
    if item.size() > LARGEST_ITEM:
        raise ItemSizeTooLarge


def _cast(slowly: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A value as it is compared: most are texts."""
    return lambda value: value.value if value.type == "S" else slowly(value)


def _once(parse: Callable[..., Any]) -> Callable[..., Any]:
    """A parsed condition, kept while the same is asked again."""

    @lru_cache(maxsize=128)
    def kept(asked: str) -> Any:
        return parse(*json.loads(asked))

    return lambda *asked: kept(json.dumps(asked))


def _raw(value: Any) -> dict[str, Any]:
    match value.type:
        case "L":
            return {"L": [_raw(part) for part in value.value]}
        case "M":
            return {"M": {name: _raw(part) for name, part in value.value.items()}}
        case _:
            found: dict[str, Any] = value.to_json()
            return found


def _all_of(kind: Any) -> Iterator[Any]:
    """Every record of a kind, in the order of the keys, straight from the mock: its HTTP layer is slow with whole tables."""
    known = {str(kind.kind.get_discriminator(one)) for one in kind.kind.get_registered_subclasses(kind)}
    for item in _asked(_table()):
        if item.attrs["kind"].value in known:
            yield kind.from_raw_data({name: _raw(value) for name, value in item.attrs.items()})
