"""Consumers: of domain events, uploads and the table's stream. Delivery repeats and reorders; the effect happens once.

    @Consumer.hears(CustomerUnlinked, guide=["10.4.6.1.3/…"])
    def app(event: CustomerUnlinked, work: Work) -> None:
        recall_vouchers_of_unlinked(event, work)

`work.now` is the instant of processing, `event.occurred_at` when it happened. The token is consumer + event id, committed with the effect.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import unquote_plus

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from partner_center.kernel import clock, ids
from partner_center.platform.app import room_of, summary_of
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Declaration, Events, Reach, TableStream, Trigger, Upload
from partner_center.platform.events import DomainEvent, Envelope
from partner_center.platform.observe import logger, metrics, observed
from partner_center.platform.work import Idempotency, Origin, Repeated, Work, carry_out

__all__ = ["Consumer", "Happened", "Object", "Reach", "Told", "Work"]

T = TypeVar("T")


@dataclass(frozen=True)
class Object:
    """An object that arrived in a bucket. `delivery` names this very upload; so does `version`, where the bucket keeps versions."""

    bucket: str
    key: str
    size: int
    delivery: str
    remaining_ms: Callable[[], int]
    version: str | None = None


@dataclass(frozen=True)
class Happened:
    """When and in which chain of calls an event happened, and how long the consumer still has (milliseconds)."""

    at: datetime
    correlation_id: str
    event_id: str
    remaining_ms: Callable[[], int] = lambda: 900_000


@dataclass(frozen=True)
class Told:
    """An event as the bus carries it, for a consumer that knows its name and not its class."""

    name: str
    data: dict[str, Any]
    happened: Happened
    consumer: str

    @property
    def partner_id(self) -> str | None:
        """The partner it belongs to; None where it belongs to none."""
        return self.data.get("partner_id") or None

    def once(self, decide: Callable[[Work], Any]) -> None:
        """A unit of work whose effects happen once, however often the event is delivered."""
        token = Idempotency(f"consumer/{self.consumer}", self.happened.event_id, "")
        try:
            carry_out(lambda: self._work(token), decide)
        except Repeated:
            logger.info("heard before", extra={"event_id": self.happened.event_id})

    def unit(self, decide: Callable[[Work], T]) -> T:
        """A unit of work that itself makes sure that a repetition does no harm."""
        result, _ = carry_out(self._work, decide)
        return result

    def _work(self, token: Idempotency | None = None) -> Work:
        caller = Caller.system(self.consumer)
        acting = caller.on_behalf_of(self.partner_id) if self.partner_id else caller
        return Work(acting, clock.now(), Origin(self.consumer, self.happened.correlation_id), token)


class QueueHandler:
    """The Lambda handler of a consumer behind a queue or the stream: record by record, failures alone go back."""

    def __init__(self, declaration: Declaration, kind: EventType, take: Callable[[Any, Any], Any]) -> None:
        self.declaration = declaration
        self._processor = BatchProcessor(event_type=kind, raise_on_entire_batch_failure=False)
        self._take = take
        self._handler = observed(self._handle)

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        return self._handler(event, context)

    def _handle(self, event: dict[str, Any], context: Any) -> Any:
        logger.append_keys(consumer=f"{self.declaration.area}.{self.declaration.name}")
        return process_partial_response(
            event=event, record_handler=lambda record: self._one(record, context), processor=self._processor, context=context
        )

    def _one(self, record: Any, context: Any) -> None:
        try:
            self._take(record, context)
        except Exception:
            metrics.add_metric(name="WentBack", unit=MetricUnit.Count, value=1)
            logger.exception("a record failed and goes back")
            raise
        metrics.add_metric(name="Taken", unit=MetricUnit.Count, value=1)


class StreamHandler:
    """The Lambda handler of a consumer that takes a batch of the table's stream together."""

    def __init__(self, declaration: Declaration, kinds: Sequence[str], take: Callable[[list[dict[str, Any]]], Any]) -> None:
        self.declaration = declaration
        self._kinds = kinds
        self._take = take
        self._handler = observed(self._handle)

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        return self._handler(event, context)

    def _handle(self, event: dict[str, Any], context: Any) -> Any:
        logger.append_keys(consumer=f"{self.declaration.area}.{self.declaration.name}")
        changes = [record["dynamodb"] for record in event["Records"] if record["eventName"] == "INSERT"]
        wanted = [change for change in changes if change["NewImage"].get("kind", {}).get("S") in self._kinds]
        try:
            self._take([change["NewImage"] for change in wanted])
        except Exception:
            metrics.add_metric(name="WentBack", unit=MetricUnit.Count, value=len(wanted))
            logger.exception("a batch failed and goes back")
            return {"batchItemFailures": [{"itemIdentifier": wanted[0]["SequenceNumber"]}]}
        metrics.add_metric(name="Taken", unit=MetricUnit.Count, value=len(wanted))
        return {"batchItemFailures": []}


def _declared(
    function: Callable[..., Any], trigger: Trigger, guide: Sequence[str], reach: Reach, memory_mb: int, timeout_s: int
) -> Declaration:
    area, name = room_of(function)
    summary = summary_of(function)
    return Declaration("consumer", area, name, summary, trigger, reach, tuple(guide), memory_mb, timeout_s)


