"""The partner's owed invoices by source."""

from partner_center.invoicing import OWED_INVOICES

app = OWED_INVOICES.get("/owed-invoices", allow="billing.read", guide=["10.6.4.2/get_owed_invoice_details"])
