"""The flows' cloud: deployed by `make test` for the run, or any other that the environment names (see docs/operations.md)."""

from __future__ import annotations

import pytest
import requests

from infra.deployed_stage import Deployed
from infra.local_cloud.settings import Settings
from infra.story import SAMPLE, Story


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
