"""What a customer holds: as its partner sees it who adjusts it (10.4.1.2), and as the customer sees it (13.3, 13.4)."""

from __future__ import annotations

from typing import Any

from partner_center.customers import association_key, customer_account_key, refuses_unless_linked
from partner_center.funds.accounts import PartnerFunds
from partner_center.funds.bucket import Arrears, FundBucket, customer_funds_partition
from partner_center.funds.contracts import AdjustableBalances, Bucket, OfCustomer, OwnBalances
from partner_center.kernel.errors import NotFound
from partner_center.kernel.money import total
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.ledger import Account
from partner_center.platform.work import Work


def get_adjustable_balances(request: OfCustomer, caller: Caller, work: Work) -> AdjustableBalances:
    """The partner's allocatable balance and the customer's buckets, debts and cash balance.

    Raises NotFound for a foreign customer; Refused where the customer is not linked or not a resale customer.
    """
    partner_id = caller.partner_id
    *own, association = work.look(*PartnerFunds.keys(partner_id), association_key(partner_id, request.customer_id))
    if association is None:
        raise NotFound("association")
    work.require(refuses_unless_linked(association, resale=True))
    accounts = list(work.every(Account, customer_funds_partition(partner_id, request.customer_id)))
    return AdjustableBalances(
        customer_id=request.customer_id,
        customer_name=masked(association.customer_name),
        account_name=masked(association.account_name),
        allocatable_balance=PartnerFunds.of(partner_id, *own).unallocated,
        **_shown(accounts),
    )


def get_own_balances(caller: Caller, work: Work) -> OwnBalances:
    """What a resale customer can spend of what its partner allocated, by what it may buy, and what it owes (13.3/r2, 13.4/r2)."""
    account = work.get(customer_account_key(caller.customer_id), or_none=True)
    if account is None or account.associated_partner_id is None:
        return OwnBalances(**_shown([]))
    partition = customer_funds_partition(account.associated_partner_id, caller.customer_id)
    return OwnBalances(**_shown(list(work.every(Account, partition))))


def _shown(accounts: list[Account]) -> dict[str, Any]:
    """A customer's funds as both sides see them."""
    buckets = [account for account in accounts if isinstance(account, FundBucket)]
    return {
        "cash_balance": total(bucket.balance for bucket in buckets),
        "arrears": total(account.balance for account in accounts if isinstance(account, Arrears)),
        "buckets": [
            Bucket(
                bucket_id=bucket.bucket_id,
                allocation_type=bucket.allocation_type,
                usage_scenarios=list(bucket.usage_scenarios),
                balance=bucket.balance,
                effective_at=bucket.effective_at,
                expires_at=bucket.expires_at,
            )
            for bucket in buckets
            if bucket.balance
        ],
    }
