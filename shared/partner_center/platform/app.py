"""The Lambda handlers behind HTTP: one small Chalice application per function file."""

from __future__ import annotations

import inspect
import json
import os
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_type_hints

from aws_lambda_powertools.metrics import MetricUnit
from chalice import Chalice, Response as HttpResponse
from pydantic import BaseModel, ValidationError

from partner_center.kernel import ids
from partner_center.kernel.errors import Invalid, Refused
from partner_center.kernel.labels import Label, preferred_language
from partner_center.platform.agency import refuses_agent, write_refusal, write_view
from partner_center.platform.audit import record_refusal, refusal_codes
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Declaration, Http, Reach
from partner_center.platform.observe import logger, metrics, observed
from partner_center.platform.problems import CONTENT_TYPE, Halt, Problem, invalid, problem, problem_of
from partner_center.platform.throttle import Limit
from partner_center.platform.work import Origin

# Calls without a token by one network address: a whole office behind one address signs in at nine, a guesser needs more.
PER_ADDRESS = Limit("address", times=300, within_s=60)
LARGEST_BODY = 256 * 1024  # bytes; files go to S3, never through here
# What a script of the portal may read of an answer.
SHOWN_HEADERS = "ETag, Location, Retry-After, X-Correlation-Id, Idempotency-Replayed, Content-Disposition"


class Exchange:
    """One HTTP call as the platform sees it: who asks, in which language, what, and under which correlation id."""

    def __init__(self, app: PortalApp, arguments: dict[str, str]) -> None:
        request = app.current_request
        assert request is not None
        self._request = request
        self.path = {name: _decoded(value) for name, value in arguments.items()}
        self.headers: dict[str, str] = {str(name).lower(): str(value) for name, value in (request.headers or {}).items()}
        self.context: dict[str, Any] = request.context
        self.caller = Caller.from_authorizer(self.context.get("authorizer"))
        self.language = preferred_language(self.headers.get("accept-language"))
        self.correlation_id = correlation_id_of(self.headers)
        self.source = (self.context.get("identity") or {}).get("sourceIp")
        self.query: dict[str, list[str]] = _query_of(request)
        self.dry_run = self.query.get("dry_run") == ["true"]

    @property
    def raw_body(self) -> bytes:
        """The body byte for byte, as its sender signed it."""
        raw = self._request.raw_body
        return raw if isinstance(raw, bytes) else raw.encode()

    def refuse_query(self) -> None:
        """Raise Invalid for query parameters where none is known."""
        if self.query:
            raise Invalid(*((f"/{name}", "extra_forbidden", Label("不支持该字段", "unknown")) for name in self.query))

    def flag(self, name: str) -> bool:
        """A boolean query parameter of the platform, taken out of what the function gets."""
        values = self.query.pop(name, ["false"])
        if values not in (["true"], ["false"]):
            raise Invalid((f"/{name}", "bool_parsing", Label("须为 true 或 false", "true or false")))
        return values == ["true"]

    def body(self) -> dict[str, Any]:
        """The JSON object sent; numbers stay decimal. An empty body is an empty object."""
        raw = self.raw_body
        if len(raw) > LARGEST_BODY:
            raise Halt("body_too_large")
        if not raw.strip():
            return {}
        if not self.headers.get("content-type", "application/json").startswith("application/json"):
            raise Halt("unsupported_media_type")
        try:
            sent = json.loads(raw, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_no_name_twice)
        except (ValueError, RecursionError, InvalidOperation):
            raise Invalid(("/", "json_invalid", Label("不是有效的 JSON", "not a JSON document"))) from None
        if not isinstance(sent, dict):
            raise Invalid(("/", "dict_type", Label("须为 JSON 对象", "a JSON object")))
        return sent

    def request(self, contract: type[BaseModel], *, with_body: bool) -> Any:
        """The function's one request model, from path, query and body. A name may come from one of them only."""
        given: dict[str, Any] = dict(self.path)
        for name, values in self.query.items():
            for value in [values] if _is_list(contract, name) else values:
                _put(given, name, value)
        if with_body:
            for name, value in self.body().items():
                _put(given, name, value)
        try:
            return contract.model_validate(given)
        except ValidationError as error:
            raise invalid(error) from None


