"""The notices that the customer signed (guide 13.11)."""

from partner_center.customers import SIGNED_AGREEMENTS

app = SIGNED_AGREEMENTS.get("/agreements", allow="customers.associate", guide=["13.11/list_signed_agreements"])
