"""Whose records a caller reaches inside its own partner: the data scope, computed once by the authorizer and applied to all that is read.

An account manager with no other role sees the customers assigned to him, a supervisor his own and those of the managers below him
(guide 5.1.1.3/r8, r9; 10.4.2.1/r2). `Caller.limited_to` holds their user ids; None means every customer of the partner. The unit of work
asks here about whatever it has read, so that no function checks it: a record beyond the reach is not there, as if it were another
partner's. A distributor reaches its resellers' records on pages that say so (`View(…, resellers=True)`); vendor staff by permission.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from pynamodb.exceptions import PynamoDBException

from partner_center.kernel.errors import NotFound, Unavailable
from partner_center.kernel.labels import Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, query

R = TypeVar("R", bound=Record)


class AssignmentSource(Labelled):
    """How a customer came to its account manager."""

    MANUAL = "manual", "手动分配", "Assigned"
    INVITATION = "invitation", "邀请关联", "By invitation"


class ManagedCustomer(Record, kind="managed_customer"):
    """Which account manager a customer of a partner belongs to now; there is none where nobody has it.

    Written in the transaction that changes the association, whose `account_manager_id` says the same to the pages. It has a key of its own,
    by customer and not by manager: one read tells about a page of any records who may see them, however many managers a supervisor has.
    """

    PLACE = Place("managed/{partner_id}", "{customer_id}")

    partner_id = Text()
    customer_id = Text()
    manager_id = Text()
    assigned_at = Instant()
    source = Choice(AssignmentSource)


class ResellerOf(Record, kind="reseller_of"):
    """A reseller of a distributor while the two work together, and the distributor's account manager who has it.

    Written with the relation, in the same transaction; gone when the relation ends.
    """

    PLACE = Place("reseller_of/{distributor_id}", "{reseller_id}")

    distributor_id = Text()
    reseller_id = Text()
    since = Instant()
    manager_id = Text(null=True)


def managed_key(partner_id: str, customer_id: str) -> Key[ManagedCustomer]:
    """The address of the assignment of a customer."""
    return ManagedCustomer.key(partner_id=partner_id, customer_id=customer_id)


def reseller_of_key(distributor_id: str, reseller_id: str) -> Key[ResellerOf]:
    """The address of a distributor's reach to a reseller."""
    return ResellerOf.key(distributor_id=distributor_id, reseller_id=reseller_id)


class DataScope:
    """One caller's scope, with what is known already of who manages whom."""

    def __init__(self, caller: Caller) -> None:
        self._partner, self._managers = caller.partner, caller.limited_to
        self._manager_of: dict[str, str | None] = {}

    def within(self, records: Sequence[R | None]) -> list[R | None]:
        """The records in their order, None in the place of each that the caller does not reach. Reads only for limited callers."""
        if self._managers is None:
            return list(records)
        self._look_up({customer for record in records if record is not None and (customer := self._customer_of(record))})
        return [record if record is not None and self._reaches(record) else None for record in records]

    def _reaches(self, record: Record) -> bool:
        if isinstance(record, ManagedCustomer) or getattr(record, "partner_id", None) != self._partner:
            return True
        assert self._managers is not None
        customer = self._customer_of(record)
        manager = self._manager_of.get(customer) if customer else None
        if manager is None and record.MANAGED_BY is not None:
            manager = getattr(record, record.MANAGED_BY)
        if manager is not None:
            return manager in self._managers
        return customer is None and record.MANAGED_BY is None  # what names no customer is the partner's and everybody's

    def _customer_of(self, record: Record) -> str | None:
        if isinstance(record, ManagedCustomer) or getattr(record, "partner_id", None) != self._partner:
            return None
        return getattr(record, "customer_id", None)

    def _look_up(self, customers: set[str]) -> None:
        unknown = sorted(customers - self._manager_of.keys())
        if not unknown:
            return
        assert self._partner is not None
        keys = [managed_key(self._partner, customer) for customer in unknown]
        try:
            found = list(ManagedCustomer.batch_get([(key.partition, key.sort) for key in keys], consistent_read=True))
        except PynamoDBException as problem:
            raise Unavailable("table") from problem
        self._manager_of |= dict.fromkeys(unknown) | {managed.customer_id: managed.manager_id for managed in found}


def acting_for_reseller(caller: Caller, reseller_id: str) -> Caller:
    """The caller as it reads one of its resellers' records. NotFound where the partner is no distributor of that reseller.

    OPEN in 11.1.4, what a manager may do with a reseller assigned to him: he sees all its customers. Whoever sees a part of the
    distributor's customers only, and has not this reseller (nor, as a supervisor, anybody below him has), sees none of them.
    """
    key = reseller_of_key(caller.partner_id, reseller_id)
    found = query(ResellerOf, key.partition, first=key.sort, last=key.sort, limit=1).items
    if not found or (caller.limited_to is not None and found[0].manager_id not in caller.limited_to):
        raise NotFound("reseller")
    return replace(caller, partner=reseller_id, distributor_id=caller.partner_id)
