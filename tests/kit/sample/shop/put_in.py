"""Put money into a purse."""

from partner_center.platform.action import Action, Caller, Reach, Work
from tests.kit.sample.purse import PurseState, PutIn, put_in


@Action.post("/purses/{purse_id}/money", allow="funds.adjust", reach=Reach.MONEY)
def app(request: PutIn, caller: Caller, work: Work) -> PurseState:
    return put_in(request, caller, work)
