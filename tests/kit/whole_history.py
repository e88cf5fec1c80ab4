"""One history of everything that moves a partner's money: providers, banks, allocation, a reseller, usage, orders, withdrawals.

D1 is a distributor with the reseller R1. C3 is D1's resale customer, C4 its consultative one, C1 is R1's. `told` is what callers were told
succeeded; what is heard behind the commands comes late, twice and out of order (tests/kit/history.py).
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from partner_center.coupons import CouponLock
from partner_center.customers import AssociationStatus, association_key
from partner_center.funds import (
    ON_FUND_ACCOUNTS,
    FundAccount,
    FundBucket,
    StatementHead,
    StatementLine,
    TopUp,
    charge_funds,
    load_customer_funds,
    refund_funds,
)
from partner_center.funds.withdrawal.withdrawal import Withdrawal, WithdrawalPayout, WithdrawalStatus
from partner_center.kernel import clock
from partner_center.kernel.money import Money, total
from partner_center.orders import CustomerOrder, OrderStatus
from partner_center.orders.order import Means
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import LedgerEntry
from partner_center.platform.sensitive import Sensitive
from partner_center.platform.work import Work
from tests.kit import codes, faults
from tests.kit.chain import ChainDesk, a_chain, lose, win_back
from tests.kit.coupon_orders import a_coupon, check_quotas
from tests.kit.customer_orders import ORDER_SYSTEM, OrderDesk, an_account, an_order
from tests.kit.funds import VENDOR, a_customer, amount, check_books, money_records
from tests.kit.history import FaultyHistory
from tests.kit.online import Counter
from tests.kit.organisation import found
from tests.kit.providers import Sent, Street
from tests.kit.resellers import DISTRIBUTOR
from tests.kit.withdrawals import WithdrawalWindow, records_of, told
from tests.kit.world import World

CUSTOMERS = {"C3": "resale", "C4": "consultative"}  # of D1
PARTNERS = {"C1": "R1", "C3": "D1"}  # of the resale customers


class _OrderDesk(OrderDesk):
    partner = DISTRIBUTOR


class _Window(WithdrawalWindow):
    def as_user(self, partner: str = "D1") -> Caller:
        return DISTRIBUTOR


class WholeHistory(FaultyHistory):
    """Each method up to the line below is a step."""

    CONCERNED = frozenset(
        (
            "coupons.count_quota_use",
            "funds.credit_online_top_up",
            "funds.return_balance_of_former_reseller",
            "funds.return_customer_balances",
            "funds.write_statement",
            "orders.follow_order",
        )
    )

    def __init__(self, time: Any, street: Street) -> None:
        super().__init__(time)
        street.clean()
        world = World()
        self.chain: ChainDesk = a_chain(world)
        self.orders, self.window = _OrderDesk(world, self.chain.keys), _Window(world, self.chain.keys)
        self.counter = Counter(self.chain, street)
        for customer, mode in CUSTOMERS.items():
            an_account(customer, of="D1", mode=mode)
        a_customer("C4", of="D1", association_type=CUSTOMERS["C4"])
        self.told: dict[str, Money] = defaultdict(Money.zero)
        self.coupons = {name: [a_coupon("voucher", "15", of="D1", to=name)] for name in CUSTOMERS}
        self.online: list[tuple[str, str]] = []  # (channel, payment) that somebody paid
        self.sent: list[Sent] = []  # genuine notices
        self.placed: list[tuple[str, str]] = []
        self.charges: list[tuple[str, str]] = []
        self.flows = 0

    # --- money comes in --------------------------------------------------------------------------------------------------------

    def top_up(self, value: str, channel: str, fault: str) -> None:
        """Vendor finance credits a payment, a change of the mode, or a rebate is paid."""
        self.flows += 1
        body = {"amount": value, "channel": channel, "external_flow_no": f"WF{self.flows}"}
        path = "/funds/partners/D1/top-ups"
        if done := self.ask(fault, lambda key: self.chain.call(VENDOR, "POST", path, body, key)):
            self.told["paid_in"] += amount(done["amount"])

    def pay_online(self, channel: str, value: str) -> None:
        """Somebody pays at a provider's; we have not heard of it."""
        self.online.append((channel, self.counter.paid(channel, value, "D1")))
        self.told["paid_online"] += Money.of(value)
        self.sent.append(self.counter.till(channel).notice(self.online[-1][1]))

    def notice(self, pick: int, fault: str) -> None:
        """A provider tells of a payment, perhaps again."""
        if self.sent:
            self._tell(self.sent[pick % len(self.sent)], fault)

    def forged_notice(self, pick: int) -> None:
        """Somebody else tells of it: nothing happens."""
        if self.sent:
            sent = self.sent[pick % len(self.sent)]
            before = ledger_size()
            assert self.counter.tell(sent.with_body(sent.body.replace("0", "9", 1))).status in (400, 401, 500)
            assert ledger_size() == before

    def _tell(self, sent: Sent, fault: str) -> None:
        with faults.disturbed(fault):
            try:
                self.counter.tell(sent)
            except faults.Killed:
                return
        self.counter.tell(sent)

    def line(self, value: str, fault: str) -> None:
        """The channel manager sets the credit line."""
        self.ask(fault, lambda key: self.chain.credit_limit(value, "D1", key))

    def mode(self, with_allocatable: bool) -> None:
        """The account mode is converted: no money moves."""
        before = ledger_size()
        self.chain.mode(with_allocatable, "D1").ok()
        assert ledger_size() == before

    # --- along the chain -------------------------------------------------------------------------------------------------------

    def give(self, customer: str, value: str, fault: str) -> None:
        """A partner allocates to its customer."""
        by = self.chain.who(PARTNERS[customer])
        self.ask(fault, lambda key: self.chain.give(value, customer, by=by, key=key))

    def take(self, customer: str, value: str, fault: str) -> None:
        """A partner recalls from its customer."""
        by = self.chain.who(PARTNERS[customer])
        self.ask(fault, lambda key: self.chain.take(value, customer, by=by, key=key))

    def pass_on(self, value: str, fault: str) -> None:
        """The distributor allocates to its reseller."""
        self.ask(fault, lambda key: self.chain.pass_on(value, "R1", key=key))

    def take_back(self, value: str, fault: str) -> None:
        """The distributor recalls from its reseller."""
        self.ask(fault, lambda key: self.chain.take_back(value, "R1", key=key))

    def use(self, customer: str, value: str, fault: str) -> None:
        """A customer's usage: what its buckets lack becomes arrears."""
        self.heard(fault, lambda work: self._charge(work, customer, value))
        self.charges.append((customer, value))

    def _charge(self, work: Work, customer: str, value: str) -> None:
        charge_funds(work, load_customer_funds(work, PARTNERS[customer], customer), Money.of(value), product_type="ecs", reference="usage")

    def give_back_usage(self, pick: int, fault: str) -> None:
        """Usage is refunded."""
        if self.charges:
            customer, value = self.charges.pop(pick % len(self.charges))
            self.heard(fault, lambda work: self._refund(work, customer, value))

    def _refund(self, work: Work, customer: str, value: str) -> None:
        refund_funds(work, load_customer_funds(work, PARTNERS[customer], customer), Money.of(value), reference="refund")

    def lose(self, customer: str, by_switch: bool) -> None:
        """A customer leaves, or does not resell any more."""
        if found(association_key(PARTNERS[customer], customer)).status is AssociationStatus.ASSOCIATED:
            lose(customer, by_switch=by_switch)

    def win_back(self, customer: str) -> None:
        """It is its partner's resale customer again."""
        win_back(customer)

    # --- orders ----------------------------------------------------------------------------------------------------------------

    def order(self, customer: str, price: str, coupons: int, asks: bool, fault: str) -> None:
        """The order system tells of an order, and its customer asks the partner to pay it."""
        order_no = f"CS{len(self.placed)}"
        body = {"orders": [an_order(order_no, customer, order_amount=price, official_amount=price)]}
        self.ask(fault, lambda key: self.chain.call(ORDER_SYSTEM, "POST", "/orders/feed/orders", body, key))
        self.placed.append((order_no, customer))
        chosen = self.coupons[customer][:coupons]
        if asks:
            self.ask(fault, lambda key: self.orders.ask(order_no, *chosen, customer=customer, key=key))
        elif chosen:
            self.orders.choose(order_no, *chosen, customer=customer)

    def pay(self, pick: int, fault: str) -> None:
        """The partner pays an order by balance."""
        if order := self._order(pick):
            self.ask(fault, lambda key: self.orders.pay(order[0], key=key))

    def pay_self(self, pick: int) -> None:
        """The customer pays it from what was allocated."""
        if order := self._order(pick):
            self.orders.pay_self(order[0], customer=order[1])

    def cancel(self, pick: int) -> None:
        """The customer cancels."""
        if order := self._order(pick):
            self.orders.cancel(order[0], customer=order[1])

    def refund(self, pick: int, value: str, number: int, whole: bool) -> None:
        """The order system refunds, and says so twice."""
        paid = [(order.order_no, order.customer_id) for order in records_of(CustomerOrder)[0] if order.is_paid]
        for order_no, _ in [paid[pick % len(paid)]] * 2 if paid else []:
            self.orders.refund(order_no, value, f"R{number}", unsubscribed=whole)

    def days_pass(self, days: int) -> None:
        """Unpaid orders are closed."""
        self.time.pass_(days=days)
        self.chain.world.run_job("orders.close_unpaid_orders", clock.iso(clock.now()))

    def _order(self, pick: int) -> tuple[str, str] | None:
        """One that waits, now and then any."""
        waiting = [
            (order.order_no, order.customer_id) for order in records_of(CustomerOrder)[0] if order.status is OrderStatus.PENDING_PAYMENT
        ]
        among = sorted(waiting) if waiting and pick % 5 else self.placed
        return among[pick % len(among)] if among else None

    # --- withdrawals -----------------------------------------------------------------------------------------------------------

    def apply(self, way: str, value: str, fault: str) -> None:
        """The partner applies for a withdrawal."""
        given = codes.a_pass(DISTRIBUTOR, Sensitive.WITHDRAW)
        holder = {} if way == "by_original_route" else {"holder": "总经销商D1"}
        self.ask(fault, lambda key: getattr(self.window, way)(value, key=key, given=given, **holder))

    def decide(self, decision: str, fault: str) -> None:
        """Vendor finance decides about the application."""
        waiting = [one for one in records_of(Withdrawal)[0] if one.status is WithdrawalStatus.REVIEWING]
        if waiting:
            with faults.disturbed(fault):
                try:
                    self.window.decide(waiting[0].withdrawal_no, decision, "D1")
                except faults.Killed:
                    return
            self.window.decide(waiting[0].withdrawal_no, decision, "D1")

    def payout(self, pick: int, outcome: str, fault: str) -> None:
        """The bank or the channel tells what came of a payout, perhaps again, perhaps otherwise."""
        payouts = sorted(records_of(WithdrawalPayout)[0], key=lambda payout: payout.payout_no)
        if payouts:
            payout = payouts[pick % len(payouts)]
            self.number += 1
            token = f"payout-{self.number}"
            try:
                with faults.disturbed(fault):
                    told(payout.payout_no, outcome, payout.amount.plain, token=token, partner="D1")
            except Exception:
                if fault == "none":
                    raise
            except faults.Killed:
                pass
            told(payout.payout_no, outcome, payout.amount.plain, token=token, partner="D1")

    # --- what is always true ---------------------------------------------------------------------------------------------------

    def holds(self) -> None:
        """The trial balance is zero, every record is explained by the ledger, and callers were told the truth."""
        records = money_records()
        check_books(records)
        entries = [record for record in records if isinstance(record, LedgerEntry)]
        assert not total(entry.amount for entry in entries), "the trial balance is not zero"
        outside: dict[str, Money] = defaultdict(Money.zero)
        for entry in entries:
            if entry.account_id.startswith("clearing/"):
                outside[entry.account_id.split("/")[1]] += entry.amount
        flows, withdrawals, orders = records_of(TopUp, Withdrawal, CustomerOrder)
        came = total(flow.amount for flow in flows)
        assert outside["top_up"] + outside["mode_change"] + outside["incentives"] == -came, "each flow came in once"
        assert self.told["paid_in"] <= came <= self.told["paid_in"] + self.told["paid_online"]
        self._withdrawals_are_explained(records, flows, withdrawals)
        spent = total(order.paid_out_of(*Means) for order in orders if order.is_paid)
        by_coupons = total(part.amount - part.returned for order in orders for part in order.parts() if part.means is Means.COUPON)
        at_vendor = total(order.paid_out_of(Means.VENDOR) for order in orders)
        charged = total(Money.of(value) for _, value in self.charges)
        assert outside["revenue"] == spent - by_coupons - at_vendor + charged, (
            "what orders and usage say of the money is what the ledger says"
        )
        waiting = {order.order_no for order in orders if order.status is OrderStatus.PENDING_PAYMENT}
        locked = {record.order_no for record in records if isinstance(record, CouponLock) and record.balance}
        assert locked <= waiting, "only what waits has coupons locked"

    def _withdrawals_are_explained(self, records: list[Any], flows: list[TopUp], withdrawals: list[Withdrawal]) -> None:
        held, paid = total(one.balance for one in withdrawals), total(one.arrived_amount for one in withdrawals)
        assert total(record.frozen for record in records if isinstance(record, FundAccount)) == held
        assert total(flow.withdrawn for flow in flows) == held + paid, "flows say what applications hold and paid"
        assert all(Money.zero() <= flow.withdrawn <= flow.amount for flow in flows)
        assert sum(one.status is WithdrawalStatus.REVIEWING for one in withdrawals) <= 1

    def ends(self) -> None:
        """Whatever was not told yet is told, and everything is heard: then all that was paid is credited, and statements are complete."""
        for sent in self.sent:
            self.counter.tell(sent)
        self.everything_is_heard()
        self.holds()
        check_quotas()
        flows, heads, lines = records_of(TopUp, StatementHead, StatementLine)
        assert total(flow.amount for flow in flows) == self.told["paid_in"] + self.told["paid_online"], (
            "all that was paid is credited, once"
        )
        records = money_records()
        balances = {record.account_id: record.balance for record in records if isinstance(record, FundAccount)}
        assert {head.account_id: head.balance for head in heads} == balances, "the last line says what the account holds"
        entries = [record for record in records if isinstance(record, LedgerEntry) and record.account_id in balances]
        assert sorted(line.entry for line in lines) == sorted(entry.sk for entry in entries), "each entry has one line"
        assert {line.movement for line in lines} <= set(ON_FUND_ACCOUNTS), "the statement's filter offers whatever stands there"
        for account_id in balances:
            running = Money.zero()
            for line in sorted((line for line in lines if line.account_id == account_id), key=lambda line: int(line.number)):
                running = running + line.amount
                assert line.balance == running
        for customer, partner in PARTNERS.items():
            if found(association_key(partner, customer)).status is AssociationStatus.UNLINKED:
                left = [r for r in records if isinstance(r, FundBucket) and r.customer_id == customer and r.balance]
                assert not left, "who left has nothing left"


def ledger_size() -> int:
    """How many entries there are."""
    return sum(isinstance(record, LedgerEntry) for record in money_records())
