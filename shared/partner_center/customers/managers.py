"""Account managers' customers: who is responsible for whom, since when, and who was before (guide 10.4.1.10, 10.4.2.1).

The association says it to the pages, `ManagedCustomer` to the data scope, the manager's membership counts it: all in one transaction. What
has ended stays as a record, for consumption and performance of a period belong to whoever managed the customer then (10.4.1.10/r3, r5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from partner_center.customers.association import Association, association_key, refuses_unless_linked
from partner_center.customers.contracts import (
    AssignCustomers,
    Assigned,
    AssignManager,
    ManagedCustomerRef,
    ManagedCustomerRefs,
)
from partner_center.customers.events import AccountManagerChanged
from partner_center.customers.overview.listed import ListedCustomer, listed_key, newly_listed
from partner_center.identity import Membership
from partner_center.kernel import clock
from partner_center.kernel.errors import Broken, NotFound, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.organisation import manager_key, may_manage, refuses_manager
from partner_center.platform.caller import Caller
from partner_center.platform.reach import AssignmentSource, ManagedCustomer, managed_key
from partner_center.platform.table import Choice, Instant, Place, Record, Text
from partner_center.platform.work import Work


class EndReason(Labelled):
    """Why a manager is responsible no more."""

    REASSIGNED = "reassigned", "重新分配", "Reassigned"
    TAKEN_BACK = "taken_back", "已收回", "Taken back"
    UNLINKED = "unlinked", "解除关联", "Unlinked"


class ManagerAssignment(Record, kind="manager_assignment"):
    """A time in which an account manager was responsible for a customer, once it is over (历史客户经理)."""

    PLACE = Place("partner/{partner_id}/customer/{customer_id}/manager", "{assigned_at}/{manager_id}")

    partner_id = Text()
    customer_id = Text()
    manager_id = Text()
    manager_name = Text(null=True)
    manager_account = Text(null=True)
    assigned_at = Instant()
    ended_at = Instant()
    end_reason = Choice(EndReason)
    source = Choice(AssignmentSource)

    @property
    def data_from(self) -> date:
        """From which Beijing day on consumption and performance are his."""
        return data_from(self.assigned_at)

    @property
    def data_until(self) -> date:
        """The last Beijing day whose consumption and performance are his; before `data_from` where no day was."""
        return clock.business_date(self.ended_at)


def data_from(assigned_at: datetime) -> date:
    """The day after the assignment, on which a new manager's data begin (10.4.4.1/r2; glossary, contradiction 8)."""
    return clock.business_date(assigned_at) + clock.DAY


@dataclass
class Managing:
    """A customer with who manages it: what changes together.

    `manager` is the membership of the one who has it now; `listed` the customer's line in the list, where it is at hand: without it the
    line follows with the association's event.
    """

    association: Association
    managed: ManagedCustomer | None
    manager: Membership | None = None
    listed: ListedCustomer | None = None

    def show(self, work: Work) -> None:
        """Let the line say who manages the customer."""
        if self.listed is not None:
            self.listed.follow(self.association, manager=self.manager if self.association.account_manager_id else None)
            work.keep(self.listed)

    def end(self, work: Work, reason: EndReason) -> None:
        """The manager is responsible no more; a record of his time stays (10.4.2.1/r4)."""
        if self.managed is None:
            raise Broken("nobody manages the customer")
        work.add(
            ManagerAssignment(
                partner_id=self.association.partner_id,
                customer_id=self.association.customer_id,
                manager_id=self.managed.manager_id,
                manager_name=self.manager.name if self.manager else None,
                manager_account=self.manager.account_name if self.manager else None,
                assigned_at=self.managed.assigned_at,
                ended_at=work.now,
                end_reason=reason,
                source=self.managed.source,
            )
        )
        if self.manager is not None:
            self.manager.assigned_customers -= 1
            work.change(self.manager)
        self.association.account_manager_id = self.association.managed_since = None
        self.show(work)
        if reason is not EndReason.REASSIGNED:  # then somebody else has it, which is told there
            work.emit(AccountManagerChanged(partner_id=self.association.partner_id, customer_id=self.association.customer_id))

    def give(self, work: Work, manager: Membership, source: AssignmentSource) -> None:
        """The customer belongs to a manager from now on."""
        managed = self.managed or ManagedCustomer(partner_id=self.association.partner_id, customer_id=self.association.customer_id)
        managed.manager_id, managed.assigned_at, managed.source = manager.user_id, work.now, source
        manager.assigned_customers += 1
        self.association.account_manager_id, self.association.managed_since = manager.user_id, work.now
        self.managed, self.manager = managed, manager
        work.keep(managed, self.association)
        work.change(manager)
        self.show(work)
        association = self.association
        work.emit(AccountManagerChanged(partner_id=association.partner_id, customer_id=association.customer_id, manager_id=manager.user_id))


