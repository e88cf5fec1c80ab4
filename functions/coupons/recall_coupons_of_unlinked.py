"""Take back the coupons of a customer that was unlinked from the partner (guide 10.4.6.1.3, 10.4.1.5)."""

from partner_center.coupons import recall_coupons_of_unlinked
from partner_center.platform.consumer import Consumer, Reach, Told


@Consumer.hears_named("customers.customer_unlinked", guide=["10.4.1.5/settle_association_end"], reach=Reach.MONEY, timeout_s=300)
def app(told: Told) -> None:
    recall_coupons_of_unlinked(told)
