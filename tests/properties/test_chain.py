"""Random histories of the chain distributor → reseller → customer, with faults in between: nothing appears in it, nothing disappears.

After every step the books balance, all money there is equals what was paid in and lent less what was charged, and the adjustment records of
each pair are what callers were told. Cooperations end and begin, with the same distributor or another, and ends are heard late, twice, out
of order or by a consumer that dies: what is left goes to whom it came from. `CHAIN_EXAMPLES` sets how many histories are tried (a few,
always the same, where nothing is set).
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from tests.kit.chain import CUSTOMERS_OF
from tests.kit.chain_history import DISTRIBUTORS, RESELLERS, ChainHistory

EXAMPLES = int(os.environ.get("CHAIN_EXAMPLES", "6"))
QUICK = "CHAIN_EXAMPLES" not in os.environ  # the same histories every time, and none is made smaller when it fails
STEPS = 30

CENTS = st.integers(1, 4_000).map(lambda cents: str(Decimal(cents) / 100))
LARGE = st.integers(2_000, 20_000).map(lambda cents: str(Decimal(cents) / 100))
FAULTS = st.sampled_from(["none", "none", "repeated", "conflict", "throttle", "lost", "killed"])
AT = st.integers(1, 2)
DISTRIBUTOR = st.sampled_from(["D1", "D1", "D2"])
RESELLER, CUSTOMER = st.sampled_from(RESELLERS), st.sampled_from(sorted(CUSTOMERS_OF))


def step(name: str, **arguments: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """A step by the name of its method, with what it is given."""
    return st.tuples(st.just(name), st.fixed_dictionaries(arguments))


PASS_ON = step("pass_on", distributor=DISTRIBUTOR, reseller=RESELLER, value=CENTS, fault=FAULTS)
TAKE_BACK = step("take_back", distributor=DISTRIBUTOR, reseller=RESELLER, value=CENTS, fault=FAULTS)
GIVE = step("give", customer=CUSTOMER, value=CENTS, fault=FAULTS)
TAKE = step("take", customer=CUSTOMER, value=CENTS, fault=FAULTS)
CHARGE = step("charge", customer=CUSTOMER, value=CENTS, fault=FAULTS)
LEAVE = step("leave", reseller=RESELLER)
COME_BACK = step("come_back", reseller=RESELLER, distributor=st.sampled_from(DISTRIBUTORS))
HEAR = step("hear", seed=st.integers(0, 99), many=st.integers(1, 6), fault=FAULTS, at=AT)
LOSE = step("lose", customer=CUSTOMER, by_switch=st.booleans())
MOVE = step("move", reseller=RESELLER, distributor=st.sampled_from(DISTRIBUTORS))
TOLD_AGAIN = step("end_is_told_again", pick=st.integers(0, 9))
SINGLE = (
    *(PASS_ON, PASS_ON, PASS_ON, TAKE_BACK, TAKE_BACK, GIVE, GIVE, GIVE, TAKE, TAKE, CHARGE, CHARGE),
    *(LEAVE, COME_BACK, MOVE, MOVE, TOLD_AGAIN, TOLD_AGAIN, HEAR, HEAR, HEAR, LOSE),
    step("win_back", customer=CUSTOMER),
    step("top_up", distributor=st.sampled_from(DISTRIBUTORS), value=LARGE, fault=FAULTS),
    step("line", distributor=st.sampled_from(DISTRIBUTORS), value=LARGE, fault=FAULTS),
    step("mode_change", reseller=RESELLER, value=CENTS),
    step("time_passes", hours=st.integers(1, 72)),
)
RIVALS = st.one_of(PASS_ON, TAKE_BACK, GIVE, TAKE, CHARGE, LEAVE, MOVE, MOVE, HEAR, LOSE)
RACE = step("race", first=st.one_of(PASS_ON, TAKE_BACK, GIVE, TAKE, CHARGE, HEAR, TOLD_AGAIN), second=RIVALS)
STEP = st.sampled_from([*SINGLE, *([RACE] * 8)]).flatmap(lambda chosen: chosen)
OPENING = (  # something everywhere, so that what follows finds something
    *(("top_up", {"distributor": distributor, "value": "200", "fault": "none"}) for distributor in DISTRIBUTORS),
    ("line", {"distributor": "D1", "value": "50", "fault": "none"}),
    *(("pass_on", {"distributor": "D1", "reseller": reseller, "value": "60", "fault": "none"}) for reseller in RESELLERS),
    *(("give", {"customer": customer, "value": "20", "fault": "none"}) for customer in sorted(CUSTOMERS_OF)),
)
CLOSING = (  # whatever happened: another distributor's money comes, and all ends of long ago are told again
    *(("move", {"reseller": "R1", "distributor": distributor}) for distributor in DISTRIBUTORS),
    *(("hear", {"seed": seed, "many": 20, "fault": "none", "at": 1}) for seed in range(3)),
    *(("pass_on", {"distributor": distributor, "reseller": "R1", "value": "5", "fault": "none"}) for distributor in DISTRIBUTORS),
    *(("end_is_told_again", {"pick": pick}) for pick in range(4)),
)


@pytest.mark.rule("11.1.5/r1", "11.1.5/r8", "11.3.1.3/r1", "12.1.3/r1", "12.1.3/r2")
def test_nothing_appears_in_the_chain_and_nothing_disappears(cloud, stopped_clock):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=QUICK,
        phases=[Phase.generate] if QUICK else list(Phase),
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
    def holds(steps: list[tuple[str, dict[str, Any]]]) -> None:
        history = ChainHistory(stopped_clock)
        for name, arguments in (*OPENING, *steps, *CLOSING):
            history.step(name, **arguments)
            history.holds()
        history.ends_well()

    holds()
