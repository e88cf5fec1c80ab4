"""One history of the chain of money: two distributors, two resellers that work with the one or the other, customers of all of them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from partner_center.customers import Association, AssociationStatus, association_key
from partner_center.funds import (
    AdjustmentType,
    Arrears,
    FundAccount,
    FundAdjustment,
    FundBucket,
    charge_funds,
    load_customer_funds,
)
from partner_center.funds.reseller_funds.funding import ResellerFunding, funding_key
from partner_center.kernel.money import Money, total
from partner_center.platform.work import Work
from tests.kit.chain import CUSTOMERS_OF, ChainDesk, a_chain, again, lose, win_back, work_together
from tests.kit.funds import amount, as_system, check_books, money_records
from tests.kit.history import FaultyHistory
from tests.kit.organisation import found, organisation_now
from tests.kit.resellers import stands
from tests.kit.world import World

DISTRIBUTORS, RESELLERS = ("D1", "D2"), ("R1", "R2")


class ChainHistory(FaultyHistory):
    """Each method is a step; `told` is what callers were told succeeded."""

    CONCERNED = frozenset(("funds.return_balance_of_former_reseller", "funds.return_customer_balances", "resellers.follow_reseller"))

    def __init__(self, time: Any) -> None:
        super().__init__(time)
        self.desk: ChainDesk = a_chain(World())
        self.told: dict[str, Money] = defaultdict(Money.zero)
        self.funded: dict[str, str | None] = {}  # by whom each reseller was funded after the step before
        self.returned: set[str] = set()
        self.ends: list[dict[str, Any]] = []

    # --- from outside --------------------------------------------------------------------------------------------------------

    def top_up(self, distributor: str, value: str, fault: str) -> None:
        """A distributor pays in."""
        if done := self.ask(fault, lambda key: self.desk.top_up(value, distributor, key)):
            self.told["paid_in"] += amount(done["amount"])

    def line(self, distributor: str, value: str, fault: str) -> None:
        """The vendor sets a distributor's credit line."""
        before = self._line(distributor)
        if done := self.ask(fault, lambda key: self.desk.credit_limit(value, distributor, key)):
            self.told["lines"] += amount(done["credit_limit"]) - before

    def mode_change(self, reseller: str, value: str) -> None:
        """A customer's balance becomes its reseller's."""
        self.told["paid_in"] += amount(self.desk.mode_change(value, reseller).ok()["amount"])

    def charge(self, customer: str, value: str, fault: str) -> None:
        """A customer's usage."""
        taken = self.heard(fault, lambda work: self._charge(work, customer, value))
        self.told["charged"] += taken

    def _charge(self, work: Work, customer: str, value: str) -> Money:
        funds = load_customer_funds(work, CUSTOMERS_OF[customer], customer)
        charge_funds(work, funds, Money.of(value), product_type="ecs", reference="usage")
        return Money.of(value)

    # --- along the chain -----------------------------------------------------------------------------------------------------

    def pass_on(self, distributor: str, reseller: str, value: str, fault: str) -> None:
        """A distributor allocates to a reseller, its own or not."""
        by = self.desk.who(distributor)
        if done := self.ask(fault, lambda key: self.desk.pass_on(value, reseller, by=by, key=key)):
            self.told[f"passed_on/{distributor}/{reseller}"] += amount(done["amount"])

    def take_back(self, distributor: str, reseller: str, value: str, fault: str) -> None:
        """A distributor recalls from a reseller, its own or not."""
        by = self.desk.who(distributor)
        if done := self.ask(fault, lambda key: self.desk.take_back(value, reseller, by=by, key=key)):
            self.told[f"taken_back/{distributor}/{reseller}"] += amount(done["amount"])

    def give(self, customer: str, value: str, fault: str) -> None:
        """A partner allocates to its customer."""
        by = self.desk.who(CUSTOMERS_OF[customer])
        if done := self.ask(fault, lambda key: self.desk.give(value, customer, by=by, key=key)):
            self.told["given"] += amount(done["amount"])

    def take(self, customer: str, value: str, fault: str) -> None:
        """A partner recalls from its customer."""
        by = self.desk.who(CUSTOMERS_OF[customer])
        if done := self.ask(fault, lambda key: self.desk.take(value, customer, by=by, key=key)):
            self.told["taken"] += amount(done["amount"])

    # --- who works with whom -------------------------------------------------------------------------------------------------

    def leave(self, reseller: str) -> None:
        """The vendor delists a reseller; its relation ends once that is heard."""
        stands(self.desk.world, reseller, "delisted")

    def come_back(self, reseller: str, distributor: str) -> None:
        """A reseller without a distributor works with one."""
        if organisation_now(reseller).distributor_id is None:
            work_together(self.desk, reseller, distributor)

    def move(self, reseller: str, distributor: str) -> None:
        """A reseller leaves and works with a distributor at once, before anybody has heard what became of its balance."""
        if organisation_now(reseller).distributor_id == distributor:
            return
        stands(self.desk.world, reseller, "delisted")
        self.queue += self._new_events()
        told = [event for event in self.queue if event["DetailType"] == "partners.partner_standing_changed"]
        self.queue = [event for event in self.queue if event not in told or not self._deliver(event)]
        self.come_back(reseller, distributor)

    def end_is_told_again(self, pick: int) -> None:
        """An end of long ago is told once more, when nobody remembers that it was heard."""
        if self.ends:
            self._deliver(again(self.ends[pick % len(self.ends)]))

    def _deliver(self, event: dict[str, Any]) -> bool:
        if event["DetailType"] == "resellers.cooperation_ended" and event not in self.ends:
            self.ends.append(event)
        return super()._deliver(event)

    def lose(self, customer: str, by_switch: bool) -> None:
        """A customer leaves, or does not resell any more."""
        association: Association = found(association_key(CUSTOMERS_OF[customer], customer))
        if association.status is AssociationStatus.ASSOCIATED:
            lose(customer, by_switch=by_switch)

    def win_back(self, customer: str) -> None:
        """It is its partner's resale customer again."""
        win_back(customer)

    # --- what is always true -------------------------------------------------------------------------------------------------

    def holds(self) -> None:
        """Money is where callers were told, nowhere else, and the records say how it got there."""
        check_books()
        records = money_records()
        held = total(record.balance for record in records if isinstance(record, (FundAccount, FundBucket)))
        drawn = total(record.drawn for record in records if isinstance(record, FundAccount))
        owed = total(record.balance for record in records if isinstance(record, Arrears))
        assert held - owed == self.told["paid_in"] + self.told["lines"] - self.told["charged"], "nothing appears and nothing disappears"
        assert not drawn.is_negative
        debtors = {record.customer_id for record in records if isinstance(record, Arrears) and record.balance}
        holders = {record.customer_id for record in records if isinstance(record, FundBucket) and record.balance}
        assert not debtors & holders, "a debt is settled by whatever comes"
        adjustments = self._adjustments()
        for distributor in DISTRIBUTORS:
            for reseller in RESELLERS:
                between = [one for one in adjustments if (one.partner_id, one.reseller_id) == (distributor, reseller)]
                told = {name: self.told[f"{name}/{distributor}/{reseller}"] for name in ("passed_on", "taken_back")}
                assert _sum(between, AdjustmentType.ALLOCATE_NORMAL) == told["passed_on"]
                assert _sum(between, AdjustmentType.RECALL) == told["taken_back"]
        self._nobody_got_anothers_money(adjustments)
        with_customers = [one for one in adjustments if one.customer_id]
        assert _sum(with_customers, AdjustmentType.ALLOCATE_NORMAL) == self.told["given"]
        assert _sum(with_customers, AdjustmentType.RECALL) == self.told["taken"]

    def _nobody_got_anothers_money(self, adjustments: list[FundAdjustment]) -> None:
        """What returned by itself since the step before went to whoever had funded the reseller by then."""
        returns = [one for one in adjustments if one.adjustment_type is AdjustmentType.COOPERATION_RECALL]
        for one in returns:
            if one.serial_no not in self.returned:
                assert self.funded.get(one.reseller_id) in (one.partner_id, None), "another distributor's money"
        self.returned = {one.serial_no for one in returns}
        for reseller in RESELLERS:
            funding: ResellerFunding | None = found(funding_key(reseller))
            self.funded[reseller] = funding.distributor_id if funding else None

    def ends_well(self) -> None:
        """Once everything was heard: no account holds money for a distributor that its reseller does not work with."""
        self.everything_is_heard()
        self.holds()
        for reseller in RESELLERS:
            funding: ResellerFunding | None = found(funding_key(reseller))
            assert funding is None or organisation_now(reseller).distributor_id == funding.distributor_id
        for customer, partner in CUSTOMERS_OF.items():
            association: Association = found(association_key(partner, customer))
            if association.status is AssociationStatus.UNLINKED or association.association_type != "resale":
                assert not self._in_buckets(customer), "what a lost customer held went back"

    def _line(self, distributor: str) -> Money:
        accounts = [record for record in money_records() if isinstance(record, FundAccount) and record.partner_id == distributor]
        return total(account.balance + account.drawn for account in accounts if account.account_type == "credit")

    def _in_buckets(self, customer: str) -> Money:
        return total(record.balance for record in money_records() if isinstance(record, FundBucket) and record.customer_id == customer)

    def _adjustments(self) -> list[FundAdjustment]:
        def read(work: Work) -> list[FundAdjustment]:
            partners = (*DISTRIBUTORS, *RESELLERS)
            return [one for partner in partners for one in work.every(FundAdjustment, FundAdjustment.partition(partner_id=partner))]

        found_: list[FundAdjustment] = as_system("D1", read)
        return found_


def _sum(adjustments: list[FundAdjustment], kind: AdjustmentType) -> Money:
    return total(one.amount for one in adjustments if one.adjustment_type is kind)
