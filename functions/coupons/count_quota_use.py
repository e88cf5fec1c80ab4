"""Count on their quotas what coupons paid (guide 11.1.6, 10.4.6.1.1/r2)."""

from partner_center.coupons import CouponsUsed, count_quota_use
from partner_center.platform.consumer import Consumer, Reach, Work


@Consumer.hears(CouponsUsed, reach=Reach.MONEY)
def app(event: CouponsUsed, work: Work) -> None:
    count_quota_use(event, work)
