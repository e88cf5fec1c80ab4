"""How much of a partner's money may be withdrawn (10.6.3.5.1/r7-r10).

    withdrawable cash = cash - owed invoices - not yet booked - arrears of customers       (r10; r8's owed invoices are those, OPEN)

Cash is what the top-up account holds beside the incentive rebates. OPEN in 10.6.3.5:
- Rebates are kept apart. Those credited before their invoice (10.7.4.2/r21) are what invoices are owed for: they cannot be withdrawn before
  (10.6.3.5.3/r4), and these owed invoices do not block the cash a second time.
- What must stay (owed, not booked, arrears) stays on the account also when rebates are withdrawn.
- Not yet booked is usage of resale customers that was taken in and is not charged yet.
- A credit line in use blocks nothing: the formula does not name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.consumption import usage_not_charged
from partner_center.funds.accounts import FundAccount, FundAccountType, Wallet
from partner_center.funds.reseller_funds.rules import refuses_reseller
from partner_center.funds.withdrawal.contracts import WithdrawableAmounts
from partner_center.funds.withdrawal.drawing import Source, flows_of_partner
from partner_center.funds.withdrawal.routes import Route, table_at
from partner_center.funds.withdrawal.withdrawal import WithdrawalDesk
from partner_center.invoicing import OwedInvoiceTotal, owed_invoice_total_key
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.table import Key
from partner_center.platform.work import Work

NOTHING = Money.zero()
NO_WITHDRAWAL = "12.1.1"  # a reseller has its money from its distributor: chapter 12 has no withdrawal


@dataclass
class Standing:
    """What decides about a partner's withdrawals, read together."""

    partner: Partner
    desk: WithdrawalDesk
    wallet: Wallet
    top_up: FundAccount
    owed: OwedInvoiceTotal
    not_booked: Money

    @property
    def arrears(self) -> Money:
        """What customers owe together (r7)."""
        return self.wallet.arrears_amount

    @property
    def cash(self) -> Money:
        """The balance beside the rebates."""
        return self.top_up.balance - self.top_up.rebate_part

    @property
    def rebates_to_invoice(self) -> Money:
        """The rebates whose invoice is still owed."""
        return min(self.owed.rebates, self.top_up.rebate_part)

    @property
    def owed_for_cash(self) -> Money:
        """The owed invoices that the cash must answer for."""
        return self.owed.amount - self.rebates_to_invoice

    @property
    def withdrawable_cash(self) -> Money:
        """r10; below zero where more must stay than there is."""
        return self.cash - self.owed_for_cash - self.not_booked - self.arrears

    @property
    def must_stay(self) -> Money:
        """What a withdrawal leaves on the account, whatever it withdraws."""
        return self.owed.amount + self.not_booked + self.arrears

    @property
    def withdrawable_rebates(self) -> Money:
        """The invoiced rebates, as far as the rest covers what must stay; below zero where it does not."""
        return min(self.top_up.rebate_part - self.rebates_to_invoice, self.top_up.balance - self.must_stay)

    def withdrawable(self, route: Route) -> Money:
        """The most that the formula gives for a route, at least nothing."""
        amount = self.withdrawable_rebates if route is Route.INCENTIVE_REBATE else self.withdrawable_cash
        return max(NOTHING, amount)

    def facts(self) -> dict[str, Any]:
        """The formula's parts, for a refusal or a reviewer."""
        return {
            "cash": self.cash,
            "rebates": self.top_up.rebate_part,
            "owed_invoices": self.owed.amount,
            "not_yet_booked": self.not_booked,
            "arrears_of_customers": self.arrears,
        }

    def keep_true(self, work: Work, route: Route, amount: Money) -> None:
        """Let the commit fail where the facts moved so that the amount would not be withdrawable any more.

        Only that: who allocates or is charged meanwhile disturbs nothing while enough is left.
        """
        if route is Route.INCENTIVE_REBATE:
            needed = amount + max(self.rebates_to_invoice, self.must_stay)
            at_least = {"balance": needed, "rebates": amount + self.rebates_to_invoice}
            work.rely_on_sums(self.top_up, at_least=at_least)
        else:
            rebates = self.top_up.rebates
            needed = amount + rebates + self.owed_for_cash + self.not_booked + self.arrears
            work.rely_on_sums(self.top_up, at_least={"balance": needed, "rebates": rebates}, at_most={"rebates": rebates})
        work.rely_on_sums(self.wallet, at_most={"arrears_amount": self.arrears})
        same = {"amount": self.owed.amount, "rebates": self.owed.rebates}
        work.rely_on_sums(self.owed, at_least=same, at_most=same)


