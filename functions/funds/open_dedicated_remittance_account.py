"""Issue the partner's dedicated remittance account (guide 10.6.3.2)."""

from partner_center.funds import RemittanceAccountOpened, open_dedicated_remittance_account
from partner_center.platform.action import Action, Caller, Work


@Action.post("/remittance-account", allow="funds.adjust", sensitive=True, status=201, guide=["10.6.3.2/open_dedicated_remittance_account"])
def app(caller: Caller, work: Work) -> RemittanceAccountOpened:
    return open_dedicated_remittance_account(caller, work)
