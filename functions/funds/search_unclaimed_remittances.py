"""Find a transfer to the general account by payer, bank account and amount, all three (guide 10.6.3.4, 11.5.3.3).

They are asked in the body: an account number has no place in addresses that are logged.
"""

from partner_center.funds import RemittancesFound, SearchRemittances, search_unclaimed_remittances
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/unclaimed-remittances/search",
    allow="funds.remit",
    guide=["10.6.3.4/search_unclaimed_remittances", "11.5.3.3/search_unclaimed_remittances"],
)
def app(request: SearchRemittances, caller: Caller, work: Work) -> RemittancesFound:
    return search_unclaimed_remittances(request, caller, work)
