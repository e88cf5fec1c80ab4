"""A solution provider with money, a resale and a consultative customer, and the order system."""

import pytest

from tests.kit.customer_orders import OrderDesk, a_partner_of, an_ordering_customer


@pytest.fixture
def desk(world) -> OrderDesk:
    a_partner_of("solution_provider")
    an_ordering_customer("C1", mode="resale")
    an_ordering_customer("C2", mode="consultative")
    desk = OrderDesk(world)
    desk.top_up("1000").ok()
    return desk
