"""The partner's dedicated remittance account with the payer names in effect (guide 10.6.3.2, 11.5.3.1)."""

from partner_center.funds import RemittanceAccountShown, get_dedicated_remittance_account
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/remittance-account",
    allow="funds.read",
    guide=["10.6.3.2/get_dedicated_remittance_account", "11.5.3.1/get_dedicated_remittance_account"],
)
def app(caller: Caller, work: Work) -> RemittanceAccountShown:
    return get_dedicated_remittance_account(caller, work)
