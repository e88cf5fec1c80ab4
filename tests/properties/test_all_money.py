"""Random histories of everything that moves a partner's money at once, with faults: the books balance after every step.

Providers' notices come twice, late and forged; answers are lost after the commit; the table throttles; functions and consumers die in the
middle; what is told is heard in any order. `ALL_MONEY_EXAMPLES` sets how many histories are tried (`make soak`: 100,000 steps and more).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from tests.kit.online import agreed
from tests.kit.providers import Street
from tests.kit.whole_history import CUSTOMERS, PARTNERS, WholeHistory

EXAMPLES = int(os.environ.get("ALL_MONEY_EXAMPLES", "10"))
QUICK = "ALL_MONEY_EXAMPLES" not in os.environ  # the same histories every time, and none is made smaller when it fails
SHARDS = 1 if QUICK else 8  # parts of a long run, for several processes
STEPS = 60

CENTS = st.integers(1, 6_000).map(lambda cents: f"{Decimal(cents) / 100:.2f}")
LARGE = st.integers(2_000, 20_000).map(lambda cents: f"{Decimal(cents) / 100:.2f}")
PRICE = st.sampled_from(["0.01", "20.00", "35.50", "70.00", "260.00"])
FAULT = st.sampled_from(["none", "none", "repeated", "conflict", "throttle", "lost", "killed"])
PICK = st.integers(0, 50)
RESALE, CUSTOMER = st.sampled_from(sorted(PARTNERS)), st.sampled_from(sorted(CUSTOMERS))


def step(name: str, **arguments: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """A step by the name of its method, with what it is given."""
    return st.tuples(st.just(name), st.fixed_dictionaries(arguments))


HEAR = step("hear", seed=st.integers(0, 99), many=st.integers(1, 8), fault=FAULT, at=st.integers(1, 2))
GIVE = step("give", customer=RESALE, value=CENTS, fault=FAULT)
TAKE = step("take", customer=RESALE, value=CENTS, fault=FAULT)
ORDER = step("order", customer=CUSTOMER, price=PRICE, coupons=st.integers(0, 1), asks=st.booleans(), fault=FAULT)
PAY = step("pay", pick=PICK, fault=FAULT)
PAY_SELF = step("pay_self", pick=PICK)
REFUND = step("refund", pick=PICK, value=PRICE, number=st.integers(0, 3), whole=st.booleans())
APPLY = step("apply", way=st.sampled_from(["by_original_route", "to_card", "of_rebates"]), value=CENTS, fault=FAULT)
PAYOUT = step("payout", pick=PICK, outcome=st.sampled_from(["arrived", "failed", "returned"]), fault=FAULT)
NOTICE = step("notice", pick=PICK, fault=FAULT)
SINGLE = (
    *(HEAR, HEAR, HEAR, HEAR, GIVE, GIVE, TAKE, ORDER, ORDER, PAY, PAY, PAY_SELF, REFUND, REFUND),
    *(APPLY, APPLY, PAYOUT, PAYOUT, NOTICE, NOTICE),
    step("top_up", value=LARGE, channel=st.sampled_from(["vendor_finance", "mode_change"]), fault=FAULT),
    step("pay_online", channel=st.sampled_from(["alipay", "wechat_pay", "union_pay"]), value=CENTS),
    step("forged_notice", pick=PICK),
    step("line", value=LARGE, fault=FAULT),
    step("mode", with_allocatable=st.booleans()),
    step("pass_on", value=CENTS, fault=FAULT),
    step("take_back", value=CENTS, fault=FAULT),
    step("use", customer=RESALE, value=CENTS, fault=FAULT),
    step("give_back_usage", pick=PICK, fault=FAULT),
    step("lose", customer=RESALE, by_switch=st.booleans()),
    step("win_back", customer=RESALE),
    step("cancel", pick=PICK),
    step("days_pass", days=st.integers(1, 8)),
    step("decide", decision=st.sampled_from(["approved", "approved", "rejected"]), fault=FAULT),
)
RIVALS = (GIVE, TAKE, PAY, PAY_SELF, APPLY, HEAR, NOTICE)
RACE = step("race", first=st.one_of(*RIVALS), second=st.one_of(*RIVALS))
STEP = st.sampled_from([*SINGLE, *([RACE] * 4)]).flatmap(lambda chosen: chosen)
OPENING: tuple[tuple[str, dict[str, Any]], ...] = (  # something everywhere, so that what follows finds something
    ("top_up", {"value": "300.00", "channel": "vendor_finance", "fault": "none"}),
    ("line", {"value": "100.00", "fault": "none"}),
    ("pay_online", {"channel": "alipay", "value": "50.00"}),
    ("notice", {"pick": 0, "fault": "none"}),
    ("give", {"customer": "C3", "value": "80.00", "fault": "none"}),
    ("pass_on", {"value": "40.00", "fault": "none"}),
    ("give", {"customer": "C1", "value": "20.00", "fault": "none"}),
    ("order", {"customer": "C3", "price": "35.50", "coupons": 1, "asks": True, "fault": "none"}),
)


@pytest.fixture(scope="module")
def street() -> Iterator[Street]:
    """The providers."""
    with Street() as found:
        yield found


@pytest.mark.rule("10.6.3.1/r4", "10.6.3.1/r8", "10.6.3.1/r9", "10.6.3.6/r1")
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_cent_is_lost_or_doubled_whatever_happens(shard, cloud, stopped_clock, street):
    @settings(
        max_examples=max(1, EXAMPLES // SHARDS),
        deadline=None,
        derandomize=QUICK,
        phases=[Phase.generate] if QUICK else list(Phase),
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
    def holds(steps: list[tuple[str, dict[str, Any]]]) -> None:
        history = WholeHistory(stopped_clock, street)
        for name, arguments in (*OPENING, *steps):
            history.step(name, **arguments)
            history.holds()
        history.ends()

    with agreed(street.agreements):
        holds()
