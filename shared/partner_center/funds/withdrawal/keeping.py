"""What a partner does besides applying: close the original route to an amount, delete a rejected application, look at one."""

from __future__ import annotations

from itertools import islice

from partner_center.funds.remittances.payer import verified_name
from partner_center.funds.reseller_funds.rules import refuses_reseller
from partner_center.funds.top_up import TopUp, top_up_key
from partner_center.funds.withdrawal.amounts import NO_WITHDRAWAL
from partner_center.funds.withdrawal.branch import branch_key, needs_branch
from partner_center.funds.withdrawal.contracts import (
    MOST_FLOWS,
    CardOnly,
    FlowsPreviewed,
    FlowToWithdraw,
    OfWithdrawal,
    PreviewFlows,
    RequestNonOriginalRoute,
    WithdrawalShown,
    WithdrawalState,
)
from partner_center.funds.withdrawal.drawing import NOTHING, Source, flows_of_partner
from partner_center.funds.withdrawal.routes import Route, table_at
from partner_center.funds.withdrawal.withdrawal import WithdrawalStatus, payout_keys, withdrawal_key
from partner_center.kernel.errors import NotFound
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.work import Work

SHOWN = 100  # flows of a preview


def preview_withdrawal_flows(request: PreviewFlows, caller: Caller, work: Work) -> FlowsPreviewed:
    """The flows that a route, and a card's holder, may use, the latest first, and what an application would take of each.

    Raises NotFound for an unknown partner; Refused `not_for_resellers`.
    """
    work.require(refuses_reseller(caller.partner_type, NO_WITHDRAWAL))
    partner = work.get(partner_key(caller.partner_id))
    route, table = request.route.route, table_at(work.now)
    holder = None if route is Route.ORIGINAL_ROUTE else request.account_holder
    source = Source(table, str(partner.contracting_entity), work.now, holder, verified_name(partner))
    usable = (
        (flow, available)
        for flow in flows_of_partner(caller.partner_id)
        if (available := source.available(flow, route)) and source.refuses_card(flow) is None
    )
    offered = list(islice(usable, SHOWN + 1))
    asked = [branch_key(flow) for flow, _ in offered[:SHOWN] if needs_branch(flow, route, table)]
    branches = {key for key, branch in zip(asked, work.look(*asked) if asked else [], strict=True) if branch is not None}
    rest = request.amount or NOTHING
    flows: list[FlowToWithdraw] = []
    for flow, available in offered[:SHOWN]:
        taken = min(rest, available) if len(flows) < MOST_FLOWS else NOTHING
        rest = rest - taken
        flows.append(
            FlowToWithdraw(
                channel=flow.channel,
                external_flow_no=flow.external_flow_no,
                arrived_at=flow.arrived_at,
                top_up_amount=flow.amount,
                available=available,
                taken=taken,
                bank_branch_missing=needs_branch(flow, route, table) and branch_key(flow) not in branches,
                payer_name=masked(flow.payer_name),
            )
        )
    covered = (request.amount or NOTHING) - rest
    return FlowsPreviewed(route=request.route, amount=request.amount, covered=covered, flows=flows, more=len(offered) > SHOWN)


def request_non_original_route(request: RequestNonOriginalRoute, caller: Caller, work: Work) -> CardOnly:
    """Let an amount of a flow go to a bank card alone (10.6.3.5.2/r1); it cannot be undone.

    OPEN in the guide: how a partner asks for it. Here for an amount of a flow that would still go back by the original route.
    Raises NotFound for a foreign flow; Refused not_for_resellers, flow_has_promotion, flow_not_by_this_route,
    flow_does_not_cover.
    """
    work.require(refuses_reseller(caller.partner_type, NO_WITHDRAWAL))
    flow, partner = work.look(top_up_key(request.channel, request.external_flow_no), partner_key(caller.partner_id))
    if not isinstance(flow, TopUp) or partner is None or flow.partner_id != caller.partner_id or flow.channel is not request.channel:
        raise NotFound("top_up")
    source = Source(table_at(work.now), str(partner.contracting_entity), work.now)
    work.require(source.refuses_part(flow, Route.ORIGINAL_ROUTE, request.amount))
    flow.card_only = flow.card_only + request.amount
    work.change(flow)
    return CardOnly(channel=flow.channel, external_flow_no=flow.external_flow_no, card_only=flow.card_only)


def delete_rejected_withdrawal(request: OfWithdrawal, caller: Caller, work: Work) -> WithdrawalState:
    """Take a rejected application out of the partner's sight; the ledger keeps what it moved. Refused illegal_transition for any other."""
    withdrawal = work.get(withdrawal_key(caller.partner_id, request.withdrawal_no))
    withdrawal.take("delete", caller.actor)
    work.change(withdrawal)
    return WithdrawalState.of(withdrawal)


def get_withdrawal(request: OfWithdrawal, caller: Caller, work: Work) -> WithdrawalShown:
    """One application with its flows and how each payment stands. NotFound for a foreign or deleted one."""
    withdrawal = work.get(withdrawal_key(caller.partner_id, request.withdrawal_no))
    if withdrawal.status is WithdrawalStatus.DELETED:
        raise NotFound("withdrawal")
    return WithdrawalShown.of(withdrawal, work.read(*payout_keys(withdrawal)))
