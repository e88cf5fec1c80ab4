"""Every story of the area has a world, even where it calls no function."""

import pytest


@pytest.fixture(autouse=True)
def _everything(world):
    """The table and the buckets."""
