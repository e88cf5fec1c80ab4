"""Take the order system's word: an order, its status, a request for partner payment, a refund (guide 10.4.3.1)."""

from partner_center.orders import OrderNotice, receive_order_notice
from partner_center.platform.webhook import Webhook, Work


@Webhook.post(
    "/webhooks/order-notices",
    provider="order_system",
    signed_with="ORDER_WEBHOOK_SECRET",
    guide=["10.4.3.1/receive_pay_request", "10.4.3.1/sync_order_status", "10.4.3.1/record_refund"],
)
def app(notice: OrderNotice, work: Work) -> str | None:
    return receive_order_notice(notice, work)
