"""Sending what was planned: take it, send it, note it. Each step is a commit of its own, for the message leaves outside of any.

Whoever takes a delivery has it for the length of a lease; an event that is told again meanwhile finds it taken. Dying between sending and
noting sends it once more after the lease: late and twice rather than never (neither SES nor SNS knows a message again). Content and
addresses are never logged.
"""

from __future__ import annotations

from datetime import datetime

from aws_lambda_powertools.metrics import MetricUnit

from partner_center.kernel.errors import Unavailable
from partner_center.notices.contracts import DeliveryRef, DeliveryState
from partner_center.notices.delivery import LEASE, Delivery, DeliveryDue, DeliveryStatus, delivery_key
from partner_center.notices.template import Channel
from partner_center.platform.consumer import Told
from partner_center.platform.observe import logger, metrics
from partner_center.platform.schedule import Run
from partner_center.platform.sending import send_mail, send_sms
from partner_center.platform.work import Work

# What trying again does not heal: the address or the account is at fault, and somebody must look.
FOR_GOOD = frozenset(
    (
        "AccountSuspendedException",
        "BadRequestException",
        "InvalidParameter",
        "InvalidParameterException",
        "InvalidParameterValue",
        "MailFromDomainNotVerifiedException",
        "MessageRejected",
        "OptedOut",
        "ValidationException",
    )
)


def send_notice(told: Told) -> None:
    """Send one delivery whose time has come, unless it is taken or ended. A failure is noted, not raised: the schedule tries again."""
    due = DeliveryDue.model_validate(told.data)
    taken = told.unit(lambda work: _take(due, work))
    if taken is None:
        return
    problem = _send(taken)
    told.unit(lambda work: _note(taken.delivery_id, int(taken.tries), problem, work))


def release_due_notices(run: Run) -> None:
    """Tell again of every delivery whose time has come: held ones whose working hours begin (4.2/r21), failed ones after their pause, and
    those that somebody took and never ended.
    """
    run.each(run.due(Delivery), _release)


def retry_delivery(request: DeliveryRef, work: Work) -> DeliveryState:
    """Let a failed delivery be tried anew. Raises Refused `delivery_not_failed`, NotFound."""
    delivery = work.get(delivery_key(request.delivery_id))
    work.require(delivery.refuses_retry())
    delivery.start_again(work.now)
    work.change(delivery)
    work.emit(DeliveryDue.of(delivery, work.now))
    return DeliveryState(delivery_id=delivery.delivery_id, status=delivery.status, tries=int(delivery.tries), problem=delivery.problem)


def _release(item: Delivery, work: Work) -> bool:
    delivery = work.get(delivery_key(item.delivery_id), or_none=True)
    if delivery is None or not delivery.may_be_taken(work.now):
        return False
    work.emit(DeliveryDue.of(delivery, work.now))
    return True


def _take(due: DeliveryDue, work: Work) -> Delivery | None:
    at = max(work.now, due.due_at)
    delivery = work.get(delivery_key(due.delivery_id), or_none=True)
    if delivery is None or not delivery.may_be_taken(at):
        return None
    delivery.take(at)
    work.change(delivery)
    return delivery


def _send(delivery: Delivery) -> str | None:
    """Hand a message to its service; the code of what went wrong, None for nothing."""
    try:
        if delivery.channel is Channel.EMAIL:
            send_mail(delivery.sent_to, " ".join(delivery.title.split()), delivery.text)
        else:
            send_sms(delivery.sent_to, delivery.text)
    except Unavailable as problem:
        code = code_of(problem)
        logger.warning("a notice was not sent", extra={"delivery": delivery.delivery_id, "channel": delivery.channel.value, "code": code})
        return code
    return None


def code_of(problem: Unavailable) -> str:
    """The service's code of an error, or its kind where there was no answer; never its text."""
    cause = problem.__cause__
    response = getattr(cause, "response", None) or {}
    return str(response.get("Error", {}).get("Code") or type(cause).__name__)


def _note(delivery_id: str, tries: int, problem: str | None, work: Work) -> None:
    delivery = work.get(delivery_key(delivery_id))
    if problem is None:
        delivery.end_sent(work.now)
    elif delivery.status is DeliveryStatus.SENDING and delivery.tries == tries:
        delivery.end_try(problem, later(work.now, delivery), for_good=problem in FOR_GOOD)
    else:
        return  # the lease ran out and somebody else has it in hand
    work.change(delivery)
    ended = delivery.status
    metrics.add_metric(name="NoticeFailed", unit=MetricUnit.Count, value=ended is DeliveryStatus.FAILED)
    metrics.add_metric(name="NoticeSent", unit=MetricUnit.Count, value=ended is DeliveryStatus.SENT)


def later(now: datetime, delivery: Delivery) -> datetime:
    """From when a pause counts: a run as of a later instant took the delivery then."""
    return max(now, delivery.next_try_at - LEASE) if delivery.next_try_at else now
