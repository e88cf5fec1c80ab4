"""Take back the quotas of a reseller that left its distributor (guide 11.3.6.1.3 OPEN)."""

from partner_center.coupons import recall_quotas_of_former_reseller
from partner_center.platform.consumer import Consumer, Reach, Told


@Consumer.hears_named("resellers.cooperation_ended", reach=Reach.MONEY, timeout_s=300)
def app(told: Told) -> None:
    recall_quotas_of_former_reseller(told)
