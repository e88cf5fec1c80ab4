"""Faults between a function and the table: counted calls, throttles, lost answers, sudden death."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ConnectionClosedError
from pynamodb.connection.base import Connection
from pynamodb.exceptions import CancellationReason, VerboseClientError

WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"}


class Killed(BaseException):
    """The function died; nothing after this ran. Not an Exception, so that no handler survives it."""


@contextmanager
def watching(before: Callable[[str, int], None] | None = None, after: Callable[[str, int], None] | None = None) -> Iterator[Counter[str]]:
    """Count the calls to DynamoDB by operation; `before`/`after` see (operation, number of writes so far) and may raise."""
    calls: Counter[str] = Counter()
    real = Connection.dispatch

    def dispatch(self: Connection, operation_name: str, operation_kwargs: dict[Any, Any]) -> dict[Any, Any]:
        calls[operation_name] += 1
        writes = sum(count for name, count in calls.items() if name in WRITES)
        if before:
            before(operation_name, writes)
        answer = real(self, operation_name, operation_kwargs)
        if after:
            after(operation_name, writes)
        return answer

    Connection.dispatch = dispatch  # type: ignore[method-assign]  # the fault stands in for it
    try:
        yield calls
    finally:
        Connection.dispatch = real  # type: ignore[method-assign]  # the fault stands in for it


def killed_after(writes: int) -> Callable[[str, int], None]:
    """Die right after the n-th write reached the table."""

    def die(operation: str, count: int) -> None:
        if operation in WRITES and count == writes:
            raise Killed

    return die


def before_first_commit(meanwhile: Callable[[], Any]) -> Callable[[str, int], None]:
    """Somebody else does something between the first reading and its commit."""
    done: list[str] = []

    def interfere(operation: str, _: int) -> None:
        if operation == "TransactWriteItems" and not done:
            done.append(operation)
            meanwhile()

    return interfere


def answer_lost(writes: int) -> Callable[[str, int], None]:
    """The n-th write happens, but its answer never arrives."""

    def lose(operation: str, count: int) -> None:
        if operation in WRITES and count == writes:
            raise ConnectionClosedError(endpoint_url="table")

    return lose


@contextmanager
def disturbed(fault: str, at: int = 1) -> Iterator[None]:
    """The first write meets the fault: a conflict or a throttle before it, a lost answer or sudden death after it (the `at`-th write)."""
    reasons = {"conflict": "TransactionConflict", "throttle": "ThrottlingError"}
    met: list[str] = []

    def refuse(operation: str, _: int) -> None:
        if operation == "TransactWriteItems" and not met:
            met.append(operation)
            raise VerboseClientError(
                {"Error": {"Code": "TransactionCanceledException", "Message": ""}},
                operation,
                {},
                cancellation_reasons=[CancellationReason(code=reasons[fault])],
            )

    if fault in reasons:
        with watching(before=refuse):
            yield
    elif fault in ("lost", "killed"):
        with watching(after=answer_lost(at) if fault == "lost" else killed_after(at)):
            yield
    else:
        yield
