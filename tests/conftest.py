"""What every in-process test has: a mocked AWS account with the table, a clock that stands still, and the product's world."""

from __future__ import annotations

import copy
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

os.environ.update(
    AWS_DEFAULT_REGION="cn-north-1",
    AWS_REGION="cn-north-1",
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    TABLE_NAME="partner-center",
    EVENT_BUS_NAME="partner-center",
    INTAKE_BUCKET="partner-center-intake",
    FILES_BUCKET="partner-center-files",
    USER_POOL_ID="cn-north-1_test",
    USER_POOL_CLIENT_ID="test-client",
    POWERTOOLS_SERVICE_NAME="test",
    POWERTOOLS_METRICS_NAMESPACE="PartnerCenter",
    POWERTOOLS_TRACE_DISABLED="true",
    POWERTOOLS_LOG_LEVEL="ERROR",
    CLOCK_PARAMETER="",
)
os.environ.pop("AWS_ENDPOINT_URL", None)

import pytest

from partner_center.kernel import clock

_ACCOUNT = "123456789012"  # the mock's


class StoppedClock:
    """The time of a test: `clock.at("2024-09-02T10:00:00+08:00")`, `clock.pass_(days=3)`."""

    def __init__(self) -> None:
        self.now = clock.instant("2024-09-02T10:00:00+08:00")

    def at(self, text: str) -> datetime:
        """Set the time."""
        self.now = clock.instant(text)
        return self.now

    def pass_(self, **span: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    """A clock that only the test moves."""
    stopped = StoppedClock()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


def _snapshot(table: Any, _memo: Any) -> Any:
    """What moto keeps to roll back: it copies the whole table for every item of a transaction. Puts replace items, so this is enough."""
    kept = copy.copy(table)
    kept.items = defaultdict(dict, {partition: dict(items) for partition, items in table.items.items()})
    return kept


def _on_a_copy(update: Any) -> Any:
    """An update that replaces its item as a put does: the shallow copy above is then enough to roll it back."""
    from moto.dynamodb.models.dynamo_type import DynamoType

    def update_item(backend: Any, table_name: str, key: dict[str, Any], *rest: Any, **options: Any) -> Any:
        table = backend.get_table(table_name)
        items = table.items.get(DynamoType(key[table.hash_key_attr]), {})
        sort = DynamoType(key[table.range_key_attr])
        if sort in items:
            items[sort] = copy.deepcopy(items[sort])
        return update(backend, table_name, key, *rest, **options)

    return update_item


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
    from moto.backends import get_backend

    known = {str(kind.kind.get_discriminator(one)) for one in kind.kind.get_registered_subclasses(kind)}
    table = get_backend("dynamodb")[_ACCOUNT][os.environ["AWS_REGION"]].get_table(os.environ["TABLE_NAME"])
    for item in sorted(table.all_items(), key=lambda item: (item.attrs["pk"].value, item.attrs["sk"].value)):
        if item.attrs["kind"].value in known:
            yield kind.from_raw_data({name: _raw(value) for name, value in item.attrs.items()})


@pytest.fixture(scope="session")
def _account() -> Iterator[object]:
    """A mocked AWS account for the whole run: clients are dear, tables are cheap."""
    import boto3
    from moto import mock_aws
    from moto.dynamodb import responses
    from moto.dynamodb.models import DynamoDBBackend
    from moto.dynamodb.models.table import Table

    from partner_center.platform.table import Record

    Record.scan = classmethod(_all_of)  # type: ignore[assignment,method-assign]  # the product never scans
    responses.TRANSACTION_MAX_ITEMS = 100  # DynamoDB's own limit for reading; moto still has the old one
    Table.__deepcopy__ = _snapshot  # type: ignore[attr-defined]  # the mock has none of its own
    DynamoDBBackend.update_item = _on_a_copy(DynamoDBBackend.update_item)  # type: ignore[method-assign]
    with mock_aws():
        yield boto3.client("s3")


@pytest.fixture
def cloud(_account: Any) -> None:
    """An empty account with the table and the buckets."""
    empty(_account)


def empty(store: Any) -> None:
    """Forget everything in the mocked account; make the table and the buckets anew."""
    from moto.backends import get_backend

    from partner_center.platform.table import Record

    for service in ("dynamodb", "s3"):
        for accounts in get_backend(service).values():
            for backend in accounts.values():
                backend.reset()
    Record.create_table(wait=False)
    for bucket in ("INTAKE_BUCKET", "FILES_BUCKET"):
        store.create_bucket(Bucket=os.environ[bucket], CreateBucketConfiguration={"LocationConstraint": "cn-north-1"})


@pytest.fixture
def world(cloud: None, stopped_clock: StoppedClock) -> object:
    """The whole product in one process."""
    from tests.kit.world import World

    return World()
