"""Refuse to pay a customer's order (guide 10.4.3.1, 11.3.3.1, 12.3.3.1)."""

from partner_center.orders import OrderState, RejectPayRequest, reject_pay_request
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/pay-requests/{order_no}/rejection",
    allow="orders.pay",
    guide=["10.4.3.1/reject_pay_request", "11.3.3.1/reject_pay_request", "12.3.3.1/reject_pay_request"],
)
def app(request: RejectPayRequest, caller: Caller, work: Work) -> OrderState:
    return reject_pay_request(request, caller, work)
