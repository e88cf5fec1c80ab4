"""Pay the order for which a partner's online payment came (guide 10.4.3.1, 11.3.3.1, 12.3.3.1)."""

from partner_center.funds import OnlinePaymentSucceeded
from partner_center.orders import settle_online_order
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(
    OnlinePaymentSucceeded,
    guide=["10.4.3.1/pay_customer_order", "11.3.3.1/pay_customer_order", "12.3.3.1/pay_customer_order"],
    reach=Reach.MONEY,
)
def app(event: OnlinePaymentSucceeded, work: Work) -> None:
    settle_online_order(event, work)
