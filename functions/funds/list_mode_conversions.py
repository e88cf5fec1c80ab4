"""The trials and conversions of the account mode (guide 10.6.3.1)."""

from partner_center.funds import MODE_CONVERSIONS

app = MODE_CONVERSIONS.get(
    "/mode-conversions", detail="{conversion_id}", allow="funds.convert_mode", guide=["10.6.3.1/convert_partner_mode"]
)
