"""What the partner did on the customer's behalf (guide 13.8)."""

from partner_center.customers import OWN_AGENCY_JOURNAL

app = OWN_AGENCY_JOURNAL.get("/me/agency-journal", allow="customers.associate", guide=[])
