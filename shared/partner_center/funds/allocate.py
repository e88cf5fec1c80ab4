"""Allocating a partner's money to resale customers (10.4.1.2)."""

from __future__ import annotations

from datetime import datetime

from partner_center.customers import Association, association_key, refuses_unless_linked
from partner_center.funds.accounts import PartnerFunds
from partner_center.funds.adjustment import AdjustmentType, FundAdjustment, logs_of, new_serial_no
from partner_center.funds.bucket import MOST_EARMARKED, AllocationType, Arrears, FundBucket, bucket_id_of, customer_funds_partition
from partner_center.funds.contracts import AllocateFunds, BatchAllocateFunds, FundsAllocated
from partner_center.funds.events import FundsAdjusted
from partner_center.funds.reseller_funds.rules import refuses_alone, refuses_terms
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType
from partner_center.organisation import Organisation
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from partner_center.platform.work import Work


def allocate_funds(request: AllocateFunds, caller: Caller, work: Work) -> FundsAllocated:
    """Move money from the partner to a customer's bucket; debts of the customer are settled first (10.4.1.2, 10.4.1.5/r15).

    OPEN in the guide: an earmarked allocation settles debts first as well.
    Raises NotFound for a customer that is not the partner's; Refused where the association, the allocatable balance or the partner's place
    in the chain (12.3.1.2) forbids it.
    """
    partner_id, customer_id = caller.partner_id, request.customer_id
    bucket_id = bucket_id_of(request.allocation_type, request.usage_scenarios, request.expires_at)
    *own, association, arrears, bucket = work.look(
        *PartnerFunds.keys(partner_id),
        association_key(partner_id, customer_id),
        Arrears.key(partner_id=partner_id, customer_id=customer_id),
        FundBucket.key(partner_id=partner_id, customer_id=customer_id, bucket_id=bucket_id),
    )
    if association is None:
        raise NotFound("association")
    funds = PartnerFunds.of(partner_id, *own)
    work.require(
        refuses_unless_linked(association, resale=True),
        refuses_alone(caller),
        refuses_terms(caller, request.allocation_type, request.remark),
        refuses_amount(funds, request.amount, of_reseller=caller.partner_type == PartnerType.RESELLER),
        refuses_past_expiry(request.expires_at, work.now),
        _refuses_another_bucket(work, partner_id, customer_id) if request.usage_scenarios and not (bucket and bucket.balance) else None,
    )
    work.rely_on(association)
    bucket = bucket or _opened_bucket(request, partner_id, bucket_id, work.now)
    arrears = arrears or Arrears(partner_id=partner_id, customer_id=customer_id)
    work.keep(arrears)  # a charge that found no money at the same moment writes it too: one of the two is decided anew
    settled = min(request.amount, arrears.balance)
    adjustment = note_adjustment(
        work,
        association,
        AdjustmentType.ALLOCATE_EARMARKED if bucket.is_earmarked else AdjustmentType.ALLOCATE_NORMAL,
        request.amount,
        usage_scenarios=request.usage_scenarios,
        remark=request.remark,
        arrears_settled=settled,
    )
    words = {"customer_id": customer_id, "customer_name": association.customer_name, "reference": adjustment.serial_no}
    funds.take(work, Movement.ARREARS_SETTLEMENT, settled, (arrears, settled), **words)
    rest = request.amount - settled
    funds.take(work, Movement.ALLOCATION, rest, (bucket, rest), remark=request.remark, **words)
    work.count(funds.wallet, allocated_amount=request.amount, consumed_amount=settled, arrears_amount=-settled)
    return FundsAllocated(
        customer_id=customer_id,
        serial_no=adjustment.serial_no,
        amount=request.amount,
        arrears_settled=settled,
        bucket_id=bucket_id,
        unallocated=funds.unallocated,
    )


def batch_allocate_funds(request: BatchAllocateFunds, caller: Caller, work: Work) -> BatchAnswer[FundsAllocated]:
    """Allocate to several customers, each with type and amount of its own and a result of its own (10.4.1.2/r7)."""
    return each_alone(
        work,
        request.allocations,
        lambda allocation, alone: allocate_funds(allocation, caller, alone),
        answer=FundsAllocated,
        named=lambda allocation: allocation.customer_id,
    )


def refuses_amount(funds: PartnerFunds, amount: Money, *, of_reseller: bool = False) -> Refusal | None:
    """No more than what is not allocated yet (10.6.3.1/r5, r10); a reseller gets more from its distributor alone (12.1.3/r1)."""
    if amount <= funds.unallocated:
        return None
    rule, way_out = ("12.1.3/r1", "ask_the_distributor_for_funds") if of_reseller else ("10.6.3.1/r5", "top_up_first")
    return Refusal.because("allocatable_balance_exceeded", rule, way_out=way_out, amount=amount, allocatable_balance=funds.unallocated)


def refuses_past_expiry(expires_at: datetime | None, now: datetime) -> Refusal | None:
    """Earmarked money is still usable when it arrives."""
    if expires_at is None or expires_at > now:
        return None
    return Refusal.because("bucket_expiry_passed", expires_at=expires_at)


def refuses_too_many(earmarked: int) -> Refusal | None:
    """So few earmarked sums at a time that any charge and any whole recall fits into one transaction. OPEN in the guide."""
    if earmarked < MOST_EARMARKED:
        return None
    return Refusal.because("too_many_earmarked", way_out="recall_from_customers_first", earmarked=earmarked, limit=MOST_EARMARKED)


def note_adjustment(
    work: Work,
    association: Association,
    adjustment_type: AdjustmentType,
    amount: Money,
    *,
    usage_scenarios: list[str],
    remark: str | None,
    arrears_settled: Money | None = None,
    serial_no: str | None = None,
    organisation: Organisation | None = None,
) -> FundAdjustment:
    """The adjustment's record and event.

    organisation: the partner's, where the system acts for it and the caller does not tell what it is.
    """
    who = organisation or work.caller
    adjustment = FundAdjustment(
        partner_id=association.partner_id,
        distributor_id=logs_of(association.partner_id, who.partner_type, who.distributor_id),
        serial_no=serial_no or new_serial_no(adjustment_type, work.now),
        customer_id=association.customer_id,
        customer_name=association.customer_name,
        account_name=association.account_name,
        adjustment_type=adjustment_type,
        amount=amount,
        arrears_settled=arrears_settled or Money.zero(),
        usage_scenarios=usage_scenarios,
        adjusted_at=work.now,
        remark=remark,
        operator=work.caller.operator,
    )
    work.add(adjustment)
    work.emit(
        FundsAdjusted(
            partner_id=association.partner_id,
            customer_id=association.customer_id,
            adjustment_type=adjustment_type.value,
            amount=amount,
            serial_no=adjustment.serial_no,
        )
    )
    return adjustment


def _refuses_another_bucket(work: Work, partner_id: str, customer_id: str) -> Refusal | None:
    buckets = work.every(FundBucket, customer_funds_partition(partner_id, customer_id))
    return refuses_too_many(sum(bool(bucket.is_earmarked and bucket.balance) for bucket in buckets))


def _opened_bucket(request: AllocateFunds, partner_id: str, bucket_id: str, now: datetime) -> FundBucket:
    return FundBucket(
        partner_id=partner_id,
        customer_id=request.customer_id,
        bucket_id=bucket_id,
        allocation_type=request.allocation_type,
        usage_scenarios=sorted(request.usage_scenarios) if request.allocation_type is AllocationType.EARMARKED else [],
        effective_at=now,
        expires_at=request.expires_at,
    )
