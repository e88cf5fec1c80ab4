"""Transfers to dedicated accounts (10.6.3.2): matched to the partner, credited at once when the payer is known, checked first when not."""

from __future__ import annotations

from typing import Any

from partner_center.funds.credit import credit_flow
from partner_center.funds.events import BankNoticeUnclear, Unclear
from partner_center.funds.remittances.account import remittance_account_key
from partner_center.funds.remittances.agreement import PaymentAgreement
from partner_center.funds.remittances.contracts import BankRemittance
from partner_center.funds.remittances.events import BankRemittanceReceived, HeldRemittanceDecided, RemittanceHeld
from partner_center.funds.remittances.names import plain_account
from partner_center.funds.remittances.payer import is_known_payer
from partner_center.funds.remittances.remittance import Remittance, RemittanceStatus, RemittedTo, remittance_id_of, remittance_key
from partner_center.funds.top_up import TopUpChannel, top_up_key
from partner_center.kernel import clock
from partner_center.kernel.labels import Label
from partner_center.kernel.money import Money
from partner_center.partners import Partner, partner_key
from partner_center.platform.observe import logger
from partner_center.platform.work import Work
from partner_center.reviews import Decision, ReviewKind, Ruling, open_review


def receive_bank_remittance(notice: BankRemittance, work: Work) -> str | None:
    """Tell of a transfer to a partner's dedicated account; it is credited by a consumer (10.6.3.2/r6).

    A transfer to an account that is nobody's is kept with this outcome, and vendor finance is told.
    """
    account = work.get(remittance_account_key(plain_account(notice.account_no)), or_none=True)
    if account is None:
        logger.error("a remittance to an unknown account", extra={"flow_no": notice.flow_no})
        work.emit(
            BankNoticeUnclear(
                partner_id="",
                why=Unclear.UNKNOWN_ACCOUNT,
                number=notice.flow_no,
                account_no=notice.account_no,
                amount=notice.amount,
                told_at=work.now,
            )
        )
        return Unclear.UNKNOWN_ACCOUNT.value
    work.emit(
        BankRemittanceReceived(
            partner_id=account.partner_id,
            amount=notice.amount,
            external_flow_no=notice.flow_no,
            payer_name=notice.payer_name,
            payer_account=notice.payer_account,
            arrived_at=notice.arrived_at,
        )
    )
    return None


def credit_bank_remittance(event: BankRemittanceReceived, work: Work) -> None:
    """Credit a transfer of a known payer, hold one of an unknown payer for the vendor's check (10.6.3.2/r6, r7, r9), either once.

    Of another amount or another partner's under the number of a flow that is known, vendor finance is told: it may be other money.
    """
    remittance_id = remittance_id_of(RemittedTo.DEDICATED, event.external_flow_no)
    held, partner, credited = work.look(
        remittance_key(remittance_id),
        partner_key(event.partner_id),
        top_up_key(TopUpChannel.DEDICATED_ACCOUNT, event.external_flow_no),
    )
    if (known := held or credited) is not None:
        if (known.partner_id, known.amount) != (event.partner_id, event.amount):
            tell_of_two_stories(event.external_flow_no, event.amount, work, partner_id=event.partner_id)
        return
    agreements = work.every(PaymentAgreement, PaymentAgreement.partition(partner_id=event.partner_id))
    if is_known_payer(event.payer_name, partner, agreements, event.arrived_at):
        credit_flow(
            work,
            partner_id=event.partner_id,
            channel=TopUpChannel.DEDICATED_ACCOUNT,
            external_flow_no=event.external_flow_no,
            amount=event.amount,
            arrived_at=event.arrived_at,
            payer_name=event.payer_name,
            payer_account=event.payer_account,
        )
        return
    remittance = Remittance(
        remittance_id=remittance_id,
        remitted_to=RemittedTo.DEDICATED,
        flow_no=event.external_flow_no,
        partner_id=event.partner_id,
        payer_name=event.payer_name,
        payer_account=event.payer_account,
        amount=event.amount,
        arrived_at=event.arrived_at,
        received_at=work.now,
        status=RemittanceStatus.UNDER_CHECK,
    )
    work.add(remittance)
    _open_check(remittance, partner, work)


def tell_of_two_stories(flow_no: str, amount: Money, work: Work, *, partner_id: str = "") -> None:
    """Two transfers under one number, or one told in two ways: only vendor finance can find out, and books the second one if it is one."""
    logger.error("the bank tells two stories of one flow", extra={"flow_no": flow_no})
    work.emit(BankNoticeUnclear(partner_id=partner_id, why=Unclear.DIFFERS, number=flow_no, amount=amount, told_at=work.now))


def _open_check(remittance: Remittance, partner: Partner | None, work: Work) -> None:
    task = open_review(
        work,
        PAYER_REVIEW,
        remittance.remittance_id,
        partner_id=remittance.partner_id,
        title=partner.name if partner else str(remittance.partner_id),
        facts={
            "partner_name": partner.name if partner else None,
            "business_certified": bool(partner and partner.business_certified),
            "payer_name": remittance.payer_name,
            "payer_account": remittance.payer_account,
            "amount": remittance.amount.as_json(),
            "flow_no": remittance.flow_no,
            "arrived_at": clock.iso(remittance.arrived_at),
        },
    )
    work.emit(
        RemittanceHeld(
            partner_id=remittance.partner_id or "",
            remittance_id=remittance.remittance_id,
            amount=remittance.amount,
            arrived_at=remittance.arrived_at,
            due_at=task.due_at,
        )
    )


def decide_payer(ruling: Ruling, work: Work) -> dict[str, Any]:
    """Credit a held transfer, or mark it for return to its payer (10.6.3.2/r9). Raises NotFound, Refused `illegal_transition`."""
    remittance = work.get(remittance_key(ruling.subject_id))
    approved = ruling.decision is Decision.APPROVED
    remittance.decide("approve" if approved else "reject", work.caller.actor, work.now, ruling.reason)
    work.change(remittance)
    top_up = None
    if approved:
        top_up = credit_flow(
            work,
            partner_id=remittance.partner_id,
            channel=TopUpChannel.DEDICATED_ACCOUNT,
            external_flow_no=remittance.flow_no,
            amount=remittance.amount,
            arrived_at=remittance.arrived_at,
            payer_name=remittance.payer_name,
            payer_account=remittance.payer_account,
        )
    work.emit(
        HeldRemittanceDecided(
            partner_id=remittance.partner_id or "",
            remittance_id=remittance.remittance_id,
            status=remittance.status.value,
            amount=remittance.amount,
            reason=ruling.reason,
        )
    )
    return {"status": remittance.status.value, "credited": top_up is not None}


PAYER_REVIEW = ReviewKind(
    "funds.remittance_payer",
    Label("非实名户名汇款核查", "Check of a transfer by an unknown payer"),
    duty="funds.review_remittances",
    rule="10.6.3.2/r9",
    working_days=2,  # OPEN: r9 gives no date
    decide=decide_payer,
)
