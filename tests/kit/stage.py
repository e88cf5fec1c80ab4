"""The story's stage in one process: the world of the unit tests, with a mocked user pool, mailbox and bucket."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from moto.backends import get_backend

from infra.story import PASSWORD, Reply
from partner_center.organisation import caller_of
from partner_center.platform.caller import Caller
from tests.conftest import StoppedClock
from tests.kit.identity import UserPool
from tests.kit.world import World

_KEYS = itertools.count()


class InProcessPerson:
    """Somebody who calls the world."""

    def __init__(self, world: World, name: str, caller: Caller | None) -> None:
        self.world, self.name, self.caller = world, name, caller

    def call(self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Reply:
        """One call, with a key of its own unless one is given."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.world.call(self.caller, method, path, body, headers=given, key=key or f"story-{next(_KEYS)}")


class InProcess:
    """The whole product in one process as a stage."""

    def __init__(self, world: World, stopped_clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world, self.clock = world, stopped_clock
        self.pool = UserPool(monkeypatch)
        boto3.client("sesv2").create_email_identity(EmailIdentity="no-reply@partner-center.example")

    def visitor(self, name: str) -> InProcessPerson:
        return InProcessPerson(self.world, name, None)

    def signed_in(self, name: str, account: str) -> InProcessPerson:
        form = {"account_name": account, "password": PASSWORD}
        session = self.world.call(None, "POST", "/identity/sessions", form).ok()
        return InProcessPerson(self.world, name, caller_of(f"Bearer {session['id_token']}"))

    def staff(self, account: str, **claims: str) -> None:
        self.pool.staff(account, PASSWORD, **claims)

    def code_for(self, account: str) -> str:
        return "123456"  # the mock takes any

    def mail_to(self, address: str) -> list[str]:
        self.world.settle()
        sent = [message for regions in get_backend("ses").values() for backend in regions.values() for message in backend.sent_messages]
        return [str(message.body) for message in sent if address in str(message.destinations)]

    def upload(self, key: str, content: bytes) -> None:
        boto3.client("s3").put_object(Bucket="partner-center-intake", Key=key, Body=content)
        self.world.arrive("partner-center-intake", key)

    def download(self, key: str) -> bytes | None:
        content: bytes = boto3.client("s3").get_object(Bucket="partner-center-intake", Key=key)["Body"].read()
        return content

    def run(self, job: str, as_of: str) -> dict[str, Any]:
        self.world.settle()
        return self.world.run_job(job.replace("/", "."), as_of)

    def set_clock(self, text: str) -> None:
        self.clock.at(text)

    def eventually(self, look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
        self.world.settle()
        seen = look()
        assert holds(seen), seen
        return seen

    def chapter(self, title: str) -> None:
        """Nobody listens."""

    def remark(self, text: str) -> None:
        """Nobody listens."""
