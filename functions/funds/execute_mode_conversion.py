"""Convert the partners that a trial found convertible (guide 10.6.3.1)."""

from partner_center.funds import ModeConversionBegun, OfTrial, execute_mode_conversion
from partner_center.platform.action import Action, Caller, Work


@Action.post("/mode-conversions/{conversion_id}/execution", allow="funds.convert_mode", status=202, guide=["10.6.3.1/convert_partner_mode"])
def app(request: OfTrial, caller: Caller, work: Work) -> ModeConversionBegun:
    return execute_mode_conversion(request, caller, work)
