"""The three sums of a month's partner bill."""

from partner_center.billing import BillOverview, BillPeriod, get_bill_overview
from partner_center.platform.action import Action, Caller, Work


@Action.get("/bills/{billing_period}", allow="billing.read", guide=["10.6.1.2/get_bill_overview"])
def app(request: BillPeriod, caller: Caller, work: Work) -> BillOverview:
    return get_bill_overview(request, caller, work)
