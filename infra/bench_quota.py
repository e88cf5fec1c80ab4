"""What one coupon quota takes when 64 issue from it at once, and what expiry costs a coupon.

    python -m infra.bench_quota [seconds]

The storage is a stand-in that does to transactions what DynamoDB does: while one runs, its items refuse every other transaction
(TransactionConflict), writing or reading; conditions and updates of the product's own requests are evaluated. Time is stretched: here 64
callers share two processors, on AWS each has its own. A transaction takes `TRANSACTION_S` and a read `READ_S` where DynamoDB needs about a
fifteenth of that, and patience and pauses are stretched alike (`STRETCH`).

Raw is a transaction of one conditional update of one item, sent again by the same pauses until it goes through; issuing is the product's
own command, read, decided and committed. Both from as many threads, one after the other in one run. The ratio goes to
`.local/bench.json`.
"""

from __future__ import annotations

import bisect
import json
import re
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

from infra.bench_start import RESULTS

CALLERS = 64
STRETCH = 15
TRANSACTION_S, READ_S = 0.014 * STRETCH, 0.004 * STRETCH
SECONDS = 30.0
BOUND = 0.7  # issues a second, of raw transactions a second

Item = dict[str, Any]
Address = tuple[str, str]


class Storage:
    """Items in memory, transactions as DynamoDB admits them. Answers TransactGetItems, TransactWriteItems, Query (of the due index)."""

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


def issuing(storage: Storage) -> Callable[[int], None]:
    """One voucher to one customer, each caller to a customer of its own, all from one quota."""
    from partner_center.coupons import CouponKind, IssueVouchers, issue_coupons
    from partner_center.kernel import clock
    from partner_center.kernel.money import Money
    from partner_center.platform.work import Origin, Work, carry_out
    from tests.kit.world import partner_user

    _seed(storage, CALLERS)
    caller = partner_user("P1")

    def issue(number: int) -> None:
        request = IssueVouchers(quota_id="Q1", customer_ids=[f"C{number}"], face_value=Money.of("0.01"))
        carry_out(
            lambda: Work(caller, clock.now(), Origin("coupons.issue_vouchers", "bench")),
            lambda work: issue_coupons(CouponKind.VOUCHER, request, caller, work),
        )

    return issue


def _seed(storage: Storage, customers: int) -> None:
    from partner_center.coupons import CouponKind, CouponQuota, QuotaSource
    from partner_center.customers import Association, AssociationStatus, AssociationType
    from partner_center.kernel import clock
    from partner_center.kernel.money import Money

    now, value = clock.now(), Money.of(1_000_000)
    terms: dict[str, Any] = {"issued_at": now, "effective_at": now, "expires_at": now + timedelta(days=365), "reference": "bench"}
    records: list[Any] = [
        CouponQuota(
            partner_id="P1", coupon_kind=CouponKind.VOUCHER, quota_id="Q1", initial_amount=value, balance=value,
            source=QuotaSource.VENDOR, **terms,
        )
    ]  # fmt: skip
    records += [
        Association(
            partner_id="P1", customer_id=f"C{number}", customer_name=f"客户{number}", account_name=f"acct-{number}", mobile="13800000000",
            association_type=AssociationType.RESALE, status=AssociationStatus.ASSOCIATED, associated_at=now,
        )
        for number in range(customers)
    ]  # fmt: skip
    for record in records:
        record.settle()
        record.version = 1
        storage.items[record.pk, record.sk] = record.serialize(null_check=False)


