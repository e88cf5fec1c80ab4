"""Ask a provider to send money back by the way it came (guide 10.6.3.5)."""

from partner_center.funds import RefundAsked, send_online_refund
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(RefundAsked, guide=[])
def app(event: RefundAsked, work: Work) -> None:
    send_online_refund(event, work)