class Consumer:
    """The declarations of consumers."""

    @staticmethod
    def hears(
        *events: type[DomainEvent], guide: Sequence[str] = (), reach: Reach = Reach.WRITE, memory_mb: int = 512, timeout_s: int = 60
    ) -> Callable[[Callable[..., Any]], QueueHandler]:
        """React to domain events. The function takes (event, work) or (event, work, happened); one unit of work an event."""
        kinds = {event.NAME: event for event in events}

        def decorate(function: Callable[..., Any]) -> QueueHandler:
            declared = _declared(function, Events(tuple(kinds)), guide, reach, memory_mb, timeout_s)
            consumer = f"{declared.area}.{declared.name}"
            arguments = function.__code__.co_argcount

            def take(record: Any, context: Any) -> None:
                message = json.loads(record.body)
                envelope = Envelope.model_validate(message["detail"])
                event = kinds[message["detail-type"]].model_validate(envelope.data)
                happened = Happened(envelope.occurred_at, envelope.correlation_id, envelope.event_id, _remaining(context))
                caller = Caller.system(consumer).on_behalf_of(event.partner_id)
                token = Idempotency(f"consumer/{consumer}", envelope.event_id, "")

                def make() -> Work:
                    return Work(caller, clock.now(), Origin(consumer, envelope.correlation_id), token)

                try:
                    carry_out(make, lambda work: function(*(event, work, happened)[:arguments]))
                except Repeated:
                    logger.info("heard before", extra={"event_id": envelope.event_id})

            return QueueHandler(declared, EventType.SQS, take)

        return decorate

    @staticmethod
    def hears_named(
        *names: str, guide: Sequence[str] = (), reach: Reach = Reach.WRITE, memory_mb: int = 512, timeout_s: int = 60
    ) -> Callable[[Callable[[Told], Any]], QueueHandler]:
        """React to events of any area by their names alone, for desks that serve all areas. The function makes its units of work itself."""

        def decorate(function: Callable[[Told], Any]) -> QueueHandler:
            declared = _declared(function, Events(names), guide, reach, memory_mb, timeout_s)
            consumer = f"{declared.area}.{declared.name}"

            def take(record: Any, context: Any) -> None:
                message = json.loads(record.body)
                envelope = Envelope.model_validate(message["detail"])
                happened = Happened(envelope.occurred_at, envelope.correlation_id, envelope.event_id, _remaining(context))
                function(Told(message["detail-type"], envelope.data, happened, consumer))

            return QueueHandler(declared, EventType.SQS, take)

        return decorate

    @staticmethod
    def uploads(
        prefix: str,
        *,
        bucket: str = "intake",
        guide: Sequence[str] = (),
        reach: Reach = Reach.WRITE,
        memory_mb: int = 1024,
        timeout_s: int = 900,
    ) -> Callable[[Callable[[Object], Any]], QueueHandler]:
        """React to objects created in a bucket (intake or files) below a prefix. The function makes its own, repeatable units of work."""

        def decorate(function: Callable[[Object], Any]) -> QueueHandler:
            declared = _declared(function, Upload(prefix, bucket), guide, reach, memory_mb, timeout_s)

            def take(record: Any, context: Any) -> None:
                for arrived in objects_in(json.loads(record.body), _remaining(context)):
                    function(arrived)

            return QueueHandler(declared, EventType.SQS, take)

        return decorate

    @staticmethod
    def inserts(
        *kinds: str, guide: Sequence[str] = (), reach: Reach = Reach.WRITE, memory_mb: int = 512, timeout_s: int = 60
    ) -> Callable[[Callable[[dict[str, Any]], Any]], QueueHandler]:
        """React to new records of some kinds in the table's stream; the function gets the stored image."""

        def decorate(function: Callable[[dict[str, Any]], Any]) -> QueueHandler:
            declared = _declared(function, TableStream(kinds), guide, reach, memory_mb, timeout_s)

            def take(record: Any, context: Any) -> None:
                image = record.raw_event["dynamodb"]["NewImage"]
                if record.raw_event["eventName"] == "INSERT" and image.get("kind", {}).get("S") in kinds:
                    function(image)

            return QueueHandler(declared, EventType.DynamoDBStreams, take)

        return decorate

    @staticmethod
    def inserts_together(
        *kinds: str, guide: Sequence[str] = (), reach: Reach = Reach.WRITE, memory_mb: int = 512, timeout_s: int = 60
    ) -> Callable[[Callable[[list[dict[str, Any]]], Any]], StreamHandler]:
        """React to new records of some kinds, a whole batch of the table's stream at once; what fails comes again as a whole."""

        def decorate(function: Callable[[list[dict[str, Any]]], Any]) -> StreamHandler:
            return StreamHandler(_declared(function, TableStream(kinds), guide, reach, memory_mb, timeout_s), kinds, function)

        return decorate


def _remaining(context: Any) -> Callable[[], int]:
    found: Callable[[], int] = getattr(context, "get_remaining_time_in_millis", lambda: 900_000)
    return found


def objects_in(message: dict[str, Any], remaining_ms: Callable[[], int]) -> list[Object]:
    """The objects a message tells of: EventBridge's `Object Created` or S3's own notification."""
    if message.get("detail-type") == "Object Created":
        detail = message["detail"]
        thing = detail["object"]
        size = int(thing.get("size", 0))
        return [Object(detail["bucket"]["name"], thing["key"], size, _delivery(thing), remaining_ms, _version(thing))]
    return [
        Object(
            entry["s3"]["bucket"]["name"],
            unquote_plus(entry["s3"]["object"]["key"]),
            int(entry["s3"]["object"].get("size", 0)),
            _delivery(entry["s3"]["object"]),
            remaining_ms,
            _version(entry["s3"]["object"]),
        )
        for entry in message.get("Records", [])
        if entry.get("eventName", "").startswith("ObjectCreated")
    ]


def _delivery(thing: dict[str, Any]) -> str:
    return ids.fingerprint(thing["key"], _version(thing) or "", str(thing.get("etag") or thing.get("eTag") or ""))


def _version(thing: dict[str, Any]) -> str | None:
    return thing.get("version-id") or thing.get("versionId") or None
