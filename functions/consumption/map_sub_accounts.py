"""Map up to fifty sub-accounts to their customers, all or none."""

from partner_center.consumption import MappedSubAccounts, MapSubAccounts, map_sub_accounts
from partner_center.platform.action import Action, Work


@Action.put("/sub-accounts/batch", allow="consumption.map")
def app(request: MapSubAccounts, work: Work) -> MappedSubAccounts:
    return map_sub_accounts(request, work)
