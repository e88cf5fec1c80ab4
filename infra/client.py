"""How the demo, the demo data and the flow tests reach a running product: over HTTP as users do, and backstage as AWS's console would."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import requests

from infra.local_cloud.settings import CLOCK_PARAMETER, PREFIX, Settings
from partner_center.kernel import clock
from partner_center.platform.events import Outbox, bus_entries

T = TypeVar("T")


@dataclass(frozen=True)
class Reply:
    """An HTTP answer, read."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def refused_as(self) -> str | None:
        """The problem's code; None for success."""
        return self.body.get("code") if self.status >= 400 and isinstance(self.body, dict) else None

    def ok(self) -> Any:
        """The body of a success; says what went wrong otherwise."""
        if self.status >= 300:
            raise AssertionError(f"{self.status}: {json.dumps(self.body, ensure_ascii=False)}")
        return self.body


Listener = Callable[["Person", str, str, Any, Reply], None]


@dataclass
class Person:
    """Somebody at the portal; `name` is for the reader of a story."""

    address: str
    name: str
    token: str | None = None
    language: str = "en"
    listener: Listener | None = None
    web: requests.Session = field(default_factory=requests.Session)

    def call(self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Reply:
        """One call: `partner.call("POST", "/customers/reports", {...})`. Commands get an Idempotency-Key of their own unless given."""
        given = {"Accept-Language": self.language, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.token:
            given["Authorization"] = f"Bearer {self.token}"
        if method != "GET":
            given["Idempotency-Key"] = key or secrets.token_hex(12)
        answer = self.web.request(method, f"{self.address}{path}", json=body, headers=given, timeout=60)
        content = answer.json() if "json" in answer.headers.get("Content-Type", "") and answer.content else answer.text
        reply = Reply(answer.status_code, answer.headers, content)
        if self.listener:
            self.listener(self, method, path, body, reply)
        return reply

    def get(self, path: str) -> Any:
        """The body of a successful GET."""
        return self.call("GET", path).ok()

    def post(self, path: str, body: Any = None) -> Any:
        """The body of a successful POST."""
        return self.call("POST", path, body or {}).ok()

    def put(self, path: str, body: Any = None) -> Any:
        """The body of a successful PUT."""
        return self.call("PUT", path, body or {}).ok()

    def sign_in(self, account: str, password: str) -> Person:
        """The same person, signed in."""
        self.token = self.call("POST", "/identity/sessions", {"account_name": account, "password": password}).ok()["id_token"]
        return self


class Backstage:
    """What operators of the cloud do: create staff, put files, run jobs, and (in a test environment only) move the business clock."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.outputs: dict[str, str] = settings.deployed()["outputs"]

    def staff(self, account: str, password: str, **claims: str) -> None:
        """A user whom an administration created: vendor staff or a partner's. Claims: actor, roles, partner_id, partner_type."""
        pool = self.settings.client("cognito-idp")
        attributes = [{"Name": f"custom:{name}", "Value": value} for name, value in claims.items()]
        try:
            pool.admin_create_user(
                UserPoolId=self.outputs["UserPoolId"], Username=account, UserAttributes=attributes, MessageAction="SUPPRESS"
            )
        except pool.exceptions.UsernameExistsException:
            pool.admin_update_user_attributes(UserPoolId=self.outputs["UserPoolId"], Username=account, UserAttributes=attributes)
        pool.admin_set_user_password(UserPoolId=self.outputs["UserPoolId"], Username=account, Password=password, Permanent=True)

    def mail_to(self, address: str) -> list[str]:
        """The texts of the mails sent to an address, as the emulator keeps them."""
        accounts = requests.get(f"{self.settings.endpoint}/_ministack/ses/messages", timeout=10).json()
        return [text for text in _texts(accounts) if address in text]

    def sms_to(self, mobile: str) -> list[str]:
        """The text messages sent to a mainland mobile, oldest first, as the emulator keeps them."""
        kept = requests.get(f"{self.settings.endpoint}/_ministack/sns/sms-messages", params={"phoneNumber": f"+86{mobile}"}, timeout=10)
        sent = kept.json()["sms_messages"].get(f"+86{mobile}", [])
        return [str(message["Message"]) for message in sent]

    def upload(self, key: str, content: bytes) -> None:
        """Put a file into the intake bucket."""
        self.settings.client("s3").put_object(Bucket=self.outputs["IntakeBucket"], Key=key, Body=content)

    def download(self, key: str) -> bytes | None:
        """A file of the intake bucket; None while it is not there."""
        store = self.settings.client("s3")
        try:
            content: bytes = store.get_object(Bucket=self.outputs["IntakeBucket"], Key=key)["Body"].read()
        except store.exceptions.NoSuchKey:
            return None
        return content

    def set_clock(self, text: str) -> None:
        """Let the business clock of all functions go on from an instant."""
        offset = int((clock.instant(text) - datetime.now(UTC)).total_seconds())
        self.settings.client("ssm").put_parameter(Name=CLOCK_PARAMETER, Value=str(offset), Type="String", Overwrite=True)
        time.sleep(2.1)  # functions keep the offset for two seconds

    def run(self, job: str, as_of: str) -> dict[str, Any]:
        """Invoke a schedule's function: `run("billing/generate_monthly_bill", "2024-10-05T00:10:00+08:00")`."""
        name = f"{PREFIX}-{job.replace('/', '-')}"
        answer = self.settings.client("lambda").invoke(FunctionName=name, Qualifier="live", Payload=json.dumps({"as_of": as_of}).encode())
        report = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise AssertionError(f"{job}: {report}")
        return dict(report)

    def send_again(self, name: str) -> int:
        """Put every event of a name on the bus once more, as a repeated delivery would; how many there were."""
        table, bus = self.settings.client("dynamodb"), self.settings.client("events")
        outboxes = table.get_paginator("scan").paginate(
            TableName=self.outputs["TableName"],
            FilterExpression="kind = :outbox",
            ExpressionAttributeValues={":outbox": {"S": "outbox"}},
        )
        sent = 0
        for page in outboxes:
            for item in page["Items"]:
                entries = [
                    entry for entry in bus_entries(Outbox.from_raw_data(item), self.outputs["EventBusName"]) if entry["DetailType"] == name
                ]
                if entries:
                    bus.put_events(Entries=entries)
                    sent += len(entries)
        return sent

    def queues_empty(self, within: float = 60) -> None:
        """Wait until no consumer's queue holds a message any more; fails when one went to a dead-letter queue."""
        queues = self.settings.client("sqs")
        urls = [url for url in queues.list_queues().get("QueueUrls", []) if "partner-center" in url]

        def waiting() -> dict[str, int]:
            names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
            counts = {
                url: sum(int(n) for n in queues.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values())
                for url in urls
            }
            return {url.rsplit("/", 1)[-1]: count for url, count in counts.items() if count}

        eventually(waiting, lambda counts: not counts, within=within)


def _texts(tree: Any) -> list[str]:
    """Each mail of the emulator's report as one text, whatever the report's layers are called."""
    if isinstance(tree, list):
        return [text for part in tree for text in _texts(part)]
    if isinstance(tree, dict):
        if any(name.lower() in {"destination", "to", "destinations"} for name in tree):
            return [json.dumps(tree, ensure_ascii=False)]
        return [text for part in tree.values() for text in _texts(part)]
    return []


def eventually(look: Callable[[], T], holds: Callable[[T], bool], *, within: float = 60, every: float = 0.3) -> T:
    """What a look shows once it holds; events take a moment behind the stream."""
    deadline = time.monotonic() + within
    while True:
        seen = look()
        if holds(seen):
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"still not so after {within} s: {seen}")
        time.sleep(every)
