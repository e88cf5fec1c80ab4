"""The flows' cloud: deployed by `make test` for the run, or any other that the environment names (see docs/operations.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
from botocore.exceptions import ClientError

from infra.deployed_stage import Deployed
from infra.local_cloud.settings import CLOCK_PARAMETER, PREFIX, Settings
from infra.story import SAMPLE, Story
from tests.kit.providers import Street


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The deployed local cloud."""
    settings = Settings.from_environment()
    try:
        requests.get(settings.address, timeout=3)
    except requests.ConnectionError:
        pytest.skip("no local cloud answers; `make test` deploys one, `make run` starts one")
    return settings


@pytest.fixture(scope="session")
def stage(settings: Settings) -> Deployed:
    """The story's stage on it."""
    return Deployed(settings)


@pytest.fixture(scope="session")
def story(stage: Deployed) -> Story:
    """The whole month, told once for all flow tests. It claims fixed mobile numbers and file lines, so it needs a fresh cloud."""
    if not SAMPLE.exists():
        pytest.skip(f"the FOCUS sample is not at {SAMPLE}")
    return Story(stage).tell()


@pytest.fixture(scope="session")
def street(stage: Deployed) -> Iterator[Street]:
    """The payment providers, with whom operators agreed once: functions keep what was agreed for minutes."""
    secrets = stage.settings.client("secretsmanager")
    with Street() as street:
        for provider in (street.alipay, street.wechat_pay, street.union_pay):
            provider.now = lambda: datetime.now(UTC) + business_clock(stage)
        for name, agreement in street.agreements.items():
            secrets.put_secret_value(SecretId=f"{PREFIX}/funds/payments/{name}", SecretString=json.dumps(agreement))
        yield street
        assert street.errors == []


def business_clock(stage: Deployed) -> timedelta:
    """By how much the cloud's business clock is moved."""
    try:
        found = stage.settings.client("ssm").get_parameter(Name=CLOCK_PARAMETER)["Parameter"]["Value"]
    except ClientError:
        found = "0"
    return timedelta(seconds=int(found))
