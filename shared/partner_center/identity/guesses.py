"""Guesses at a secret that somebody was sent or shown: each counts before it is looked at, so that guesses at once do not overtake it."""

from __future__ import annotations

from datetime import datetime

from pynamodb.exceptions import PynamoDBException, UpdateError

from partner_center.kernel.errors import Unavailable
from partner_center.platform.table import Instant, Record, Whole


class Guessed(Record):
    """A record at which somebody guesses a few times, until it expires."""

    tries = Whole(default=0)
    expires_at = Instant()


def count_guess_at(record: Guessed, tries: int, now: datetime) -> bool:
    """Count a guess at the record of that address; False when there is nothing to guess at any more. Raises Unavailable."""
    kind = type(record)
    record.settle()
    record.version = 0  # raises the stored version instead of setting it
    try:
        record.update([kind.tries.add(1)], condition=(kind.tries < tries) & (kind.expires_at > now), add_version_condition=False)
    except UpdateError as problem:
        if problem.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise Unavailable("table") from problem
    except PynamoDBException as problem:
        raise Unavailable("table") from problem
    return True
