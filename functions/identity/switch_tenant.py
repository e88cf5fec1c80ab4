"""Act for another partner, or for oneself, with the same session."""

from partner_center.identity import SignedIn, SwitchTenant, switch_tenant
from partner_center.platform.action import Action, Caller, Work


@Action.put("/sessions/current")
def app(request: SwitchTenant, caller: Caller, work: Work) -> SignedIn:
    return switch_tenant(request, caller, work)
