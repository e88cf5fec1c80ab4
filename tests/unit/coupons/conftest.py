"""A partner with a resale and a consultative customer, and a stranger."""

import pytest

from tests.kit.coupons import CouponDesk
from tests.kit.funds import a_customer, a_partner


@pytest.fixture
def desk(world) -> CouponDesk:
    for partner in ("P1", "P2"):
        a_partner(partner)
    a_customer("C1")
    a_customer("C2", association_type="consultative")
    a_customer("C9", of="P2")
    return CouponDesk(world)
