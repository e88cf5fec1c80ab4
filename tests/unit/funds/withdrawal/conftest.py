"""The window at which partners withdraw."""

import pytest

from tests.kit.withdrawals import WithdrawalWindow


@pytest.fixture
def window(desk) -> WithdrawalWindow:
    return WithdrawalWindow(desk.world)
