"""Ask the partner to pay an order (guide 13.6)."""

from partner_center.orders import OrderState, RequestPartnerPayment, request_partner_payment
from partner_center.platform.action import Action, Caller, Purpose, Reach, Work


@Action.post(
    "/own-orders/{order_no}/partner-payment",
    allow="orders.place",
    reach=Reach.MONEY,
    agents=(Purpose.ORDER,),
    guide=["13.6/request_partner_payment"],
)
def app(request: RequestPartnerPayment, caller: Caller, work: Work) -> OrderState:
    return request_partner_payment(request, caller, work)
