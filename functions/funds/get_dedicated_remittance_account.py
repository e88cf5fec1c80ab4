"""The partner's dedicated remittance account (guide 10.6.3.2)."""

from partner_center.funds import RemittanceAccountOpened, get_dedicated_remittance_account
from partner_center.platform.action import Action, Caller, Work


@Action.get("/remittance-account", allow="funds.read", guide=["10.6.3.2/get_dedicated_remittance_account"])
def app(caller: Caller, work: Work) -> RemittanceAccountOpened:
    return get_dedicated_remittance_account(caller, work)
