"""Map a provider's sub-account to the customer who uses it."""

from partner_center.consumption import MappedSubAccount, MapSubAccount, map_sub_account
from partner_center.platform.action import Action, Work


@Action.put("/sub-accounts", allow="consumption.map")
def app(request: MapSubAccount, work: Work) -> MappedSubAccount:
    return map_sub_account(request, work)
