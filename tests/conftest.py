"""What every in-process test has: a mocked AWS account with the table, a clock that stands still, and the product's world."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

os.environ.update(
    AWS_DEFAULT_REGION="cn-north-1",
    AWS_REGION="cn-north-1",
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    TABLE_NAME="partner-center",
    EVENT_BUS_NAME="partner-center",
    INTAKE_BUCKET="partner-center-intake",
    FILES_BUCKET="partner-center-files",
    USER_POOL_ID="cn-north-1_test",
    USER_POOL_CLIENT_ID="test-client",
    POWERTOOLS_SERVICE_NAME="test",
    POWERTOOLS_METRICS_NAMESPACE="PartnerCenter",
    POWERTOOLS_TRACE_DISABLED="true",
    POWERTOOLS_LOG_LEVEL="ERROR",
    CLOCK_PARAMETER="",
)
os.environ.pop("AWS_ENDPOINT_URL", None)

import pytest

from partner_center.kernel import clock


class StoppedClock:
    """The time of a test: `clock.at("2024-09-02T10:00:00+08:00")`, `clock.pass_(days=3)`."""

    def __init__(self) -> None:
        self.now = clock.instant("2024-09-02T10:00:00+08:00")

    def at(self, text: str) -> datetime:
        """Set the time."""
        self.now = clock.instant(text)
        return self.now

    def pass_(self, **span: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    """A clock that only the test moves."""
    stopped = StoppedClock()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped


@pytest.fixture(scope="session")
def _account() -> Iterator[object]:
    """A mocked AWS account for the whole run: clients are dear, tables are cheap."""
    from tests.kit.mock import mocked

    yield from mocked()


@pytest.fixture
def cloud(_account: Any) -> None:
    """An empty account with the table and the buckets."""
    from tests.kit.mock import empty

    empty()


@pytest.fixture
def world(cloud: None, stopped_clock: StoppedClock) -> object:
    """The whole product in one process."""
    from tests.kit.world import World

    return World()
