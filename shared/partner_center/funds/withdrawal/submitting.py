"""Applying for a withdrawal (10.6.3.5.1-10.6.3.5.3).

One transaction takes the amount from the top-up account, marks it on the flows, and lays the application before vendor finance: what was
applied for can neither be spent nor applied for again, and a rejection gives all of it back (OPEN in the guide).
"""

from __future__ import annotations

from partner_center.funds.remittances.payer import verified_name
from partner_center.funds.reseller_funds.rules import refuses_reseller
from partner_center.funds.top_up import TopUp
from partner_center.funds.withdrawal.amounts import (
    NO_WITHDRAWAL,
    Standing,
    load_standing,
    refuses_contract,
    refuses_in_process,
    refuses_withdrawal_amount,
)
from partner_center.funds.withdrawal.branch import BankBranch, branch_key, needs_branch, refuses_missing_branch
from partner_center.funds.withdrawal.contracts import SubmitOriginalRoute, SubmitToBankCard, WithdrawalState
from partner_center.funds.withdrawal.drawing import NOTHING, Drawn, Source, draw_latest, draw_named
from partner_center.funds.withdrawal.reviewing import open_withdrawal_review
from partner_center.funds.withdrawal.routes import PaidBy, Route, RouteTable, table_at
from partner_center.funds.withdrawal.withdrawal import Part, Withdrawal, WithdrawalPayout, new_withdrawal_no, payout_no_of
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from partner_center.platform.work import Work


def submit_original_route_withdrawal(request: SubmitOriginalRoute, caller: Caller, work: Work) -> WithdrawalState:
    """Apply for money to go back to where it came from (10.6.3.5.1), one payment a flow.

    Raises NotFound for a foreign flow; Refused not_for_resellers, withdrawal_in_process, contract_forbids_refunds,
    owed_invoices_exceed_cash, withdrawable_amount_exceeded, flows_do_not_cover, too_many_flows, bank_branch_missing, or why a named flow
    cannot give its part.
    """
    standing, source = _admitted(request, caller, work, Route.ORIGINAL_ROUTE)
    drawn = _draw(request, caller, work, source, Route.ORIGINAL_ROUTE)
    branches = _branches(drawn, source, work)
    withdrawal = _opened(caller, work, Route.ORIGINAL_ROUTE, request.amount, payouts=len(drawn.parts))
    payouts = [
        _to_origin(withdrawal, position, flow, part, source.table, branches.get(flow.address))
        for position, (flow, part) in enumerate(zip(drawn.flows, drawn.parts, strict=True), start=1)
    ]
    return _held(work, standing, withdrawal, payouts, drawn)


def submit_bank_card_withdrawal(request: SubmitToBankCard, caller: Caller, work: Work) -> WithdrawalState:
    """Apply for money to go to a bank card, in one payment (10.6.3.5.2). Raises as the original route, and what refuses the holder."""
    return _to_card(request, caller, work, Route.BANK_CARD)


def submit_incentive_withdrawal(request: SubmitToBankCard, caller: Caller, work: Work) -> WithdrawalState:
    """Apply for incentive rebates to go to a bank account of the verified entity, in one payment (10.6.3.5.3). Raises as the bank card."""
    return _to_card(request, caller, work, Route.INCENTIVE_REBATE)


def _to_card(request: SubmitToBankCard, caller: Caller, work: Work, route: Route) -> WithdrawalState:
    standing, source = _admitted(request, caller, work, route, holder=request.account_holder)
    drawn = _draw(request, caller, work, source, route)
    withdrawal = _opened(caller, work, route, request.amount, payouts=1)
    withdrawal.account_holder, withdrawal.bank_account_no = request.account_holder, request.bank_account_no
    withdrawal.bank, withdrawal.bank_location, withdrawal.branch = request.bank, request.bank_location, request.branch
    payout = _payout(withdrawal, 1, drawn.parts, request.amount, PaidBy.BANK, source.table.card_days)
    payout.account_holder, payout.bank_account_no = request.account_holder, request.bank_account_no
    payout.bank, payout.bank_location, payout.branch = request.bank, request.bank_location, request.branch
    return _held(work, standing, withdrawal, [payout], drawn)


