"""A partner with a profile, so that it can act."""

import pytest

from tests.kit.audit import Stream
from tests.kit.partners import a_partner


@pytest.fixture(autouse=True)
def partner(world):
    a_partner("P1")
    a_partner("P2")


@pytest.fixture
def stream(world):
    return Stream(world)
