"""The sums of a month's bill by customer."""

from partner_center.billing import BILL_CUSTOMERS

app = BILL_CUSTOMERS.get("/bills/{billing_period}/customers", allow="billing.read", guide=["10.6.1.2/list_bill_customer_summaries"])
