"""All customers of an account manager who leaves go to another one (guide 10.4.2.1, 10.4.1.10/r5, r6).

There may be thousands, so the command only begins it: a record of the transfer and an event; behind it the customers change hands some at a
time, each with its history, in transactions of their own. Whoever is given to somebody else meanwhile stays there.
"""

from __future__ import annotations

from functools import partial

from partner_center.customers.contracts import MANAGED_AT_ONCE, TransferCustomers, Transferred
from partner_center.customers.events import ManagerTransferDue
from partner_center.customers.managers import EndReason, load
from partner_center.customers.overview.listed import ListedCustomer, partition_of_manager
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.organisation import manager_key, may_manage, refuses_manager
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Told
from partner_center.platform.reach import AssignmentSource
from partner_center.platform.table import LOOKUP, Choice, Instant, Key, Place, Record, Text, Whole, query
from partner_center.platform.work import Work


class TransferStatus(Labelled):
    """How far a transfer is."""

    RUNNING = "running", "转移中", "Running"
    COMPLETED = "completed", "已完成", "Completed"
    STOPPED = "stopped", "已终止", "Stopped: the new manager may not be given customers any more"


class ManagerTransfer(Record, kind="manager_transfer"):
    """One manager's customers going to another; `moved` counts those that arrived."""

    PLACE = Place("partner/{partner_id}/manager_transfer", "{transfer_id}")
    MANAGED_BY = "manager_id"

    partner_id = Text()
    transfer_id = Text()
    manager_id = Text()
    to_manager_id = Text()
    status = Choice(TransferStatus)
    asked_by = Text()
    asked_at = Instant()
    finished_at = Instant(null=True)
    moved = Whole(default=0)


def transfer_key(partner_id: str, transfer_id: str) -> Key[ManagerTransfer]:
    """The address of a transfer."""
    return ManagerTransfer.key(partner_id=partner_id, transfer_id=transfer_id)


def transfer_customers(request: TransferCustomers, caller: Caller, work: Work) -> Transferred:
    """Begin to give all customers of one manager to another.

    Raises Refused `not_an_account_manager`, `same_account_manager`; NotFound for members the caller does not see.
    """
    former, new = work.look(manager_key(caller.partner_id, request.manager_id), manager_key(caller.partner_id, request.to_manager_id))
    if former is None or new is None:
        raise NotFound("account manager")
    same = Refusal.because("same_account_manager", "10.4.1.10/r5", manager_id=request.manager_id)
    work.require(refuses_manager(new), same if request.manager_id == request.to_manager_id else None)
    transfer = ManagerTransfer(
        partner_id=caller.partner_id,
        transfer_id=ids.new_id("MT", work.now),
        manager_id=request.manager_id,
        to_manager_id=request.to_manager_id,
        status=TransferStatus.RUNNING,
        asked_by=caller.user_id,
        asked_at=work.now,
    )
    work.add(transfer)
    work.emit(ManagerTransferDue(partner_id=caller.partner_id, transfer_id=transfer.transfer_id))
    count = int(former.assigned_customers)
    return Transferred(
        transfer_id=transfer.transfer_id, manager_id=request.manager_id, to_manager_id=request.to_manager_id, customers=count
    )


def move_customers(told: Told) -> None:
    """Carry a transfer out, as far as the time reaches; the event comes again for the rest."""
    partner_id, transfer_id = told.data["partner_id"], told.data["transfer_id"]
    transfer = told.unit(lambda work: work.get(transfer_key(partner_id, transfer_id)))
    partition = partition_of_manager(partner_id, transfer.manager_id)
    start = None
    while True:
        page = query(ListedCustomer, partition, index=LOOKUP, limit=MANAGED_AT_ONCE, start=start)
        wanted = [line.customer_id for line in page.items]
        if wanted and not told.unit(partial(_move, partner_id, transfer_id, wanted)):
            return
        if (start := page.next) is None:
            break
    told.unit(lambda work: _finish(work, partner_id, transfer_id, TransferStatus.COMPLETED))


def _move(partner_id: str, transfer_id: str, customer_ids: list[str], work: Work) -> bool:
    transfer = work.get(transfer_key(partner_id, transfer_id))
    if transfer.status is not TransferStatus.RUNNING:
        return False
    manager, customers = load(work, partner_id, transfer.to_manager_id, customer_ids)
    if not may_manage(manager):
        _finish(work, partner_id, transfer_id, TransferStatus.STOPPED)
        return False
    for customer in customers:
        if customer.managed is not None and customer.managed.manager_id == transfer.manager_id:  # the index may be a moment old
            customer.end(work, EndReason.REASSIGNED)
            customer.give(work, manager, AssignmentSource.MANUAL)
            transfer.moved = int(transfer.moved) + 1
            work.change(transfer)
    return True


def _finish(work: Work, partner_id: str, transfer_id: str, status: TransferStatus) -> None:
    transfer = work.get(transfer_key(partner_id, transfer_id))
    if transfer.status is TransferStatus.RUNNING:
        transfer.status, transfer.finished_at = status, work.now
        work.change(transfer)
