"""The resellers that work with the distributor (guide 11.1.3)."""

from partner_center.resellers import RESELLERS

app = RESELLERS.get("/resellers", detail="{reseller_id}", allow="resellers.read", guide=["11.1.3/list_resellers"])
