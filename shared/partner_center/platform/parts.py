"""Many derived records before the one that refers to them: what does not fit into one transaction, and never shows by halves.

A job or consumer that must write hundreds of rows and one head keeps the rows first, in transactions of their own, and leaves the head
to its own unit of work. The rows' keys follow from what they are, so a run that was killed writes the same rows again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from partner_center.platform.table import Key, Record
from partner_center.platform.work import Work, carry_out

PART = 90  # rows in one transaction; the rest of the hundred is the platform's


def keep_first(work: Work, records: Sequence[Record]) -> None:
    """Write these records now, before `work` itself commits; what stands there already and is the same is left alone."""
    for start in range(0, len(records), PART):
        part = records[start : start + PART]
        carry_out(lambda: Work(work.caller, work.now, work.origin), partial(_keep, records=part))


def _keep(work: Work, records: Sequence[Record]) -> None:
    for wanted, found in zip(records, work.look(*(Key(type(r), *r.address) for r in records)), strict=True):
        if found is None:
            work.add(wanted)
        elif differing := {name: value for name, value in _content(wanted).items() if _content(found)[name] != value}:
            for name, value in differing.items():
                setattr(found, name, value)
            work.change(found)


def _content(record: Record) -> dict[str, object]:
    return {name: value for name, value in record.fields().items() if name != "version"}