def correlation_id_of(headers: dict[str, str]) -> str:
    """The caller's correlation id where it is a decent one, otherwise a new one."""
    given = headers.get("x-correlation-id", "")
    return given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else ids.secret_token()


class PortalApp(Chalice):
    """A Chalice application that is one function's Lambda handler and carries its declaration."""

    def __init__(self, declaration: Declaration) -> None:
        super().__init__(app_name=f"{declaration.area}-{declaration.name}", configure_logs=False)
        self.declaration = declaration
        self.refused_in_words_of: Callable[[Problem], HttpResponse] | None = None  # a provider's, who does not read problem documents
        self._handler = observed(self._handle)

    def serve(self, method: str, path: str, answer: Callable[[Exchange], HttpResponse]) -> None:
        """Answer an operation. Whatever goes wrong inside becomes a problem answer."""

        def view(**arguments: str) -> HttpResponse:
            exchange = Exchange(self, arguments)
            logger.append_keys(correlation_id=exchange.correlation_id, user=exchange.caller.user_id, partner=exchange.caller.partner)
            try:
                self._admit(exchange)
                response = answer(exchange)
                self._note_view(method, exchange)
            except Exception as error:
                response = self._problem(error, exchange)
                self._leave_trace(method, error, exchange)
            metrics.add_metric(name="Answered" if response.status_code < 400 else "Refused", unit=MetricUnit.Count, value=1)
            response.headers.setdefault("X-Correlation-Id", exchange.correlation_id)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        view.__name__ = f"{method.lower()}_{self.declaration.name}"
        types = ["application/json"] if method == "GET" else ["application/json", "*/*"]
        self.route(path, methods=[method], content_types=types, name=f"{method} {path}")(view)

    def _admit(self, exchange: Exchange) -> None:
        trigger = self.declaration.trigger
        assert isinstance(trigger, Http)
        if trigger.public:
            if self.declaration.kind != "webhook":  # what a provider sends is known by its signature, and comes in bursts
                PER_ADDRESS.take(exchange.source or "unknown")
            return
        if exchange.caller.actor == "visitor":
            raise Halt("unauthenticated")
        if exchange.caller.throttled:
            raise Halt("too_many_requests")
        if (refusal := refuses_agent(exchange.caller, trigger.agents)) is not None:
            raise Refused(refusal)
        if trigger.allow is not None and not exchange.caller.may(trigger.allow):
            raise Halt("forbidden")

    def _problem(self, error: Exception, exchange: Exchange) -> HttpResponse:
        found = problem_of(error, exchange.language, exchange.correlation_id)
        if found is None:
            logger.exception("unexpected error")
            metrics.add_metric(name="UnexpectedError", unit=MetricUnit.Count, value=1)
            found = problem("unexpected", exchange.language, exchange.correlation_id)
        else:
            logger.info("refused", extra={"code": found.code, "status": found.status})
        return self.refused_in_words_of(found) if self.refused_in_words_of else problem_response(found, exchange.language)

    def _note_view(self, method: str, exchange: Exchange) -> None:
        """What an agent looks at stands in the journal before it leaves; what a command of it does, in the command's own transaction."""
        if exchange.caller.agent is not None and (method == "GET" or exchange.dry_run):
            write_view(exchange.caller, self._origin(exchange), _asked_for(exchange))

    def _origin(self, exchange: Exchange) -> Origin:
        return Origin(self._action, exchange.correlation_id, exchange.source, exchange.language)

    @property
    def _action(self) -> str:
        return f"{self.declaration.area}.{self.declaration.name}"

    def _leave_trace(self, method: str, error: Exception, exchange: Exchange) -> None:
        asked = _asked_for(exchange)
        if exchange.caller.agent is not None and (codes := refusal_codes(error)):
            try:
                write_refusal(exchange.caller, self._origin(exchange), asked, codes)
            except Exception as problem:
                logger.warning("a refusal is not in the journal", extra={"action": self._action, "because": str(problem)})
        if method == "GET" or exchange.dry_run or self.declaration.reach is Reach.READ:
            return
        record_refusal(
            exchange.caller,
            self._action,
            error,
            correlation_id=exchange.correlation_id,
            source=exchange.source,
            note={"asked": asked} if asked else None,
        )

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        logger.set_correlation_id(None)
        answer: dict[str, Any] = self._handler(event, context)
        return answer

    def _handle(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        logger.append_keys(action=f"{self.declaration.area}.{self.declaration.name}", request=getattr(context, "aws_request_id", None))
        answer: dict[str, Any] = super().__call__(event, context)
        if answer["statusCode"] >= 400 and not _is_ours(answer):
            answer = _from_chalice(answer, event)
        answer["headers"] = {**answer["headers"], **_for_browsers()}
        return answer


def _asked_for(exchange: Exchange) -> dict[str, str]:
    """The ids in a call's path, for the trail; never a token."""
    return {name: value[:128] for name, value in exchange.path.items() if "token" not in name}


def _for_browsers() -> dict[str, str]:
    """The portal's pages, and no others, may read our answers."""
    origin = os.environ.get("PORTAL_ORIGIN")
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": SHOWN_HEADERS} if origin else {}


_RETRY_AFTER = {"busy": "1", "unavailable": "1", "too_many_requests": "60"}  # seconds


def problem_response(found: Problem, language: str) -> HttpResponse:
    """A problem as an HTTP answer."""
    headers: dict[str, str | list[str]] = {"Content-Type": CONTENT_TYPE, "Content-Language": language}
    if seconds := _RETRY_AFTER.get(found.code):
        headers["Retry-After"] = seconds
    return HttpResponse(body=found.model_dump_json(exclude_none=True), status_code=found.status, headers=headers)


def _is_ours(answer: dict[str, Any]) -> bool:
    return "X-Correlation-Id" in (answer.get("headers") or {})  # what Chalice itself refuses carries none


_CHALICE_CODES = {403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large", 415: "unsupported_media_type"}


def _from_chalice(answer: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    """What Chalice itself refuses (no such method, wrong media type) in our problem shape."""
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    code = _CHALICE_CODES.get(answer["statusCode"], "invalid_input" if answer["statusCode"] < 500 else "unexpected")
    found = problem(code, preferred_language(headers.get("accept-language")), correlation_id_of(headers))
    return {
        **answer,
        "statusCode": found.status,
        "body": found.model_dump_json(exclude_none=True),
        "headers": {"Content-Type": CONTENT_TYPE, "X-Correlation-Id": found.correlation_id, "Cache-Control": "no-store"},
    }


def room_of(function: Callable[..., Any]) -> tuple[str, str]:
    """The area and name of a function file: functions/<area>/<name>.py."""
    file = Path(inspect.getsourcefile(function) or "unknown/unknown.py")
    return _area_of(file), file.stem


def summary_of(function: Callable[..., Any]) -> str:
    """Why a function exists: the first line of its file's docstring."""
    return str(function.__globals__.get("__doc__") or function.__name__).strip().splitlines()[0]


def _area_of(file: Path) -> str:
    return os.environ.get("AREA") or file.parent.name  # in Lambda the area's folder is the root of the package


def signature_of(function: Callable[..., Any]) -> tuple[list[str], dict[str, Any]]:
    """The parameter names of a function in order, and its resolved annotations."""
    return list(inspect.signature(function).parameters), get_type_hints(function)


def _decoded(value: str) -> str:
    from urllib.parse import unquote

    return unquote(value)


def _query_of(request: Any) -> dict[str, list[str]]:
    parameters = request.query_params
    return {name: list(parameters.getlist(name)) for name in parameters} if parameters else {}


def _is_list(contract: type[BaseModel], name: str) -> bool:
    info = contract.model_fields.get(name)
    return info is not None and "list[" in str(info.annotation)


def _put(given: dict[str, Any], name: str, value: Any) -> None:
    if name in given:
        raise Invalid((f"/{name}", "given_twice", Label("路径、查询参数与请求内容中不能重复给出", "given twice: in path, query or body")))
    given[name] = value


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name twice")
    return made


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)
