"""Random histories of one partner's money and coupons, with faults in between: nothing is lost, doubled or unexplained.

After every step the books must balance (entries, stored balances, the formulas of 10.6.3.1) and must equal a plain sum of what the callers
were told succeeded. Faults: the same request again, a conflict or a throttle before the write, a lost answer or sudden death after it;
the caller then repeats with the same key. `MONEY_EXAMPLES` sets how many histories are tried.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from moto.backends import get_backend

from partner_center.coupons import Coupon, CouponQuota, give_back, key_of, load_usable_coupons, pay_usage
from partner_center.funds import FundBucket, Wallet, charge_funds, load_customer_funds, refund_funds
from partner_center.kernel import clock
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import Money, total
from partner_center.platform.ledger import LedgerEntry
from partner_center.platform.table import Record
from partner_center.platform.work import Work
from tests.kit import faults
from tests.kit.coupons import CouponDesk
from tests.kit.funds import a_customer, a_partner, amount, as_system, check_books, money_records
from tests.kit.world import Answer, World, partner_user

EXAMPLES = int(os.environ.get("MONEY_EXAMPLES", "30"))
QUICK = EXAMPLES <= 30  # the same histories every time, and none is made smaller when it fails
STEPS = 40
SHARDS = 1 if QUICK else 8  # parts of a long run, for several processes

CUSTOMERS = st.sampled_from(["C1", "C2"])
PRODUCTS = st.sampled_from(["ecs", "obs"])
CENTS = st.integers(1, 6_000).map(lambda cents: str(Decimal(cents) / 100))
PICK = st.integers(0, 50)
FAULTS = st.sampled_from(["none", "none", "repeated", "conflict", "throttle", "lost", "killed"])


class History:
    """One partner, two resale customers, everything that moves their money. Each method below the line is a step."""

    def __init__(self, time: Any) -> None:
        for accounts in get_backend("dynamodb").values():
            for backend in accounts.values():
                backend.reset()
        Record.create_table(wait=False)
        a_partner()
        for customer in ("C1", "C2"):
            a_customer(customer)
        self.time = time
        self.time.at("2024-09-02T10:00:00+08:00")
        self.desk = CouponDesk(World())
        self.sums: dict[str, Money] = defaultdict(Money.zero)  # what callers were told succeeded
        self.charges: list[tuple[str, list[tuple[str, Money]], Money]] = []
        self.number = 0
        self.top_up(value="200", fault="none")
        self.set_credit_limit(value="100", fault="none")
        self.allocate(customer="C1", value="20", product=None, fault="none")
        self.grant(value="200", days=30, fault="none")
        self.issue(pick=0, value="20", to=("C1",), days=10, fault="none")

    # --- how a caller deals with faults --------------------------------------------------------------------------------------

    def told(self, fault: str, ask: Callable[[str], Answer]) -> Any:
        """The body of a command's final answer; None where it was refused."""
        key = self._key()
        try:
            with faults.disturbed(fault):
                answer = ask(key)
        except faults.Killed:
            answer = ask(key)
        if answer.status == 503:
            answer = ask(key)
        if fault == "repeated" and answer.status < 300:
            assert ask(key).body == answer.body
        assert answer.status < 300 or answer.status == 409, answer.body
        return answer.body if answer.status < 300 else None

    def heard(self, fault: str, do: Callable[[Work], Any]) -> Any:
        """What a consumer's work came to, delivered again where it did not hear; the first run's result counts."""
        token, made = self._key(), []

        def once(work: Work) -> None:
            made.append(do(work))

        try:
            with faults.disturbed(fault):
                as_system("P1", once, token)
        except (faults.Killed, Unavailable):
            as_system("P1", once, token)
        if fault == "repeated":
            as_system("P1", once, token)
        return made[-1]

    def _key(self) -> str:
        self.number += 1
        return f"step-{self.number}"

    # --- money ---------------------------------------------------------------------------------------------------------------

    def top_up(self, value: str, fault: str) -> None:
        if done := self.told(fault, lambda key: self.desk.top_up(value, key=key)):
            self.sums["paid_in"] += amount(done["amount"])

    def set_credit_limit(self, value: str, fault: str) -> None:
        if done := self.told(fault, lambda key: self.desk.credit_limit(value, key=key)):
            self.sums["credit_limit"] = amount(done["credit_balance"])

    def convert_mode(self, with_allocatable: bool) -> None:
        self.desk.mode(with_allocatable).ok()

    def allocate(self, customer: str, value: str, product: str | None, fault: str) -> None:
        only_for = [product] if product else None
        if done := self.told(fault, lambda key: self.desk.allocate(value, customer, only_for=only_for, key=key)):
            self.sums["allocated"] += amount(done["amount"])

    def recall(self, pick: int, value: str, fault: str) -> None:
        if bucket := self._one_of(FundBucket, pick):
            ask = lambda key: self.desk.recall(value, bucket.customer_id, bucket=bucket.bucket_id, key=key)  # noqa: E731
            if done := self.told(fault, ask):
                self.sums["allocated"] -= amount(done["amount"])

    def recall_everything(self, fault: str) -> None:
        body = {"customer_ids": ["C1", "C2"]}

        def ask(key: str) -> Answer:
            answer = self.desk.call(partner_user("P1"), "POST", "/funds/recalls", body, key)
            problems = [result["problem"]["code"] for result in answer.ok()["results"] if result["problem"]]
            return self.desk.call(partner_user("P1"), "POST", "/funds/recalls", body, key) if "unavailable" in problems else answer

        if fault == "repeated":
            fault = "none"  # what was refused may be done by a repetition, so the answers may differ
        for result in self.told(fault, ask)["results"]:
            if result["result"]:
                self.sums["allocated"] -= amount(result["result"]["amount"])

    def use(self, customer: str, value: str, product: str, fault: str) -> None:
        """A month's usage is charged: vouchers first, then funds, the rest becomes arrears."""

        def charge(work: Work) -> Any:
            coupons = load_usable_coupons(work, customer)
            funds = load_customer_funds(work, "P1", customer)
            asked = Money.of(value)
            parts = pay_usage(work, coupons, asked, product_type=product, billing_mode="on_demand", reference="usage")
            rest = asked - total(part for _, part in parts)
            charge = charge_funds(work, funds, rest, product_type=product, reference="usage")
            assert charge.cash_paid + charge.arrears == rest
            return parts, rest

        parts, rest = self.heard(fault, charge)
        self.charges.append((customer, parts, rest))
        self.sums["from_vouchers"] += total(part for _, part in parts)
        self.sums["from_funds"] += rest

    def refund(self, pick: int, fault: str) -> None:
        """A charge is given back where it came from."""
        if not self.charges:
            return
        customer, parts, rest = self.charges.pop(pick % len(self.charges))

        def refund(work: Work) -> None:
            for ref, part in parts:
                give_back(work, key_of(ref), part, "refund")
            refund_funds(work, load_customer_funds(work, "P1", customer), rest, reference="refund")

        self.heard(fault, refund)
        self.sums["from_vouchers"] -= total(part for _, part in parts)
        self.sums["from_funds"] -= rest

    # --- coupons -------------------------------------------------------------------------------------------------------------

    def grant(self, value: str, days: int, fault: str) -> None:
        until = clock.iso(clock.now() + days * clock.DAY)
        if done := self.told(fault, lambda key: self.desk.grant(value, key=key, until=until)):
            self.sums["granted"] += amount(done["initial_amount"])

    def issue(self, pick: int, value: str, to: tuple[str, ...], days: int, fault: str) -> None:
        if quota := self._one_of(CouponQuota, pick):
            until = clock.iso(min(quota.expires_at, clock.now() + days * clock.DAY))
            self.told(fault, lambda key: self.desk.issue(quota.quota_id, value, to, key=key, expires_at=until))

    def recall_voucher(self, pick: int, fault: str) -> None:
        if voucher := self._one_of(Coupon, pick):
            self.told(fault, lambda key: self.desk.recall_voucher(voucher.coupon_id, key=key))

    def time_passes(self, days: int, fault: str) -> None:
        """Days go by; the hourly jobs find what expired, one of them dies in the middle."""
        as_of = clock.iso(self.time.pass_(days=days))
        for job in ("coupons.recall_expired_coupons", "coupons.expire_coupon_quotas"):
            try:
                with faults.disturbed(fault):
                    self.desk.world.run_job(job, as_of)
            except faults.Killed:
                self.desk.world.run_job(job, as_of)

    # --- what is always true -------------------------------------------------------------------------------------------------

    def callers_were_told_the_truth(self, records: list[Record]) -> None:
        outside: dict[str, Money] = defaultdict(Money.zero)
        for entry in (record for record in records if isinstance(record, LedgerEntry)):
            outside[entry.account_id.removeprefix("clearing/").removesuffix("/P1")] += entry.amount
        assert total(record.allocated_amount for record in records if isinstance(record, Wallet)) == self.sums["allocated"]
        assert outside["top_up"] == -self.sums["paid_in"]
        assert outside["credit_line"] == -self.sums["credit_limit"]
        assert outside["revenue"] == self.sums["from_funds"]
        assert outside["coupons"] == self.sums["from_vouchers"] - self.sums["granted"]

    def _one_of(self, kind: type[Any], pick: int) -> Any:
        found = sorted((record for record in money_records() if isinstance(record, kind)), key=lambda record: record.address)
        return found[pick % len(found)] if found else None


