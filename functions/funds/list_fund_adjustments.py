"""The adjustments between the partner and its customers; a distributor's, and its resellers', too (guide 10.4.1.3, 11.3.1.3, 12.3.1.3)."""

from partner_center.funds import ADJUSTMENTS

app = ADJUSTMENTS.get(
    "/adjustments",
    detail="{serial_no}",
    allow="funds.read",
    guide=["10.4.1.3/list_fund_adjustments", "11.3.1.3/list_fund_adjustments", "12.3.1.3/list_fund_adjustments"],
)
