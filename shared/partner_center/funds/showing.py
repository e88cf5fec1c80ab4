"""What customers' pages show of funds: available quota and arrears in the list, and the arrears in detail (guide 10.4.1.1/r3, r4)."""

from __future__ import annotations

from partner_center.customers import AssociationStatus, FundsShown, association_key, show_funds
from partner_center.funds.bucket import Arrears
from partner_center.funds.charge import load_customer_funds
from partner_center.funds.contracts import ArrearsDetail, ArrearsEntry, OfCustomer
from partner_center.kernel.errors import NotFound
from partner_center.kernel.money import total
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Told
from partner_center.platform.ledger import LedgerEntry, statement_partition
from partner_center.platform.work import Work

ENTRIES = 50  # of the arrears' history, the latest first


def show_customer_funds(told: Told) -> None:
    """Bring a customer's figures in the list to what its funds are now, whatever was told and however often."""
    partner_id, customer_id = told.partner_id, told.data["customer_id"]
    if partner_id is None:
        return  # an order of nobody's customer
    adjusted_at = told.happened.at if told.name == "funds.funds_adjusted" else None

    def show(work: Work) -> None:
        def funds_now() -> FundsShown:
            funds = load_customer_funds(work, partner_id, customer_id)
            usable = [bucket for bucket in funds.buckets if bucket.balance and (bucket.expires_at is None or work.now <= bucket.expires_at)]
            ending = [(bucket.expires_at, bucket.balance) for bucket in usable if bucket.expires_at is not None]
            return FundsShown(total(bucket.balance for bucket in usable), ending, funds.arrears.balance)

        show_funds(work, partner_id, customer_id, funds_now, adjusted_at=adjusted_at)

    told.unit(show)


def get_arrears_detail(request: OfCustomer, caller: Caller, work: Work) -> ArrearsDetail:
    """What a customer owes and how it came to it. NotFound for anybody who is not associated."""
    association, arrears = work.look(
        association_key(caller.partner_id, request.customer_id), Arrears.key(partner_id=caller.partner_id, customer_id=request.customer_id)
    )
    if association is None or association.status is not AssociationStatus.ASSOCIATED:
        raise NotFound("customer")
    account = arrears or Arrears(partner_id=caller.partner_id, customer_id=request.customer_id)
    entries = work.query(LedgerEntry, statement_partition(account.account_id), newest_first=True, limit=ENTRIES).items
    return ArrearsDetail(
        customer_id=request.customer_id,
        arrears=account.balance,
        entries=[
            ArrearsEntry(
                occurred_at=entry.occurred_at,
                movement=entry.movement,
                reference=entry.reference,
                owed_more=-entry.amount,
                owed_after=entry.balance,
            )
            for entry in entries
        ],
    )
