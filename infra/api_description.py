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
    "Accept-Language": {"in": "header", "description": "zh (default) or en.", "schema": {"type": "string"}},
    "X-Correlation-Id": {"in": "header", "description": "Comes back in the answer and in our logs.", "schema": {"type": "string"}},
}


def api_description(declarations: list[Declaration]) -> str:
    """The description as JSON text."""
    schemas = Schemas(declarations)
    paths: dict[str, Schema] = {}
    for declaration in declarations:
        if isinstance(declaration.trigger, Http):
            for operation in declaration.trigger.operations:
                path = paths.setdefault(f"/{declaration.area}{operation.path}", {})
                path[operation.method.lower()] = described(declaration, declaration.trigger, operation, schemas)
    problem = {
        "description": "Refused or failed; `code` says why.",
        "content": {CONTENT_TYPE: {"schema": schemas.of(Problem, "serialization")}},
    }
    description = {
        "openapi": "3.1.0",
        "info": {"title": "Partner Center", "version": "1", "description": "One operation per portal action, grouped by area."},
        "servers": [{"url": "/"}],
        "tags": [{"name": area} for area in sorted({path.split("/")[1] for path in paths})],
        "paths": dict(sorted(paths.items())),
        "components": {
            "parameters": {name: {"name": name, **parameter} for name, parameter in PARAMETERS.items()},
            "responses": {"Problem": problem},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Id token of a signed-in user."}
            },
        },
    }
    description["components"]["schemas"] = schemas.used_by(description)  # type: ignore[index]  # a mapping here, whatever its siblings are
    return json.dumps(description, ensure_ascii=False, indent=1) + "\n"


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
        shared = ["Idempotency-Key", "If-Match", "dry_run", *shared]
    success: Schema = {"description": "Done"}
    if operation.response:
        success["content"] = {"application/json": {"schema": schemas.of(operation.response, "serialization")}}
    problem = {"$ref": "#/components/responses/Problem"}
    return {
        "operationId": operation_id(declaration, trigger, operation),
        "tags": [declaration.area],
        "summary": operation.summary,
        "parameters": parameters + [{"$ref": f"#/components/parameters/{name}"} for name in shared],
        **({"requestBody": body} if body else {}),
        "responses": {str(operation.status): success, "4XX": problem, "5XX": problem},
        "security": [] if trigger.public else [{"bearer": []}],
        **({"x-permission": trigger.allow} if trigger.allow else {}),
        **({"x-sensitive": True} if trigger.sensitive else {}),
        **({"x-idempotency-key-required": True} if declaration.reach is Reach.MONEY and operation.method.upper() != "GET" else {}),
        "x-guide": list(declaration.guide),
    }


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
