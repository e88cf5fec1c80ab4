"""Take several customers back from their account manager (guide 10.4.2.1)."""

from partner_center.customers import Assigned, ManagedCustomerRefs, batch_take_back_customers
from partner_center.platform.action import Action, Caller, Work


@Action.post("/account-managers/{manager_id}/take-back", allow="customers.assign", guide=["10.4.2.1/batch_take_back_customers"])
def app(request: ManagedCustomerRefs, caller: Caller, work: Work) -> Assigned:
    return batch_take_back_customers(request, caller, work)
