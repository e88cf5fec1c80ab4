"""A customer's resources changed: keep when how many of them expire (guide 10.4.1.1/r7)."""

from partner_center.customers import ResourcesChanged, keep_renewals
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(ResourcesChanged, guide=["10.4.1.1/get_customer_overview"])
def app(event: ResourcesChanged, work: Work) -> None:
    keep_renewals(event, work)
