"""Submit the real name of the enterprise or person behind the account (guide 1.1)."""

from partner_center.identity import RealNameState, SubmitRealName, submit_real_name
from partner_center.platform.action import Action, Caller, Work


@Action.post("/me/real-name", guide=["1.1/submit_real_name_verification"])
def app(request: SubmitRealName, caller: Caller, work: Work) -> RealNameState:
    return submit_real_name(request, caller, work)
