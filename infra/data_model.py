"""docs/data-model.md, derived from the record classes: what lies where, and by which key it is read."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import partner_center
from partner_center.platform.table import Place, Record

INTRODUCTION = """# Data model: one table

Derived by `make generate` from the record classes; do not edit. A class says where it lies with templates over its own fields (`Place`).

- Table keys `pk`, `sk`; partition values are percent-encoded, so that no value reaches into another partition. Every record carries `kind`
  (its class) and, when it can change, `version` (optimistic lock, HTTP's ETag).
- Three sparse indexes: `owner` (worklists in another order than the ids'), `lookup` (a second name) and `due` (deadlines: sort key begins
  with the instant). A record leaves an index when a field of its template becomes empty.
- Time-to-live `expires_at_epoch`: outbox records, idempotency tokens and registrations, longer than any queue keeps a message; refused
  usage lines after 30 days (the reject file stays); rows of a running month's daily bill editions after 7 days. Nothing else is deleted.
- Amounts are numbers in the record's currency (CNY unless it has a field `currency`), exact to 38 digits. Instants are UTC texts that sort.

## Access patterns that all records share
| who | reads | key condition |
|---|---|---|
| a command | the records it names, as of one instant, together with its idempotency token; a shared account that somebody draws on just then, as it stands | TransactGetItems by `pk`, `sk`; BatchGetItem |
| a command | commits everything it changed | one TransactWriteItems; `version` of each changed or relied-on record, absence of each new one |
| a list page | one owner's records, newest first, page by page | Query `pk` (or `owner_pk`), optionally a span of `sk`; consistent on the table |
| a job | what is due at an instant | Query `due`: `due_pk` = the job's partition, `due_sk` ≤ instant, oldest first |
| the outbox publisher | new outbox records | the table's stream, filtered by `kind` |

A filter that is not part of the key (a status, a part of a name) runs as a filter expression over one owner's own records, at most ten
storage pages a call, and answers with a cursor to go on. Nothing scans.

## Measured: the customer list
A partner with 100,000 customers, a distributor with 2,000 resellers, seeded by `python -m infra.bench_customers`; the whole table with times is
in docs/operations.md. Units are DynamoDB's read units: eventually consistent reads at half a unit per 4 KB, consistent ones at one.

| page | found by | calls | records touched | shown | read units |
|---|---|---|---|---|---|
| first page of 10 / of 100 | `listed_customer` owner | 1 / 1 | 10 / 100 | 10 / 100 | 1 / 9 |
| by account manager | `listed_customer` lookup | 1 | 10 | 10 | 1 |
| by type, by tag | `customer_mark` of the value, then the lines | 2 | 20 | 10 | 2 |
| by a part of the name: many hits / one / none | `customer_mark` of the name, then the lines | 2 / 2 / 1 | 20 / 2 / 0 | 10 / 1 / 0 | 2 / 1.5 / 1 |
| by customer ID | `listed_customer` | 1 | 1 | 1 | 1 |
| by mobile | `customer_mark` of the mobile, then the line | 2 | 2 | 1 | 1.5 |
| an account manager's own | `listed_customer` lookup, then who manages them | 2 | 20 | 10 | 2 |
| an account manager's own, by a part of the name | the same, searched among his customers alone | 4 | 300 | 10 | 23 |
| one of 2,000 resellers' customers | `reseller_of`, then the reseller's `listed_customer` owner | 2 | 1 | 0 | 1.5 |
| this month's consumption from 1,000 (nobody has it) | a filter: ten storage pages, then a cursor | 10 | 1810 | 0 | 158.5 |

## Records
"""


def record_classes() -> list[type[Record]]:
    """Every record of the product."""
    for module in pkgutil.walk_packages(partner_center.__path__, "partner_center."):
        importlib.import_module(module.name)
    return sorted((cls for cls in _below(Record) if cls.__module__.startswith("partner_center.") and hasattr(cls, "PLACE")), key=_order)


def _below(cls: type[Record]) -> Iterator[type[Record]]:
    for child in cls.__subclasses__():
        yield child
        yield from _below(child)


def _order(cls: type[Record]) -> tuple[str, str]:
    return _area(cls), _kind(cls)


def _area(cls: type[Record]) -> str:
    return cls.__module__.split(".")[1]


def _kind(cls: type[Record]) -> str:
    return str(cls.kind.get_discriminator(cls))


def data_model() -> str:
    """The whole page."""
    lines = [INTRODUCTION.rstrip(), ""]
    area = ""
    for cls in record_classes():
        if _area(cls) != area:
            area = _area(cls)
            lines += ["", f"### {area}", "| kind | what it is | pk · sk | indexes |", "|---|---|---|---|"]
        lines.append(f"| `{_kind(cls)}` | {_purpose(cls)} | `{_shown(cls.PLACE)}` | {_indexes(cls)} |")
    return "\n".join(lines) + "\n"


def _purpose(cls: type[Record]) -> str:
    return (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ").replace("|", "\\|").replace("    ", "")


def _shown(place: Place) -> str:
    return f"{place.partition} · {place.sort}".replace("|", "\\|")


def _indexes(cls: type[Record]) -> str:
    found = [(name, getattr(cls, name.upper())) for name in ("owner", "lookup", "due")]
    return "<br>".join(f"{name}: `{_shown(place)}`" for name, place in found if place is not None) or "–"
