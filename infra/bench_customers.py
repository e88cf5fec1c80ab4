"""What the customer list costs when a partner has 100,000 customers: DynamoDB calls, items read, capacity and time of each page.

    python -m infra.bench_customers [customers] [resellers]

Calls the pages through their handlers on a stand-in for the storage: sorted keys in memory, with the lines, marks and reseller relations
that the product's own code makes of customers. Calls, records touched and capacity are DynamoDB's: eventually consistent reads at half a
unit per 4 KB, consistent ones at one. The time is that of the function and the stand-in, without the network and DynamoDB's own.
"""

from __future__ import annotations

import bisect
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest import mock

if TYPE_CHECKING:
    from partner_center.customers import ListedCustomer
    from partner_center.platform.table import Record

CUSTOMERS, RESELLERS = 100_000, 2_000
MANAGERS = 200
NOW = datetime(2024, 9, 2, 2, tzinfo=UTC)
LABELS = ("重点客户", "华东", "秋季活动")


@dataclass
class Cost:
    """What one call of a page cost."""

    calls: int
    touched: int
    shown: int
    units: float
    milliseconds: float


class Meter:
    """Counts what the storage does for a call."""

    def __init__(self) -> None:
        self.calls, self.touched, self.units = 0, 0, 0.0

    def saw(self, operation: str, asked: dict[str, Any], answer: dict[str, Any]) -> None:
        """Note one storage call: records touched, and the units they cost."""
        self.calls += 1
        if operation == "Query":
            items, strong = answer["Touched"], bool(asked.get("ConsistentRead"))
        else:
            items = [item for found in answer["Responses"].values() for item in found]
            strong = any(table.get("ConsistentRead") for table in asked["RequestItems"].values())
        self.touched += len(items)
        size = sum(_size(item) for item in items)
        self.units += max(1, -(-size // 4096)) * (1 if strong else 0.5)


def _size(item: dict[str, Any]) -> int:
    return sum(len(name) + len(str(next(iter(value.values()))).encode()) for name, value in item.items())


class Storage:
    """Sorted keys by index and partition, with what makes the item that lies there. Answers Query and BatchGetItem."""

    def __init__(self) -> None:
        self.partitions: dict[tuple[str, str], list[tuple[str, int]]] = {}
        self.items: list[Callable[[], dict[str, Any]]] = []
        self.by_key: dict[tuple[str, str], int] = {}
        self.meter = Meter()

    def put(self, make: Callable[[], Record], record: Record) -> None:
        """Let a record lie where it belongs, in the table and its indexes."""
        record.settle()
        place = len(self.items)
        self.items.append(lambda: _stored(make()))
        self.by_key[record.pk, record.sk] = place
        for index in ("", "owner", "lookup"):
            pk, sk = (getattr(record, f"{index}_pk"), getattr(record, f"{index}_sk")) if index else (record.pk, record.sk)
            if pk:
                self.partitions.setdefault((index, pk), []).append((sk, place))

    def sort(self) -> None:
        """Put the keys in order, once all are there."""
        for keys in self.partitions.values():
            keys.sort()

    def answer(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        """What DynamoDB would answer."""
        if operation == "BatchGetItem":
            found = {table: self._get(wanted["Keys"]) for table, wanted in asked["RequestItems"].items()}
            answer: dict[str, Any] = {"Responses": found, "UnprocessedKeys": {}}
        elif operation == "Query":
            answer = self._query(asked)
        else:
            raise NotImplementedError(operation)
        self.meter.saw(operation, asked, answer)
        return answer

    def _get(self, keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
        places = [self.by_key.get((key["pk"]["S"], key["sk"]["S"])) for key in keys]
        return [self.items[place]() for place in places if place is not None]

    def _query(self, asked: dict[str, Any]) -> dict[str, Any]:
        index = asked.get("IndexName", "")
        names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
        partition, first, last = _bounds(asked["KeyConditionExpression"], values)
        keys = self.partitions.get((index, partition), [])
        start, end = bisect.bisect_left(keys, (first, -1)), bisect.bisect_right(keys, (last, len(self.items)))
        if begun := asked.get("ExclusiveStartKey"):
            at = (begun[f"{index}_sk" if index else "sk"]["S"], self.by_key[begun["pk"]["S"], begun["sk"]["S"]])
            start, end = (start, bisect.bisect_left(keys, at)) if not asked["ScanIndexForward"] else (bisect.bisect_right(keys, at), end)
        chosen = keys[start:end] if asked["ScanIndexForward"] else keys[start:end][::-1]
        page = chosen[: asked["Limit"]]
        items = [self.items[place]() for _, place in page]
        answer = {"Items": _kept(items, asked.get("FilterExpression"), names, values), "ScannedCount": len(page), "Touched": items}
        if len(chosen) > len(page):
            edge = items[-1]
            answer["LastEvaluatedKey"] = {name: edge[name] for name in ("pk", "sk", *((f"{index}_pk", f"{index}_sk") if index else ()))}
        return answer


def _stored(record: Record) -> dict[str, Any]:
    record.settle()
    record.version = 1
    return dict(record.serialize(null_check=False))


def _bounds(condition: str, values: dict[str, Any]) -> tuple[str, str, str]:
    given = [values[name]["S"] for name in re.findall(r":\d+", condition)]
    if "begins_with" in condition:
        return given[0], given[1], given[1] + "\U0010ffff"
    if "BETWEEN" in condition:
        return given[0], given[1], given[2]
    if len(given) == 1:
        return given[0], "", "\U0010ffff"
    return (given[0], given[1], "\U0010ffff") if ">=" in condition else (given[0], "", given[1])


def _kept(items: list[dict[str, Any]], condition: str | None, names: Any, values: Any) -> list[dict[str, Any]]:
    """The items that meet a filter, judged by moto's reading of it."""
    if condition is None:
        return items
    from moto.dynamodb.comparisons import get_filter_expression
    from moto.dynamodb.models.dynamo_type import DynamoType, Item

    met = get_filter_expression(condition, names, values)
    return [item for item in items if met.expr(Item(DynamoType({"S": item["pk"]["S"]}), None, item))]


def seed(storage: Storage, customers: int, resellers: int) -> None:
    """A partner's customers and a distributor's resellers, put where the product would put them."""
    from partner_center.customers.overview.marks import CustomerMark, marks_of
    from partner_center.platform.reach import AssignmentSource, ManagedCustomer, ResellerOf

    def mark_of(text: str, customer_id: str) -> CustomerMark:
        facet, _, mark = text.partition("\n")
        return CustomerMark(partner_id="P1", facet=facet, mark=mark, customer_id=customer_id)

    def managed(customer_id: str, manager_id: str) -> ManagedCustomer:
        source = AssignmentSource.MANUAL
        return ManagedCustomer(partner_id="P1", customer_id=customer_id, manager_id=manager_id, assigned_at=NOW, source=source)

    for number in range(customers):
        line = a_line(number)
        storage.put(partial(a_line, number), line)
        for text in marks_of(line):
            storage.put(partial(mark_of, text, line.customer_id), mark_of(text, line.customer_id))
        if line.account_manager_id:
            made = partial(managed, line.customer_id, line.account_manager_id)
            storage.put(made, made())
    for number in range(resellers):
        made_reseller = partial(ResellerOf, distributor_id="D1", reseller_id=f"R{number:05}", since=NOW)
        storage.put(made_reseller, made_reseller())
    storage.sort()


def a_line(number: int) -> ListedCustomer:
    """The line of a customer: four in five have a manager, one in a hundred a tag, one in a thousand is consultative."""
    from partner_center.customers import Association, AssociationStatus, AssociationType, newly_listed

    manager = f"AM{number % MANAGERS:03}" if number % 5 else None
    linked = Association(
        partner_id="P1",
        customer_id=f"C{number:06}",
        customer_name=f"{'青山晨星启明云帆'[number % 7 :]}{number:06}科技",
        account_name=f"acct-{number:06}",
        mobile=f"138{number:08}",
        association_type=AssociationType.CONSULTATIVE if number % 1000 == 0 else AssociationType.RESALE,
        status=AssociationStatus.ASSOCIATED,
        associated_at=NOW - timedelta(minutes=number),
        account_manager_id=manager,
        managed_since=NOW if manager else None,
        custom_label=LABELS[number % 3] if number % 100 == 0 else None,
    )
    return newly_listed(linked)


def pages(customers: int, resellers: int) -> dict[str, tuple[Any, str]]:
    """The pages that are measured: who asks, and for what."""
    from partner_center.kernel.permissions import Actor, Role
    from partner_center.platform.caller import Caller
    from tests.kit.world import partner_user

    boss = partner_user("P1")
    manager = Caller("AM007", Actor.PARTNER, (Role.ACCOUNT_MANAGER.value,), "AM007", partner="P1", limited_to=("AM007",))
    supervisor = Caller(
        "SUP", Actor.PARTNER, (Role.ACCOUNT_MANAGER_SUPERVISOR.value,), "SUP", partner="P1", limited_to=("AM001", "AM002", "AM003", "SUP")
    )
    distributor = partner_user("D1", partner_type="distributor")
    return {
        "first page": (boss, "/customers/customers"),
        "first page of 100": (boss, "/customers/customers?limit=100"),
        "by account manager": (boss, "/customers/customers?account_manager_id=AM007"),
        "by a type that one in a thousand has": (boss, "/customers/customers?association_type=consultative"),
        "by tag": (boss, "/customers/customers?tag=重点客户"),
        "by a part of the name, one hit": (boss, f"/customers/customers?customer_name={customers // 2:06}科"),
        "by a part of the name, many hits": (boss, "/customers/customers?customer_name=晨星"),
        "by a part of the name, no hit": (boss, "/customers/customers?customer_name=没有"),
        "by account name": (boss, "/customers/customers?account_name=t-0777"),
        "by customer ID": (boss, f"/customers/customers?customer_id=C{customers - 1:06}"),
        "by mobile": (boss, f"/customers/customers?mobile=138{customers - 1:08}"),
        "an account manager's own": (manager, "/customers/customers"),
        "an account manager's own, by a part of the name": (manager, "/customers/customers?customer_name=晨星"),
        "a supervisor's": (supervisor, "/customers/customers"),
        "unassigned, to be chosen": (boss, "/customers/assignable-customers?unassigned=true"),
        "customers of a manager": (boss, "/customers/account-managers/AM007/customers"),
        "one of 2,000 resellers' customers": (distributor, f"/customers/reseller-customers?reseller_id=R{resellers - 1:05}"),
        "consumption from 1,000 (a filter, nobody has it)": (boss, "/customers/customers?consumption_from=1000"),
    }


def measure(customers: int = CUSTOMERS, resellers: int = RESELLERS) -> dict[str, Cost]:
    """Seed and call every page; the second call of each counts, for the first loads code."""
    from botocore.client import BaseClient

    from tests.kit.world import World

    storage = Storage()
    seed(storage, customers, resellers)
    world, costs = World(), {}
    with mock.patch.object(BaseClient, "_make_api_call", lambda client, operation, asked: storage.answer(operation, asked)):
        for name, (caller, path) in pages(customers, resellers).items():
            world.call(caller, "GET", path).ok()
            storage.meter = meter = Meter()
            begun = time.perf_counter()
            answer = world.call(caller, "GET", path).ok()
            spent = (time.perf_counter() - begun) * 1000
            costs[name] = Cost(meter.calls, meter.touched, len(answer["items"]), meter.units, spent)
    return costs


def main() -> None:
    """Print the table that stands in docs/operations.md."""
    import tests.conftest  # noqa: F401 - the environment of a mocked account

    sizes = [int(text) for text in sys.argv[1:3]]
    print("| page | calls | records touched | shown | read units | ms in the stand-in |\n|---|---|---|---|---|---|")
    for name, cost in measure(*sizes).items():
        print(f"| {name} | {cost.calls} | {cost.touched} | {cost.shown} | {cost.units:g} | {cost.milliseconds:.0f} |")


if __name__ == "__main__":
    main()
