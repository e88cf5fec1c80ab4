"""What the customer's partner asked to be authorized for, and what became of it (guide 13.8)."""

from partner_center.customers import OWN_AUTHORIZATIONS

app = OWN_AUTHORIZATIONS.get(
    "/me/authorizations", detail="{partner_id}", allow="customers.associate", guide=["13.8/list_authorization_requests"]
)
