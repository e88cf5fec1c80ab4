"""Which operations ask the caller for a verification code, and where it would be sent (guide 19.8)."""

from partner_center.identity import VerificationSettings, get_verification_settings
from partner_center.platform.action import Action, Caller, Work


@Action.get("/verification-codes")
def app(caller: Caller, work: Work) -> VerificationSettings:
    return get_verification_settings(caller, work)
