"""Which account manager has the customer of a resource line now (11.3.3.3): two rounds for a page, none of it kept with the lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.exceptions import PynamoDBException

from partner_center.identity import Membership
from partner_center.kernel.errors import Unavailable
from partner_center.orders.resource_line import OrderResourceLine
from partner_center.organisation import manager_key
from partner_center.platform.reach import ManagedCustomer, managed_key
from partner_center.platform.table import Key, Record


def bring_managers(lines: Sequence[OrderResourceLine]) -> None:
    """Let lines know name and account of who has their customer; neither where nobody has it."""
    customers = {(line.partner_id, line.customer_id) for line in lines if line.partner_id}
    managed: list[ManagedCustomer] = records_at([managed_key(str(partner), customer) for partner, customer in sorted(customers)])
    who = {(one.partner_id, one.customer_id): one.manager_id for one in managed}
    keys = {manager_key(partner, manager) for (partner, _), manager in who.items()}
    members: list[Membership] = records_at(sorted(keys, key=lambda key: (key.partition, key.sort)))
    known = {(member.tenant, member.user_id): member for member in members}
    for line in lines:
        manager = known.get((str(line.partner_id), who.get((line.partner_id, line.customer_id), "")))
        line.manager_name = manager.name if manager else None
        line.manager_account = manager.account_name if manager else None


def records_at(keys: Sequence[Key[Any]]) -> list[Any]:
    """What lies at these addresses, in one round. Raises Unavailable."""
    if not keys:
        return []
    try:
        return list(Record.batch_get([(key.partition, key.sort) for key in keys], consistent_read=True))
    except PynamoDBException as problem:
        raise Unavailable("table") from problem
