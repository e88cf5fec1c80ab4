"""A customer gets an account manager, or another one (guide 10.4.1.10)."""

from partner_center.customers import Assigned, AssignManager, assign_account_manager
from partner_center.platform.action import Action, Caller, Work


@Action.put(
    "/customers/{customer_id}/account-manager",
    allow="customers.assign",
    guide=["10.4.1.10/assign_account_manager", "10.4.1.10/reassign_account_manager"],
)
def app(request: AssignManager, caller: Caller, work: Work) -> Assigned:
    return assign_account_manager(request, caller, work)
