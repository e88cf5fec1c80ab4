"""From whom a reseller's account is filled, and how what is left returns to it when the two part.

OPEN in chapter 11, decided as for quotas: the remaining balance returns to the distributor as a recall of the system's. What the reseller's
customers hold stays with them; where it comes back later it lies on the reseller's account like any other balance.

An account holds the money of one distributor at a time: another one fills it only after the former one's was returned. So an end that is
heard late, twice or out of order never takes what somebody else allocated since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partner_center.funds.accounts import FundAccount, FundAccountType, PartnerFunds
from partner_center.funds.adjustment import AdjustmentType, FundAdjustment, new_serial_no
from partner_center.funds.reseller_funds.events import ResellerFundsMoved
from partner_center.kernel.errors import Refusal
from partner_center.kernel.money import Money
from partner_center.organisation import organisation_key
from partner_center.platform.ledger import Movement
from partner_center.platform.table import Key, Place, Record, Text
from partner_center.platform.work import Work
from partner_center.resellers import CooperationEnded, ResellerRelation, relation_key


class ResellerFunding(Record, kind="reseller_funding"):
    """Whose money a reseller's account holds, with the names that the distributor knows the reseller by. Gone once it is returned."""

    PLACE = Place("partner/{partner_id}/funded_by", "distributor")

    partner_id = Text()
    distributor_id = Text()
    reseller_name = Text()
    reseller_account = Text(null=True)


def funding_key(reseller_id: str) -> Key[ResellerFunding]:
    """The address of what is known of a reseller's money."""
    return ResellerFunding.key(partner_id=reseller_id)


def account_key(reseller_id: str) -> Key[FundAccount]:
    """The account that a distributor fills."""
    return FundAccount.key(partner_id=reseller_id, account_type=FundAccountType.TOP_UP)


@dataclass(frozen=True)
class Reseller:
    """A reseller as its distributor's log names it."""

    distributor_id: str
    reseller_id: str
    name: str
    account_name: str | None
    manager_id: str | None = None

    @classmethod
    def of(cls, relation: ResellerRelation) -> Reseller:
        """Of a relation."""
        return cls(relation.partner_id, relation.reseller_id, relation.reseller_name, relation.reseller_account, relation.manager_id)


def note_reseller_adjustment(work: Work, reseller: Reseller, adjustment_type: AdjustmentType, amount: Money) -> FundAdjustment:
    """The adjustment's record in the distributor's log, and its event for the reseller (11.1.5/r6)."""
    adjustment = FundAdjustment(
        partner_id=reseller.distributor_id,
        distributor_id=reseller.distributor_id,
        serial_no=new_serial_no(adjustment_type, work.now),
        reseller_id=reseller.reseller_id,
        reseller_name=reseller.name,
        reseller_account=reseller.account_name,
        manager_id=reseller.manager_id,
        adjustment_type=adjustment_type,
        amount=amount,
        adjusted_at=work.now,
        operator=work.caller.operator,
    )
    work.add(adjustment)
    work.emit(
        ResellerFundsMoved(
            partner_id=reseller.reseller_id,
            distributor_id=reseller.distributor_id,
            adjustment_type=adjustment_type.value,
            amount=amount,
            serial_no=adjustment.serial_no,
        )
    )
    return adjustment


def give_back(
    work: Work, funds: PartnerFunds, account: FundAccount, reseller: Reseller, amount: Money, why: AdjustmentType
) -> FundAdjustment:
    """Move balance of a reseller to its distributor (`funds`): to credit first, up to what is drawn from it."""
    adjustment = note_reseller_adjustment(work, reseller, why, amount)
    funds.put_back(work, Movement.RESELLER_RECALL, amount, (account, -amount), reference=adjustment.serial_no)
    return adjustment


def return_balance_of_former_reseller(event: CooperationEnded, work: Work) -> None:
    """The two have parted: the reseller's remaining balance returns to the distributor.

    What returns follows from the account as it stands. Where the two work together again by then, it stays: it cannot be told from what was
    allocated since, and the distributor may recall it by hand. A balance that no distributor allocated (it came with a customer) goes the
    same way, unless the reseller has another distributor by then.
    """
    reseller_id, distributor_id = event.partner_id, event.distributor_id
    found: list[Any] = work.look(
        funding_key(reseller_id),
        account_key(reseller_id),
        relation_key(distributor_id, reseller_id),
        organisation_key(reseller_id),
        *PartnerFunds.keys(distributor_id),
    )
    funding, account, relation, organisation, *own = found
    taken_on = organisation is not None and organisation.distributor_id is not None
    if relation is not None or (funding.distributor_id != distributor_id if funding is not None else taken_on):
        return
    if organisation is not None:
        work.rely_on(organisation)  # nobody has taken the reseller on meanwhile
    if funding is not None:
        work.remove(funding)
    if account is None or not account.balance:
        return
    name, account_name = (funding.reseller_name, funding.reseller_account) if funding is not None else (event.reseller_name, None)
    reseller = Reseller(distributor_id, reseller_id, name, account_name)
    give_back(work, PartnerFunds.of(distributor_id, *own), account, reseller, account.balance, AdjustmentType.COOPERATION_RECALL)


def refuses_former_money(funding: ResellerFunding | None, distributor_id: str) -> Refusal | None:
    """Another distributor fills the account once the former one's money is back, a moment after the two parted."""
    if funding is None or funding.distributor_id == distributor_id:
        return None
    return Refusal.because("former_balance_returning", way_out="wait_and_try_again")
