"""The general account (10.6.3.4): transfers arrive unclaimed, partners find and claim theirs, the vendor decides."""

from __future__ import annotations

from typing import Any

from partner_center.files import attach, file_key
from partner_center.funds.credit import credit_flow
from partner_center.funds.events import Unclear
from partner_center.funds.remittances.bank import refuses_paying_in
from partner_center.funds.remittances.claim import RemittanceClaim, claim_key
from partner_center.funds.remittances.contracts import (
    ClaimRemittance,
    GeneralRemittance,
    RemittanceClaimed,
    RemittancesFound,
    SearchRemittances,
    UnclaimedRemittance,
)
from partner_center.funds.remittances.dedicated import tell_of_two_stories
from partner_center.funds.remittances.events import RemittanceClaimDecided
from partner_center.funds.remittances.names import plain_account
from partner_center.funds.remittances.remittance import (
    Remittance,
    RemittanceClaimant,
    RemittanceStatus,
    RemittedTo,
    claimant_key,
    remittance_id_of,
    remittance_key,
    unclaimed_partition,
)
from partner_center.funds.reseller_funds.rules import refuses_reseller
from partner_center.funds.top_up import TopUpChannel, refuses_second_credit, top_up_key
from partner_center.kernel import clock, ids
from partner_center.kernel.errors import NotFound
from partner_center.kernel.labels import Label
from partner_center.kernel.money import Money
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.table import LOOKUP
from partner_center.platform.throttle import Limit
from partner_center.platform.work import Work
from partner_center.reviews import Decision, ReviewKind, Ruling, open_review

VOUCHER = "transfer_voucher"  # the purpose under which vouchers are uploaded
MOST_FOUND = 20
SEARCHES = Limit("remittance_search", times=60, within_s=3600)  # a partner's: it knows what it paid, who tries amounts does not


def receive_general_remittance(notice: GeneralRemittance, work: Work) -> str | None:
    """Keep a transfer to the general account as unclaimed, once per flow; nothing is credited (10.6.3.4/r1).

    What is told otherwise than at first changes nothing, and vendor finance is told.
    """
    remittance_id = remittance_id_of(RemittedTo.GENERAL, notice.flow_no)
    known = work.get(remittance_key(remittance_id), or_none=True)
    if known is not None:
        if known.differs(notice.payer_name, notice.amount):
            tell_of_two_stories(notice.flow_no, notice.amount, work)
            return Unclear.DIFFERS.value
        return "told_before"
    work.add(
        Remittance(
            remittance_id=remittance_id,
            remitted_to=RemittedTo.GENERAL,
            flow_no=notice.flow_no,
            payer_name=notice.payer_name,
            payer_account=plain_account(notice.payer_account),
            amount=notice.amount,
            unclaimed=notice.amount,
            arrived_at=notice.arrived_at,
            received_at=work.now,
            status=RemittanceStatus.UNCLAIMED,
        )
    )
    return None


def search_unclaimed_remittances(request: SearchRemittances, caller: Caller, work: Work) -> RemittancesFound:
    """The unclaimed remittances that fit payer, account and amount exactly; whoever lacks one of the three learns nothing (10.6.3.4/r3).

    Raises Refused `not_for_resellers`; Halt `too_many_requests`.
    """
    work.require(refuses_reseller(caller.partner_type))
    SEARCHES.take(caller.partner_id)
    partition = unclaimed_partition(request.payer_name, request.payer_account, request.amount)
    found = work.query(Remittance, partition, index=LOOKUP, limit=MOST_FOUND).items
    return RemittancesFound(
        items=[
            UnclaimedRemittance(
                remittance_id=remittance.claimable_id,
                amount=remittance.amount,
                unclaimed=remittance.unclaimed or Money.zero(),
                arrived_at=remittance.arrived_at,
            )
            for remittance in found
        ]
    )


