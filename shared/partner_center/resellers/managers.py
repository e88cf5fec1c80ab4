"""Which of a distributor's account managers has which reseller, and who had it before (guide 11.1.4).

OPEN there: managers are members in the account manager's role (or supervisors); another one replaces the one who has it. What a manager may
do with a reseller is in platform/reach.py: he sees it and its customers; one without sees none. A member who is removed or loses the role
leaves his resellers to whoever assigns them anew.
"""

from __future__ import annotations

from partner_center.kernel.errors import NotFound, Refusal
from partner_center.organisation import manager_key, refuses_manager
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.reach import ResellerOf, reseller_of_key
from partner_center.platform.table import Instant, Place, Record, Text
from partner_center.platform.work import Work
from partner_center.resellers.contracts import (
    AssignManager,
    AssignManagerToSeveral,
    ManagerState,
    ResellerRef,
    ResellerRefs,
)
from partner_center.resellers.relation import ResellerRelation, relation_key


class ResellerManagerAssignment(Record, kind="reseller_manager_assignment"):
    """A time in which an account manager had a reseller, once it is over (历史客户经理). The open one stands in the relation."""

    PLACE = Place("partner/{partner_id}/reseller/{reseller_id}/manager", "{assigned_at}/{manager_id}")
    MANAGED_BY = "manager_id"

    partner_id = Text()
    reseller_id = Text()
    manager_id = Text()
    manager_name = Text(null=True)
    assigned_at = Instant()
    assigned_by = Text(null=True)
    taken_back_at = Instant()
    taken_back_by = Text()


def assign_reseller_manager(request: AssignManager, caller: Caller, work: Work) -> ManagerState:
    """A reseller gets an account manager, or another one. Raises Refused `not_an_account_manager`; NotFound."""
    manager, relation, reach = work.look(
        manager_key(caller.partner_id, request.manager_id),
        relation_key(caller.partner_id, request.reseller_id),
        reseller_of_key(caller.partner_id, request.reseller_id),
    )
    if manager is None or relation is None:
        raise NotFound("reseller")
    work.require(refuses_manager(manager))
    if relation.manager_id != manager.user_id:
        close_assignment(work, relation)
        relation.give_to(manager, work)
        _follow(work, relation, reach)
        work.rely_on(manager)
    return ManagerState.of(relation)


def take_back_reseller_manager(request: ResellerRef, caller: Caller, work: Work) -> ManagerState:
    """A reseller is no account manager's any more. Raises Refused `reseller_has_no_manager`; NotFound."""
    relation, reach = work.look(
        relation_key(caller.partner_id, request.reseller_id), reseller_of_key(caller.partner_id, request.reseller_id)
    )
    if relation is None:
        raise NotFound("reseller")
    work.require(None if relation.manager_id else Refusal.because("reseller_has_no_manager", "11.1.4/r2"))
    close_assignment(work, relation)
    relation.give_to_nobody()
    _follow(work, relation, reach)
    return ManagerState.of(relation)


def batch_assign_reseller_manager(request: AssignManagerToSeveral, caller: Caller, work: Work) -> BatchAnswer[ManagerState]:
    """Several resellers get one account manager, each on its own (11.1.4/r2)."""
    return each_alone(
        work,
        request.reseller_ids,
        lambda reseller_id, alone: assign_reseller_manager(
            AssignManager(reseller_id=reseller_id, manager_id=request.manager_id), caller, alone
        ),
        answer=ManagerState,
        named=str,
    )


def batch_take_back_reseller_managers(request: ResellerRefs, caller: Caller, work: Work) -> BatchAnswer[ManagerState]:
    """Several resellers are nobody's any more, each on its own (11.1.4/r2)."""
    return each_alone(
        work,
        request.reseller_ids,
        lambda reseller_id, alone: take_back_reseller_manager(ResellerRef(reseller_id=reseller_id), caller, alone),
        answer=ManagerState,
        named=str,
    )


def close_assignment(work: Work, relation: ResellerRelation) -> None:
    """Keep the time of whoever has the reseller now, where anybody has (11.1.4/r3)."""
    if relation.manager_id is None:
        return
    work.add(
        ResellerManagerAssignment(
            partner_id=relation.partner_id,
            reseller_id=relation.reseller_id,
            manager_id=relation.manager_id,
            manager_name=relation.manager_name,
            assigned_at=relation.managed_since,
            assigned_by=relation.assigned_by,
            taken_back_at=work.now,
            taken_back_by=work.caller.user_id,
        )
    )


def _follow(work: Work, relation: ResellerRelation, reach: ResellerOf | None) -> None:
    work.change(relation)
    if reach is not None:
        reach.manager_id = relation.manager_id
        work.change(reach)
