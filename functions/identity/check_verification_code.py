"""Check a verification code: a pass for one command of that operation (guide 10.4)."""

from partner_center.identity import CheckVerificationCode, VerificationPassed, check_verification_code
from partner_center.platform.action import Action, Caller, Work


@Action.post("/verification-codes/check", confidential=True, guide=["10.4/verify_code"])
def app(request: CheckVerificationCode, caller: Caller, work: Work) -> VerificationPassed:
    return check_verification_code(request, caller, work)
