"""A partner with two resale customers and one consultative one, and a stranger."""

import pytest

from tests.kit.funds import Desk, a_customer, a_partner


@pytest.fixture
def desk(world) -> Desk:
    for partner in ("P1", "P2"):
        a_partner(partner)
    a_customer("C1")
    a_customer("C2")
    a_customer("C3", association_type="consultative")
    a_customer("C9", of="P2")
    return Desk(world)
