"""The month, told in one process: what the flow tests see on a deployed cloud must hold here first."""

from decimal import Decimal

import pytest

from infra.story import SAMPLE, Story
from tests.kit.stage import InProcess

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the FOCUS sample lies beside the project, not in it")


def test_the_month(world, stopped_clock, monkeypatch):
    story = Story(InProcess(world, stopped_clock, monkeypatch)).tell()
    assert Decimal(story.found["bill"]["consumption_amount"]["amount"]) > 0
