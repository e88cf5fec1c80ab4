"""Verbs for stories about money: partners and customers that exist, top-ups, allocations, recalls, charges, and the ledger's truth."""

from __future__ import annotations

import functools
import itertools
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.backends import get_backend

from partner_center.customers import Association, AssociationType
from partner_center.funds import Arrears, FundAccount, FundBucket, PartnerFunds, Wallet, charge_funds, load_customer_funds, refund_funds
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from partner_center.partners import Partner
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Account, LedgerEntry
from partner_center.platform.table import Record
from partner_center.platform.work import Idempotency, Origin, Repeated, Work, carry_out
from tests.kit.audit import is_trace_of_refusal
from tests.kit.world import Answer, World, partner_user, vendor_user

VENDOR = vendor_user()


def stored(record: Record) -> Record:
    """A record in the table, without a command."""
    record.settle()
    record.save()
    return record


def a_partner(partner_id: str = "P1", contracting_entity: str = "hcc") -> None:
    """A partner that the vendor admitted."""
    stored(
        Partner(
            partner_id=partner_id,
            name=f"Partner {partner_id}",
            partner_type="solution_provider",
            business_certified=True,
            contracting_entity=contracting_entity,
            admitted_at=clock.now(),
        )
    )


def a_customer(customer_id: str = "C1", of: str = "P1", association_type: str = AssociationType.RESALE, status: str = "associated") -> None:
    """A customer associated with a partner."""
    stored(
        Association(
            partner_id=of,
            customer_id=customer_id,
            customer_name=f"Customer {customer_id}",
            account_name=f"account-{customer_id}",
            mobile="13900000000",
            association_type=association_type,
            status=status,
            associated_at=clock.now(),
        )
    )


def amount(answer: Any) -> Money:
    """An amount of an answer."""
    return Money.of(answer["amount"], answer["currency"])


def as_system(partner_id: str, do: Callable[[Work], Any], token: str | None = None) -> Any:
    """What a consumer does: one unit of work for a partner, once per token; None for a repetition."""
    caller = Caller.system("test").on_behalf_of(partner_id)
    idempotency = Idempotency("consumer/test", token, "") if token else None
    try:
        return carry_out(lambda: Work(caller, clock.now(), Origin("test", "test"), idempotency), do)[0]
    except Repeated:
        return None


