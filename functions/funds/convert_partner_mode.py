"""Give a partner an allocatable account or take it away (guide 10.6.3.1)."""

from partner_center.funds import AccountBalances, ConvertPartnerMode, convert_partner_mode
from partner_center.platform.action import Action, Work


@Action.put("/partners/{partner_id}/allocation-mode", allow="funds.convert_mode", guide=["10.6.3.1/convert_partner_mode"])
def app(request: ConvertPartnerMode, work: Work) -> AccountBalances:
    return convert_partner_mode(request, work)
