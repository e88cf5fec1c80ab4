"""A new association is told of the whole inventory of its customer, once."""

from __future__ import annotations

from partner_center.customers.account import customer_account_key
from partner_center.customers.association import AssociationStatus, association_key
from partner_center.customers.events import CustomerAssociated
from partner_center.customers.resources.inventory import inventory_key, tell
from partner_center.platform.work import Work


def tell_inventory(event: CustomerAssociated, work: Work) -> None:
    """Tell whoever counts for the partner what its new customer has; nothing for an association that is no more, or knows already."""
    account, association, inventory = work.look(
        customer_account_key(event.customer_id), association_key(event.partner_id, event.customer_id), inventory_key(event.customer_id)
    )
    if account is None or association is None or inventory is None or inventory.is_empty:
        return
    lives = account.associated_partner_id == event.partner_id and association.status is AssociationStatus.ASSOCIATED
    if not lives or inventory.is_told_to(association):
        return
    inventory.note_told(association)
    work.change(inventory)
    work.rely_on(association)
    tell(work, association, inventory.everything())
