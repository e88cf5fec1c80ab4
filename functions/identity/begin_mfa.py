"""Get a secret for an authenticator."""

from partner_center.identity import MfaSecret, WithAccessToken, begin_mfa
from partner_center.platform.action import Action, Caller, Work


@Action.post("/mfa")
def app(request: WithAccessToken, caller: Caller, work: Work) -> MfaSecret:
    return begin_mfa(request, caller, work)
