"""Several customers get an account manager, or another one (guide 10.4.1.10)."""

from partner_center.customers import AssignCustomers, Assigned, batch_assign_account_manager
from partner_center.platform.action import Action, Caller, Work


@Action.post("/account-managers/{manager_id}/handover", allow="customers.assign", guide=["10.4.1.10/batch_assign_account_manager"])
def app(request: AssignCustomers, caller: Caller, work: Work) -> Assigned:
    return batch_assign_account_manager(request, caller, work)
