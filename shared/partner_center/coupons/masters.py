"""Coupons that are issued to an enterprise's master account in the place of its children (14.2.1.2/r6), for kinds that say so.

OPEN there: a child whose master nobody knows cannot be chosen; of accounts of one enterprise one is chosen at a time, so that nobody pays
twice without seeing it. The master itself need not stand on the whitelist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from partner_center.coupons.recipients import Recipient
from partner_center.customers import AssociationType, CustomerAccount, EnterpriseRole, customer_account_key
from partner_center.kernel.errors import Refusal
from partner_center.partners import Partner, partner_key
from partner_center.platform.table import Key
from partner_center.platform.work import Work


def refuses_account(account: CustomerAccount) -> Refusal | None:
    """Nobody issues to an account that is closed."""
    if account.closed_at is None:
        return None
    return Refusal.because("customer_account_closed", customer_id=account.customer_id, closed_at=account.closed_at)


def refuses_invoicing(account: CustomerAccount, partner: Partner) -> Refusal | None:
    """Why an account may not be invoiced as the coupon's user: resale, or another contracting entity than the partner's (14.2.1.2/r1).

    An entity that nobody knows is not the partner's.
    """
    if account.associated_partner_id is not None and account.association_type is AssociationType.RESALE:
        return Refusal.because("resale_customer_not_invoiced", "14.2.1.2/r1", customer_id=account.customer_id)
    if account.contracting_entity is not partner.contracting_entity:
        return Refusal.because(
            "contracting_entity_differs",
            "14.2.1.2/r1",
            customer_id=account.customer_id,
            contracting_entity=account.contracting_entity,
            partners_entity=partner.contracting_entity,
        )
    return None


def in_place_of_children(work: Work, partner_id: str, chosen: Sequence[Recipient], beside: Callable[[str], Key[Any]]) -> list[Recipient]:
    """The recipients with masters in the place of their children. One more read round where there are children.

    `beside` names what else is to be read of a customer who was not asked for, in the same round.
    """
    masters = sorted({str(one.account.master_customer_id) for one in chosen if one.account and _has_master(one.account)})
    accounts: dict[str, CustomerAccount] = {}
    partner: Partner | None = None
    if masters:
        found = work.look(partner_key(partner_id), *map(customer_account_key, masters), *map(beside, masters))
        partner, accounts = found[0], {account.customer_id: account for account in found[1 : 1 + len(masters)] if account is not None}
    recipients = [_recipient(one, partner, accounts) for one in chosen]
    counted = Counter(one.customer_id for one in recipients)
    return [
        replace(one, refusal=one.refusal or Refusal.because("one_recipient_twice", "14.2.1.2/r6", customer_id=one.customer_id))
        if counted[one.customer_id] > 1
        else one
        for one in recipients
    ]


def _has_master(account: CustomerAccount) -> bool:
    return account.enterprise_role is EnterpriseRole.CHILD and account.master_customer_id is not None


def _recipient(one: Recipient, partner: Partner | None, accounts: dict[str, CustomerAccount]) -> Recipient:
    child = one.account
    if child is None or child.enterprise_role is not EnterpriseRole.CHILD or one.refusal is not None:
        return one
    master = accounts.get(str(child.master_customer_id))
    if master is None or partner is None:
        return replace(one, refusal=Refusal.because("master_unknown", "14.2.1.2/r6", customer_id=child.customer_id))
    return Recipient(
        customer_id=master.customer_id,
        customer_name=master.name,
        account_name=master.account_name,
        shown_by=(*one.shown_by, master),
        refusal=refuses_account(master),
        not_invoiced=refuses_invoicing(master, partner),
        account=master,
        chosen_as=child.customer_id,
    )
