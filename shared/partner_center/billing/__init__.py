"""Partner bills: what a month of the partner's resale customers comes to (10.6.1)."""

from partner_center.billing import messages as messages
from partner_center.billing.bill import BillStatus, PartnerBill, bill_key
from partner_center.billing.contracts import BillLines, BillOverview, BillPeriod, ListBillLines
from partner_center.billing.events import BillGenerated
from partner_center.billing.generate import generate_monthly_bills, refresh_bill_data
from partner_center.billing.overview import get_bill_overview, list_bill_lines
from partner_center.billing.views import BILL_CUSTOMERS, BILLS

__all__ = [
    "BILLS",
    "BILL_CUSTOMERS",
    "BillGenerated",
    "BillLines",
    "BillOverview",
    "BillPeriod",
    "BillStatus",
    "ListBillLines",
    "PartnerBill",
    "bill_key",
    "generate_monthly_bills",
    "get_bill_overview",
    "list_bill_lines",
    "refresh_bill_data",
]
