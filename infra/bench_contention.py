"""What one hot record takes when 64 callers work on it at once, beside bare conditional transactions on one item in the same run.

The storage is a stand-in that does to transactions what DynamoDB does: while one runs, its items refuse every other transaction
(TransactionConflict), writing or reading; conditions and updates of the product's own requests are evaluated. Time is stretched: here 64
callers share two processors, on AWS each has its own. A transaction takes `TRANSACTION_S` and a read `READ_S` where DynamoDB needs about a
fifteenth of that, and patience and pauses are stretched alike (`STRETCH`).

Raw is a transaction of one conditional update of one item, sent again by the same pauses until it goes through; beside it the product's own
command, read, decided and committed. Both from as many threads, one after the other in one run. The ratio goes to `.local/bench.json`.
"""

from __future__ import annotations

import bisect
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from unittest import mock

from infra.bench_start import RESULTS

CALLERS = 64
STRETCH = 15
TRANSACTION_S, READ_S = 0.014 * STRETCH, 0.004 * STRETCH
SECONDS = 30.0
BOUND = 0.7  # commands a second, of raw transactions a second

Item = dict[str, Any]
Address = tuple[str, str]


class Storage:
    """Items in memory, transactions as DynamoDB admits them. It also answers BatchGetItem, and Query of the due index."""

    def __init__(self, transaction_s: float = 0.0, read_s: float = 0.0, *, forgets: tuple[str, ...] = ()) -> None:
        self.items: dict[Address, Item] = {}
        self.forgets = forgets  # kinds that are counted and not kept: what nobody reads again
        self.due: list[tuple[str, Address]] = []
        self.running: set[Address] = set()
        self.guard = threading.Lock()
        self.transaction_s, self.read_s = transaction_s, read_s
        self.calls: Counter[str] = Counter()
        self.written = 0
        self.write_units = 0

    def answer(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        """What DynamoDB would answer. Raises ClientError."""
        self.calls[operation] += 1
        if operation == "TransactWriteItems":
            return self._write(asked["TransactItems"])
        if operation == "TransactGetItems":
            return self._read([_address(part["Get"]["Key"]) for part in asked["TransactItems"]])
        if operation == "BatchGetItem":
            return self._read_each(asked["RequestItems"])
        if operation == "Query":
            return self._due(asked)
        raise NotImplementedError(operation)

    def _read(self, addresses: list[Address]) -> dict[str, Any]:
        with self.guard:
            if self.running & set(addresses):
                raise _cancelled("TransactGetItems", ["TransactionConflict" if at in self.running else "None" for at in addresses])
            found = [self.items.get(at) for at in addresses]
        time.sleep(self.read_s)
        return {"Responses": [{"Item": item} if item else {} for item in found]}

    def _read_each(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Items as they stand: reading one by one meets no transaction."""
        ((table, wanted),) = asked.items()
        with self.guard:
            found = [self.items.get(_address(key)) for key in wanted["Keys"]]
        time.sleep(self.read_s)
        return {"Responses": {table: [item for item in found if item]}, "UnprocessedKeys": {}}

    def _write(self, parts: list[dict[str, Any]]) -> dict[str, Any]:
        changes = [next(iter(part.items())) for part in parts]
        addresses = [_address(asked["Item"] if kind == "Put" else asked["Key"]) for kind, asked in changes]
        with self.guard:
            if self.running & set(addresses):
                raise _cancelled("TransactWriteItems", ["TransactionConflict" if at in self.running else "None" for at in addresses])
            self.running |= set(addresses)
        try:
            time.sleep(self.transaction_s)
            with self.guard:
                reasons = [
                    "None" if _holds(asked, self.items.get(at)) else "ConditionalCheckFailed"
                    for (_, asked), at in zip(changes, addresses, strict=True)
                ]
                if set(reasons) != {"None"}:
                    raise _cancelled("TransactWriteItems", reasons)
                for (kind, asked), at in zip(changes, addresses, strict=True):
                    self._apply(kind, asked, at)
        finally:
            with self.guard:
                self.running -= set(addresses)
        return {}

    def _apply(self, kind: str, asked: dict[str, Any], at: Address) -> None:
        if kind == "Put" and asked["Item"]["kind"]["S"] not in self.forgets:
            self.items[at] = asked["Item"]
        elif kind == "Update":
            self.items[at] = _updated(asked, self.items[at])
        elif kind == "Delete":
            del self.items[at]
        if kind != "ConditionCheck":
            self.written += 1
            written = asked["Item"] if kind == "Put" else self.items.get(at, {})
            size = sum(len(name) + len(str(next(iter(value.values()))).encode()) for name, value in written.items())
            self.write_units += 2 * max(1, -(-size // 1024))

    def _due(self, asked: dict[str, Any]) -> dict[str, Any]:
        partition, last = (asked["ExpressionAttributeValues"][name]["S"] for name in re.findall(r":\d+", asked["KeyConditionExpression"]))
        begun = asked.get("ExclusiveStartKey")
        first = bisect.bisect_right(self.due, (begun["due_sk"]["S"], _address(begun))) if begun else 0
        page: list[Item] = []
        for sort, at in self.due[first:]:
            if sort > last or len(page) == asked["Limit"]:
                break
            if self.items[at].get("due_pk", {}).get("S") == partition:
                page.append(self.items[at])
        answer: dict[str, Any] = {"Items": page, "ScannedCount": len(page)}
        if len(page) == asked["Limit"]:
            answer["LastEvaluatedKey"] = {name: page[-1][name] for name in ("pk", "sk", "due_pk", "due_sk")}
        return answer


def _address(key: Item) -> Address:
    return key["pk"]["S"], key["sk"]["S"]


def _cancelled(operation: str, reasons: list[str]) -> Exception:
    from botocore.exceptions import ClientError

    answer: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": ""},
        "CancellationReasons": [{"Code": reason} for reason in reasons],
    }
    cancelled: Exception = ClientError(answer, operation)
    return cancelled


_COMPARISON = re.compile(r"(#\d+) (=|>=) (:\d+)|attribute_not_exists \((#\d+)\)")


def _holds(asked: dict[str, Any], item: Item | None) -> bool:
    """Whether all comparisons of a condition hold; the product's transactions join theirs by AND."""
    condition = asked.get("ConditionExpression")
    if condition is None:
        return True
    names, values = asked.get("ExpressionAttributeNames", {}), asked.get("ExpressionAttributeValues", {})
    return all(_compared(match, names, values, item or {}) for match in _COMPARISON.finditer(condition))


def _compared(match: re.Match[str], names: dict[str, str], values: Item, item: Item) -> bool:
    if match[4]:
        return names[match[4]] not in item
    known = item.get(names[match[1]])
    if known is None:
        return False
    ((kind, have),), ((_, want),) = known.items(), values[match[3]].items()
    if kind == "N":
        return bool(Decimal(have) == Decimal(want) if match[2] == "=" else Decimal(have) >= Decimal(want))
    return bool(have == want if match[2] == "=" else have >= want)


_STEP = re.compile(r"(#\d+) = #\d+ \+ (:\d+)|(#\d+) (:\d+)")


def _updated(asked: dict[str, Any], item: Item) -> Item:
    """The item with all sums of an update added."""
    names, values, new = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"], dict(item)
    for match in _STEP.finditer(asked["UpdateExpression"]):
        name, by = names[match[1] or match[3]], values[match[2] or match[4]]["N"]
        new[name] = {"N": f"{Decimal(new[name]['N']) + Decimal(by):f}"}
    return new


# --- 64 at once -------------------------------------------------------------------------------------------------------------------


def rate(do: Callable[[int], None], seconds: float) -> tuple[float, Counter[str]]:
    """How often a second 64 threads get something done, and what became of each call."""
    ends, outcomes = time.monotonic() + seconds, Counter[str]()

    def work(number: int) -> None:
        while time.monotonic() < ends:
            try:
                do(number)
                outcomes["done"] += 1
            except Exception as error:
                outcomes[type(error).__name__] += 1

    began = time.monotonic()
    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(work, range(CALLERS)))
    return outcomes["done"] / (time.monotonic() - began), outcomes


def raw(storage: Storage) -> Callable[[int], None]:
    """One conditional update of one item in a transaction, until it goes through."""
    from botocore.exceptions import ClientError

    from partner_center.platform import work

    storage.items["raw", "raw"] = {"pk": {"S": "raw"}, "sk": {"S": "raw"}, "balance": {"N": "1000000000"}}
    change = {
        "Key": {"pk": {"S": "raw"}, "sk": {"S": "raw"}},
        "UpdateExpression": "SET #0 = #0 + :0",
        "ConditionExpression": "#0 >= :1",
        "ExpressionAttributeNames": {"#0": "balance"},
        "ExpressionAttributeValues": {":0": {"N": "-1"}, ":1": {"N": "1"}},
    }

    def send(_: int) -> None:
        for attempt in work._patiently():
            try:
                storage.answer("TransactWriteItems", {"TransactItems": [{"Update": change}]})
            except ClientError:
                work._pause(attempt)
            else:
                return
        raise TimeoutError

    return send


def put(storage: Storage, *records: Any) -> None:
    """Records that are there before."""
    for record in records:
        record.settle()
        record.version = 1
        storage.items[record.pk, record.sk] = record.serialize(null_check=False)


def answered_by(storage: Storage) -> Any:
    """The product's requests go to the stand-in."""
    from botocore.client import BaseClient

    return mock.patch.object(BaseClient, "_make_api_call", lambda client, operation, asked: storage.answer(operation, asked))


def compare(
    what: str,
    command: Callable[[Storage], Callable[[int], None]],
    check: Callable[[Storage, Counter[str]], None],
    *,
    key: str,
    seconds: float,
) -> dict[str, float]:
    """Raw and a command, one after the other, on storages alike; the ratio is kept under `key`.

    `command` seeds a storage and answers what one caller does again and again; `check` raises AssertionError where something was lost,
    doubled or taken twice.
    """
    from partner_center.platform import work

    one, other = Storage(TRANSACTION_S, READ_S), Storage(TRANSACTION_S, READ_S)
    with (
        mock.patch.object(work, "PATIENCE_S", work.PATIENCE_S * STRETCH),
        mock.patch.object(work, "LONGEST_PAUSE_S", work.LONGEST_PAUSE_S * STRETCH),
        mock.patch.object(work, "SHORTEST_PAUSE_S", work.SHORTEST_PAUSE_S * STRETCH),
    ):
        with answered_by(one):
            raw_rate, _ = rate(raw(one), seconds)
        with answered_by(other):
            command_rate, outcomes = rate(command(other), seconds)
    check(other, outcomes)
    ratio = command_rate / raw_rate
    _keep(key, ratio)
    print(f"raw {raw_rate:.2f}/s, {what} {command_rate:.2f}/s: {ratio:.2f} (at least {BOUND}); {dict(outcomes)}")
    return {"raw_per_s": raw_rate, "commands_per_s": command_rate, "ratio": ratio}


def _keep(key: str, ratio: float) -> None:
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    known[key] = {"value": round(ratio, 3), "bound": BOUND, "at_least": True}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
