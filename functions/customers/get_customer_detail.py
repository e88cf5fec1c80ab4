"""A customer's basic information, association, manager and funds at a glance (guide 10.4.1.1, 11.3.1.1, 12.3.1.1)."""

from partner_center.customers import CustomerDetail, GetCustomer, get_customer_detail
from partner_center.platform.action import Action, Caller, Work


@Action.get("/customers/{customer_id}", allow="customers.read", guide=["10.4.1.1/get_customer_detail"])
def app(request: GetCustomer, caller: Caller, work: Work) -> CustomerDetail:
    return get_customer_detail(request, caller, work)
