"""Invite several reported customers by e-mail (guide 10.3.4.2)."""

from partner_center.customers import InviteCustomers, ReportsDone, batch_invite_reported_customers
from partner_center.platform.action import Action, Caller, Work


@Action.post("/reports/invitations", allow="customers.invite", guide=["10.3.4.2/batch_invite_reported_customers"])
def app(request: InviteCustomers, caller: Caller, work: Work) -> ReportsDone:
    return batch_invite_reported_customers(request, caller, work)
