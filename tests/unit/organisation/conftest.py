"""A partner with its organisation, and a user pool beside the world."""

import pytest

from tests.kit.identity import UserPool
from tests.kit.organisation import an_organisation
from tests.kit.partners import a_partner


@pytest.fixture
def pool(cloud, monkeypatch):
    """An empty user pool."""
    return UserPool(monkeypatch)


@pytest.fixture
def partner(world):
    """P1 with its organisation."""
    a_partner("P1")
    return an_organisation("P1")
