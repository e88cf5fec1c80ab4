"""The partner's online top-ups and what became of them (guide 10.6.3.2)."""

from partner_center.funds import ONLINE_TOP_UPS

app = ONLINE_TOP_UPS.get("/online-top-ups", detail="{payment_no}", allow="funds.read", guide=[])
