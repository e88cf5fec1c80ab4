"""Making and voiding payment agreements (10.6.3.3). The form 新增其他汇款户名 (10.6.3.2/add_payer_name) makes one as well."""

from __future__ import annotations

from partner_center.funds.remittances.agreement import (
    PayerNames,
    PaymentAgreement,
    agreement_key,
    payer_names_key,
)
from partner_center.funds.remittances.bank import refuses_paying_in
from partner_center.funds.remittances.contracts import AgreementRef, AgreementState, CreatePaymentAgreement
from partner_center.funds.remittances.names import plain_name
from partner_center.funds.remittances.payer import verified_name
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def create_payment_agreement(request: CreatePaymentAgreement, caller: Caller, work: Work) -> AgreementState:
    """An agreement about another payer name, in effect at once (10.6.3.3/r3).

    Raises Refused `no_self_service_top_up`, `not_for_resellers`, `too_many_payer_names`, `payer_name_in_effect`,
    `own_name_needs_no_agreement`.
    """
    names, partner = work.look(payer_names_key(caller.partner_id), partner_key(caller.partner_id))
    names = names or PayerNames.none_of(caller.partner_id)
    work.require(
        refuses_paying_in(caller.partner_type, partner.contracting_entity if partner else None),
        names.refuses_another(),
        names.refuses_name(request.entrusted_party),
        refuses_own_name(partner, request.entrusted_party),
    )
    agreement = PaymentAgreement(
        partner_id=caller.partner_id,
        agreement_id=ids.new_id("PA", work.now),
        entrusted_party=request.entrusted_party,
        entrusted_party_type=request.entrusted_party_type,
        effective_at=work.now,
    )
    names.enter(agreement)
    work.add(agreement)
    work.keep(names)
    return AgreementState.of(agreement, names)


def void_payment_agreement(request: AgreementRef, caller: Caller, work: Work) -> AgreementState:
    """Void an agreement in effect: inactive from now on, for good (10.6.3.3/r5, r6). Raises NotFound, Refused `illegal_transition`."""
    agreement, names = work.look(agreement_key(caller.partner_id, request.agreement_id), payer_names_key(caller.partner_id))
    if agreement is None or names is None:
        raise NotFound("payment agreement")
    agreement.void(caller.actor, work.now)
    names.strike(agreement)
    work.change(agreement, names)
    return AgreementState.of(agreement, names)


def refuses_own_name(partner: Partner | None, name: str) -> Refusal | None:
    """Agreements are for other names than the verified entity's (10.6.3.3/r1)."""
    own = verified_name(partner)
    if own is None or plain_name(own) != plain_name(name):
        return None
    return Refusal.because("own_name_needs_no_agreement", "10.6.3.3/r1")