@dataclass
class Desk:
    """The desk at which the people of the stories act. Each verb is one call with an idempotency key of its own unless one is given."""

    world: World
    keys: Any = field(default_factory=lambda: map("key-{}".format, itertools.count()))

    def call(self, caller: Caller, method: str, path: str, body: Any, key: str | None = None, **more: Any) -> Answer:
        """One command."""
        return self.world.call(caller, method, path, body, key=key or next(self.keys), **more)

    def top_up(
        self, value: str, partner: str = "P1", key: str | None = None, flow: str | None = None, channel: str | None = None, **more: Any
    ) -> Answer:
        """Vendor finance credits a payment."""
        key = key or next(self.keys)
        body = {"amount": value, "external_flow_no": flow or f"flow-{key}", **({"channel": channel} if channel else {})}
        return self.call(VENDOR, "POST", f"/funds/partners/{partner}/top-ups", body, key, **more)

    def credit_limit(self, value: str, partner: str = "P1", key: str | None = None) -> Answer:
        """The channel manager sets the credit line."""
        return self.call(VENDOR, "PUT", f"/funds/partners/{partner}/credit-limit", {"credit_limit": value}, key)

    def mode(self, with_allocatable: bool, partner: str = "P1") -> Answer:
        """The operations manager converts the mode."""
        mode = "with_allocatable_account" if with_allocatable else "without_allocatable_account"
        return self.call(VENDOR, "PUT", f"/funds/partners/{partner}/allocation-mode", {"allocation_mode": mode})

    def allocate(
        self,
        value: str,
        customer: str = "C1",
        partner: str = "P1",
        only_for: list[str] | None = None,
        key: str | None = None,
        query: str = "",
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Answer:
        """The partner allocates money, earmarked where products are named."""
        terms = {"allocation_type": "earmarked", "usage_scenarios": only_for} if only_for else {"allocation_type": "normal"}
        path = f"/funds/customers/{customer}/allocations{query}"
        return self.call(partner_user(partner), "POST", path, {"amount": value, **terms, **more}, key, headers=headers)

    def recall(self, value: str, customer: str = "C1", partner: str = "P1", bucket: str = "normal", key: str | None = None) -> Answer:
        """The partner recalls money from a bucket."""
        body = {"buckets": [{"bucket_id": bucket, "amount": value}]}
        return self.call(partner_user(partner), "POST", f"/funds/customers/{customer}/recalls", body, key)

    def balances(self, partner: str = "P1") -> dict[str, Any]:
        """What the partner sees of its accounts."""
        seen = self.world.call(partner_user(partner), "GET", "/funds/balances").ok()
        return {name: amount(value) if isinstance(value, dict) else value for name, value in seen.items()}

    def statement(self, account_type: str = "top_up", partner: str = "P1", query: str = "") -> list[dict[str, Any]]:
        """The lines of the partner's statement, once it was told of everything; the newest first."""
        self.world.settle()
        path = f"/funds/ledger?account_type={account_type}&limit=100{query}"
        rows: list[dict[str, Any]] = self.world.call(partner_user(partner), "GET", path).ok()["items"]
        return rows

    def customer_balances(self, customer: str = "C1", partner: str = "P1") -> dict[str, Any]:
        """What the partner sees of a customer's money."""
        return self.world.call(partner_user(partner), "GET", f"/funds/customers/{customer}/balances").ok()

    def charge(self, value: str, customer: str = "C1", partner: str = "P1", product: str = "ecs", token: str | None = None) -> Any:
        """Usage is charged to a customer's funds: cash paid and arrears."""

        def take(work: Work) -> Any:
            funds = load_customer_funds(work, partner, customer)
            return charge_funds(work, funds, Money.of(value), product_type=product, reference="usage")

        return as_system(partner, take, token)

    def refund(self, value: str, customer: str = "C1", partner: str = "P1", token: str | None = None) -> None:
        """Usage is given back."""

        def give(work: Work) -> None:
            refund_funds(work, load_customer_funds(work, partner, customer), Money.of(value), reference="refund")

        as_system(partner, give, token)


def everything() -> dict[tuple[str, str], dict[str, Any]]:
    """The whole table as it is stored."""
    return {(record.pk, record.sk): record.serialize(null_check=False) for record in Record.scan() if not is_trace_of_refusal(record)}


def money_records() -> list[Record]:
    """Every account, wallet and ledger entry, straight from the mock: a Scan through its HTTP layer is far slower."""
    kept = []
    for regions in get_backend("dynamodb").values():
        for item in regions[os.environ["AWS_REGION"]].get_table(os.environ["TABLE_NAME"]).all_items():
            if (kind := _classes().get(item.attrs["kind"].value)) is None:
                continue
            if kind is LedgerEntry:  # immutable: read once
                place = (item.attrs["pk"].value, item.attrs["sk"].value)
                kept.append(_ENTRIES.get(place) or _ENTRIES.setdefault(place, _read(kind, item)))
            else:
                kept.append(_read(kind, item))
    return kept


_ENTRIES: dict[tuple[str, str], Record] = {}  # by place: no two entries of any history share theirs


def _read(kind: type[Record], item: Any) -> Record:
    return kind.from_raw_data({name: _raw(value) for name, value in item.attrs.items()})


def _raw(value: Any) -> dict[str, Any]:
    return {"L": [_raw(part) for part in value.value]} if value.type == "L" else value.to_json()


@functools.cache
def _classes() -> dict[str, type[Record]]:
    kinds: list[type[Record]] = [LedgerEntry, Wallet, *_below(Account)]
    return {str(name): kind for kind in kinds if (name := kind.kind.get_discriminator(kind)) is not None}


def _below(kind: type[Record]) -> list[type[Record]]:
    return [found for child in kind.__subclasses__() for found in (child, *_below(child))]


def check_books(records: list[Record] | None = None) -> None:
    """What must be true of all money at any time: entries, balances, formulas (10.6.3.1/r4, r8, r9) and wallet totals."""
    records = records or money_records()
    entries = [record for record in records if isinstance(record, LedgerEntry)]
    movements: dict[str, Money] = defaultdict(Money.zero)
    sums: dict[str, Money] = defaultdict(Money.zero)
    for entry in entries:
        movements[entry.movement_id] += entry.amount
        sums[entry.account_id] += entry.amount
    assert not any(movements.values()), "a movement that does not add up to zero"
    accounts = [record for record in records if isinstance(record, Account)]
    assert {account.account_id for account in accounts} >= {id_ for id_, left in sums.items() if left and not id_.startswith("clearing/")}
    for account in accounts:
        assert not account.balance.is_negative, account.account_id
        explained = -sums[account.account_id] if account.CLAIM else sums[account.account_id]
        assert account.balance == explained, f"{account.account_id}: {account.balance}, entries say {explained}"
    for wallet in (record for record in records if isinstance(record, Wallet)):
        _check_partner(wallet, accounts, sums)


def _check_partner(wallet: Wallet, accounts: list[Account], sums: dict[str, Money]) -> None:
    partner = wallet.partner_id
    own = {a.account_type.value: a for a in accounts if isinstance(a, FundAccount) and a.partner_id == partner}
    funds = PartnerFunds.of(partner, wallet, own.get("top_up"), own.get("credit"))
    in_buckets = total(a.balance for a in accounts if isinstance(a, FundBucket) and a.partner_id == partner)
    owed = total(a.balance for a in accounts if isinstance(a, Arrears) and a.partner_id == partner)
    assert funds.credit_limit == -sums[f"clearing/credit_line/{partner}"], "the credit line is what was set"
    assert wallet.allocated_amount - wallet.consumed_amount == in_buckets, "what is allocated and not consumed lies in buckets"
    assert wallet.arrears_amount == owed, "the arrears are what customers owe"
    gross = funds.top_up_balance + funds.credit_balance
    assert funds.unallocated == gross - wallet.allocated_amount, "r4, r9"
    expected = gross - (wallet.consumed_amount if funds.allocatable_balance is not None else wallet.allocated_amount)
    assert funds.account_balance == expected, "r4, r8"
    assert not any(
        held.is_negative
        for held in (funds.credit_balance, funds.credit.drawn, funds.top_up.frozen, funds.top_up.rebates, funds.top_up.rebates_out)
    )
    assert funds.credit_balance <= funds.credit_limit, "no more credit than the line"
