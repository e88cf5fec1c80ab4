"""Switch automatic payout on or off and choose its methods."""

from partner_center.incentives import AutoPayoutState, SetAutoPayout, set_auto_payout
from partner_center.platform.action import Action, Caller, Work


@Action.put("/auto-payout", allow="incentives.apply", guide=["10.7.4.2/set_auto_payout"])
def app(request: SetAutoPayout, caller: Caller, work: Work) -> AutoPayoutState:
    return set_auto_payout(request, caller, work)
