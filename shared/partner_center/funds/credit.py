"""Crediting the top-up account: by a payment channel, a remittance, vendor finance, or another area (incentives)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.funds.accounts import FundAccount, FundAccountType, Wallet, set_rebates_apart
from partner_center.funds.contracts import CreditTopUp, ToppedUp
from partner_center.funds.events import TopUpCredited
from partner_center.funds.remittances.remittance import Remittance, RemittedTo, remittance_id_of, remittance_key
from partner_center.funds.reseller_funds.rules import refuses_reseller
from partner_center.funds.top_up import TopUp, TopUpChannel, is_transfer, refuses_second_credit, top_up_key
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money
from partner_center.partners import partner_key
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.observe import logger
from partner_center.platform.table import Key
from partner_center.platform.work import Work

# Why and from where money of these channels comes; of all others it is a top-up.
_BOOKED_AS = {
    TopUpChannel.INCENTIVE_REBATE: (Movement.INCENTIVE, "incentives"),
    TopUpChannel.MODE_CHANGE: (Movement.MODE_CHANGE, "mode_change"),
}


def credit_top_up(request: CreditTopUp, work: Work) -> ToppedUp:
    """Credit a payment by hand (10.6.3.2/r2, r3), or a customer's balance that became its partner's (10.6.3.6/r5).

    A transfer of which the bank told is credited by its check or by claims. What no partner can claim (10.6.3.2/r3) is credited here: the
    whole rest of it, by its channel and number.
    Raises NotFound for an unknown partner; Refused `top_up_already_credited`, `payment_already_spent`, `remittance_waits`,
    `arrival_in_future`, `not_for_resellers`.
    """
    account, partner, known, _, *told = work.look(
        _account_key(request.partner_id),
        partner_key(request.partner_id),
        top_up_key(request.channel, request.external_flow_no),
        Wallet.key(partner_id=request.partner_id),
        *_transfers(request),
    )
    if partner is None:
        raise NotFound("partner")
    told = [transfer for transfer in told if transfer is not None]
    is_customers = request.channel is TopUpChannel.MODE_CHANGE  # the only money that reaches a reseller beside its distributor's
    work.require(
        None if is_customers else refuses_reseller(partner.partner_type),
        refuses_future_arrival(request.arrived_at, work.now),
        refuses_second_credit(known) or next(filter(None, (refuses_told_transfer(transfer, request) for transfer in told)), None),
    )
    for transfer in told:
        transfer.grant(request.amount)
        work.change(transfer)
    credit_flow(
        work,
        partner_id=request.partner_id,
        channel=request.channel,
        external_flow_no=request.external_flow_no,
        amount=request.amount,
        arrived_at=told[0].arrived_at if told else request.arrived_at or work.now,
        payer_name=told[0].payer_name if told else request.payer_name,
        payer_account=told[0].payer_account if told else None,
        has_promotion=request.has_promotion,
        remark=request.remark,
    )
    return ToppedUp(
        partner_id=request.partner_id,
        external_flow_no=request.external_flow_no,
        amount=request.amount,
        unallocated=account.balance if account is not None else request.amount,
    )


def refuses_future_arrival(arrived_at: datetime | None, now: datetime) -> Refusal | None:
    """From its arrival on it is counted how long a flow may go back by the way it came (10.6.3.5)."""
    if arrived_at is None or arrived_at <= now:
        return None
    return Refusal.because("arrival_in_future", arrived_at=arrived_at)


def refuses_told_transfer(transfer: Remittance, request: CreditTopUp) -> Refusal | None:
    """What the bank told of is decided where it waits, so that no part of it is credited a second time (10.6.3.4/r1)."""
    is_general = transfer.remitted_to is RemittedTo.GENERAL and request.channel is TopUpChannel.GENERAL_ACCOUNT
    if is_general and request.amount == transfer.unclaimed:
        return None
    facts: dict[str, Any] = {"remittance_id": transfer.remittance_id, "status": transfer.status, "unclaimed": transfer.unclaimed}
    return Refusal.because("remittance_waits", "10.6.3.4/r1", way_out="decide_remittance", **facts)


def _transfers(request: CreditTopUp) -> list[Key[Remittance]]:
    """Where a transfer of that flow number lies if the bank told of one."""
    if not is_transfer(request.channel):
        return []
    return [remittance_key(remittance_id_of(account, request.external_flow_no)) for account in RemittedTo]


def credit_flow(
    work: Work,
    *,
    partner_id: str,
    channel: TopUpChannel,
    external_flow_no: str,
    amount: Money,
    arrived_at: datetime,
    payer_name: str | None = None,
    payer_account: str | None = None,
    payment_no: str | None = None,
    bank_flow_no: str | None = None,
    has_promotion: bool = False,
    remark: str | None = None,
) -> TopUp | None:
    """Credit a payment to a partner's top-up account, which is opened where there is none; None where it was credited before. CNY."""
    account, known, wallet = work.look(_account_key(partner_id), top_up_key(channel, external_flow_no), Wallet.key(partner_id=partner_id))
    if known is not None:
        logger.warning("a payment was credited before", extra={"channel": channel.value, "external_flow_no": external_flow_no})
        return None
    account = account or FundAccount(partner_id=partner_id, account_type=FundAccountType.TOP_UP)
    top_up = TopUp(
        channel=channel,
        external_flow_no=external_flow_no,
        partner_id=partner_id,
        amount=amount,
        arrived_at=arrived_at,
        credited_at=work.now,
        payer_name=payer_name,
        payer_account=payer_account,
        payment_no=payment_no,
        bank_flow_no=bank_flow_no,
        has_promotion=has_promotion,
    )
    work.add(top_up)
    set_rebates_apart(work, account, wallet)
    movement, outside = _BOOKED_AS.get(channel, (Movement.TOP_UP, "top_up"))
    work.move(movement, (Clearing(outside, partner_id), -amount), (account, amount), reference=external_flow_no, remark=remark)
    if channel is TopUpChannel.INCENTIVE_REBATE:
        work.count(account, rebates=amount)
    else:
        work.emit(TopUpCredited(partner_id=partner_id, amount=amount, reference=external_flow_no, channel=channel.value))
    return top_up


def _account_key(partner_id: str) -> Key[FundAccount]:
    return FundAccount.key(partner_id=partner_id, account_type=FundAccountType.TOP_UP)
