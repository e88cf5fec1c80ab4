"""Begin an online payment into the partner's top-up account (guide 10.6.3.2)."""

from partner_center.funds import CreateOnlineTopUp, OnlinePaymentStarted, create_online_top_up
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/online-top-ups",
    allow="funds.top_up",
    guide=["10.6.3.2/create_online_top_up", "11.5.3.1/create_online_top_up"],
    status=201,
)
def app(request: CreateOnlineTopUp, caller: Caller, work: Work) -> OnlinePaymentStarted:
    return create_online_top_up(request, caller, work)
