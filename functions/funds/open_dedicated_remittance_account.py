"""Issue the partner's dedicated remittance account for a captcha (guide 10.6.3.2, 11.5.3.1).

The code of 10.6.3.2/r5 is a picture against robots, no sensitive operation of 19.8: the account only receives money.
"""

from partner_center.funds import OpenRemittanceAccount, RemittanceAccountShown, open_dedicated_remittance_account
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/remittance-account",
    allow="funds.remit",
    status=201,
    guide=["10.6.3.2/open_dedicated_remittance_account", "11.5.3.1/open_dedicated_remittance_account"],
)
def app(request: OpenRemittanceAccount, caller: Caller, work: Work) -> RemittanceAccountShown:
    return open_dedicated_remittance_account(request, caller, work)
