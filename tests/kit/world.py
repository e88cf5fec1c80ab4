"""The whole product in one process: every function file loaded, the table in moto, events carried from the outbox to their consumers.

What it does not show: the network, IAM, the real order of deliveries. The flow tests do that on a deployed local cloud.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from partner_center.kernel.permissions import Actor, Role
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Events, Http, Operation, Upload
from partner_center.platform.events import Outbox, bus_entries
from tests.kit import faults

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def functions() -> dict[str, Any]:
    """Every function of the product by `area.name`: the handler object with its declaration."""
    return {f"{file.parent.name}.{file.stem}": load(file).app for file in sorted((ROOT / "functions").glob("*/*.py"))}


@dataclass(frozen=True)
class Route:
    """An operation of a function, and how its path is told from others."""

    app: Any
    operation: Operation
    pattern: re.Pattern[str]

    @property
    def is_fixed(self) -> bool:
        """Whether its path has no parameter."""
        return not self.pattern.groups


@functools.cache
def routes(area: str, method: str) -> tuple[Route, ...]:
    """The operations of an area by a method, those without parameters in the path first."""
    found = [
        Route(app, operation, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(operation.path))))
        for app in functions().values()
        if app.declaration.area == area and isinstance(app.declaration.trigger, Http)
        for operation in app.declaration.trigger.operations
        if operation.method == method
    ]
    return tuple(sorted(found, key=lambda route: not route.is_fixed))


@functools.cache
def hearers(event: str) -> tuple[Any, ...]:
    """The consumers of an event."""
    apps = functions().values()
    return tuple(app for app in apps if isinstance(app.declaration.trigger, Events) and event in app.declaration.trigger.names)


def load(file: Path) -> Any:
    """A function file as a module of its own name."""
    spec = importlib.util.spec_from_file_location(f"functions_{file.parent.name}_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Context:
    """A Lambda context with time enough."""

    function_name = "test"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:cn-north-1:000000000000:function:test"
    aws_request_id = "test"

    def __init__(self, remaining_ms: int = 900_000) -> None:
        self.remaining_ms = remaining_ms

    def get_remaining_time_in_millis(self) -> int:
        return self.remaining_ms


@dataclass
class Answer:
    """An HTTP answer, read."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def refused_as(self) -> str | None:
        """The problem's code, None for success."""
        return self.body.get("code") if self.status >= 400 else None

    @property
    def refusals(self) -> dict[str, dict[str, Any]]:
        """The refusal receipts by code."""
        return {refusal["code"]: refusal for refusal in self.body.get("refusals") or []}

    def ok(self) -> Any:
        """The body of a success; says what went wrong otherwise."""
        assert self.status < 300, f"{self.status}: {json.dumps(self.body, ensure_ascii=False)}"
        return self.body


def http_event(
    method: str,
    resource: str,
    path_parameters: dict[str, str],
    *,
    query: dict[str, list[str]] | None = None,
    body: Any = None,
    raw: str | None = None,
    headers: dict[str, str] | None = None,
    caller: Caller | None = None,
    stage_path: str = "",
) -> dict[str, Any]:
    """The event API Gateway (REST, proxy) gives a function."""
    given = {"Content-Type": "application/json", **(headers or {})}
    return {
        "resource": resource,
        "path": stage_path or resource,
        "httpMethod": method,
        "headers": given,
        "multiValueHeaders": {name: [value] for name, value in given.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} if query else None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": path_parameters or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": stage_path or resource,
            "identity": {"sourceIp": "203.0.113.7"},
            "requestId": "test",
            "authorizer": {"principalId": caller.user_id, "caller": caller.as_context()} if caller else None,
        },
        "body": raw if raw is not None else (json.dumps(body) if body is not None else None),
        "isBase64Encoded": False,
    }


