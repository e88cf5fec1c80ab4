"""Contacts of a reseller's customers, for the distributor that the reseller entrusted with its sales tasks (19.9/r1).

What every distributor sees of its resellers' customers is what they consented to in 19.6: names, account information, trade and orders.
Mobiles and e-mails the reseller opens with the entrustment, and closes again by taking it back (19.9/r2), from that instant on.
"""

from __future__ import annotations

from partner_center.kernel.errors import NotFound
from partner_center.platform.caller import Caller
from partner_center.platform.table import query
from partner_center.resellers import ResellerRelation, TaskAuthorization, relation_key


def opens_contacts(relation: ResellerRelation | None) -> bool:
    """Whether a reseller has opened its customers' contacts to the distributor of this relation."""
    return relation is not None and relation.task_authorization is TaskAuthorization.AUTHORIZED


def entrusted(acting: Caller) -> str:
    """The reseller for which a distributor acts (`acting_for_reseller`), where it entrusted that one. Raises NotFound."""
    key = relation_key(acting.distributor_id or "", acting.partner_id)
    known = query(ResellerRelation, key.partition, first=key.sort, last=key.sort, limit=1).items
    if not opens_contacts(next(iter(known), None)):
        raise NotFound("reseller")
    return acting.partner_id
