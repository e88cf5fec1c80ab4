"""Real-name verifications by status, for the vendor's reviewers (guide 1.1)."""

from partner_center.identity import REAL_NAMES

app = REAL_NAMES.get("/real-names", detail="{user_id}/{verification_id}", allow="identity.review_accounts", guide=[])
