"""Give an account manager customers whom nobody manages (guide 10.4.2.1)."""

from partner_center.customers import AssignCustomers, Assigned, assign_customers_to_manager
from partner_center.platform.action import Action, Caller, Work


@Action.post("/account-managers/{manager_id}/customers", allow="customers.assign", guide=["10.4.2.1/assign_customers_to_manager"])
def app(request: AssignCustomers, caller: Caller, work: Work) -> Assigned:
    return assign_customers_to_manager(request, caller, work)
