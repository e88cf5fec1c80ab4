"""The notices that the customer signed (guide 13.11)."""

from partner_center.customers import SIGNED_AGREEMENTS
from partner_center.platform.agency import BOTH

app = SIGNED_AGREEMENTS.get("/agreements", allow="customers.associate", agents=BOTH, guide=["13.11/list_signed_agreements"])
