"""The story's stage on a deployed local cloud: calls go over HTTP, jobs are invoked, the clock is a parameter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from infra.client import Backstage, Listener, Person, eventually
from infra.local_cloud.settings import Settings
from infra.story import PASSWORD

SIGN_UP_CODE = "123456"  # the emulator's user pool sends no text messages; this is the code it expects


class Deployed:
    """A local cloud as a stage. `listener` hears every call, `say` every heading and remark."""

    def __init__(self, settings: Settings, *, listener: Listener | None = None, say: Callable[[str], None] | None = None) -> None:
        self.settings = settings
        self.backstage = Backstage(settings)
        self.listener = listener
        self.say = say or (lambda _: None)

    def visitor(self, name: str) -> Person:
        """Somebody who has not signed in."""
        return Person(self.settings.address, name, listener=self.listener)

    def signed_in(self, name: str, account: str) -> Person:
        """Somebody with an account, signed in."""
        return Person(self.settings.address, name, listener=self.listener).sign_in(account, PASSWORD)

    def staff(self, account: str, **claims: str) -> None:
        """Create a user as an administration does."""
        self.backstage.staff(account, PASSWORD, **claims)

    def code_for(self, _account: str) -> str:
        """The code that the emulator expects."""
        return SIGN_UP_CODE

    def mail_to(self, address: str) -> list[str]:
        """The mails sent to an address."""
        return self.backstage.mail_to(address)

    def upload(self, key: str, content: bytes) -> None:
        """Put a file into the intake bucket."""
        self.say(f"   s3 ← {key} ({len(content):,} bytes)")
        self.backstage.upload(key, content)

    def download(self, key: str) -> bytes | None:
        """A file of the intake bucket."""
        return self.backstage.download(key)

    def run(self, job: str, as_of: str) -> dict[str, Any]:
        """Invoke a schedule's function."""
        report = self.backstage.run(job, as_of)
        self.say(f"   job {job} as of {as_of}: {report}")
        return report

    def set_clock(self, text: str) -> None:
        """Move the business clock."""
        self.say(f"   [the business clock is set to {text}]")
        self.backstage.set_clock(text)

    def eventually(self, look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
        """What a look shows once it holds."""
        return eventually(look, holds, within=120)

    def chapter(self, title: str) -> None:
        """A heading."""
        self.say(f"\n━━ {title}")

    def remark(self, text: str) -> None:
        """A sentence."""
        self.say(f"\n   {text}")
