"""The partner's payment agreements with status and times (guide 10.6.3.3, 11.5.3.2)."""

from partner_center.funds import PAYMENT_AGREEMENTS

app = PAYMENT_AGREEMENTS.get(
    "/payment-agreements",
    detail="{agreement_id}",
    allow="funds.read",
    guide=["10.6.3.3/list_payment_agreements", "11.5.3.2/list_payment_agreements"],
)
