"""Say which tags a customer has (guide 10.4.1.1: the list is filtered by them)."""

from partner_center.customers import SetTags, Tags, set_customer_tags
from partner_center.platform.action import Action, Caller, Work


@Action.put("/customers/{customer_id}/tags", allow="customers.service", guide=["10.4.1.1/list_customers"])
def app(request: SetTags, caller: Caller, work: Work) -> Tags:
    return set_customer_tags(request, caller, work)
