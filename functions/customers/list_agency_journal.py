"""What the partner's users did on behalf of customers; a distributor's resellers' too (guide 10.4.1.9)."""

from partner_center.customers import AGENCY_JOURNAL

app = AGENCY_JOURNAL.get("/agency-journal", allow="customers.agency", guide=[])
