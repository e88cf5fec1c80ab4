"""What a trial or a conversion found of each partner (guide 10.6.3.1)."""

from partner_center.funds import MODE_CONVERSION_RESULTS

app = MODE_CONVERSION_RESULTS.get(
    "/mode-conversions/{conversion_id}/partners",
    detail="{partner_id}",
    allow="funds.convert_mode",
    guide=["10.6.3.1/convert_partner_mode"],
)
