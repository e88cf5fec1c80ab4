"""What the partner claimed, and what came of it (guide 10.6.3.4, 11.5.3.3)."""

from partner_center.funds import CLAIM_RECORDS

app = CLAIM_RECORDS.get(
    "/remittance-claims",
    detail="{claim_id}",
    allow="funds.read",
    guide=["10.6.3.4/list_claim_records", "11.5.3.3/list_claim_records"],
)
