"""Hand the partner account over to another member."""

from partner_center.organisation import MemberState, TransferAdministrator, transfer_administrator
from partner_center.platform.action import Action, Caller, Work


@Action.post("/administrator-transfer", allow="organisation.manage")
def app(request: TransferAdministrator, caller: Caller, work: Work) -> MemberState:
    return transfer_administrator(request, caller, work)
