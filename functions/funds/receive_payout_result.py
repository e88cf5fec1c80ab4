"""Take the bank's word on a payout: it arrived, failed or came back (guide 10.6.3.5.1)."""

from partner_center.funds import PayoutResult, receive_payout_result
from partner_center.platform.webhook import Webhook, Work


@Webhook.post("/webhooks/payout-results", provider="bank", signed_with="BANK_WEBHOOK_SECRET", guide=["10.6.3.5.1/receive_payout_result"])
def app(notice: PayoutResult, work: Work) -> str | None:
    return receive_payout_result(notice, work)
