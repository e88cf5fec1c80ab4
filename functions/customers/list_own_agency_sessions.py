"""When the customer's partner acted on its behalf (guide 13.8)."""

from partner_center.customers import OWN_AGENCY_SESSIONS

app = OWN_AGENCY_SESSIONS.get("/me/agency-sessions", allow="customers.associate", guide=[])
