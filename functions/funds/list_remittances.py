"""Transfers not credited by themselves, by status, for vendor finance: to check, to return, to be claimed (guide 10.6.3.2, 10.6.3.4)."""

from partner_center.funds import REMITTANCES

app = REMITTANCES.get("/remittances", detail="{remittance_id}", allow="funds.review_remittances", guide=[])
