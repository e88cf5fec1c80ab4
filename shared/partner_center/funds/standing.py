"""How a partner stands with the vendor: its credit line, its account mode, and the balances that follow (10.6.3.1)."""

from __future__ import annotations

from partner_center.funds.accounts import AllocationMode, PartnerFunds, look_up_funds
from partner_center.funds.contracts import AccountBalances, AdjustCreditLimit, ConvertPartnerMode, OfPartner
from partner_center.funds.conversion.events import ModeConverted
from partner_center.funds.events import CreditLimitAdjusted
from partner_center.funds.reseller_funds.rules import refuses_reseller
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.work import Work


def adjust_credit_limit(request: AdjustCreditLimit, work: Work) -> AccountBalances:
    """The channel manager sets a partner's credit line; the credit account changes by the difference, and the partner is told.

    The credit account is the subject: whoever saw an earlier line is told. OPEN in the guide: the line does not fall below what is drawn
    from it. Raises Refused `credit_limit_in_use`, `not_for_resellers`.
    """
    partner_id = request.partner_id
    wallet_key, top_up_key, credit_key = PartnerFunds.keys(partner_id)
    work.look(credit_key, wallet_key, top_up_key, partner_key(partner_id))
    funds = _funds_of_known(work, partner_id)
    partner = work.get(partner_key(partner_id))
    work.require(refuses_reseller(partner.partner_type, "12.1.3/r1"), refuses_limit(funds, request.credit_limit))
    before = funds.credit_limit
    change = request.credit_limit - before
    work.move(Movement.CREDIT_LIMIT, (Clearing("credit_line", partner_id), -change), (funds.credit, change), remark=request.remark)
    work.rely_on(funds.credit)  # the change is right for this line only
    if change:
        work.emit(CreditLimitAdjusted(partner_id=partner_id, before=before, credit_limit=request.credit_limit))
    return balances_of(funds)


def refuses_limit(funds: PartnerFunds, credit_limit: Money) -> Refusal | None:
    """What is drawn from the credit line keeps it up."""
    if credit_limit >= funds.credit.drawn:
        return None
    return Refusal.because(
        "credit_limit_in_use", "10.6.3.1/r3", way_out="recall_from_customers_first", credit_limit=credit_limit, drawn=funds.credit.drawn
    )


def convert_partner_mode(request: ConvertPartnerMode, work: Work) -> AccountBalances:
    """The operations manager gives a partner an allocatable account or takes it away; no money moves (10.6.3.1/r12).

    A reseller gets none: what it allocated is never in its account balance (chapter 12). Many partners are converted by a trial first
    (`conversion/`, docs/decisions/016). Raises Refused `not_for_resellers`.
    """
    funds = _funds_of_known(work, request.partner_id)
    if request.allocation_mode is AllocationMode.WITH_ALLOCATABLE_ACCOUNT:
        work.require(refuses_reseller(work.get(partner_key(request.partner_id)).partner_type, "12.1.3/r1"))
    if funds.wallet.allocation_mode is not request.allocation_mode:
        funds.wallet.allocation_mode = request.allocation_mode
        work.keep(funds.wallet)
        work.emit(ModeConverted(partner_id=request.partner_id, allocation_mode=request.allocation_mode.value))
    return balances_of(funds)


def get_account_balances(caller: Caller, work: Work) -> AccountBalances:
    """A partner's balances in its mode; zeros before its first top-up."""
    return balances_of(look_up_funds(work, caller.partner_id))


def get_partner_balances(request: OfPartner, work: Work) -> AccountBalances:
    """A partner's balances as whoever sets its line, converts its mode or credits its payments sees them. Raises NotFound."""
    return balances_of(_funds_of_known(work, request.partner_id))


def balances_of(funds: PartnerFunds) -> AccountBalances:
    """The balances as the guide names them."""
    return AccountBalances(
        allocation_mode=funds.wallet.allocation_mode,
        top_up_balance=funds.top_up_balance,
        credit_balance=funds.credit_balance,
        credit_limit=funds.credit_limit,
        allocated_amount=funds.wallet.allocated_amount,
        customer_consumed_amount=funds.wallet.consumed_amount,
        account_balance=funds.account_balance,
        allocatable_balance=funds.allocatable_balance,
        top_up_unallocated=funds.top_up.balance,
        credit_unallocated=funds.credit.balance,
        frozen_amount=funds.top_up.frozen,
        customer_arrears=funds.wallet.arrears_amount,
    )


def _funds_of_known(work: Work, partner_id: str) -> PartnerFunds:
    *found, partner = work.look(*PartnerFunds.keys(partner_id), partner_key(partner_id))
    if partner is None:
        raise NotFound("partner")
    return PartnerFunds.of(partner_id, *found)
