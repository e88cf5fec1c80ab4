"""A world in which the whole month was told, once for all contract tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from infra.story import SAMPLE, Story
from partner_center.kernel import clock
from tests.conftest import StoppedClock
from tests.kit.stage import InProcess
from tests.kit.world import World


@pytest.fixture(scope="package")
def told(_account: Any) -> Iterator[Story]:
    """The month, told in one process."""
    if not SAMPLE.exists():
        pytest.skip(f"the FOCUS sample is not at {SAMPLE}")
    from tests.kit.mock import empty

    empty()
    patch = pytest.MonkeyPatch()
    stopped = StoppedClock()
    patch.setattr(clock, "now", lambda: stopped.now)
    try:
        yield Story(InProcess(World(), stopped, patch)).tell()
    finally:
        patch.undo()


@pytest.fixture
def world(told: Story) -> World:
    """The world of the story."""
    world = told.stage.world  # type: ignore[attr-defined]  # this stage has one
    assert isinstance(world, World)
    return world
