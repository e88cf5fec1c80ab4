"""Send a verification code for a sensitive operation to the caller's own mobile or e-mail (guide 10.4)."""

from partner_center.identity import SendVerificationCode, VerificationCodeSent, send_verification_code
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/verification-codes",
    status=201,
    guide=[
        "10.4/verify_code",
        "10.6.3.5.1/send_withdrawal_verification_code",
        "11.5.3.4.1/send_withdrawal_verification_code",
    ],
)
def app(request: SendVerificationCode, caller: Caller, work: Work) -> VerificationCodeSent:
    return send_verification_code(request, caller, work)
