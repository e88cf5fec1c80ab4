"""Sign the version in force of the notice on associating with a partner (guide 13.11)."""

from partner_center.customers import NoticeState, SignNotice, sign_association_notice
from partner_center.platform.action import Action, Caller, Work


@Action.post("/agreements", allow="customers.associate", guide=["13.11/sign_association_notice"])
def app(request: SignNotice, caller: Caller, work: Work) -> NoticeState:
    return sign_association_notice(request, caller, work)
