"""Take the bank's word that money reached a dedicated remittance account (guide 10.6.3.2)."""

from partner_center.funds import BankRemittance, receive_bank_remittance
from partner_center.platform.webhook import Webhook, Work


@Webhook.post("/webhooks/bank-remittances", provider="bank", signed_with="BANK_WEBHOOK_SECRET", guide=["10.6.3.2/receive_bank_remittance"])
def app(notice: BankRemittance, work: Work) -> str | None:
    return receive_bank_remittance(notice, work)
