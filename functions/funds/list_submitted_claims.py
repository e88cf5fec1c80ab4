"""Partners' claims by status with their vouchers, for vendor finance; decided at the review desk (guide 10.6.3.4)."""

from partner_center.funds import SUBMITTED_CLAIMS

app = SUBMITTED_CLAIMS.get(
    "/submitted-claims", detail="{partner_id}/{claim_id}", allow="funds.review_remittances", guide=["10.6.3.4/review_remittance_claim"]
)
