"""A partner whose customer's report waits for review."""

import pytest

from tests.kit.customers import an_account, apply_for_review
from tests.kit.partners import a_partner


@pytest.fixture(autouse=True)
def partners(world):
    a_partner("P1")
    a_partner("P2")


@pytest.fixture
def waiting(world):
    """The id of a report in review."""
    an_account(world, online_sales_team=True)
    return apply_for_review(world).ok()["report_id"]
