"""What a customer owes and how it came to it (guide 10.4.1.1/r4)."""

from partner_center.funds import ArrearsDetail, OfCustomer, get_arrears_detail
from partner_center.platform.action import Action, Caller, Work


@Action.get("/customers/{customer_id}/arrears", allow="customers.read", guide=["10.4.1.1/get_arrears_detail"])
def app(request: OfCustomer, caller: Caller, work: Work) -> ArrearsDetail:
    return get_arrears_detail(request, caller, work)
