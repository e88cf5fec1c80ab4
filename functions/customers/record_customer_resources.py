"""Take in what the cloud platform tells of up to 25 resources (guide 10.4.1.6)."""

from partner_center.customers import RecordedResources, RecordResources, record_customer_resources
from partner_center.platform.action import Action, Work


@Action.post("/resources", allow="customers.feed")
def app(request: RecordResources, work: Work) -> RecordedResources:
    return record_customer_resources(request, work)
