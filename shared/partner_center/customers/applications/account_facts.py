"""The port through which account checks ask what other areas know of a customer and its partner (docs/ports.md).

An area that knows something declares it in a module of this name, partner_center/<area>/account_facts.py, as FACTS. The check reads the
keys of all of them in its one read round and hears each about its own records; it imports no area. What no area answers yet is answered
here: a fact of the customer's account that the vendor keeps through `record_account_facts`, or none.

    class _Funds:
        def keys(self, partner_id: str, customer_id: str) -> Sequence[Key[Any]]: ...
        def facts(self, found: Sequence[Any]) -> AccountKnowledge: ...     # `found` in the order of the keys, None for what is missing

    FACTS = _Funds()
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, TypedDict, cast

import partner_center
from partner_center.customers.account import CustomerAccount
from partner_center.kernel.money import Money
from partner_center.platform.table import Key


class AccountKnowledge(TypedDict, total=False):
    """What can be known. Amounts in CNY.

    vendor_arrears, cash_balance, owed_invoices: between the customer and the vendor; partner_arrears: between the customer and its partner;
    unpaid_partner_orders: orders that wait for the partner's payment; unused_pickup_coupons: coupons that still hold something.
    """

    vendor_arrears: Money
    cash_balance: Money
    owed_invoices: Money
    partner_arrears: Money
    unpaid_partner_orders: int
    unused_pickup_coupons: int
    reserved_instances: bool
    support_plan: bool
    special_contract: bool
    framework_contract: bool


class KnowsOfAccounts(Protocol):
    """An area that knows something of a customer and its partner."""

    def keys(self, partner_id: str, customer_id: str) -> Sequence[Key[Any]]:
        """The records to read."""

    def facts(self, found: Sequence[Any]) -> AccountKnowledge:
        """What these records say; whatever it answers wins over the local answer."""


def local_answer(account: CustomerAccount) -> AccountKnowledge:
    """What the vendor told of the account. Nobody but funds knows of arrears with a partner: without it there are none."""
    return {
        "vendor_arrears": account.arrears,
        "cash_balance": account.cash_balance,
        "owed_invoices": account.owed_invoice_amount,
        "partner_arrears": Money.zero(),
        "unpaid_partner_orders": int(account.unpaid_partner_orders),
        "unused_pickup_coupons": int(account.unused_pickup_coupons),
        "reserved_instances": account.reserved_instances,
        "support_plan": account.support_plan,
        "special_contract": account.special_contract,
        "framework_contract": account.framework_contract,
    }


@lru_cache(maxsize=1)
def areas_that_know() -> tuple[KnowsOfAccounts, ...]:
    """Every area that declares FACTS, in the order of their names."""
    found = {file.parent.name for folder in partner_center.__path__ for file in Path(folder).glob("*/account_facts.py")}
    return tuple(cast(KnowsOfAccounts, import_module(f"partner_center.{area}.account_facts").FACTS) for area in sorted(found))


@dataclass(frozen=True)
class Question:
    """What is asked about one partner and customer: the keys to read, and how to hear the answers."""

    partner_id: str
    customer_id: str

    def keys(self) -> list[Key[Any]]:
        """The keys of all areas, one after the other."""
        return [key for keys in self._by_area() for key in keys]

    def heard(self, found: Sequence[Any], account: CustomerAccount) -> AccountKnowledge:
        """Everything that is known. `found` are the records in the order of `keys`."""
        known, at = local_answer(account), 0
        for area, keys in zip(areas_that_know(), self._by_area(), strict=True):
            known |= area.facts(found[at : at + len(keys)])
            at += len(keys)
        return known

    def _by_area(self) -> list[Sequence[Key[Any]]]:
        return [area.keys(self.partner_id, self.customer_id) for area in areas_that_know()]
