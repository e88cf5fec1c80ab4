"""Take a customer back from its account manager (guide 10.4.2.1)."""

from partner_center.customers import Assigned, ManagedCustomerRef, take_back_customer
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/account-managers/{manager_id}/customers/{customer_id}", allow="customers.assign", guide=["10.4.2.1/take_back_customer"])
def app(request: ManagedCustomerRef, caller: Caller, work: Work) -> Assigned:
    return take_back_customer(request, caller, work)
