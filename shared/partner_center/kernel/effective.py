"""Configuration that the business changes: rows with effective dates, seeded from files, read as of an instant.

A file is a JSON list of rows in an area's `data/` folder; each row has `effective_from` (a Beijing day or an instant) and its own columns.
The row in force is the latest that matches and has begun; history stays, so that a past month is computed as it was.
"""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from partner_center.kernel import clock
from partner_center.kernel.errors import Broken

Row = dict[str, Any]


@lru_cache(maxsize=64)
def rows(package: str, name: str) -> tuple[Row, ...]:
    """The rows of `<package>/data/<name>.json`, oldest first; numbers are exact decimals."""
    text = files(package).joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    return tuple(sorted(json.loads(text, parse_float=Decimal), key=lambda row: clock.instant(row["effective_from"])))


def in_force(package: str, name: str, at: datetime, **match: Any) -> Row:
    """The row in force at an instant with these column values. Raises Broken where nobody configured one."""
    if (row := find_in_force(package, name, at, **match)) is None:
        raise Broken(f"{package}/{name} has no row for {match} at {clock.iso(at)}")
    return row


def find_in_force(package: str, name: str, at: datetime, **match: Any) -> Row | None:
    """Like `in_force`, None where there is none."""
    begun = [row for row in rows(package, name) if clock.instant(row["effective_from"]) <= at]
    return next((row for row in reversed(begun) if all(row.get(column) == value for column, value in match.items())), None)
