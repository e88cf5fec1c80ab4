"""Replace the initial password at the first sign-in (guide 5.1.2)."""

from partner_center.identity import AnswerNewPassword, SignedIn, answer_new_password
from partner_center.platform.action import Action, Work


@Action.post("/sessions/challenges/new-password", public=True, guide=["5.1.2/first_login_change_password"])
def app(request: AnswerNewPassword, work: Work) -> SignedIn:
    return answer_new_password(request, work)
