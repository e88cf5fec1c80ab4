"""Take the bank's word that money reached the general top-up account; it waits to be claimed (guide 10.6.3.4)."""

from partner_center.funds import GeneralRemittance, receive_general_remittance
from partner_center.platform.webhook import Webhook, Work


@Webhook.post(
    "/webhooks/general-remittances",
    provider="bank_general_account",
    signed_with="BANK_GENERAL_WEBHOOK_SECRET",
    guide=["10.6.3.4/receive_general_remittance"],
)
def app(notice: GeneralRemittance, work: Work) -> str | None:
    return receive_general_remittance(notice, work)
