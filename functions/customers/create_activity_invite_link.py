"""Make a link for an activity (guide 10.3.4.3)."""

from partner_center.customers import CreateActivityLink, Link, create_activity_invite_link
from partner_center.platform.action import Action, Caller, Work


@Action.post("/activity-links", allow="customers.invite", guide=["10.3.4.3/create_activity_invite_link"], status=201)
def app(request: CreateActivityLink, caller: Caller, work: Work) -> Link:
    return create_activity_invite_link(request, caller, work)
