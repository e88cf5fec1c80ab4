"""Associations among the association records: a completed line of the system for each (10.4.1.1/r17; sample 关联 / 系统操作)."""

from __future__ import annotations

from partner_center.customers.applications.application import ApplicationStatus, ApplicationType, Side, new_application
from partner_center.customers.association import association_key
from partner_center.customers.events import CustomerAssociated
from partner_center.organisation import manager_key
from partner_center.platform.work import Work


def note_association(event: CustomerAssociated, work: Work) -> None:
    """Write the line of an association, once an event; what it says is what the event told."""
    association = work.get(association_key(event.partner_id, event.customer_id))
    line = new_application(association, ApplicationType.ASSOCIATE, Side.SYSTEM, work.caller.user_id, event.associated_at)
    line.status, line.association_type, line.decided_at = ApplicationStatus.COMPLETED, event.association_type, event.associated_at
    if association.account_manager_id is not None:
        manager = work.get(manager_key(event.partner_id, association.account_manager_id), or_none=True)
        line.account_manager_name = manager.name if manager is not None else None
    work.add(line)
