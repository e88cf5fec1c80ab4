"""Give the code of the authenticator that a sign-in asks for."""

from partner_center.identity import AnswerMfa, SignedIn, answer_mfa
from partner_center.platform.action import Action, Work


@Action.post("/sessions/challenges/mfa", public=True)
def app(request: AnswerMfa, work: Work) -> SignedIn:
    return answer_mfa(request, work)
