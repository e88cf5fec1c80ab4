"""Switch the second factor off, proved by the password."""

from partner_center.identity import MfaState, SwitchMfaOff, end_mfa
from partner_center.platform.action import Action, Caller, Work


@Action.post("/mfa/removals")
def app(request: SwitchMfaOff, caller: Caller, work: Work) -> MfaState:
    return end_mfa(request, caller, work)
