"""Whether and how the partner's incentives are applied for automatically."""

from partner_center.incentives import AutoPayoutState, get_auto_payout_setting
from partner_center.platform.action import Action, Caller, Work


@Action.get("/auto-payout", allow="incentives.read", guide=["10.7.4.2/get_auto_payout_setting"])
def app(caller: Caller, work: Work) -> AutoPayoutState:
    return get_auto_payout_setting(caller, work)
