"""Whom a distributor reaches of its resellers on pages that stay after the two have parted (11.3.6.1.4/r7)."""

from __future__ import annotations

from dataclasses import replace

from partner_center.kernel.errors import NotFound
from partner_center.platform.caller import Caller
from partner_center.platform.reach import acting_for_reseller
from partner_center.platform.table import every
from partner_center.resellers.relation import FormerRelation


def acting_for_reseller_once(caller: Caller, reseller_id: str) -> Caller:
    """The caller as it reads records of a reseller that works with its partner, or once did. NotFound for any other.

    Whoever sees a part of the distributor's customers only must have had the reseller in the end.
    """
    try:
        return acting_for_reseller(caller, reseller_id)
    except NotFound:
        of_it = FormerRelation.reseller_id == reseller_id
        former = every(FormerRelation, FormerRelation.partition(partner_id=caller.partner_id), newest_first=True, where=of_it)
        last = next(former, None)
        if last is None or (caller.limited_to is not None and last.manager_id not in caller.limited_to):
            raise
    return replace(caller, partner=reseller_id)
