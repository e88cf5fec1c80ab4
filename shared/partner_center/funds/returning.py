"""What a customer has left goes back to its partner when the association ends or is no longer resale (10.4.1.2/r3, 10.4.1.1/r18).

Since the transaction that ended it nobody can allocate, recall or spend: those commands rely on the association. What is returned is what
lies in the buckets when the event is heard, whenever that is; heard again there is nothing left. They are so few (`MOST_EARMARKED`) that
all of them fit into one transaction. A customer that is a resale customer of the same partner again by then keeps what it has: it cannot be
told from what it was allocated since, and the partner may recall it by hand.
"""

from __future__ import annotations

from partner_center.customers import AssociationTypeSwitched, CustomerUnlinked, association_key, refuses_unless_linked
from partner_center.funds.accounts import PartnerFunds
from partner_center.funds.adjustment import AdjustmentType
from partner_center.funds.bucket import FundBucket, customer_funds_partition
from partner_center.funds.recall import move_back
from partner_center.organisation import organisation_key
from partner_center.platform.ledger import Account
from partner_center.platform.work import Work


def return_customer_balances(event: CustomerUnlinked | AssociationTypeSwitched, work: Work) -> None:
    """Return everything to the partner that allocated it, be it a distributor or its reseller, as an adjustment of the system's."""
    partner_id, customer_id = event.partner_id, event.customer_id
    association, organisation, *own = work.look(
        association_key(partner_id, customer_id), organisation_key(partner_id), *PartnerFunds.keys(partner_id)
    )
    if association is None or refuses_unless_linked(association, resale=True) is None:
        return
    accounts = work.every(Account, customer_funds_partition(partner_id, customer_id))
    filled = [account for account in accounts if isinstance(account, FundBucket) and account.balance]
    if not filled:
        return
    why = AdjustmentType.UNLINK_RECALL if isinstance(event, CustomerUnlinked) else AdjustmentType.SWITCH_RECALL
    parts = [(bucket, bucket.balance) for bucket in filled]
    move_back(work, PartnerFunds.of(partner_id, *own), association, parts, None, why, organisation)
