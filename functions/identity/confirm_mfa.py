"""Switch the second factor on by the authenticator's first code."""

from partner_center.identity import ConfirmMfa, MfaState, confirm_mfa
from partner_center.platform.action import Action, Caller, Work


@Action.put("/mfa")
def app(request: ConfirmMfa, caller: Caller, work: Work) -> MfaState:
    return confirm_mfa(request, caller, work)
