"""Everything an application is decided on: the association, what was filed, who manages it, what other areas know; read at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partner_center.customers.account import CustomerAccount, customer_account_key
from partner_center.customers.applications.account_facts import AccountKnowledge, Question
from partner_center.customers.applications.application import Operation
from partner_center.customers.applications.conditions import Facts
from partner_center.customers.applications.filing import Filings, customer_filings_key, partner_filing_key
from partner_center.customers.association import Association, AssociationType, association_key
from partner_center.customers.contracts import Words
from partner_center.identity import Membership
from partner_center.kernel.errors import NotFound
from partner_center.kernel.permissions import PartnerType
from partner_center.organisation import manager_key
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.reach import ManagedCustomer, managed_key
from partner_center.platform.table import Key, Record
from partner_center.platform.work import Work


@dataclass
class Case:
    """One customer and its partner. `told` are the records that other areas answered from."""

    association: Association
    account: CustomerAccount
    partner: Partner
    filings: Filings
    managed: ManagedCustomer | None
    known: AccountKnowledge
    told: list[Record]

    def facts(self, now: datetime) -> Facts:
        """What the conditions look at."""
        return Facts(
            now=now,
            partner_type=self.partner.partner_type,
            association_type=self.association.association_type,
            account=self.account,
            known=self.known,
            filings=self.filings,
        )

    def manager(self, work: Work) -> Membership | None:
        """The membership of the account manager who has the customer now."""
        if self.managed is None:
            return None
        return work.get(manager_key(self.association.partner_id, self.managed.manager_id), or_none=True)

    def rely_on_facts(self, work: Work) -> None:
        """What the decision was made on must still hold at the commit."""
        work.rely_on(self.association, self.account, *self.told)

    def notes(self, operation: Operation) -> list[Words]:
        """What a switch to resale leaves behind: cash that cannot be spent afterwards, and credit that is reclaimed.

        10.4.1.5/r12 (by ticket: 12.3.1.4/r4), 13.1.1/r23.
        """
        if operation is not Operation.SWITCH_TYPE or self.association.association_type is not AssociationType.CONSULTATIVE:
            return []
        withdrawn = "withdraw_by_ticket" if self.partner.partner_type is PartnerType.RESELLER else "withdraw_yourself"
        return [
            *([Words.of(withdrawn)] if self.known["cash_balance"] else []),
            *([Words.of("credit_is_reclaimed")] if self.account.direct_credit_limit else []),
        ]


def load_case(work: Work, partner_id: str, customer_id: str, *more: Key[Any]) -> tuple[Case, list[Any]]:
    """The case of a customer of a partner, and what lies at further keys. NotFound where one does not know the other."""
    question = Question(partner_id, customer_id)
    asked = question.keys()
    association, account, partner, of_customer, of_partner, managed, *rest = work.look(
        association_key(partner_id, customer_id),
        customer_account_key(customer_id),
        partner_key(partner_id),
        customer_filings_key(customer_id),
        partner_filing_key(partner_id, customer_id),
        managed_key(partner_id, customer_id),
        *asked,
        *more,
    )
    if association is None or account is None or partner is None:
        raise NotFound("association")
    told = rest[: len(asked)]
    case = Case(
        association=association,
        account=account,
        partner=partner,
        filings=Filings.of(partner_id, customer_id, of_customer, of_partner),
        managed=managed,
        known=question.heard(told, account),
        told=[record for record in told if record is not None],
    )
    return case, rest[len(asked) :]


def partner_of(work: Work, caller: Caller) -> str:
    """The partner of the customer that calls. NotFound where it has none."""
    account = work.get(customer_account_key(caller.customer_id))
    if account.associated_partner_id is None:
        raise NotFound("association")
    return str(account.associated_partner_id)
