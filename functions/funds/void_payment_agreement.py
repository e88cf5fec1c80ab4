"""Void a payment agreement in effect (guide 10.6.3.3, 11.5.3.2)."""

from partner_center.funds import AgreementRef, AgreementState, void_payment_agreement
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/payment-agreements/{agreement_id}/voiding",
    allow="funds.remit",
    guide=["10.6.3.3/void_payment_agreement", "11.5.3.2/void_payment_agreement"],
)
def app(request: AgreementRef, caller: Caller, work: Work) -> AgreementState:
    return void_payment_agreement(request, caller, work)
