"""Issue the partner's dedicated remittance account (guide 10.6.3.2).

The code of 10.6.3.2/r5 is an image against robots, no sensitive operation of 19.8: the account only receives money.
"""

from partner_center.funds import RemittanceAccountOpened, open_dedicated_remittance_account
from partner_center.platform.action import Action, Caller, Work


@Action.post("/remittance-account", allow="funds.adjust", status=201, guide=["10.6.3.2/open_dedicated_remittance_account"])
def app(caller: Caller, work: Work) -> RemittanceAccountOpened:
    return open_dedicated_remittance_account(caller, work)
