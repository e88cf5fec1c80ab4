"""Invite a reported customer by e-mail (guide 10.3.4.2)."""

from partner_center.customers import InviteCustomer, Invited, invite_reported_customer
from partner_center.platform.action import Action, Caller, Work


@Action.post("/reports/{report_id}/invitation", allow="customers.invite", guide=["10.3.4.2/invite_reported_customer"], status=201)
def app(request: InviteCustomer, caller: Caller, work: Work) -> Invited:
    return invite_reported_customer(request, caller, work)
