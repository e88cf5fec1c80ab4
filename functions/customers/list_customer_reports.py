"""The partner's customer reports (guide 10.3.4.1)."""

from partner_center.customers import REPORTS

app = REPORTS.get("/reports", detail="{report_id}", allow="customers.read", guide=["10.3.4.1/list_customer_reports"])
