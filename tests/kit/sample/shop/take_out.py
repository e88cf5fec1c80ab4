"""Take money out of a purse."""

from partner_center.platform.action import Action, Caller, Work
from tests.kit.sample.purse import PurseState, PutIn, take_out


@Action.post("/purses/{purse_id}/withdrawals", allow="funds.adjust")
def app(request: PutIn, caller: Caller, work: Work) -> PurseState:
    return take_out(request, caller, work)
