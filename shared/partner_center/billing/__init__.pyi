from .bill import BillStatus as BillStatus, PartnerBill as PartnerBill, bill_key as bill_key
from .contracts import BillLines as BillLines, BillOverview as BillOverview, BillPeriod as BillPeriod, ListBillLines as ListBillLines
from .events import BillGenerated as BillGenerated
from .generate import generate_monthly_bills as generate_monthly_bills, refresh_bill_data as refresh_bill_data
from .overview import get_bill_overview as get_bill_overview, list_bill_lines as list_bill_lines
from .views import BILL_CUSTOMERS as BILL_CUSTOMERS, BILLS as BILLS
