"""The desk of funds beside the providers' street."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kit.funds import Desk, a_customer, a_partner
from tests.kit.online import Counter, agreed
from tests.kit.providers import Street


@pytest.fixture(scope="session")
def street_of_all() -> Iterator[Street]:
    with Street() as street:
        yield street


@pytest.fixture
def street(street_of_all: Street) -> Iterator[Street]:
    street_of_all.clean()
    street_of_all.errors.clear()
    yield street_of_all
    assert street_of_all.errors == []


@pytest.fixture
def counter(world, street) -> Iterator[Counter]:
    for partner in ("P1", "P2"):
        a_partner(partner)
    a_customer("C1")
    with agreed(street.agreements):
        yield Counter(Desk(world), street)
