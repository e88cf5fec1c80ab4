"""A partner with its organisation, and a letterbox in place of SES and SNS."""

import pytest

from tests.kit.notices import a_letterbox, an_organisation


@pytest.fixture
def organisation(world):
    """P1's."""
    return an_organisation("P1")


@pytest.fixture(autouse=True)
def letterbox(world, organisation, monkeypatch):
    """What leaves."""
    return a_letterbox(monkeypatch)
