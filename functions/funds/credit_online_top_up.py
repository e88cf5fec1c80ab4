"""Credit an online top-up that was paid, once (guide 10.6.3.2)."""

from partner_center.funds import OnlinePaymentSucceeded, credit_online_top_up
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(OnlinePaymentSucceeded, guide=["10.6.3.2/receive_online_payment_result"], reach=Reach.MONEY)
def app(event: OnlinePaymentSucceeded, work: Work) -> None:
    credit_online_top_up(event, work)