def standing_keys(partner_id: str) -> tuple[Key[Any], ...]:
    """What is read first: the desk, the partner, its wallet and top-up account, what it owes in invoices."""
    return (
        WithdrawalDesk.key(partner_id=partner_id),
        partner_key(partner_id),
        Wallet.key(partner_id=partner_id),
        FundAccount.key(partner_id=partner_id, account_type=FundAccountType.TOP_UP),
        owed_invoice_total_key(partner_id),
    )


def load_standing(work: Work, partner_id: str) -> Standing:
    """How a partner stands. NotFound for an unknown partner."""
    desk, partner, wallet, top_up, owed = work.look(*standing_keys(partner_id))
    if partner is None:
        raise NotFound("partner")
    return Standing(
        partner,
        desk or WithdrawalDesk(partner_id=partner_id),
        wallet or Wallet(partner_id=partner_id),
        top_up or FundAccount(partner_id=partner_id, account_type=FundAccountType.TOP_UP),
        owed or OwedInvoiceTotal(partner_id=partner_id),
        usage_not_charged(work, partner_id),
    )


def refuses_in_process(desk: WithdrawalDesk) -> Refusal | None:
    """One application at a time (10.6.3.5.1/r4). OPEN: it is in process until its review is finished, as the tabs have it."""
    if desk.in_process is None:
        return None
    return Refusal.because("withdrawal_in_process", "10.6.3.5.1/r4", way_out="wait_for_the_decision", withdrawal_no=desk.in_process)


def refuses_contract(partner: Partner) -> Refusal | None:
    """The contract may forbid refunds (10.6.3.5.1/r5)."""
    return Refusal.because("contract_forbids_refunds", "10.6.3.5.1/r5") if partner.refunds_forbidden else None


def refuses_withdrawal_amount(standing: Standing, route: Route, amount: Money) -> Refusal | None:
    """No more than the formula gives (10.6.3.5.1/r7, r8, r10)."""
    if amount <= standing.withdrawable(route):
        return None
    facts = {"amount": amount, "withdrawable": standing.withdrawable(route), **standing.facts()}
    if route is not Route.INCENTIVE_REBATE and (standing.cash - standing.owed_for_cash).is_negative:
        return Refusal.because("owed_invoices_exceed_cash", "10.6.3.5.1/r8", way_out="return_invoices_first", **facts)
    return Refusal.because("withdrawable_amount_exceeded", "10.6.3.5.1/r10", way_out="withdraw_less", **facts)


def get_withdrawable_amounts(caller: Caller, work: Work) -> WithdrawableAmounts:
    """What the partner may withdraw by each route now. Raises Refused `not_for_resellers`."""
    work.require(refuses_reseller(caller.partner_type, NO_WITHDRAWAL))
    standing = load_standing(work, caller.partner_id)
    return amounts_of(standing, work.now)


def amounts_of(standing: Standing, now: datetime) -> WithdrawableAmounts:
    """The amounts by route: what the formula gives, at most what the route's flows still have."""
    source = Source(table_at(now), str(standing.partner.contracting_entity), now)
    wanted = {
        Route.ORIGINAL_ROUTE: standing.withdrawable(Route.ORIGINAL_ROUTE),
        Route.BANK_CARD: standing.withdrawable(Route.BANK_CARD),
        Route.INCENTIVE_REBATE: standing.withdrawable(Route.INCENTIVE_REBATE),
        Route.OFFLINE_TICKET: standing.withdrawable(Route.BANK_CARD),
    }
    left = dict(wanted)
    for flow in flows_of_partner(standing.partner.partner_id):
        for route in left:
            left[route] = left[route] - min(left[route], source.available(flow, route))
        if not any(left.values()):
            break
    found = {route: most - left[route] for route, most in wanted.items()}
    forbidden = bool(standing.partner.refunds_forbidden)
    return WithdrawableAmounts(
        original_route=NOTHING if forbidden else found[Route.ORIGINAL_ROUTE],
        bank_card=NOTHING if forbidden else found[Route.BANK_CARD],
        incentive_rebate=NOTHING if forbidden else found[Route.INCENTIVE_REBATE],
        offline_amount=NOTHING if forbidden else found[Route.OFFLINE_TICKET],
        cash_amount=standing.cash,
        rebate_amount=standing.top_up.rebate_part,
        owed_invoice_amount=standing.owed.amount,
        not_yet_booked_amount=standing.not_booked,
        arrears_of_customers=standing.arrears,
        withdrawable_cash=standing.withdrawable(Route.BANK_CARD),
        in_process=standing.desk.in_process,
        contract_forbids_refunds=forbidden,
    )
