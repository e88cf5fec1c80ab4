"""Sample input of every function, derived from its declaration: one event a trigger, for tests and `make invoke`.

Values come from the contract: the first choice, the smallest allowed, and a table of readable examples by field name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from partner_center.platform.declarations import Authorize, Cron, Declaration, Events, Http, Operation, TableStream, Upload
from partner_center.platform.events import EVENTS

EXAMPLES: dict[str, Any] = {
    "access_token": "A" * 40,
    "account_name": "qingshan",
    "billing_period": "2024-09",
    "captcha_id": "Z" * 32,
    "captcha_text": "K7MPX",
    "challenge": "C" * 40,
    "code": "123456",
    "company_id": "91330107MA01K7X10F",
    "confirm_password": "Correct-Horse-7",
    "customer_full_name": "青山科技有限公司",
    "customer_name": "青山科技有限公司",
    "document": "customer_authorization_letter",
    "document_no": "91350100M000100Y43",
    "category": "finance",
    "email": "it@qingshan.example",
    "file_name": "report.pdf",
    "hwc_user_name": "qingshan",
    "kind": "customers.list_customers",
    "mobile": "13800001234",
    "name": "示例伙伴有限公司",
    "new_password": "Correct-Horse-7",
    "old_password": "Correct-Horse-6",
    "own_role": "partner_finance",
    "partner_id": "PTEXAMPLE",
    "password": "Correct-Horse-7",
    "payer_account": "6222021234567890",
    "permission": "funds.read",
    "product_code": "ecs",
    "provider": "AWS",
    "purpose": "review_attachment",
    "refresh_token": "R" * 40,
    "registration_id": "rg" + "0" * 32,
    "role": "partner_finance",
    "specification": "s6.small.1",
    "sub_account_id": "11353890204",
    "time_zone": "Asia/Shanghai",
    "token": "Z" * 32,
    "version": "V1001",
    "year": "2024",
}
# What a contract needs beyond its required fields, because one field's value asks for another.
BESIDE: dict[str, dict[str, Any]] = {
    "AssignDuties": {"roles": ["vendor_finance"]},
    "CreateCustomLink": {"custom_label": "autumn-fair"},
    "CreateStaff": {"roles": ["vendor_finance"]},
    "DownloadFile": {"record": {"customer_id": "CUSTOMER-ID-1"}},
    "RecordAccountFacts": {"account_name": "qingshan", "mobile": "13800001234", "has_cash_consumption": True},
    "HandleChurnAlert": {"customer_churned": True, "churn_reason": "moved_to_competitor"},
    "RecordResources": {
        "resources": [
            {
                "customer_id": "CUSTOMER-ID-1",
                "resource_id": "vm-0001",
                "resource_kind": "subscription",
                "as_of": "2024-09-02T02:00:00.000000Z",
                "status": "in_use",
                "name": "ecs-web-01",
                "product_type": "弹性云服务器",
                "effective_at": "2023-11-30T16:00:00.000000Z",
                "expires_at": "2024-11-30T15:59:59.000000Z",
            }
        ]
    },
    "ChooseColumns": {"columns": ["customer_id", "mobile"]},
    "RequestExport": {"kind": "customers.list_customer_reports"},
    "RevealField": {"record": {"customer_id": "CUSTOMER-ID-1"}, "field": "mobile"},
}
MOMENT = "2024-09-02T02:00:00.000000Z"


def example_of(model: type[BaseModel], given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The smallest input a contract takes: required fields only, `given` values first."""
    schema = _schema_of(model)
    made = _object(schema, schema.get("$defs", {}))
    made |= BESIDE.get(model.__name__, {})
    return {**made, **{name: value for name, value in (given or {}).items() if name in schema.get("properties", {})}}