def contention(seconds: float) -> dict[str, float]:
    """Raw and issuing, one after the other, on storages alike. Raises AssertionError where the quota was oversold or issuers starved."""
    from partner_center.platform import work

    one, other = Storage(TRANSACTION_S, READ_S), Storage(TRANSACTION_S, READ_S)
    with (
        mock.patch.object(work, "PATIENCE_S", work.PATIENCE_S * STRETCH),
        mock.patch.object(work, "LONGEST_PAUSE_S", work.LONGEST_PAUSE_S * STRETCH),
        mock.patch.object(work, "SHORTEST_PAUSE_S", work.SHORTEST_PAUSE_S * STRETCH),
    ):
        with _answered_by(one):
            raw_rate, _ = rate(raw(one), seconds)
        with _answered_by(other):
            issue_rate, outcomes = rate(issuing(other), seconds)
    _check(other)
    _keep(issue_rate / raw_rate)
    print(f"raw {raw_rate:.2f}/s, issuing {issue_rate:.2f}/s: {issue_rate / raw_rate:.2f} (at least {BOUND}); {dict(outcomes)}")
    return {"raw_per_s": raw_rate, "issues_per_s": issue_rate, "ratio": issue_rate / raw_rate}


def _keep(ratio: float) -> None:
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    known["quota_issue_rate_ratio"] = {"value": round(ratio, 3), "bound": BOUND, "at_least": True}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")


def _check(storage: Storage) -> None:
    quota = next(item for item in storage.items.values() if item["kind"]["S"] == "coupon_quota")
    issued = sum(Decimal(item["face_value"]["N"]) for item in storage.items.values() if item["kind"]["S"] == "coupon")
    assert Decimal(quota["balance"]["N"]) + issued == Decimal(quota["initial_amount"]["N"])
    assert Decimal(quota["issued"]["N"]) == issued


def _answered_by(storage: Storage) -> Any:
    from botocore.client import BaseClient

    return mock.patch.object(BaseClient, "_make_api_call", lambda client, operation, asked: storage.answer(operation, asked))


# --- expiry -----------------------------------------------------------------------------------------------------------------------


def expiring(coupons: int) -> None:
    """What it costs to take back coupons that expired: calls, items and capacity of each, and the memory of the run."""
    from partner_center.coupons import expiry
    from partner_center.kernel import clock
    from partner_center.platform.schedule import Run

    storage = Storage(forgets=("ledger_entry", "coupon_operation", "audit", "outbox"))
    _seed(storage, 1)
    as_of = clock.now()
    _seed_expired(storage, coupons)
    run = Run("coupons.recall_expired_coupons", as_of, lambda: 900_000, "bench")
    with _answered_by(storage):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.monotonic()
        expiry.recall_expired_coupons(run)
        spent = time.monotonic() - began
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    left = sum(item["kind"]["S"] == "coupon" and Decimal(item["balance"]["N"]) > 0 for item in storage.items.values())
    print(
        f"{coupons} coupons expired in {run.done} transactions, {storage.calls['Query']} pages of the due index, {spent:.0f} s here, "
        f"{left} left: {storage.written / coupons:.2f} items and {storage.write_units / coupons:.1f} write units a coupon "
        f"(indexes not counted); the process grew by {grown / 1024:.0f} MiB"
    )


def _seed_expired(storage: Storage, coupons: int) -> None:
    from partner_center.coupons import BillingScope, Coupon, CouponKind
    from partner_center.kernel import clock
    from partner_center.kernel.money import Money

    now = clock.now()
    for number in range(coupons):
        coupon = Coupon(
            partner_id="P1", coupon_kind=CouponKind.VOUCHER, coupon_id=f"CP{number:08}", quota_id="Q1", customer_id="C0",
            customer_name="客户0", account_name="acct-0", face_value=Money.of(1), balance=Money.of(1), billing_scope=BillingScope.GENERAL,
            issued_at=now - timedelta(days=60), effective_at=now - timedelta(days=60), expires_at=now - timedelta(hours=1),
            warned_at=now - timedelta(days=8),
        )  # fmt: skip
        coupon.settle()
        coupon.version = 1
        storage.items[coupon.pk, coupon.sk] = coupon.serialize(null_check=False)
        storage.due.append((str(coupon.due_sk), (coupon.pk, coupon.sk)))
    storage.due.sort()


def main() -> None:
    """Print both; what docs/operations.md quotes."""
    import tests.conftest  # noqa: F401 - the environment of a mocked account

    contention(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
    expiring(int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)


if __name__ == "__main__":
    main()
