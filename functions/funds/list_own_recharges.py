"""A customer's recharges of its own account and what became of them (guide 13.3)."""

from partner_center.funds import OWN_RECHARGES

app = OWN_RECHARGES.get("/own/recharges", detail="{payment_no}", allow="funds.recharge_own", guide=[])
