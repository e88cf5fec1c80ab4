"""Return what a reseller has left to the distributor that it parted from (chapter 11 OPEN)."""

from partner_center.funds import return_balance_of_former_reseller
from partner_center.platform.consumer import Consumer, Reach, Work
from partner_center.resellers import CooperationEnded


@Consumer.hears(CooperationEnded, reach=Reach.MONEY)
def app(event: CooperationEnded, work: Work) -> None:
    return_balance_of_former_reseller(event, work)
