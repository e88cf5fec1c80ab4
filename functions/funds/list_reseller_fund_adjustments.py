"""The adjustments that a distributor made for its resellers (guide 11.1.5)."""

from partner_center.funds import RESELLER_ADJUSTMENTS

app = RESELLER_ADJUSTMENTS.get(
    "/reseller-adjustments", detail="{serial_no}", allow="funds.read", guide=["11.1.5/list_reseller_fund_adjustments"]
)
