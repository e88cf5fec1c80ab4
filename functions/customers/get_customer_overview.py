"""The counters of a customer's overview, each with the list it opens (guide 10.4.1.1)."""

from partner_center.customers import CustomerOverview, GetOverview, get_customer_overview
from partner_center.platform.action import Action, Caller, Work


@Action.get("/customers/{customer_id}/overview", allow="customers.read", guide=["10.4.1.1/get_customer_overview"])
def app(request: GetOverview, caller: Caller, work: Work) -> CustomerOverview:
    return get_customer_overview(request, caller, work)
