"""The partner's bills, the newest month first."""

from partner_center.billing import BILLS

app = BILLS.get("/bills", allow="billing.read", guide=["10.6.1.2/get_bill_overview"])
