"""Take UnionPay's word on payments and refunds (guide 10.6.3.2)."""

from functools import partial

from partner_center.funds import PaymentTold, Provider, port_of, receive_online_payment_result
from partner_center.platform.webhook import Webhook, Work


@Webhook.post(
    "/webhooks/union-pay",
    provider=Provider.UNION_PAY,
    speaks=partial(port_of, Provider.UNION_PAY),
    guide=["10.6.3.2/receive_online_payment_result"],
)
def app(notice: PaymentTold, work: Work) -> str | None:
    return receive_online_payment_result(Provider.UNION_PAY, notice, work)
