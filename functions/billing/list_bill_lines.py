"""The consumption, refund or adjustment entries of a month's bill."""

from partner_center.billing import BillLines, ListBillLines, list_bill_lines
from partner_center.platform.action import Action, Caller, Work


@Action.get("/bills/{billing_period}/lines", allow="billing.read", guide=["10.6.1.2/list_bill_lines"])
def app(request: ListBillLines, caller: Caller, work: Work) -> BillLines:
    return list_bill_lines(request, caller, work)
