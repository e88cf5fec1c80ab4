"""Whether an order can be paid now, and what speaks against it (guide 10.4.3.1, 11.3.3.1, 12.3.3.1)."""

from partner_center.orders import OfPayRequest, PayPreconditions, check_pay_preconditions
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/pay-requests/{order_no}/preconditions",
    allow="orders.pay",
    guide=["10.4.3.1/check_pay_preconditions", "11.3.3.1/check_pay_preconditions", "12.3.3.1/check_pay_preconditions"],
)
def app(request: OfPayRequest, caller: Caller, work: Work) -> PayPreconditions:
    return check_pay_preconditions(request, caller, work)
