"""Random histories of one partner's withdrawals, with faults and repeated, late and contradictory results: no cent is lost or doubled.

After every step: the books balance; what came in is what lies on the account, in buckets, in applications, outside, or was spent; what the
flows say was withdrawn is what applications hold or paid. `MONEY_EXAMPLES` sets how many histories are tried.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from moto.backends import get_backend

from partner_center.funds import TopUp, TopUpChannel
from partner_center.funds.withdrawal.contracts import PayoutOutcome
from partner_center.funds.withdrawal.withdrawal import PayoutStatus, Withdrawal, WithdrawalPayout, WithdrawalStatus
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import Money, total
from partner_center.platform.ledger import LedgerEntry
from partner_center.platform.sensitive import Sensitive
from partner_center.platform.table import Record
from tests.kit import codes, faults
from tests.kit.funds import VENDOR, a_customer, a_partner, check_books
from tests.kit.withdrawals import WithdrawalWindow, a_flow, records_of, told, top_up_account
from tests.kit.world import World

EXAMPLES = int(os.environ.get("MONEY_EXAMPLES", "30"))
QUICK = EXAMPLES <= 30
HISTORIES = max(5, EXAMPLES // 6)
STEPS = 20

VALUES = st.integers(1, 4_000).map(lambda cents: f"{cents / 100:.2f}")
LARGE = st.integers(2_000, 10_000).map(lambda cents: f"{cents / 100:.2f}")  # so that rebates are allocated, too
PICK = st.integers(0, 30)
FAULTS = st.sampled_from(["none", "none", "conflict", "throttle", "lost", "killed"])
CHANNELS = st.sampled_from(["alipay", "mode_change", "incentive_rebate", "wechat_pay"])
OUTCOMES = st.sampled_from([outcome.value for outcome in PayoutOutcome])
CONTRARY = {PayoutStatus.ARRIVED: "returned", PayoutStatus.FAILED: "arrived", PayoutStatus.RETURNED: "arrived"}
STEP = st.one_of(
    st.tuples(st.just("top_up"), CHANNELS, VALUES),
    st.tuples(st.just("apply"), st.sampled_from(["by_original_route", "to_card", "of_rebates"]), VALUES, FAULTS),
    st.tuples(st.just("decide"), st.sampled_from(["approved", "approved", "rejected"]), FAULTS),
    st.tuples(st.just("result"), PICK, OUTCOMES, FAULTS),
    st.tuples(st.just("result"), PICK, OUTCOMES, FAULTS),
    st.tuples(st.just("correct"), PICK, OUTCOMES, FAULTS),
    st.tuples(st.just("allocate"), LARGE),
    st.tuples(st.just("recall"), VALUES),
    st.tuples(st.just("card_only"), PICK, VALUES),
)


class History:
    """One partner, whose flows are young enough for every route."""

    def __init__(self) -> None:
        for accounts in get_backend("dynamodb").values():
            for backend in accounts.values():
                backend.reset()
        Record.create_table(wait=False)
        a_partner()
        a_customer("C1")
        self.window = WithdrawalWindow(World())
        self.paid_in = Money.zero()
        self.number = 0
        for channel in ("alipay", "mode_change", "incentive_rebate"):
            self.top_up(channel, "40.00")

    def again(self, fault: str, do: Any) -> Any:
        """What is repeated, with its key, where the answer was lost or the function died."""
        self.number += 1
        key = f"step-{self.number}"
        try:
            with faults.disturbed(fault):
                answer = do(key)
        except (faults.Killed, Unavailable):
            answer = do(key)
        return do(key) if getattr(answer, "status", 200) == 503 else answer

    def top_up(self, channel: str, value: str) -> None:
        a_flow(value, channel)
        self.paid_in += Money.of(value)

    def apply(self, way: str, value: str, fault: str) -> None:
        given = codes.a_pass(self.window.as_user(), Sensitive.WITHDRAW)
        answer = self.again(fault, lambda key: getattr(self.window, way)(value, key=key, given=given))
        assert answer.status in (201, 409, 422), answer.body

    def decide(self, decision: str, fault: str) -> None:
        waiting = [found for found in records_of(Withdrawal)[0] if found.status is WithdrawalStatus.REVIEWING]
        if waiting:
            answer = self.again(fault, lambda _: self.window.decide(waiting[0].withdrawal_no, decision))
            assert answer.status in (200, 409), answer.body

    def result(self, pick: int, outcome: str, fault: str) -> None:
        payouts = sorted(records_of(WithdrawalPayout)[0], key=lambda payout: payout.payout_no)
        if payouts:
            payout = payouts[pick % len(payouts)]
            self.again(fault, lambda key: told(payout.payout_no, outcome, payout.amount.plain, token=key))

    def correct(self, pick: int, outcome: str, fault: str) -> None:
        payouts = sorted(records_of(WithdrawalPayout)[0], key=lambda payout: payout.payout_no)
        ended = [payout for payout in payouts if payout.status in CONTRARY] or payouts
        if payouts:
            payout = ended[pick % len(ended)]
            path, outcome = f"/funds/payouts/{payout.payout_no}/corrections", CONTRARY.get(payout.status, outcome)
            body = {"outcome": outcome, "occurred_at": "2024-09-04T12:00:40+08:00", "note": "银行回单已核对"}
            answer = self.again(fault, lambda key: self.window.call(VENDOR, "POST", path, body, key))
            assert answer.status in (200, 409), answer.body

    def recall(self, value: str) -> None:
        self.window.recall(value)

    def allocate(self, value: str) -> None:
        self.window.allocate(value)

    def card_only(self, pick: int, value: str) -> None:
        flows = sorted(records_of(TopUp)[0], key=lambda flow: flow.external_flow_no)
        flow = flows[pick % len(flows)]
        self.window.card_only(flow.channel.value, flow.external_flow_no, value)

    def check(self) -> None:
        check_books()
        withdrawals, payouts, flows, entries = records_of(Withdrawal, WithdrawalPayout, TopUp, LedgerEntry)
        account = top_up_account()
        held = total(one.balance for one in withdrawals)
        paid = total(one.arrived_amount for one in withdrawals)
        own = [entry for entry in entries if "fund_account" in entry.account_id]
        allocated = total(-entry.amount for entry in own if entry.movement in ("allocation", "recall"))
        assert account.balance + held + paid + allocated == self.paid_in, "all that came in is somewhere, once"
        assert account.frozen == held
        assert sum(flow.withdrawn.amount for flow in flows) == (held + paid).amount, "flows say what applications hold and paid"
        rebates = total(flow.remaining for flow in flows if flow.channel is TopUpChannel.INCENTIVE_REBATE)
        assert account.rebates + account.rebates_out <= rebates, "no more rebates than came in and were not withdrawn"
        for flow in flows:
            assert not flow.withdrawn.is_negative
            assert not flow.card_only.is_negative
            assert flow.card_only <= flow.remaining
        for one in withdrawals:
            assert one.amount == one.balance + one.arrived_amount + one.given_back
            own = [payout for payout in payouts if payout.withdrawal_no == one.withdrawal_no]
            assert one.amount == total(payout.amount for payout in own)
            assert one.arrived_amount == total(payout.amount for payout in own if payout.status is PayoutStatus.ARRIVED)
        assert sum(one.status is WithdrawalStatus.REVIEWING for one in withdrawals) <= 1


@pytest.mark.rule("10.6.3.5.1/r4", "10.6.3.5.2/r1")
@settings(
    max_examples=HISTORIES,
    deadline=None,
    derandomize=QUICK,
    phases=[Phase.explicit, Phase.generate] if QUICK else list(Phase),
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
def test_no_cent_of_a_withdrawal_is_lost_or_doubled(world, steps):
    history = History()
    for name, *how in steps:
        getattr(history, name)(*how)
        history.check()
