"""What the vendor's key-account manager noted about a customer (guide 10.4.1.1)."""

from partner_center.customers import FOLLOW_UPS

app = FOLLOW_UPS.get("/customers/{customer_id}/follow-ups", allow="customers.read", guide=["10.4.1.1/list_key_account_followups"])
