"""Which account manager has the customer of a resource line now (11.3.3.3): two rounds for a page, none of it kept with the lines."""

from __future__ import annotations

from collections.abc import Sequence

from partner_center.identity import Membership
from partner_center.orders.resource_line import OrderResourceLine
from partner_center.organisation import manager_key
from partner_center.platform.reach import ManagedCustomer, managed_key
from partner_center.platform.table import together


def bring_managers(lines: Sequence[OrderResourceLine]) -> None:
    """Let lines know name and account of who has their customer; neither where nobody has it."""
    customers = {(line.partner_id, line.customer_id) for line in lines if line.partner_id}
    managed: list[ManagedCustomer] = together([managed_key(str(partner), customer) for partner, customer in sorted(customers)])
    who = {(one.partner_id, one.customer_id): one.manager_id for one in managed}
    keys = {manager_key(partner, manager) for (partner, _), manager in who.items()}
    members: list[Membership] = together(sorted(keys, key=lambda key: (key.partition, key.sort)))
    known = {(member.tenant, member.user_id): member for member in members}
    for line in lines:
        manager = known.get((str(line.partner_id), who.get((line.partner_id, line.customer_id), "")))
        line.manager_name = manager.name if manager else None
        line.manager_account = manager.account_name if manager else None
