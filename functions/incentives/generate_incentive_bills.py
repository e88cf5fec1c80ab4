"""Make the incentive bills of a month that was billed."""

from partner_center.billing import BillGenerated
from partner_center.incentives import generate_incentive_bills
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(BillGenerated, guide=["10.7.3.3/generate_incentive_bills"], memory_mb=1024, timeout_s=300)
def app(event: BillGenerated, work: Work) -> None:
    generate_incentive_bills(event, work)
