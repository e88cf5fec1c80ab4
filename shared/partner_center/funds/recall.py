"""Recalling allocated money from customers (10.4.1.2/r5-r8, r10)."""

from __future__ import annotations

from collections.abc import Sequence

from partner_center.customers import Association, association_key, refuses_unless_linked
from partner_center.funds.accounts import PartnerFunds
from partner_center.funds.adjustment import AdjustmentType
from partner_center.funds.allocate import note_adjustment
from partner_center.funds.bucket import Arrears, FundBucket, customer_funds_partition
from partner_center.funds.contracts import BatchRecallFunds, FundsRecalled, RecallFunds
from partner_center.funds.reseller_funds.rules import refuses_alone
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money, total
from partner_center.organisation import Organisation
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Account, Movement
from partner_center.platform.table import Key
from partner_center.platform.work import Work


def recall_funds(request: RecallFunds, caller: Caller, work: Work) -> FundsRecalled:
    """Move money from named buckets of a customer back to the partner.

    Raises NotFound for a foreign customer or unknown bucket; Refused `recall_exceeds_balance`.
    """
    partner_id, customer_id = caller.partner_id, request.customer_id
    wallet, top_up, credit, association, *buckets = work.look(
        *PartnerFunds.keys(partner_id), association_key(partner_id, customer_id), *_bucket_keys(request, partner_id)
    )
    if association is None:
        raise NotFound("association")
    if None in buckets:
        raise NotFound("bucket")
    parts = [(bucket, asked.amount) for bucket, asked in zip(buckets, request.buckets, strict=True)]
    work.require(
        refuses_unless_linked(association, resale=True),
        refuses_alone(caller),
        *(refuses_recall(bucket, amount) for bucket, amount in parts),
    )
    return move_back(work, PartnerFunds.of(partner_id, wallet, top_up, credit), association, parts, request.remark)


def batch_recall_funds(request: BatchRecallFunds, caller: Caller, work: Work) -> BatchAnswer[FundsRecalled]:
    """Recall the whole balance of several customers, each with a result of its own (10.4.1.2/r5-r7)."""
    return each_alone(
        work,
        request.customer_ids,
        lambda customer_id, alone: recall_all_funds(customer_id, caller, alone),
        answer=FundsRecalled,
        named=str,
    )


def recall_all_funds(customer_id: str, caller: Caller, work: Work) -> FundsRecalled:
    """Move everything a customer has left back to the partner.

    Raises NotFound for a foreign customer; Refused `nothing_to_recall` without available quota (balance less arrears).
    """
    partner_id = caller.partner_id
    *own, association = work.look(*PartnerFunds.keys(partner_id), association_key(partner_id, customer_id))
    if association is None:
        raise NotFound("association")
    accounts = list(work.every(Account, customer_funds_partition(partner_id, customer_id)))
    owed = total(account.balance for account in accounts if isinstance(account, Arrears))
    filled = [account for account in accounts if isinstance(account, FundBucket) and account.balance]
    available = total(bucket.balance for bucket in filled) - owed
    work.require(refuses_unless_linked(association, resale=True), refuses_alone(caller), refuses_empty(available))
    return move_back(work, PartnerFunds.of(partner_id, *own), association, [(b, b.balance) for b in filled], None)


def refuses_recall(bucket: FundBucket, amount: Money) -> Refusal | None:
    """No more than the bucket holds."""
    if amount <= bucket.balance:
        return None
    return Refusal.because("recall_exceeds_balance", "10.4.1.2/r10", bucket_id=bucket.bucket_id, amount=amount, balance=bucket.balance)


def refuses_empty(available: Money) -> Refusal | None:
    """A whole recall needs an available quota above zero."""
    return None if available > Money.zero() else Refusal.because("nothing_to_recall", "10.4.1.2/r6", available_quota=available)


def _bucket_keys(request: RecallFunds, partner_id: str) -> list[Key[FundBucket]]:
    return [FundBucket.key(partner_id=partner_id, customer_id=request.customer_id, bucket_id=asked.bucket_id) for asked in request.buckets]


def move_back(
    work: Work,
    funds: PartnerFunds,
    association: Association,
    parts: Sequence[tuple[FundBucket, Money]],
    remark: str | None,
    adjustment_type: AdjustmentType = AdjustmentType.RECALL,
    organisation: Organisation | None = None,
) -> FundsRecalled:
    """Move parts of a customer's buckets to the partner that allocated them, and note it as one adjustment.

    organisation: the partner's, where the system acts for it.
    """
    work.rely_on(association)
    amount = total(part for _, part in parts)
    scenarios = sorted({scenario for bucket, _ in parts for scenario in bucket.usage_scenarios})
    adjustment = note_adjustment(
        work, association, adjustment_type, amount, usage_scenarios=scenarios, remark=remark, organisation=organisation
    )
    funds.put_back(
        work,
        Movement.RECALL,
        amount,
        *((bucket, -part) for bucket, part in parts),
        customer_id=association.customer_id,
        customer_name=association.customer_name,
        remark=remark,
        reference=adjustment.serial_no,
    )
    work.count(funds.wallet, allocated_amount=-amount)
    return FundsRecalled(
        customer_id=association.customer_id,
        serial_no=adjustment.serial_no,
        amount=amount,
        remaining=total(bucket.balance for bucket, _ in parts),
        unallocated=funds.unallocated,
    )