def step(name: str, **arguments: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """A step by the name of its method, with what it is given."""
    return st.tuples(st.just(name), st.fixed_dictionaries(arguments))


TARGETS = st.sampled_from([("C1",), ("C2",), ("C1", "C2")])
USE = step("use", customer=CUSTOMERS, value=CENTS, product=PRODUCTS, fault=FAULTS)
ALLOCATE = step("allocate", customer=CUSTOMERS, value=CENTS, product=st.none() | PRODUCTS, fault=FAULTS)
STEP = st.one_of(
    USE,
    USE,
    ALLOCATE,
    ALLOCATE,
    step("refund", pick=PICK, fault=FAULTS),
    step("recall", pick=PICK, value=CENTS, fault=FAULTS),
    step("recall_everything", fault=FAULTS),
    step("top_up", value=CENTS, fault=FAULTS),
    step("set_credit_limit", value=CENTS, fault=FAULTS),
    step("convert_mode", with_allocatable=st.booleans()),
    step("grant", value=CENTS, days=st.integers(1, 60), fault=FAULTS),
    step("issue", pick=PICK, value=CENTS, to=TARGETS, days=st.integers(1, 40), fault=FAULTS),
    step("recall_voucher", pick=PICK, fault=FAULTS),
    step("time_passes", days=st.integers(1, 20), fault=st.sampled_from(["none", "conflict", "killed"])),
)


@pytest.mark.rule("10.6.3.1/r4", "10.6.3.1/r8", "10.6.3.1/r9")
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_history_loses_or_doubles_a_cent(shard, cloud, stopped_clock):
    @settings(
        max_examples=EXAMPLES // SHARDS,
        deadline=None,
        derandomize=QUICK,
        phases=[Phase.generate] if QUICK else list(Phase),
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
    def holds(steps: list[tuple[str, dict[str, Any]]]) -> None:
        history = History(stopped_clock)
        for name, arguments in steps:
            getattr(history, name)(**arguments)
            records = money_records()
            check_books(records)
            history.callers_were_told_the_truth(records)

    holds()
