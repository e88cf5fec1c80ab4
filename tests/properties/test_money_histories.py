"""Random histories of one partner's money and coupons, with faults in between: nothing is lost, doubled or unexplained.

After every step the books must balance (entries, stored balances, the formulas of 10.6.3.1) and must equal a plain sum of what the callers
were told succeeded. Faults: the same request again, a conflict or a throttle before the write, a lost answer or sudden death after it;
the caller then repeats with the same key. `MONEY_EXAMPLES` sets how many histories are tried.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from moto.backends import get_backend
from pynamodb.exceptions import CancellationReason, VerboseClientError

from partner_center.coupons import CouponQuota, Voucher, deduct_vouchers, load_usable_vouchers, return_to_voucher, voucher_key
from partner_center.funds import FundBucket, Wallet, charge_funds, load_customer_funds, refund_funds
from partner_center.kernel import clock
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import Money, total
from partner_center.platform.ledger import LedgerEntry, statement_partition
from partner_center.platform.table import Record
from partner_center.platform.work import Work
from tests.kit import faults
from tests.kit.coupons import CouponDesk
from tests.kit.funds import a_customer, a_partner, amount, as_system, check_books
from tests.kit.world import Answer, World, partner_user

EXAMPLES = int(os.environ.get("MONEY_EXAMPLES", "20"))
STEPS = 30

CUSTOMERS = st.sampled_from(["C1", "C2"])
PRODUCTS = st.sampled_from(["ecs", "obs"])
CENTS = st.integers(1, 6_000).map(lambda cents: str(Decimal(cents) / 100))
PICK = st.integers(0, 50)
FAULTS = st.sampled_from(["none", "none", "repeated", "conflict", "throttle", "lost", "killed"])


@contextmanager
def disturbed(fault: str) -> Iterator[None]:
    """The first write meets the fault."""
    reasons = {"conflict": "TransactionConflict", "throttle": "ThrottlingError"}
    met: list[str] = []

    def refuse(operation: str, _: int) -> None:
        if operation == "TransactWriteItems" and not met:
            met.append(operation)
            raise VerboseClientError(
                {"Error": {"Code": "TransactionCanceledException", "Message": ""}},
                operation,
                {},
                cancellation_reasons=[CancellationReason(code=reasons[fault])],
            )

    if fault in reasons:
        with faults.watching(before=refuse):
            yield
    elif fault in ("lost", "killed"):
        with faults.watching(after=faults.answer_lost(1) if fault == "lost" else faults.killed_after(1)):
            yield
    else:
        yield


class MoneyHistory(RuleBasedStateMachine):
    """One partner, two resale customers, everything that moves their money."""

    time: Any  # the run's stopped clock

    @initialize()
    def begin(self) -> None:
        for accounts in get_backend("dynamodb").values():
            for backend in accounts.values():
                backend.reset()
        Record.create_table(wait=False)
        a_partner()
        for customer in ("C1", "C2"):
            a_customer(customer)
        self.desk = CouponDesk(World())
        self.sums: dict[str, Money] = defaultdict(Money.zero)  # what callers were told succeeded
        self.charges: list[tuple[str, list[tuple[str, Money]], Money]] = []
        self.number = 0

    # --- how a caller deals with faults --------------------------------------------------------------------------------------

    def told(self, fault: str, ask: Callable[[str], Answer]) -> Any:
        """The body of a command's final answer; None where it was refused."""
        key = self._key()
        try:
            with disturbed(fault):
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
            with disturbed(fault):
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

    @rule(value=CENTS, fault=FAULTS)
    def top_up(self, value: str, fault: str) -> None:
        if done := self.told(fault, lambda key: self.desk.top_up(value, key=key)):
            self.sums["paid_in"] += amount(done["amount"])

    @rule(value=CENTS, fault=FAULTS)
    def set_credit_limit(self, value: str, fault: str) -> None:
        if done := self.told(fault, lambda key: self.desk.credit_limit(value, key=key)):
            self.sums["credit_limit"] = amount(done["credit_balance"])

    @rule(with_allocatable=st.booleans())
    def convert_mode(self, with_allocatable: bool) -> None:
        self.desk.mode(with_allocatable).ok()

    @rule(customer=CUSTOMERS, value=CENTS, product=st.none() | PRODUCTS, fault=FAULTS)
    def allocate(self, customer: str, value: str, product: str | None, fault: str) -> None:
        only_for = [product] if product else None
        if done := self.told(fault, lambda key: self.desk.allocate(value, customer, only_for=only_for, key=key)):
            self.sums["allocated"] += amount(done["amount"])

    @rule(pick=PICK, value=CENTS, fault=FAULTS)
    def recall(self, pick: int, value: str, fault: str) -> None:
        if bucket := self._one_of(FundBucket, pick):
            ask = lambda key: self.desk.recall(value, bucket.customer_id, bucket=bucket.bucket_id, key=key)  # noqa: E731
            if done := self.told(fault, ask):
                self.sums["allocated"] -= amount(done["amount"])

    @rule(fault=FAULTS)
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

    @rule(customer=CUSTOMERS, value=CENTS, product=PRODUCTS, fault=FAULTS)
    def use(self, customer: str, value: str, product: str, fault: str) -> None:
        """A month's usage is charged: vouchers first, then funds, the rest becomes arrears."""

        def charge(work: Work) -> Any:
            vouchers = load_usable_vouchers(work, "P1", customer)
            funds = load_customer_funds(work, "P1", customer)
            asked = Money.of(value)
            parts = deduct_vouchers(work, vouchers, asked, product_type=product, billing_mode="on_demand", reference="usage")
            rest = asked - total(part for _, part in parts)
            charge = charge_funds(work, funds, rest, product_type=product, reference="usage")
            assert charge.cash_paid + charge.arrears == rest
            return parts, rest

        parts, rest = self.heard(fault, charge)
        self.charges.append((customer, parts, rest))
        self.sums["from_vouchers"] += total(part for _, part in parts)
        self.sums["from_funds"] += rest

    @precondition(lambda self: self.charges)
    @rule(pick=PICK, fault=FAULTS)
    def refund(self, pick: int, fault: str) -> None:
        """A charge is given back where it came from."""
        customer, parts, rest = self.charges.pop(pick % len(self.charges))

        def give_back(work: Work) -> None:
            for voucher, part in parts:
                return_to_voucher(work, voucher_key("P1", voucher), part, "refund")
            refund_funds(work, load_customer_funds(work, "P1", customer), rest, reference="refund")

        self.heard(fault, give_back)
        self.sums["from_vouchers"] -= total(part for _, part in parts)
        self.sums["from_funds"] -= rest

    # --- coupons -------------------------------------------------------------------------------------------------------------

    @rule(value=CENTS, days=st.integers(1, 60), fault=FAULTS)
    def grant(self, value: str, days: int, fault: str) -> None:
        until = clock.iso(clock.now() + days * clock.DAY)
        if done := self.told(fault, lambda key: self.desk.grant(value, key=key, until=until)):
            self.sums["granted"] += amount(done["initial_amount"])

    @rule(pick=PICK, value=CENTS, to=st.sampled_from([("C1",), ("C2",), ("C1", "C2")]), days=st.integers(1, 40), fault=FAULTS)
    def issue(self, pick: int, value: str, to: tuple[str, ...], days: int, fault: str) -> None:
        if quota := self._one_of(CouponQuota, pick):
            until = clock.iso(min(quota.expires_at, clock.now() + days * clock.DAY))
            self.told(fault, lambda key: self.desk.issue(quota.quota_id, value, to, key=key, expires_at=until))

    @rule(pick=PICK, fault=FAULTS)
    def recall_voucher(self, pick: int, fault: str) -> None:
        if voucher := self._one_of(Voucher, pick):
            self.told(fault, lambda key: self.desk.recall_voucher(voucher.voucher_id, key=key))

    @rule(days=st.integers(1, 20), fault=st.sampled_from(["none", "conflict", "killed"]))
    def time_passes(self, days: int, fault: str) -> None:
        """Days go by; the hourly jobs find what expired, one of them dies in the middle."""
        as_of = clock.iso(self.time.pass_(days=days))
        for job in ("coupons.recall_expired_vouchers", "coupons.expire_voucher_quotas"):
            try:
                with disturbed(fault):
                    self.desk.world.run_job(job, as_of)
            except faults.Killed:
                self.desk.world.run_job(job, as_of)

    # --- what is always true -------------------------------------------------------------------------------------------------

    @invariant()
    def the_books_balance(self) -> None:
        if hasattr(self, "desk"):
            check_books()

    @invariant()
    def callers_were_told_the_truth(self) -> None:
        if not hasattr(self, "desk"):
            return
        key = Wallet.key(partner_id="P1")
        wallet = next(iter(Wallet.query(key.partition, Wallet.sk == key.sort)), None)
        assert (wallet.allocated_amount if wallet else Money.zero()) == self.sums["allocated"]
        assert self._outside("top_up") == -self.sums["paid_in"]
        assert self._outside("credit_line") == -self.sums["credit_limit"]
        assert self._outside("revenue") == self.sums["from_funds"]
        assert self._outside("coupons") == self.sums["from_vouchers"] - self.sums["granted"]

    def _outside(self, purpose: str) -> Money:
        return total(entry.amount for entry in LedgerEntry.query(statement_partition(f"clearing/{purpose}/P1")))

    def _one_of(self, kind: type[Any], pick: int) -> Any:
        found = sorted((record for record in Record.scan() if isinstance(record, kind)), key=lambda record: record.address)
        return found[pick % len(found)] if found else None


@pytest.mark.rule("10.6.3.1/r4", "10.6.3.1/r8", "10.6.3.1/r9")
def test_no_history_loses_or_doubles_a_cent(cloud, stopped_clock):
    MoneyHistory.time = stopped_clock
    run_state_machine_as_test(
        MoneyHistory,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=EXAMPLES <= 20,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
