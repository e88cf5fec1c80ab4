"""Actions: one HTTP command or query each.

    @Action.post("/quotas/{quota_id}/vouchers", allow="coupons.issue", reach=Reach.MONEY, guide=["10.4.6.1.2/issue_vouchers"])
    def app(request: IssueVouchers, caller: Caller, work: Work) -> IssuedVouchers:
        return issue_vouchers(request, caller, work)

Every command honours `Idempotency-Key` (required where money moves), `If-Match` and `?dry_run=true` without a line of its own:
the first record it reads is its subject, whose version is the ETag.

`sensitive=` names the operation for which a verification code may be asked (platform/sensitive.py; `sensitive_when` narrows it to some
requests), `agreement=` a document that must be accepted first (platform/agreement.py), `confidential=True` says that the answer holds a
secret: it is kept nowhere, so an Idempotency-Key does nothing there. `agents=` opens it to a partner's user who acts as the customer
(platform/agency.py); without it nobody acts here for a customer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from chalice import Response as HttpResponse
from pydantic import BaseModel

from partner_center.kernel import ids
from partner_center.kernel.errors import Broken, Invalid
from partner_center.kernel.labels import Label
from partner_center.kernel.permissions import Actor
from partner_center.platform.agency import BOTH, AgencyGuard
from partner_center.platform.agreement import Agreement, AgreementGuard
from partner_center.platform.app import Exchange, PortalApp, room_of, signature_of, summary_of
from partner_center.platform.caller import Caller, Purpose
from partner_center.platform.contracts import Nothing, Request
from partner_center.platform.declarations import Declaration, Http, Operation, Reach
from partner_center.platform.guard import Guard
from partner_center.platform.problems import Halt
from partner_center.platform.sensitive import HEADER, Sensitive, guard_of
from partner_center.platform.work import Idempotency, Origin, Repeated, Work, as_stored, carry_out, decided, real_now

__all__ = ["BOTH", "Action", "Caller", "Purpose", "Reach", "Sensitive", "Work"]

Decorator = Callable[[Callable[..., Any]], PortalApp]


class Action:
    """The declarations of HTTP functions, by method. `allow` names a permission; None = anybody signed in."""

    @staticmethod
    def get(path: str, **declared: Any) -> Decorator:
        """A query that is no list page of one record (those are views)."""
        return _declare("GET", path, **declared)

    @staticmethod
    def post(path: str, **declared: Any) -> Decorator:
        """A command that creates or does something."""
        return _declare("POST", path, **declared)

    @staticmethod
    def put(path: str, **declared: Any) -> Decorator:
        """A command that replaces something."""
        return _declare("PUT", path, **declared)

    @staticmethod
    def delete(path: str, **declared: Any) -> Decorator:
        """A command that ends something."""
        return _declare("DELETE", path, **declared)


def _declare(
    method: str,
    path: str,
    *,
    allow: str | None = None,
    guide: Sequence[str] = (),
    public: bool = False,
    sensitive: Sensitive | None = None,
    sensitive_when: Callable[[Any], bool] | None = None,
    agreement: Agreement | None = None,
    confidential: bool = False,
    agents: Sequence[Purpose] = (),
    reach: Reach | None = None,
    status: int = 200,
    memory_mb: int = 512,
) -> Decorator:
    if agents and (public or sensitive or agreement or confidential):
        raise Broken(f"{method} {path}: who acts for a customer neither consents nor confirms for it, nor learns its secrets")
    reach = reach or (Reach.READ if method == "GET" else Reach.WRITE)

    def decorate(function: Callable[..., Any]) -> PortalApp:
        area, name = room_of(function)
        parameters, hints = signature_of(function)
        contract = hints.get("request", Request)
        summary = summary_of(function)
        operation = Operation(method, path, summary, contract, hints.get("return", Nothing), status)
        app = PortalApp(
            Declaration(
                kind="action",
                area=area,
                name=name,
                summary=summary,
                trigger=Http((operation,), allow, public, sensitive, agreement, confidential, tuple(agents)),
                reach=reach,
                guide=tuple(guide),
                memory_mb=memory_mb,
                options={"sensitive_when": sensitive_when} if sensitive_when else {},
            )
        )

        def call(request: BaseModel, caller: Caller, work: Work) -> BaseModel:
            given = {"request": request, "caller": caller, "work": work}
            result = function(**{parameter: given[parameter] for parameter in parameters})
            return result if result is not None else Nothing()

        guards = Guards(sensitive, sensitive_when, agreement)
        answer = (
            _query(contract, call, f"{area}.{name}", guards)
            if method == "GET"
            else _command(contract, call, f"{area}.{name}", reach, status, guards, confidential)
        )
        app.serve(method, path, answer)
        return app

    return decorate


Call = Callable[[BaseModel, Caller, Work], BaseModel]


@dataclass(frozen=True)
class Guards:
    """What an action asks of its caller beyond the permission: a code, an accepted agreement, of an agent a living session."""

    sensitive: Sensitive | None
    sensitive_when: Callable[[Any], bool] | None
    agreement: Agreement | None

    def of(self, exchange: Exchange, request: BaseModel, use: str) -> tuple[Guard, ...]:
        """The guards of one request; `use` names it with its repetitions."""
        found: list[Guard] = [AgencyGuard(exchange.caller.agent)] if exchange.caller.agent is not None else []
        if self.agreement is not None:
            found.append(AgreementGuard(self.agreement.in_force(real_now())))
        if self.sensitive is not None and (self.sensitive_when is None or self.sensitive_when(request)):
            guard = guard_of(exchange.caller, self.sensitive, real_now(), token=exchange.headers.get(HEADER.lower()), use=use)
            found += [guard] if guard else []
        return tuple(found)


def _query(contract: type[BaseModel], call: Call, action: str, guards: Guards) -> Callable[[Exchange], HttpResponse]:
    def answer(exchange: Exchange) -> HttpResponse:
        request = exchange.request(contract, with_body=False)
        origin = Origin(action, exchange.correlation_id, exchange.source, exchange.language)
        work = Work(exchange.caller, real_now(), origin, guards=guards.of(exchange, request, exchange.correlation_id))
        result = call(request, exchange.caller, work)
        work.refuse_repetition()  # for a guarded query that read nothing through its work
        return _response(result.model_dump_json(), 200, work.subject_version)

    return answer


def _command(
    contract: type[BaseModel], call: Call, action: str, reach: Reach, status: int, guards: Guards, confidential: bool
) -> Callable[[Exchange], HttpResponse]:
    def answer(exchange: Exchange) -> HttpResponse:
        dry_run = exchange.flag("dry_run")
        expected = _expected_version(exchange.headers.get("if-match"))
        request = exchange.request(contract, with_body=True)
        token = None if dry_run or confidential else _idempotency(exchange, action, request, required=reach is Reach.MONEY)
        use = ids.fingerprint(token.scope, token.token, token.request) if token else ids.secret_token()
        asked = () if dry_run else guards.of(exchange, request, use)

        def make() -> Work:
            origin = Origin(action, exchange.correlation_id, exchange.source, exchange.language)
            return Work(exchange.caller, real_now(), origin, token, expected, dry_run, guards=asked)

        if dry_run:
            work = make()
            result = decided(work, lambda work: call(request, exchange.caller, work))
            foreseen = {"dry_run": True, "result": json.loads(result.model_dump_json()), "effects": work.effects()}
            return _response(json.dumps(foreseen, ensure_ascii=False, default=str), 200, None)
        try:
            result, work = carry_out(
                make, lambda work: call(request, exchange.caller, work), lambda made: as_stored(made.model_dump_json())
            )
        except Repeated as repeated:
            return _replayed(repeated, token, status)
        return _response(result.model_dump_json(), status, work.subject_version)

    return answer


def _idempotency(exchange: Exchange, action: str, request: BaseModel, *, required: bool) -> Idempotency | None:
    key = exchange.headers.get("idempotency-key", "")
    if not key:
        if required:
            raise Halt("idempotency_key_required")
        return None
    if len(key) > 128 or not key.isascii() or not key.isprintable():
        raise Invalid(
            (
                "/headers/Idempotency-Key",
                "string_pattern_mismatch",
                Label("最多 128 个可打印的 ASCII 字符", "up to 128 printable ASCII characters"),
            )
        )
    asked = ids.fingerprint(action, request.model_dump_json())
    caller = exchange.caller
    who = asked if caller.actor is Actor.VISITOR else caller.user_id  # visitors have no name: their keys must not meet
    return Idempotency(f"{caller.scope}/{who}", key, asked)


def _replayed(repeated: Repeated, asked: Idempotency | None, status: int) -> HttpResponse:
    token = repeated.token
    if asked is None or token.request != asked.request:
        raise Halt("idempotency_key_reused")
    version = int(token.subject_version) if token.subject_version is not None else None
    response = _response(json.dumps(token.answer, ensure_ascii=False), status, version)
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _expected_version(if_match: str | None) -> int | None:
    if if_match is None or if_match == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise Invalid(
            ("/headers/If-Match", "string_pattern_mismatch", Label("须为读取记录时得到的 ETag", "the ETag of the record as it was read"))
        )
    return int(text)


def _response(body: str, status: int, version: int | None) -> HttpResponse:
    headers: dict[str, str | list[str]] = {"Content-Type": "application/json"}
    if version is not None:
        headers["ETag"] = f'"{version}"'
    return HttpResponse(body=body, status_code=status, headers=headers)