@dataclass
class World:
    """The product in one process."""

    delivered: set[str] = field(default_factory=set)
    bus: list[dict[str, Any]] = field(default_factory=list)  # every event that went over the bus
    calls: dict[str, list[Counter[str]]] = field(default_factory=dict)  # DynamoDB calls of each invocation, by `area.name`

    def call(
        self,
        caller: Caller | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        raw: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """One HTTP call as `caller`: `world.call(partner, "POST", "/coupons/quotas/Q1/vouchers", {...})`. `key` = Idempotency-Key."""
        split = urlsplit(path)
        _, area, *rest = split.path.split("/")
        below = "/" + "/".join(rest)
        for route in routes(area, method):
            if match := route.pattern.fullmatch(below):
                event = http_event(
                    method,
                    route.operation.path,
                    match.groupdict(),
                    query=parse_qs(split.query, keep_blank_values=True),
                    body=body,
                    raw=raw,
                    headers={**(headers or {}), **({"Idempotency-Key": key} if key else {})},
                    caller=caller,
                )
                answer = self._invoke(route.app, event, Context())
                return Answer(answer["statusCode"], answer.get("headers") or {}, json.loads(answer["body"] or "null"))
        raise AssertionError(f"no function answers {method} {path}")

    def _invoke(self, app: Any, event: dict[str, Any], context: Context) -> Any:
        with faults.watching() as calls:
            answer = app(event, context)
        self.calls.setdefault(f"{app.declaration.area}.{app.declaration.name}", []).append(calls)
        return answer

    def settle(self, *, twice: bool = False, shuffled: random.Random | None = None) -> int:
        """Carry events from the outbox to their consumers until nothing new happens; `twice` delivers each event twice."""
        count = 0
        while events := self._new_events():
            if shuffled:
                shuffled.shuffle(events)
            for event in events:
                self.bus.append(event)
                for _ in range(2 if twice else 1):
                    self.deliver(event)
                count += 1
        return count

    def _new_events(self) -> list[dict[str, Any]]:
        found = []
        for record in outboxes():
            if record.commit_id not in self.delivered:
                self.delivered.add(record.commit_id)
                found += bus_entries(record, "bus")
        return found

    def deliver(self, event: dict[str, Any]) -> None:
        """Hand one bus entry to every consumer that hears it."""
        for app in hearers(event["DetailType"]):
            body = {"detail-type": event["DetailType"], "source": event["Source"], "detail": json.loads(event["Detail"])}
            answer = self._invoke(app, sqs_event(json.dumps(body)), Context())
            assert not answer["batchItemFailures"], f"{app.declaration.name} failed on {event['DetailType']}: {event['Detail']}"

    def run_job(self, name: str, as_of: str, *, remaining_ms: int = 900_000) -> dict[str, Any]:
        """Run a schedule for an instant: `world.run_job("billing.generate_monthly_bill", "2024-10-05T00:10:00+08:00")`."""
        report: dict[str, Any] = self._invoke(functions()[name], {"as_of": as_of}, Context(remaining_ms))
        return report

    def arrive(self, bucket: str, key: str, *, remaining_ms: int = 900_000) -> None:
        """Tell the consumer of uploads that an object arrived (put it into the mocked S3 first)."""
        for app in functions().values():
            trigger = app.declaration.trigger
            if isinstance(trigger, Upload) and key.startswith(trigger.prefix):
                detail = {"bucket": {"name": bucket}, "object": {"key": key, "size": 1, "etag": "e", "version-id": str(random.random())}}
                answer = self._invoke(
                    app, sqs_event(json.dumps({"detail-type": "Object Created", "detail": detail})), Context(remaining_ms)
                )
                assert not answer["batchItemFailures"], f"{app.declaration.name} failed on {key}"


def sqs_event(*bodies: str) -> dict[str, Any]:
    """The event a queue gives a function."""
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "receiptHandle": "r",
                "body": body,
                "attributes": {},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:cn-north-1:000000000000:q",
                "awsRegion": "cn-north-1",
            }
            for number, body in enumerate(bodies)
        ]
    }


def outboxes() -> list[Outbox]:
    """What was told so far, in the order of the commits' ids."""
    return list(Outbox.scan())


def partner_user(partner_id: str = "P1", *roles: Role, name: str = "admin", partner_type: str = "solution_provider") -> Caller:
    """A partner's user; its administrator unless roles are given."""
    chosen = roles or (Role.PARTNER_ADMIN,)
    return Caller(
        f"{partner_id}-{name}", Actor.PARTNER, tuple(r.value for r in chosen), name, partner=partner_id, partner_type=partner_type
    )


def vendor_user(*roles: Role) -> Caller:
    """Vendor staff; all duties unless roles are given."""
    chosen = roles or tuple(role for role in Role if role.value.startswith("vendor_"))
    return Caller("vendor-ops", Actor.VENDOR, tuple(role.value for role in chosen), "vendor-ops")


def customer_user(customer_id: str = "C1") -> Caller:
    """A customer's own account."""
    return Caller(customer_id, Actor.CUSTOMER, (Role.CUSTOMER.value,), customer_id, customer=customer_id)
