"""Act on what the order system told (guide 10.4.3.1)."""

from partner_center.orders import OrderNoticeReceived, take_in_notice
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(
    OrderNoticeReceived,
    guide=["10.4.3.1/receive_pay_request", "10.4.3.1/sync_order_status", "10.4.3.1/record_refund"],
    reach=Reach.MONEY,
)
def app(event: OrderNoticeReceived, work: Work) -> None:
    take_in_notice(event.notice, work)