def claim_remittance(request: ClaimRemittance, caller: Caller, work: Work) -> RemittanceClaimed:
    """Claim an amount of a remittance for the vendor's review (10.6.3.4/r4).

    Raises NotFound for no transfer to the general account, or one that no search found; Refused `claim_exceeds_rest`,
    `no_self_service_top_up`, `not_for_resellers` and what files refuse.
    """
    remittance_id = request.remittance_id.partition(".")[0]
    remittance, claimant, partner, _ = work.look(
        remittance_key(remittance_id),
        claimant_key(remittance_id, caller.partner_id),
        partner_key(caller.partner_id),
        file_key(request.voucher_file_id),
    )
    if remittance is None or remittance.remitted_to is not RemittedTo.GENERAL or remittance.claimable_id != request.remittance_id:
        raise NotFound("remittance")
    claimant = claimant or RemittanceClaimant(remittance_id=remittance.remittance_id, partner_id=caller.partner_id)
    work.require(
        refuses_paying_in(caller.partner_type, partner.contracting_entity if partner else None),
        remittance.refuses_claim(request.claim_amount, claimant.reviewing),
    )
    claim = RemittanceClaim(
        partner_id=caller.partner_id,
        claim_id=ids.new_id("RC", work.now),
        remittance_id=remittance.remittance_id,
        payer_name=remittance.payer_name,
        payer_account=remittance.payer_account,
        remittance_amount=remittance.amount,
        claim_amount=request.claim_amount,
        voucher_file_id=request.voucher_file_id,
        submitted_at=work.now,
        submitted_by=caller.operator,
    )
    attach(work, request.voucher_file_id, VOUCHER, to=claim)
    claim.review_due_at = _open_review(claim, remittance, partner.name, work)
    claimant.reviewing = claimant.reviewing + request.claim_amount
    remittance.reviewing_claims = int(remittance.reviewing_claims) + 1
    work.add(claim)
    work.keep(claimant)
    work.change(remittance)
    return RemittanceClaimed(
        claim_id=claim.claim_id,
        status=claim.status.value,
        claim_amount=claim.claim_amount,
        submitted_at=claim.submitted_at,
        review_due_at=claim.review_due_at,
    )


def _open_review(claim: RemittanceClaim, remittance: Remittance, partner_name: str, work: Work) -> Any:
    """Let a claim wait for the vendor; until when."""
    return open_review(
        work,
        CLAIM_REVIEW,
        f"{claim.remittance_id}/{claim.claim_id}",
        partner_id=claim.partner_id,
        title=partner_name,
        facts={
            "partner_name": partner_name,
            "claim_id": claim.claim_id,
            "claim_amount": claim.claim_amount.as_json(),
            "voucher_file_id": claim.voucher_file_id,
            "payer_name": remittance.payer_name,
            "payer_account": remittance.payer_account,
            "remittance_amount": remittance.amount.as_json(),
            "flow_no": remittance.flow_no,
            "arrived_at": clock.iso(remittance.arrived_at),
            "claims_in_review_before": int(remittance.reviewing_claims),
        },
    ).due_at


def decide_claim(ruling: Ruling, work: Work) -> dict[str, Any]:
    """Credit a claim and take it from the remittance's rest in one transaction, or refuse it and free it (10.6.3.4/r2).

    Of two partners' claims to the same money the second one granted finds nothing left. Raises NotFound; Refused `claim_exceeds_rest`,
    `top_up_already_credited` where finance credited the transfer by hand, `illegal_transition`.
    """
    remittance_id, _, claim_id = ruling.subject_id.partition("/")
    partner_id = ruling.partner_id or ""
    claim, remittance, claimant = work.read(
        claim_key(partner_id, claim_id), remittance_key(remittance_id), claimant_key(remittance_id, partner_id)
    )
    approved = ruling.decision is Decision.APPROVED
    claim.decide("approve" if approved else "reject", work.caller.actor, work.now, ruling.reason)
    if approved:
        by_hand = work.get(top_up_key(TopUpChannel.GENERAL_ACCOUNT, remittance.flow_no), or_none=True)
        work.require(remittance.refuses_claim(claim.claim_amount, Money.zero()) or refuses_second_credit(by_hand))
        remittance.grant(claim.claim_amount)
        # A claim of the whole is the bank's flow. Parts of it are flows of their own under the claim's number; the remark names the bank's.
        whole = claim.claim_amount == remittance.amount
        credit_flow(
            work,
            partner_id=partner_id,
            channel=TopUpChannel.GENERAL_ACCOUNT,
            external_flow_no=remittance.flow_no if whole else claim.claim_id,
            amount=claim.claim_amount,
            arrived_at=remittance.arrived_at,
            payer_name=remittance.payer_name,
            payer_account=remittance.payer_account,
            bank_flow_no=None if whole else remittance.flow_no,
            remark=remittance.flow_no,
        )
    claimant.reviewing = claimant.reviewing - claim.claim_amount
    remittance.reviewing_claims = int(remittance.reviewing_claims) - 1
    work.change(claim, remittance, claimant)
    work.emit(
        RemittanceClaimDecided(
            partner_id=partner_id,
            claim_id=claim.claim_id,
            status=claim.status.value,
            claim_amount=claim.claim_amount,
            reason=ruling.reason,
        )
    )
    rest = remittance.unclaimed or Money.zero()
    return {"status": claim.status.value, "rest": rest.as_json(), "claims_in_review": int(remittance.reviewing_claims)}


CLAIM_REVIEW = ReviewKind(
    "funds.remittance_claim",
    Label("汇款认领审核", "Review of a remittance claim"),
    duty="funds.review_remittances",
    rule="10.6.3.4/r6",
    working_days=1,
    decide=decide_claim,
)
