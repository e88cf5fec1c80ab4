"""Problem answers (RFC 9457): a stable code, a title in the caller's language, the rule and the facts, the correlation id."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from pydantic import ConfigDict, ValidationError

from partner_center.kernel import clock
from partner_center.kernel.errors import Conflict, Invalid, NotFound, Refusal, Refused, Stale, Unavailable
from partner_center.kernel.messages import text_of
from partner_center.kernel.money import Money
from partner_center.platform.input_texts import text_of_complaint
from partner_center.platform.model import Model


class FieldProblem(Model):
    """What is wrong with one field: a JSON pointer into the request, a code and a text."""

    pointer: str
    code: str
    detail: str


class RefusalReceipt(Model):
    """Why a rule said no: the rule, the facts it was decided on, what the caller can do, and by or from when."""

    code: str
    title: str
    rule: str | None = None
    facts: dict[str, Any] = {}
    way_out: str | None = None
    deadline: str | None = None


class Problem(Model):
    """An answer other than success."""

    model_config = ConfigDict(title="Problem")

    type: str
    title: str
    status: int
    code: str
    correlation_id: str
    detail: str | None = None
    fields: list[FieldProblem] | None = None
    refusals: list[RefusalReceipt] | None = None


CONTENT_TYPE = "application/problem+json"
STATUS = {
    "invalid_input": 400,
    "idempotency_key_required": 400,
    "unauthenticated": 401,
    "sign_in_failed": 401,
    "session_ended": 401,
    "challenge_failed": 401,
    "forbidden": 403,
    "not_for_agents": 403,
    "agency_session_ended": 403,
    "verification_code_required": 403,
    "agreement_required": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "busy": 409,
    "stale_version": 412,
    "no_version_to_match": 412,
    "body_too_large": 413,
    "unsupported_media_type": 415,
    "idempotency_key_reused": 422,
    "too_many_attempts": 429,
    "too_many_requests": 429,
    "unexpected": 500,
    "unavailable": 503,
}
REFUSED = 409


class Halt(Exception):
    """The platform itself ends a request with one of the codes above."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def problem(code: str, language: str, correlation_id: str, **more: Any) -> Problem:
    """A problem by its code."""
    return Problem(
        type=f"urn:partner-center:problem:{code}",
        title=text_of(code, language),
        status=STATUS.get(code, REFUSED),
        code=code,
        correlation_id=correlation_id,
        **more,
    )


def problem_of(error: Exception, language: str, correlation_id: str) -> Problem | None:
    """The problem that an exception means; None for what nobody foresaw."""
    match error:
        case Halt(code=code):
            return problem(code, language, correlation_id)
        case NotFound():
            return problem("not_found", language, correlation_id)
        case Refused(refusals=refusals):
            receipts = [receipt(refusal, language) for refusal in refusals]
            return problem(refusals[0].code, language, correlation_id, refusals=receipts)
        case Invalid(fields=fields):
            return problem(
                "invalid_input",
                language,
                correlation_id,
                fields=[FieldProblem(pointer=pointer, code=code, detail=text.in_(language)) for pointer, code, text in fields],
            )
        case Stale(current=current):
            return problem("stale_version" if current is not None else "no_version_to_match", language, correlation_id)
        case Conflict():
            return problem("busy", language, correlation_id)
        case Unavailable():
            return problem("unavailable", language, correlation_id)
    return None


def receipt(refusal: Refusal, language: str) -> RefusalReceipt:
    """A refusal as people and programs read it."""
    return RefusalReceipt(
        code=refusal.code,
        title=text_of(refusal.code, language),
        rule=refusal.rule,
        facts={name: _shown(value) for name, value in refusal.facts.items()},
        way_out=text_of(refusal.way_out, language) if refusal.way_out else None,
        deadline=clock.iso(refusal.deadline) if refusal.deadline else None,
    )


def _shown(value: Any) -> Any:
    """A fact as the API writes it everywhere else: amounts with their currency, instants in UTC."""
    try:
        return json.loads(json.dumps(value, default=_plain))
    except ValueError:
        return str(value)


def _plain(value: Any) -> Any:
    match value:
        case Money():
            return value.as_json()
        case datetime():
            return clock.iso(value)
    return str(value)


def invalid(error: ValidationError) -> Invalid:
    """A contract's complaints as field problems. What was sent is not repeated: it may be secret."""
    return Invalid(
        *(
            (
                "/" + "/".join(str(part) for part in complaint["loc"]),
                complaint["type"],
                text_of_complaint(complaint["type"], complaint.get("ctx", {})),
            )
            for complaint in error.errors(include_url=False, include_input=False)
        )
    )
