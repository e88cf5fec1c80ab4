"""Crediting the top-up account: by vendor finance, by a bank's remittance, by another area (incentives)."""

from __future__ import annotations

from partner_center.funds.accounts import FundAccount, FundAccountType
from partner_center.funds.contracts import CreditTopUp, ToppedUp
from partner_center.funds.events import BankRemittanceReceived, TopUpCredited
from partner_center.funds.top_up import TopUp, TopUpMethod, refuses_second_credit, top_up_key
from partner_center.kernel.errors import NotFound
from partner_center.kernel.money import Money
from partner_center.partners import partner_key
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.observe import logger
from partner_center.platform.table import Key
from partner_center.platform.work import Work


def credit_top_up(request: CreditTopUp, work: Work) -> ToppedUp:
    """Credit a payment to a partner's top-up account (10.6.3.2/r2, r3).

    Raises NotFound for an unknown partner; Refused `top_up_already_credited`.
    """
    account, partner, known = work.look(
        _account_key(request.partner_id), partner_key(request.partner_id), top_up_key(request.method, request.external_flow_no)
    )
    if partner is None:
        raise NotFound("partner")
    work.require(refuses_second_credit(known))
    top_up = TopUp(
        method=request.method,
        external_flow_no=request.external_flow_no,
        partner_id=request.partner_id,
        amount=request.amount,
        credited_at=work.now,
    )
    account = _credit(work, account, top_up, request.remark)
    return ToppedUp(
        partner_id=request.partner_id,
        external_flow_no=request.external_flow_no,
        amount=request.amount,
        unallocated=account.balance,
    )


def credit_bank_remittance(event: BankRemittanceReceived, work: Work) -> None:
    """Credit a transfer to the partner's dedicated account (10.6.3.2/r6); nothing where finance credited it by hand before.

    OPEN in the guide: r9's check of unusual payer names is the bank's and vendor finance's; what the bank matched is credited.
    """
    account, known = work.look(_account_key(event.partner_id), top_up_key(TopUpMethod.BANK_TRANSFER, event.external_flow_no))
    if known is not None:
        logger.warning("a remittance was credited before", extra={"external_flow_no": event.external_flow_no})
        return
    top_up = TopUp(
        method=TopUpMethod.BANK_TRANSFER,
        external_flow_no=event.external_flow_no,
        partner_id=event.partner_id,
        amount=event.amount,
        credited_at=work.now,
        payer_name=event.payer_name,
    )
    _credit(work, account, top_up, None)


def credit_top_up_account(
    work: Work, partner_id: str, amount: Money, *, movement: Movement, purpose: str, reference: str, remark: str | None = None
) -> None:
    """Move money from the outside (`purpose`) to a partner's top-up account, which is opened where there is none. CNY."""
    account = work.get(_account_key(partner_id), or_none=True) or _opened(partner_id)
    work.move(movement, (Clearing(purpose, partner_id), -amount), (account, amount), reference=reference, remark=remark)


def _credit(work: Work, account: FundAccount | None, top_up: TopUp, remark: str | None) -> FundAccount:
    account = account or _opened(top_up.partner_id)
    outside = Clearing("top_up", top_up.partner_id)
    work.add(top_up)
    work.move(Movement.TOP_UP, (outside, -top_up.amount), (account, top_up.amount), reference=top_up.external_flow_no, remark=remark)
    work.emit(TopUpCredited(partner_id=top_up.partner_id, amount=top_up.amount, reference=top_up.external_flow_no))
    return account


def _opened(partner_id: str) -> FundAccount:
    return FundAccount(partner_id=partner_id, account_type=FundAccountType.TOP_UP)


def _account_key(partner_id: str) -> Key[FundAccount]:
    return FundAccount.key(partner_id=partner_id, account_type=FundAccountType.TOP_UP)