@cache
def _schema_of(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema()


def _object(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """What is required, and what tells one kind of thing from another."""
    wanted = schema.get("required", [])
    parts = schema.get("properties", {}).items()
    return {name: _value(name, part, definitions) for name, part in parts if name in wanted or "const" in part}


def _value(name: str, schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    schema = _resolved(schema, definitions)
    if "default" in schema and schema["default"] is not None:
        return schema["default"]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        if "amount" in schema.get("properties", {}) and "currency" in schema["properties"]:
            return {"amount": "10.00", "currency": "CNY"}
        return _object(schema, definitions)
    if kind == "array" and "prefixItems" in schema:
        return [_value(name, part, definitions) for part in schema["prefixItems"]]
    if kind == "array":
        return [_value(name.removesuffix("s"), schema.get("items", {}), definitions) for _ in range(max(1, schema.get("minItems", 1)))]
    if kind == "boolean":
        return True
    if kind in {"integer", "number"}:
        return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
    if schema.get("format") == "date-time":
        return MOMENT
    if schema.get("format") == "date":
        return MOMENT[:10]
    if name in EXAMPLES:
        return EXAMPLES[name]
    return f"{name.upper().replace('_', '-')}-1" if name.endswith(("_id", "_no")) else "示例"


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return _resolved(
            {**definitions[schema["$ref"].rsplit("/", 1)[-1]], **{k: v for k, v in schema.items() if k != "$ref"}}, definitions
        )
    for choice in ("anyOf", "allOf", "oneOf"):
        for part in schema.get(choice, []):
            if part.get("type") != "null":
                return _resolved({**{k: v for k, v in schema.items() if k != choice}, **part}, definitions)
    return schema


def sample_event(declaration: Declaration) -> dict[str, Any]:
    """One event as AWS would hand it to the function."""
    match declaration.trigger:
        case Http(operations=operations):
            return http_sample(operations[0])
        case Cron():
            return {"as_of": "2024-10-05T00:10:00+08:00"}
        case Events(names=names):
            return _queue(
                [{"detail-type": name, "source": f"partner_center.{name.split('.')[0]}", "detail": _detail(name)} for name in names]
            )
        case Upload(prefix=prefix, bucket=bucket):
            name = "inventory_sample.jsonl" if prefix.startswith("inventory/") else "focus_sample.csv"
            thing = {"key": f"{prefix}{name}", "size": 1024, "etag": "0", "version-id": "1"}
            return _queue(
                [
                    {
                        "detail-type": "Object Created",
                        "source": "aws.s3",
                        "detail": {"bucket": {"name": f"{bucket.upper()}_BUCKET"}, "object": thing},
                    }
                ]
            )
        case TableStream(kinds=kinds):
            return {"Records": [_stream_record(kind) for kind in kinds]}
        case Authorize():
            return {
                "type": "TOKEN",
                "authorizationToken": "Bearer eyJ…",
                "methodArn": "arn:aws:execute-api:cn-north-1:000000000000:api/live/GET/",
            }


def query_values(given: Mapping[str, Any]) -> dict[str, list[str]]:
    """Input as a query carries it: a list is a name several times."""
    return {name: [str(one) for one in value] if isinstance(value, list) else [str(value)] for name, value in given.items()}


def http_sample(operation: Operation) -> dict[str, Any]:
    """An API Gateway proxy event for an operation, without a caller."""
    given = example_of(operation.request) if operation.request else {}
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    path = {name: str(given.pop(name, EXAMPLES.get(name, f"{name.upper().replace('_', '-')}-1"))) for name in names}
    asked = query_values(given) if operation.method == "GET" else {}
    headers = {"Content-Type": "application/json", "Accept-Language": "zh"}
    if operation.method != "GET":
        headers["Idempotency-Key"] = "sample-1"
    return {
        "resource": operation.path,
        "path": operation.path.format(**path),
        "httpMethod": operation.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in asked.items()} or None,
        "multiValueQueryStringParameters": asked or None,
        "pathParameters": path or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": operation.path,
            "httpMethod": operation.method,
            "identity": {"sourceIp": "203.0.113.7"},
            "authorizer": None,
        },
        "body": json.dumps(given, ensure_ascii=False) if operation.method != "GET" else None,
        "isBase64Encoded": False,
    }


def _detail(name: str) -> dict[str, Any]:
    return {"event_id": "CMEXAMPLE-0", "correlation_id": "example-0001", "occurred_at": MOMENT, "data": example_of(EVENTS[name])}


def _queue(messages: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"message-{number}",
                "receiptHandle": "receipt",
                "body": json.dumps(message, ensure_ascii=False),
                "attributes": {},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:cn-north-1:000000000000:queue",
                "awsRegion": "cn-north-1",
            }
            for number, message in enumerate(messages)
        ]
    }


AUDITED = {
    "scope": "partner/PT-1",
    "audit_id": "CMEXAMPLE",
    "action": "customers.report_customer",
    "user_id": "U-1",
    "actor": "partner",
    "added": "[]",
    "removed": "[]",
    "changed": "[]",
}


def _stream_record(kind: str) -> dict[str, Any]:
    image = {
        "pk": {"S": f"{kind}/CMEXAMPLE"},
        "sk": {"S": "events"},
        "kind": {"S": kind},
        "commit_id": {"S": "CMEXAMPLE"},
        "correlation_id": {"S": "example-0001"},
        "occurred_at": {"S": MOMENT},
        "events": {"S": "[]"},
        "version": {"N": "1"},
    }
    if kind == "audit":
        image |= {name: {"S": value} for name, value in AUDITED.items()}
    return {
        "eventID": "1",
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "awsRegion": "cn-north-1",
        "eventSourceARN": "arn:aws:dynamodb:cn-north-1:000000000000:table/partner-center/stream/1",
        "dynamodb": {
            "Keys": {"pk": image["pk"], "sk": image["sk"]},
            "NewImage": image,
            "SequenceNumber": "1",
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }
