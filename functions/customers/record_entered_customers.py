"""Take over customers whom a partner had entered before there were reports (guide 12.2.1.2)."""

from partner_center.customers import EnteredRows, RecordEntered, record_entered_customers
from partner_center.platform.action import Action, Work


@Action.post("/entered-customers", allow="customers.record_facts", guide=["10.3.4.1/list_customer_reports"])
def app(request: RecordEntered, work: Work) -> EnteredRows:
    return record_entered_customers(request, work)
