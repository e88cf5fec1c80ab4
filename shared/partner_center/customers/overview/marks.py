"""Marks: small records by which the customer list finds customers without reading past the others.

A tag, a type and a mobile have a partition each, in the list's own order. A name has a mark for each place at which a search may hit
it: the search for a part of a name is one query of what begins with that part (10.4.1.1, OPEN: names are found by a part of them).

A mark only points; the page reads what it points to in one more round. Marks follow the line behind its event, a moment later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PynamoDBException

from partner_center.customers.association import AssociationStatus
from partner_center.customers.overview.listed import ListedCustomer, listed_key
from partner_center.kernel import clock
from partner_center.kernel.errors import Unavailable
from partner_center.platform.consumer import Told
from partner_center.platform.table import Key, Place, Record, Text
from partner_center.platform.view import Way
from partner_center.platform.work import Work

PLACES = 32  # from how many places of a name it is found
LONGEST_PART = 40  # characters of a name that are compared
AT_ONCE = 40  # marks changed in one transaction


class CustomerMark(Record, kind="customer_mark"):
    """That a customer has a mark. `facet` is name, account, tag, type or mobile; `mark` sorts within it."""

    PLACE = Place("partner/{partner_id}/customers/{facet}", "{mark}/{customer_id}")

    partner_id = Text()
    facet = Text()  # with its value, where the value has a partition of its own: `tag/重点客户`
    mark = Text()
    customer_id = Text()


def folded(text: str) -> str:
    """A name as it is compared: case does not matter, nor do spaces at its ends; a slash would end a sort key's part."""
    return text.strip().casefold().replace("/", " ")


def marks_of(line: ListedCustomer) -> list[str]:
    """The marks that a line has: facet and mark of each; none while it is not listed."""
    since = line.listed_since
    if since is None:
        return []
    at = clock.iso(since)
    valued = [("type", line.association_type.value), ("mobile", line.mobile), *(("tag", tag) for tag in line.tags)]
    marks = [f"{facet}/{value}\n{at}" for facet, value in valued]
    for facet, name in (("name", folded(line.customer_name)), ("account", folded(line.account_name))):
        marks += [f"{facet}\n{name[place : place + LONGEST_PART]}" for place in range(min(len(name), PLACES)) if name[place] != " "]
    return list(dict.fromkeys(marks))


def _key(line: ListedCustomer, text: str) -> Key[CustomerMark]:
    facet, _, mark = text.partition("\n")
    return CustomerMark.key(partner_id=line.partner_id, facet=facet, mark=mark, customer_id=line.customer_id)


def mark_customer(told: Told) -> None:
    """Bring a customer's marks in line with its line, in as many transactions as they need; each leaves the line saying what there is."""
    partner_id, customer_id = told.data["partner_id"], told.data["customer_id"]
    while told.unit(lambda work: _mark_some(work, partner_id, customer_id)):
        pass


def _mark_some(work: Work, partner_id: str, customer_id: str) -> bool:
    line = work.get(listed_key(partner_id, customer_id), or_none=True)
    if line is None:
        return False
    wanted, there = marks_of(line), list(line.marks)
    surplus, missing = [mark for mark in there if mark not in wanted], [mark for mark in wanted if mark not in there]
    gone = surplus[:AT_ONCE]
    new = missing[: AT_ONCE - len(gone)]
    if not gone and not new:
        return False
    found = dict(zip([*gone, *new], work.look(*(_key(line, mark) for mark in (*gone, *new))), strict=True))
    work.remove(*(found[mark] for mark in gone if found[mark] is not None))
    for mark in new:
        if found[mark] is None:
            facet, _, text = mark.partition("\n")
            work.add(CustomerMark(partner_id=partner_id, facet=facet, mark=text, customer_id=customer_id))
    line.marks = [mark for mark in there if mark not in gone] + new
    work.change(line)
    return len(surplus) + len(missing) > AT_ONCE


def partition_of(partner_id: str, facet: str, value: str | None = None) -> str:
    """Where the marks of a facet lie."""
    return CustomerMark.partition(partner_id=partner_id, facet=facet if value is None else f"{facet}/{value}")


def way_of_value(partner_id: str, facet: str, value: str, keeps: Callable[[ListedCustomer], bool]) -> Way:
    """The way to the customers with a tag, type or mobile, in the list's order."""
    fetch = _fetching(partner_id, lambda mark, line: keeps(line))
    return Way((partition_of(partner_id, facet, value),), pointers=CustomerMark, fetch=fetch)


def way_of_name(partner_id: str, facet: str, part: str, keeps: Callable[[ListedCustomer], bool]) -> Way:
    """The way to the customers whose name or account name has a part; in the order of what follows it."""
    begins = folded(part)[:LONGEST_PART]

    def hits_first(mark: CustomerMark, line: ListedCustomer) -> bool:
        name = folded(line.customer_name if facet == "name" else line.account_name)
        place = name.find(begins)  # a name that has the part twice is there twice, and shown once
        return name[place : place + LONGEST_PART] == mark.mark and keeps(line)

    fetch = _fetching(partner_id, hits_first)
    return Way((partition_of(partner_id, facet),), begins=begins, spanned=False, pointers=CustomerMark, fetch=fetch)


def _fetching(partner_id: str, keeps: Callable[[CustomerMark, ListedCustomer], bool]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    def fetch(marks: Sequence[Any]) -> Sequence[Any]:
        keys = [listed_key(partner_id, customer_id) for customer_id in dict.fromkeys(mark.customer_id for mark in marks)]
        if not keys:
            return []
        try:
            found = {line.customer_id: line for line in ListedCustomer.batch_get([(key.partition, key.sort) for key in keys])}
        except PynamoDBException as problem:
            raise Unavailable("table") from problem
        pairs = [(mark, found[mark.customer_id]) for mark in marks if mark.customer_id in found]
        return [line for mark, line in pairs if line.status is AssociationStatus.ASSOCIATED and keeps(mark, line)]

    return fetch


def within(since: datetime | None, until: datetime | None) -> Callable[[ListedCustomer], bool]:
    """Whether a customer was associated in a span of time."""
    return lambda line: (since is None or line.associated_at >= since) and (until is None or line.associated_at <= until)
