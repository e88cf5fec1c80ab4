"""The balances of one partner's accounts, for the vendor's staff (guide 10.6.3.1)."""

from partner_center.funds import AccountBalances, OfPartner, get_partner_balances
from partner_center.platform.action import Action, Work


@Action.get("/partners/{partner_id}/balances", allow="funds.see_partners")
def app(request: OfPartner, work: Work) -> AccountBalances:
    return get_partner_balances(request, work)
