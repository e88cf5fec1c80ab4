"""Batches: independent commands with one result each, for what must not stand or fall together.

    def batch_recall_vouchers(request: BatchRecallVouchers, work: Work) -> BatchAnswer[VoucherRecalled]:
        return each_alone(work, request.voucher_ids, recall, answer=VoucherRecalled, named=str)

Each item is decided and committed as a unit of work of its own, under an idempotency token derived from the request's: repeating the batch
with the same key carries out what is missing and answers the rest as before. A dry run decides all items in one work, in their order.
A guard's no (a verification code is missing) ends the whole batch: what is done stays done, its repetition goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from pydantic import BaseModel

from partner_center.kernel import ids
from partner_center.kernel.errors import Stale
from partner_center.platform.audit import record_refusal
from partner_center.platform.contracts import Response
from partner_center.platform.guard import NotAdmitted
from partner_center.platform.observe import logger
from partner_center.platform.problems import Halt, Problem, problem, problem_of
from partner_center.platform.work import Idempotency, Repeated, Work, as_stored, carry_out

I = TypeVar("I")  # noqa: E741 - an item
A = TypeVar("A", bound=Response)

LARGEST_BATCH = 50  # items; each is a read and a transaction, and the whole answers within API Gateway's 29 s


class ItemResult(Response, Generic[A]):
    """What became of one item: its result, or the problem that stopped it alone."""

    item: str
    result: A | None = None
    problem: Problem | None = None


class BatchAnswer(Response, Generic[A]):
    """One result per item, in the order asked."""

    done: int
    failed: int
    results: list[ItemResult[A]]


def each_alone(
    work: Work, items: Sequence[I], decide: Callable[[I, Work], A], *, answer: type[A], named: Callable[[I], str]
) -> BatchAnswer[A]:
    """Carry out each item as its own command. `named` gives an item's own, unique name within the batch.

    Raises Stale where If-Match was sent: a batch has no one version to match.
    """
    if work.expected_version is not None:
        raise Stale(None)
    results = [_one(work, item, decide, answer, named(item)) for item in items]
    work.guards = ()  # each item's own work asked them
    failed = sum(result.problem is not None for result in results)
    return BatchAnswer[A](done=len(results) - failed, failed=failed, results=results)


def _one(work: Work, item: I, decide: Callable[[I, Work], A], answer: type[A], name: str) -> ItemResult[A]:
    token = _token_of(work, item, name)
    try:
        if work.dry_run:
            return ItemResult[A](item=name, result=decide(item, work))
        result, _ = carry_out(
            lambda: Work(work.caller, work.now, work.origin, token, guards=work.guards),
            lambda alone: decide(item, alone),
            lambda made: as_stored(made.model_dump_json()),
        )
    except Repeated as repeated:
        if token is None or repeated.token.request != token.request:
            return ItemResult[A](item=name, problem=_problem(Halt("idempotency_key_reused"), work))
        return ItemResult[A](item=name, result=answer.model_validate(repeated.token.answer))
    except NotAdmitted:
        raise
    except Exception as error:
        if not work.dry_run:
            origin = work.origin
            record_refusal(
                work.caller, origin.action, error, correlation_id=origin.correlation_id, source=origin.source, note={"item": name}
            )
        return ItemResult[A](item=name, problem=_problem(error, work))
    return ItemResult[A](item=name, result=result)


def _token_of(work: Work, item: object, name: str) -> Idempotency | None:
    if work.idempotency is None:
        return None
    asked = item.model_dump_json() if isinstance(item, BaseModel) else str(item)
    return Idempotency(work.idempotency.scope, f"{work.idempotency.token}#{name}", ids.fingerprint(work.origin.action, asked))


def _problem(error: Exception, work: Work) -> Problem:
    found = problem_of(error, work.origin.language, work.origin.correlation_id)
    if found is None:
        logger.exception("an item of a batch failed", extra={"action": work.origin.action})
        return problem("unexpected", work.origin.language, work.origin.correlation_id)
    return found
