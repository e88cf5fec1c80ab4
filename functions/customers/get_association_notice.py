"""The notice in force for the customer's association, and whether it is to be signed anew (guide 13.11)."""

from partner_center.customers import NoticeState, get_association_notice
from partner_center.platform.action import Action, Caller, Work


@Action.get("/agreements/notice", allow="customers.associate")
def app(caller: Caller, work: Work) -> NoticeState:
    return get_association_notice(caller, work)
