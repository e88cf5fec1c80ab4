"""A user pool beside the world."""

from types import SimpleNamespace

import pytest

from tests.kit.identity import UserPool


@pytest.fixture
def pool(cloud, monkeypatch):
    """An empty user pool."""
    return UserPool(monkeypatch)


@pytest.fixture
def real_time(monkeypatch):
    """The clock of the counters, moved by hand: `real_time(901)`."""
    from partner_center.platform import throttle

    moved = [1_725_000_300]  # the beginning of a window of a quarter of an hour
    monkeypatch.setattr(throttle, "time", SimpleNamespace(time=lambda: moved[0]))

    def pass_(seconds: int) -> None:
        moved[0] += seconds

    return pass_
