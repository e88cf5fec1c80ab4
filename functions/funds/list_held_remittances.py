"""The partner's transfers that were not credited by themselves: under check, and what came of it (guide 10.6.3.2)."""

from partner_center.funds import HELD_REMITTANCES

app = HELD_REMITTANCES.get("/held-remittances", detail="{remittance_id}", allow="funds.read", guide=[])