def load(work: Work, partner_id: str, manager_id: str, customer_ids: list[str]) -> tuple[Membership, list[Managing]]:
    """A manager and some customers with who has them now. Raises NotFound for anybody who is not there for the caller."""
    manager, *rest = work.look(
        manager_key(partner_id, manager_id),
        *(association_key(partner_id, customer_id) for customer_id in customer_ids),
        *(managed_key(partner_id, customer_id) for customer_id in customer_ids),
        *(listed_key(partner_id, customer_id) for customer_id in customer_ids),
    )
    count = len(customer_ids)
    associations, managed, lines = rest[:count], rest[count : 2 * count], rest[2 * count :]
    if manager is None or any(association is None for association in associations):
        raise NotFound("customer")
    former_ids = sorted({known.manager_id for known in managed if known is not None} - {manager_id})
    formers = work.look(*(manager_key(partner_id, user_id) for user_id in former_ids)) if former_ids else []
    people = {member.user_id: member for member in (manager, *formers) if member is not None}
    return manager, [
        Managing(association, known, people.get(known.manager_id) if known is not None else None, line or newly_listed(association))
        for association, known, line in zip(associations, managed, lines, strict=True)
    ]


def assign_customers_to_manager(request: AssignCustomers, caller: Caller, work: Work) -> Assigned:
    """Give a manager customers whom nobody manages (10.4.2.1/r1).

    Raises Refused `not_an_account_manager`, `customer_already_assigned`, `customer_not_linked`; NotFound.
    """
    manager, customers = load(work, caller.partner_id, request.manager_id, request.customer_ids)
    taken = [customer.association.customer_id for customer in customers if customer.managed is not None]
    assigned = Refusal.because("customer_already_assigned", "10.4.2.1/r1", way_out="reassign_the_customer", customer_ids=taken)
    work.require(
        refuses_manager(manager),
        assigned if taken else None,
        *(refuses_unless_linked(customer.association) for customer in customers),
    )
    for customer in customers:
        customer.give(work, manager, AssignmentSource.MANUAL)
    return Assigned(manager_id=manager.user_id, customer_ids=request.customer_ids, assigned_customers=int(manager.assigned_customers))


def batch_assign_account_manager(request: AssignCustomers, caller: Caller, work: Work) -> Assigned:
    """Several customers get a manager, whoever had them before (10.4.1.10/r4-r6). Raises as `assign_customers_to_manager`."""
    manager, customers = load(work, caller.partner_id, request.manager_id, request.customer_ids)
    work.require(refuses_manager(manager), *(refuses_unless_linked(customer.association) for customer in customers))
    for customer in customers:
        hand_over(work, customer, manager)
    return Assigned(manager_id=manager.user_id, customer_ids=request.customer_ids, assigned_customers=int(manager.assigned_customers))


def assign_account_manager(request: AssignManager, caller: Caller, work: Work) -> Assigned:
    """A customer gets a manager, or another one (10.4.1.1/r13, 10.4.1.10). Raises as `assign_customers_to_manager`."""
    several = AssignCustomers(manager_id=request.manager_id, customer_ids=[request.customer_id])
    return batch_assign_account_manager(several, caller, work)


def hand_over(work: Work, customer: Managing, manager: Membership) -> None:
    """A change of manager; nothing where he has the customer already."""
    if customer.managed is not None:
        if customer.managed.manager_id == manager.user_id:
            return
        customer.end(work, EndReason.REASSIGNED)
    customer.give(work, manager, AssignmentSource.MANUAL)


def take_back_customer(request: ManagedCustomerRef, caller: Caller, work: Work) -> Assigned:
    """A customer is nobody's again (10.4.2.1/r4). Raises NotFound for one that this manager does not have."""
    several = ManagedCustomerRefs(manager_id=request.manager_id, customer_ids=[request.customer_id])
    return batch_take_back_customers(several, caller, work)


def batch_take_back_customers(request: ManagedCustomerRefs, caller: Caller, work: Work) -> Assigned:
    """Several customers are nobody's again; NotFound where this manager does not have one of them."""
    manager, customers = load(work, caller.partner_id, request.manager_id, request.customer_ids)
    for customer in customers:
        if customer.managed is None or customer.managed.manager_id != manager.user_id:
            raise NotFound("customer")
        customer.end(work, EndReason.TAKEN_BACK)
        work.change(customer.association)
        work.remove(customer.managed)
    return Assigned(manager_id=manager.user_id, customer_ids=request.customer_ids, assigned_customers=int(manager.assigned_customers))


def assign_by_invitation(work: Work, association: Association, managed: ManagedCustomer | None, manager: Membership | None) -> None:
    """Whoever came by an account manager's mail, link or QR code is his without assignment (10.4.1.10/r1; 10.3.4.3/r2, r6).

    `manager` is the member to whom the link belongs, None where there is no such member (any more).
    """
    association.account_manager_id = association.managed_since = None
    line = work.get(listed_key(association.partner_id, association.customer_id), or_none=True) or newly_listed(association)
    customer = Managing(association, managed, listed=line)
    if manager is not None and may_manage(manager):
        customer.give(work, manager, AssignmentSource.INVITATION)
    else:
        if managed is not None:
            work.remove(managed)
        customer.show(work)
