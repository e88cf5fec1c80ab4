"""Pay a customer's order from the balance or online (guide 10.4.3.1, 11.3.3.1, 12.3.3.1)."""

from partner_center.orders import PaidByPartner, PayBy, PayCustomerOrder, pay_customer_order
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/pay-requests/{order_no}/payment",
    allow="orders.pay",
    reach=Reach.MONEY,
    sensitive=Sensitive.PAY_ORDER,
    sensitive_when=lambda request: request.pay_by is PayBy.BALANCE,
    guide=["10.4.3.1/pay_customer_order", "11.3.3.1/pay_customer_order", "12.3.3.1/pay_customer_order"],
)
def app(request: PayCustomerOrder, caller: Caller, work: Work) -> PaidByPartner:
    return pay_customer_order(request, caller, work)
