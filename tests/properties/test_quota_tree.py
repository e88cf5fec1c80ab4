"""Random histories of the whole quota tree, with faults in between: nothing appears in it, nothing disappears.

After every step each node's sums explain each other and its coupons, what was passed on is what the nodes below received, the whole tree
holds what the vendor granted less what coupons paid, no balance is below zero, and callers were told the truth. `TREE_EXAMPLES` sets how
many histories are tried (a few, always the same, where nothing is set).
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from tests.kit.tree_history import CUSTOMERS, HOLDERS, JOBS, History

EXAMPLES = int(os.environ.get("TREE_EXAMPLES", "6"))
QUICK = "TREE_EXAMPLES" not in os.environ  # the same histories every time, and none is made smaller when it fails
STEPS = 30

CENTS = st.integers(1, 4_000).map(lambda cents: str(Decimal(cents) / 100))
LARGE = st.integers(5_000, 30_000).map(lambda cents: str(Decimal(cents) / 100))
PICK = st.integers(0, 50)
HOURS = st.integers(1, 24 * 12)
FAULTS = st.sampled_from(["none", "none", "repeated", "conflict", "throttle", "lost", "killed"])
AT = st.integers(1, 3)
RESELLERS = st.sampled_from(["R1", "R2"])
SEVERAL = st.sampled_from([("R1",), ("R2",), ("R1", "R2")])


def step(name: str, **arguments: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """A step by the name of its method, with what it is given."""
    return st.tuples(st.just(name), st.fixed_dictionaries(arguments))


GRANT = step("grant", partner=st.sampled_from(["D1", "D1", "P1"]), value=LARGE, days=st.integers(1, 20), fault=FAULTS)
PASS_ON = step("pass_on", pick=PICK, value=CENTS, to=SEVERAL, fault=FAULTS)
TAKE_BACK = step("take_back", pick=PICK, fault=FAULTS)
ISSUE = step("issue", pick=PICK, value=CENTS, hours=HOURS, several=st.booleans(), fault=FAULTS)
RECALL = step("recall", pick=PICK, fault=FAULTS)
USE = step("use", customer=st.sampled_from(sorted(CUSTOMERS)), value=CENTS, fault=FAULTS)
REFUND = step("refund", pick=PICK, fault=FAULTS)
ADJUST = step("adjust", pick=PICK, adjusting=st.booleans())
JOB = step("job", which=st.integers(0, len(JOBS) - 1), fault=FAULTS, at=AT)
HEAR = step("hear", seed=st.integers(0, 99), many=st.integers(1, 8), fault=FAULTS, at=AT)
LEAVE = step("leave", partner=RESELLERS)
TIME = step("time_passes", hours=st.integers(1, 72))
SINGLE = (
    ISSUE,
    ISSUE,
    ISSUE,
    PASS_ON,
    PASS_ON,
    TAKE_BACK,
    TAKE_BACK,
    RECALL,
    RECALL,
    USE,
    USE,
    USE,
    REFUND,
    REFUND,
    JOB,
    JOB,
    HEAR,
    HEAR,
    TIME,
    TIME,
    LEAVE,
    GRANT,
    ADJUST,
    step("take_back_all", fault=FAULTS),
    step("batch_issue", pick=PICK, value=CENTS, hours=HOURS, fault=FAULTS),
    step("batch_recall", partner=st.sampled_from(sorted(HOLDERS)), fault=FAULTS),
    step("come_back", partner=RESELLERS),
    step("unlink", customer=st.sampled_from(sorted(CUSTOMERS))),
    step("link", customer=st.sampled_from(sorted(CUSTOMERS))),
)
RIVALS = st.one_of(PASS_ON, TAKE_BACK, ISSUE, RECALL, USE, REFUND, ADJUST, LEAVE, TIME, HEAR, JOB)
RACE = step("race", first=st.one_of(PASS_ON, TAKE_BACK, ISSUE, RECALL, USE, REFUND, HEAR, JOB), second=RIVALS)
STEP = st.sampled_from([*SINGLE, *([RACE] * 12)]).flatmap(lambda chosen: chosen)
OPENING = (  # something in every node, so that what follows finds something
    ("grant", {"partner": "D1", "value": "300", "days": 12, "fault": "none"}),
    ("grant", {"partner": "P1", "value": "100", "days": 12, "fault": "none"}),
    ("pass_on", {"pick": 0, "value": "60", "to": ("R1", "R2"), "fault": "none"}),
    *(("issue", {"pick": pick, "value": "20", "hours": 60, "several": True, "fault": "none"}) for pick in range(4)),
)


@pytest.mark.rule("11.1.6/r2", "11.1.6/r5", "11.3.6.1.2/r1", "10.4.6.1.1/r2", "10.4.6.1.3/r3")
def test_nothing_appears_in_the_tree_and_nothing_disappears(cloud, stopped_clock):
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
        history = History(stopped_clock)
        for name, arguments in (*OPENING, *steps):
            history.step(name, **arguments)
            history.holds()
        history.ends_well()

    holds()
