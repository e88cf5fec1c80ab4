"""docs/api/openapi.json: the whole product's HTTP API in OpenAPI 3.1, from the declarations and their pydantic models.

A function has one request model. Here it is taken apart again: fields named in the path are path parameters, the others are
query parameters of a GET and the body of everything else.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from partner_center.platform.declarations import Declaration, Http, Operation, Reach
from partner_center.platform.problems import CONTENT_TYPE, Problem

Schema = dict[str, Any]
SCHEMAS = "#/components/schemas/"

PARAMETERS: dict[str, Schema] = {
    "Idempotency-Key": {
        "in": "header",
        "description": "A key of your own for this command: sent again, it answers as the first time and does nothing.",
        "schema": {"type": "string", "maxLength": 128},
    },
    "If-Match": {
        "in": "header",
        "description": "The ETag of the record you decided on; answers 412 when it changed meanwhile.",
        "schema": {"type": "string"},
    },
    "dry_run": {
        "in": "query",
        "description": "Do everything but commit: every refusal, and the effects that the command would have.",
        "schema": {"type": "boolean", "default": False},
    },
    "X-Verification-Pass": {
        "in": "header",
        "description": (
            "The pass got for a verification code (POST /identity/verification-codes/check), where this operation asks the caller for one: "
            "without it 403 `verification_code_required`. One pass serves one command of one operation, for five minutes."
        ),
        "schema": {"type": "string", "maxLength": 32},
    },
    "Accept-Language": {"in": "header", "description": "zh (default) or en.", "schema": {"type": "string"}},
    "X-Correlation-Id": {"in": "header", "description": "Comes back in the answer and in our logs.", "schema": {"type": "string"}},
}


# Why an operation answers with a problem, by status; which ones it may answer with: `problems_of`.
PROBLEMS: dict[int, str] = {
    400: "The input does not hold: `fields` say where.",
    401: "Not signed in, or the session has ended.",
    403: "The caller may not; or `verification_code_required`, `agreement_required`, `not_for_agents`: `refusals` say what first.",
    404: "There is no such thing for this caller.",
    409: "A rule refuses: `refusals` say which and why; or too many changes of the same thing at once.",
    412: "The record has changed since the version in If-Match.",
    413: "The body is too large.",
    415: "The body is no JSON.",
    422: "The Idempotency-Key was used for another request.",
    429: "Too many calls: try again after Retry-After.",
    500: "Unexpected; the correlation id finds it in our logs.",
    503: "A service that we depend on does not answer; try again after Retry-After.",
}


def problems_of(declaration: Declaration, trigger: Http, operation: Operation) -> list[int]:
    """The statuses of the problems with which an operation may answer."""
    found = {400, 404, 409, 429, 500, 503}
    asks_who = not trigger.public or declaration.kind == "webhook" or "/sessions" in operation.path  # token, signature, password
    found |= {401} if asks_who else set()
    found |= {403} if trigger.allow or trigger.sensitive or trigger.agreement or not trigger.public else set()  # closed to agents at least
    found |= {412, 413, 415, 422} if operation.method.upper() != "GET" else set()
    return sorted(found)


def api_description(declarations: list[Declaration]) -> str:
    """The description as JSON text."""
    schemas = Schemas(declarations)
    paths: dict[str, Schema] = {}
    for declaration in declarations:
        if isinstance(declaration.trigger, Http):
            for operation in declaration.trigger.operations:
                path = paths.setdefault(f"/{declaration.area}{operation.path}", {})
                path[operation.method.lower()] = described(declaration, declaration.trigger, operation, schemas)
    content = {CONTENT_TYPE: {"schema": schemas.of(Problem, "serialization")}}
    description = {
        "openapi": "3.1.0",
        "info": {"title": "Partner Center", "version": "1", "description": "One operation per portal action, grouped by area."},
        "servers": [{"url": "/"}],
        "tags": [{"name": area} for area in sorted({path.split("/")[1] for path in paths})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "parameters": {name: {"name": name, **parameter} for name, parameter in PARAMETERS.items()},
            "responses": {f"Problem{status}": {"description": why, "content": content} for status, why in PROBLEMS.items()},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Id token of a signed-in user."}
            },
        },
    }
    description["components"]["schemas"] = schemas.used_by(description)  # type: ignore[index]  # a mapping here, whatever its siblings are
    return json.dumps(description, ensure_ascii=False, indent=1) + "\n"


# What a command answers with dry_run=true.
FORESEEN: Schema = {
    "type": "object",
    "required": ["dry_run", "result", "effects"],
    "properties": {
        "dry_run": {"const": True},
        "result": {"description": "What the command would answer."},
        "effects": {"type": "object", "description": "Records added, changed and removed, money moved, events told."},
    },
}


def success(schemas: list[Schema]) -> Schema:
    """The answer of an operation that was carried out, or tried out."""
    if not schemas:
        return {"description": "Done"}
    return {"description": "Done", "content": {"application/json": {"schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}}}}


def described(declaration: Declaration, trigger: Http, operation: Operation, schemas: Schemas) -> Schema:
    """One operation."""
    in_path = re.findall(r"{(\w+)}", operation.path)
    request = schemas.definition(operation.request, "validation") if operation.request else {}
    fields, required = request.get("properties", {}), set(request.get("required", ()))
    parameters = [{"name": n, "in": "path", "required": True, "schema": fields.get(n, {"type": "string"})} for n in in_path]
    rest = {name: schema for name, schema in fields.items() if name not in in_path}
    body: Schema | None = None
    if operation.method.upper() == "GET":
        parameters += [query_parameter(name, schema, name in required) for name, schema in rest.items()]
    elif rest:
        content = schemas.of(operation.request, "validation") if not in_path else part_of(request, rest)
        body = {"required": bool(required & set(rest)), "content": {"application/json": {"schema": content}}}
    shared = ["Accept-Language", "X-Correlation-Id"]
    if declaration.kind == "action" and operation.method.upper() != "GET":
        shared = [*([] if trigger.confidential else ["Idempotency-Key"]), "If-Match", "dry_run", *shared]
        shared = [*(["X-Verification-Pass"] if trigger.sensitive else []), *shared]
    successes = {operation.status: [schemas.of(operation.response, "serialization")] if operation.response else []}
    if "dry_run" in shared:
        successes.setdefault(200, []).append(FORESEEN)
    return {
        "operationId": operation_id(declaration, trigger, operation),
        "tags": [declaration.area],
        "summary": operation.summary,
        "parameters": parameters + [{"$ref": f"#/components/parameters/{name}"} for name in shared],
        **({"requestBody": body} if body else {}),
        "responses": {
            **{str(status): success(known) for status, known in sorted(successes.items())},
            **{str(status): refusal(declaration, status) for status in problems_of(declaration, trigger, operation)},
        },
        "security": [] if trigger.public else [{"bearer": []}],
        **({"x-permission": trigger.allow} if trigger.allow else {}),
        **({"x-sensitive": trigger.sensitive.value} if trigger.sensitive else {}),
        **({"x-agreement": trigger.agreement.code} if trigger.agreement else {}),
        **({"x-agents": [purpose.value for purpose in trigger.agents]} if trigger.agents else {}),
        **({"x-idempotency-key-required": True} if declaration.reach is Reach.MONEY and operation.method.upper() != "GET" else {}),
        "x-guide": list(declaration.guide),
    }


def refusal(declaration: Declaration, status: int) -> Schema:
    """How a problem is answered: as a document, or in the words that a provider waits for."""
    own_words = declaration.options.get("refuses_as")
    if own_words is None:
        return {"$ref": f"#/components/responses/Problem{status}"}
    problem = {"$ref": "#/components/schemas/Problem"}  # the gateway's own answers are problem documents for everybody
    return {"description": PROBLEMS[status], "content": {own_words: {"schema": {}}, CONTENT_TYPE: {"schema": problem}}}


def operation_id(declaration: Declaration, trigger: Http, operation: Operation) -> str:
    """`coupons.list_vouchers`; further operations of a function add the end of their path: `coupons.list_vouchers.columns`."""
    own = f"{declaration.area}.{declaration.name}"
    return own if operation == trigger.operations[0] else f"{own}.{operation.path.rsplit('/', 1)[1].strip('{}')}"


def query_parameter(name: str, schema: Schema, required: bool) -> Schema:
    """A field of a GET."""
    description = {"description": schema["description"]} if "description" in schema else {}
    return {"name": name, "in": "query", "required": required, **description, "schema": schema}


def part_of(request: Schema, fields: Schema) -> Schema:
    """A request without the fields that stand in the path."""
    required = [name for name in request.get("required", ()) if name in fields]
    kept = {name: value for name, value in request.items() if name not in ("properties", "required", "description")}
    return {**kept, "properties": fields, **({"required": required} if required else {})}


class Schemas:
    """The JSON schemas of all models, each under a name of its own."""

    def __init__(self, declarations: list[Declaration]) -> None:
        operations = [o for d in declarations if isinstance(d.trigger, Http) for o in d.trigger.operations]
        modes: list[tuple[type[BaseModel], JsonSchemaMode]] = [(Problem, "serialization")]
        modes += [(o.request, "validation") for o in operations if o.request]
        modes += [(o.response, "serialization") for o in operations if o.response]
        self._references, document = models_json_schema(list(dict.fromkeys(modes)), ref_template=SCHEMAS + "{model}")
        self._definitions: dict[str, Schema] = document.get("$defs", {})

    def of(self, model: type[BaseModel] | None, mode: JsonSchemaMode) -> Schema:
        """A reference to a model's schema."""
        assert model is not None
        return self._references[model, mode]

    def definition(self, model: type[BaseModel], mode: JsonSchemaMode) -> Schema:
        """A model's schema itself."""
        return self._definitions[self.of(model, mode)["$ref"].removeprefix(SCHEMAS)]

    def used_by(self, document: Any) -> dict[str, Schema]:
        """The schemas that a document refers to, directly or through others."""
        found: dict[str, Schema] = {}
        waiting = references(document)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = self._definitions[name]
                waiting |= references(found[name])
        return dict(sorted(found.items()))


def references(document: Any) -> set[str]:
    """The names of schemas that a document refers to."""
    return set(re.findall(re.escape(SCHEMAS) + r'([^"]+)"', json.dumps(document)))