def _admitted(request: SubmitOriginalRoute, caller: Caller, work: Work, route: Route, holder: str | None = None) -> tuple[Standing, Source]:
    """How the partner stands, once nothing speaks against the amount."""
    standing = load_standing(work, caller.partner_id)
    work.require(refuses_reseller(caller.partner_type, NO_WITHDRAWAL))
    work.require(
        refuses_in_process(standing.desk),
        refuses_contract(standing.partner),
        refuses_withdrawal_amount(standing, route, request.amount),
    )
    partner = standing.partner
    return standing, Source(table_at(work.now), str(partner.contracting_entity), work.now, holder, verified_name(partner))


def _draw(request: SubmitOriginalRoute, caller: Caller, work: Work, source: Source, route: Route) -> Drawn:
    if request.flows is not None:
        return draw_named(work, source, caller.partner_id, route, request.amount, request.flows)
    return draw_latest(work, source, caller.partner_id, route, request.amount)


def _branches(drawn: Drawn, source: Source, work: Work) -> dict[tuple[str, str], BankBranch]:
    """The branches of the accounts that a bank pays back to, by flow."""
    flows = [flow for flow in drawn.flows if needs_branch(flow, Route.ORIGINAL_ROUTE, source.table)]
    found = work.look(*map(branch_key, flows)) if flows else []
    work.require(refuses_missing_branch(flows, found))
    return {flow.address: branch for flow, branch in zip(flows, found, strict=True)}


def _opened(caller: Caller, work: Work, route: Route, amount: Money, *, payouts: int) -> Withdrawal:
    return Withdrawal(
        partner_id=caller.partner_id,
        withdrawal_no=new_withdrawal_no(work.now),
        route=route,
        amount=amount,
        payouts=payouts,
        outstanding=payouts,
        applied_at=work.now,
        applicant=caller.user_id,
    )


def _payout(
    withdrawal: Withdrawal, position: int, parts: tuple[Part, ...], amount: Money, paid_by: PaidBy, working_days: int
) -> WithdrawalPayout:
    return WithdrawalPayout(
        withdrawal_no=withdrawal.withdrawal_no,
        payout_no=payout_no_of(withdrawal.withdrawal_no, position),
        partner_id=withdrawal.partner_id,
        paid_by=paid_by,
        amount=amount,
        is_original_route=withdrawal.route is Route.ORIGINAL_ROUTE,
        parts=[part.as_data() for part in parts],
        working_days=working_days,
    )


def _to_origin(
    withdrawal: Withdrawal, position: int, flow: TopUp, part: Part, table: RouteTable, branch: BankBranch | None
) -> WithdrawalPayout:
    terms = table.terms(flow.channel)
    payout = _payout(withdrawal, position, (part,), part.amount, terms.paid_by, terms.original_route_days)
    payout.payment_no = flow.payment_no
    if terms.paid_by is PaidBy.BANK:
        payout.bank_flow_no = flow.bank_flow_no or flow.external_flow_no
    payout.account_holder, payout.bank_account_no = flow.payer_name, flow.payer_account
    if branch is not None:
        payout.bank, payout.bank_location, payout.branch = branch.bank, branch.bank_location, branch.branch
    return payout


def _held(work: Work, standing: Standing, withdrawal: Withdrawal, payouts: list[WithdrawalPayout], drawn: Drawn) -> WithdrawalState:
    amount, top_up = withdrawal.amount, standing.top_up
    work.rely_on(standing.partner)
    standing.keep_true(work, withdrawal.route, amount)
    facts = standing.facts()
    standing.desk.in_process = withdrawal.withdrawal_no
    work.keep(standing.desk)
    drawn.hold()
    work.change(*drawn.flows)
    work.move(Movement.WITHDRAWAL_HOLD, (top_up, -amount), (withdrawal, amount), reference=withdrawal.withdrawal_no)
    work.count(top_up, frozen=amount, rebates=-amount if withdrawal.route is Route.INCENTIVE_REBATE else NOTHING)
    work.add(*payouts)
    open_withdrawal_review(work, withdrawal, payouts, standing.partner, facts)
    return WithdrawalState.of(withdrawal)
