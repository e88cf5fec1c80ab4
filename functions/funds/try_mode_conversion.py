"""Try what converting partners to the other account mode would do (guide 10.6.3.1)."""

from partner_center.funds import ModeConversionBegun, TryModeConversion, try_mode_conversion
from partner_center.platform.action import Action, Caller, Work


@Action.post("/mode-conversions", allow="funds.convert_mode", status=202, guide=["10.6.3.1/convert_partner_mode"])
def app(request: TryModeConversion, caller: Caller, work: Work) -> ModeConversionBegun:
    return try_mode_conversion(request, caller, work)
