"""A distributor allocates money to its resellers and takes it back (11.1.5).

A transfer to a reseller is for good, in both account modes: it leaves the distributor's account balance and is nothing that the
distributor allocated to a customer. OPEN in 11.1.5, decided as its text suggests: no more than the distributor's allocatable balance,
no more than the reseller's account holds; what it allocated to customers comes back one step at a time. A reseller that is exiting
(11.1.3/r3 shows its row as before) is still adjusted.
"""

from __future__ import annotations

from partner_center.funds.accounts import FundAccount, FundAccountType, PartnerFunds
from partner_center.funds.adjustment import AdjustmentType
from partner_center.funds.allocate import refuses_amount
from partner_center.funds.reseller_funds.contracts import (
    AllocateFundsToReseller,
    OfReseller,
    RecallFundsFromReseller,
    ResellerBalances,
    ResellerFundsAdjusted,
)
from partner_center.funds.reseller_funds.funding import (
    Reseller,
    ResellerFunding,
    account_key,
    funding_key,
    give_back,
    note_reseller_adjustment,
    refuses_former_money,
)
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.ledger import Movement
from partner_center.platform.work import Work
from partner_center.resellers import ResellerRelation, relation_key


def allocate_funds_to_reseller(request: AllocateFundsToReseller, caller: Caller, work: Work) -> ResellerFundsAdjusted:
    """Move money from the distributor's accounts to a reseller's (11.1.5/r1), top-up first, then credit.

    Raises NotFound for a reseller that does not work with the caller's partner (r2); Refused where it is not confirmed (r4) or not there.
    """
    relation, account, funds, funding = _facts(work, caller, request.reseller_id)
    work.require(
        _refuses_unconfirmed(request.confirmed, work),
        refuses_former_money(funding, relation.partner_id),
        refuses_amount(funds, request.amount),
    )
    work.rely_on(relation)
    if funding is None:
        work.add(_funding_of(relation))
    adjustment = note_reseller_adjustment(work, Reseller.of(relation), AdjustmentType.ALLOCATE_NORMAL, request.amount)
    funds.take(work, Movement.RESELLER_ALLOCATION, request.amount, (account, request.amount), reference=adjustment.serial_no)
    return _answered(request.reseller_id, adjustment.serial_no, request.amount, account, funds)


def recall_funds_from_reseller(request: RecallFundsFromReseller, caller: Caller, work: Work) -> ResellerFundsAdjusted:
    """Move any amount of a reseller's balance back to the distributor (11.1.5/r1, r3), to credit first up to what is drawn.

    Raises NotFound for a reseller that does not work with the caller's partner (r2); Refused where it is not confirmed (r4) or not there.
    """
    relation, account, funds, funding = _facts(work, caller, request.reseller_id)
    work.require(
        _refuses_unconfirmed(request.confirmed, work),
        refuses_former_money(funding, relation.partner_id),
        refuses_recall_of(account.balance, request.amount),
    )
    work.rely_on(relation)
    adjustment = give_back(work, funds, account, Reseller.of(relation), request.amount, AdjustmentType.RECALL)
    return _answered(request.reseller_id, adjustment.serial_no, request.amount, account, funds)


def get_reseller_balances(request: OfReseller, caller: Caller, work: Work) -> ResellerBalances:
    """What can be allocated to a reseller and recalled from it. Raises NotFound where it does not work with the caller's partner."""
    relation, account, funds, funding = _facts(work, caller, request.reseller_id)
    return ResellerBalances(
        reseller_id=relation.reseller_id,
        reseller_name=masked(relation.reseller_name),
        reseller_account=masked(relation.reseller_account),
        allocatable_balance=funds.unallocated,
        recallable_balance=Money.zero() if refuses_former_money(funding, relation.partner_id) else account.balance,
    )


def refuses_recall_of(balance: Money, amount: Money) -> Refusal | None:
    """No more than the account holds; what customers have is not the reseller's balance."""
    if amount <= balance:
        return None
    return Refusal.because(
        "reseller_balance_exceeded", "11.1.5/r1", way_out="reseller_recalls_from_customers_first", amount=amount, balance=balance
    )


def _refuses_unconfirmed(confirmed: bool, work: Work) -> Refusal | None:
    """The second dialog shows what a dry run answers (11.1.5/r4)."""
    return None if confirmed or work.dry_run else Refusal.because("confirm_adjustment_first", "11.1.5/r4")


def _facts(work: Work, caller: Caller, reseller_id: str) -> tuple[ResellerRelation, FundAccount, PartnerFunds, ResellerFunding | None]:
    relation, account, funding, *own = work.look(
        relation_key(caller.partner_id, reseller_id),
        account_key(reseller_id),
        funding_key(reseller_id),
        *PartnerFunds.keys(caller.partner_id),
    )
    if relation is None:
        raise NotFound("reseller")
    account = account or FundAccount(partner_id=reseller_id, account_type=FundAccountType.TOP_UP)
    return relation, account, PartnerFunds.of(caller.partner_id, *own), funding


def _funding_of(relation: ResellerRelation) -> ResellerFunding:
    return ResellerFunding(
        partner_id=relation.reseller_id,
        distributor_id=relation.partner_id,
        reseller_name=relation.reseller_name,
        reseller_account=relation.reseller_account,
    )


def _answered(reseller_id: str, serial_no: str, amount: Money, account: FundAccount, funds: PartnerFunds) -> ResellerFundsAdjusted:
    return ResellerFundsAdjusted(
        reseller_id=reseller_id,
        serial_no=serial_no,
        amount=amount,
        reseller_balance=account.balance,
        unallocated=funds.unallocated,
    )
