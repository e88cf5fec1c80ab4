"""The top-up flows that a withdrawal may use, and what an amount would take of each (guide 10.6.3.5.1)."""

from partner_center.funds import FlowsPreviewed, PreviewFlows, preview_withdrawal_flows
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/withdrawal-flows",
    allow="funds.read",
    guide=["10.6.3.5.1/preview_withdrawal_flows", "11.5.3.4.1/preview_withdrawal_flows"],
)
def app(request: PreviewFlows, caller: Caller, work: Work) -> FlowsPreviewed:
    return preview_withdrawal_flows(request, caller, work)
