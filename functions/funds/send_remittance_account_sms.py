"""Send the dedicated account's details to the calling user's mobile (guide 10.6.3.2, 11.5.3.1)."""

from partner_center.funds import DetailsSent, send_remittance_account_sms
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/remittance-account/text-messages",
    allow="funds.remit",
    guide=["10.6.3.2/send_remittance_account_sms", "11.5.3.1/send_remittance_account_sms"],
)
def app(caller: Caller, work: Work) -> DetailsSent:
    return send_remittance_account_sms(caller, work)
