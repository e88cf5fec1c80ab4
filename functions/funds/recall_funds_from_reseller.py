"""Take balance of a reseller back to its distributor (guide 11.1.5)."""

from partner_center.funds import RecallFundsFromReseller, ResellerFundsAdjusted, recall_funds_from_reseller
from partner_center.platform.action import Action, Caller, Reach, Sensitive, Work


@Action.post(
    "/resellers/{reseller_id}/recalls",
    allow="funds.adjust_resellers",
    reach=Reach.MONEY,
    sensitive=Sensitive.ADJUST_RESELLER_FUNDS,
    guide=["11.1.5/recall_funds_from_reseller"],
)
def app(request: RecallFundsFromReseller, caller: Caller, work: Work) -> ResellerFundsAdjusted:
    return recall_funds_from_reseller(request, caller, work)
