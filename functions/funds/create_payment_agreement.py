"""Make a payment agreement about another payer name, in effect at once (guide 10.6.3.3, 10.6.3.2, 11.5.3.1, 11.5.3.2)."""

from partner_center.funds import AgreementState, CreatePaymentAgreement, create_payment_agreement
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/payment-agreements",
    allow="funds.remit",
    status=201,
    guide=[
        "10.6.3.3/create_payment_agreement",
        "10.6.3.2/add_payer_name",
        "11.5.3.2/create_payment_agreement",
        "11.5.3.1/add_payer_name",
    ],
)
def app(request: CreatePaymentAgreement, caller: Caller, work: Work) -> AgreementState:
    return create_payment_agreement(request, caller, work)
