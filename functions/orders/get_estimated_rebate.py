"""What the partner may expect to earn by paying an order (guide 10.4.3.1, 11.3.3.1)."""

from partner_center.orders import EstimatedRebate, OfPayRequest, get_estimated_rebate
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/pay-requests/{order_no}/estimated-rebate",
    allow="orders.pay",
    guide=["10.4.3.1/get_estimated_rebate", "11.3.3.1/get_estimated_rebate"],
)
def app(request: OfPayRequest, caller: Caller, work: Work) -> EstimatedRebate:
    return get_estimated_rebate(request, caller, work)
