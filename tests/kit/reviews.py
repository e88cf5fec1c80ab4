"""The review desk in tests."""

from __future__ import annotations

import itertools
from typing import Any

from partner_center.platform.caller import Caller
from partner_center.reviews import ReviewKind, ReviewTask, review_key
from tests.kit.world import Answer, World, vendor_user

_DECISIONS = itertools.count()


def is_open(kind: ReviewKind, subject_id: str, partner_id: str | None = None) -> bool:
    """Whether a subject has a task."""
    return task_of(kind, subject_id, partner_id) is not None


def task_of(kind: ReviewKind, subject_id: str, partner_id: str | None = None) -> ReviewTask | None:
    """A subject's task as it is now."""
    key = review_key(kind, subject_id, partner_id=partner_id)
    try:
        return ReviewTask.get(key.partition, key.sort, consistent_read=True)
    except ReviewTask.DoesNotExist:
        return None


def path_of(kind: ReviewKind, subject_id: str, partner_id: str | None = None) -> str:
    """Where a subject's task is worked on."""
    return f"/reviews/duties/{kind.duty}/tasks/{review_key(kind, subject_id, partner_id=partner_id).sort}"


def decide(
    world: World,
    kind: ReviewKind,
    subject_id: str,
    partner_id: str | None = None,
    *,
    by: Caller | None = None,
    decision: str = "approved",
    **form: Any,
) -> Answer:
    """Somebody decides a subject's review; a reason goes with what is no approval."""
    given = {"decision": decision, **({} if decision == "approved" else {"reason": "资料不符"}), **form}
    key = f"decision-{next(_DECISIONS)}"
    return world.call(by or vendor_user(), "POST", f"{path_of(kind, subject_id, partner_id)}/decision", given, key=key)
