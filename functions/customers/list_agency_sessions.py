"""When the partner's users acted for which customers; a distributor's resellers' too (guide 10.4.1.8)."""

from partner_center.customers import AGENCY_SESSIONS

app = AGENCY_SESSIONS.get("/agency-sessions", allow="customers.agency", guide=[])
