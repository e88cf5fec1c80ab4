"""One area's stack: its functions, API, schedules, queues, roles and alarms, derived from its declarations."""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from typing import Any

from infra.template_parts import (
    RUNTIME,
    Template,
    allow,
    att,
    check_api,
    check_limits,
    function_name,
    log_group,
    pascal,
    ref,
    role,
    sub,
    used_names,
)
from partner_center.kernel.labels import ZH
from partner_center.kernel.messages import text_of
from partner_center.platform.app import SHOWN_HEADERS
from partner_center.platform.declarations import Authorize, Cron, Declaration, Events, Http, Operation, Reach, TableStream, Upload
from partner_center.platform.problems import CONTENT_TYPE

# Every parameter an area's stack may take; the root passes those that the stack uses.
PARAMETERS: dict[str, Template] = {
    "Prefix": {"Type": "String"},
    "ReleaseId": {"Type": "String"},
    "TableName": {"Type": "String"},
    "TableArn": {"Type": "String"},
    "TableStreamArn": {"Type": "String"},
    "EventBusName": {"Type": "String"},
    "EventBusArn": {"Type": "String"},
    "IntakeBucket": {"Type": "String"},
    "FilesBucket": {"Type": "String"},
    "KeyArn": {"Type": "String"},
    "UserPoolId": {"Type": "String"},
    "UserPoolArn": {"Type": "String"},
    "UserPoolClientId": {"Type": "String"},
    "JwksUrl": {"Type": "String"},
    "DomainLayerArn": {"Type": "String"},
    "VendorLayerArn": {"Type": "String"},
    "AuthorizerArn": {"Type": "String"},
    "AuthorizerTtlSeconds": {"Type": "Number"},
    "DomainName": {"Type": "String"},
    "PortalOrigin": {"Type": "String"},
    "MailSender": {"Type": "String"},
    "AlarmTopicArn": {"Type": "String"},
    "ClockParameter": {"Type": "String", "Default": ""},
    "LogLevel": {"Type": "String"},
    "LogRetentionDays": {"Type": "Number"},
    "RequestsPerSecond": {"Type": "Number"},
    "RequestBurst": {"Type": "Number"},
    "ScheduleState": {"Type": "String"},
}

# Ledger entries lie below this partition key; only functions that move money may write there.
LEDGER_KEYS = "ledger/*"
# The audit trail is only added to; its chains are the business of the area audit alone (partner_center/audit/chain.py).
TRAIL_KEYS, CHAIN_KEYS = "audit/*", "audit_chain/*"
SEALING_AREA = "audit"
LARGE_AREAS = frozenset({"customers"})  # beyond what one stack holds: their background lies in a stack beside it
# Counters against guessing and flooding lie here; also functions that only read the business's state count (platform/throttle.py).
COUNTER_KEYS = "counter/*"
# What a partner's user looks at while acting as a customer is written into the journal, and that its session is used (platform/agency.py).
JOURNAL_KEYS, AGENCY_KEYS = "agency_journal/*", "agency_session/*"

READ_TABLE = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query"]
WRITE_TABLE = ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]

# What the writing functions of a stack need beyond the table.
STACK_GRANTS: dict[str, tuple[str, ...]] = {
    "coupons": ("uploaded",),
    "customers": ("users",),
    "customers-background": ("mail",),
    "events": ("bus",),
    "exports": ("stored", "parts"),
    "files": ("stored",),
    "funds": ("secrets",),
    "identity": ("users", "people", "mail", "sms"),
    "notices": ("mail", "sms"),
    "orders": ("secrets",),
    "organisation": ("users", "people", "mail"),
    "resellers": ("mail",),
}
PAYMENT_SECRETS = "funds/payments"  # below which the agreements with payment providers lie
PAYING_AREAS = frozenset({"funds", "orders"})  # who begins online payments; whose roles read the agreements: STACK_GRANTS
NOT_WITH_MONEY = frozenset({"uploaded"})  # whoever reads the lines of an upload moves no money
GRANTS: dict[str, Callable[[], Template]] = {
    # An event is told by the transaction that made it true; only who carries that record to the bus may put anything on it.
    "bus": lambda: allow(["events:PutEvents"], [ref("EventBusArn")]),
    # Signing up, confirming and signing in are open calls; whoever may write attributes could make anybody anything.
    "users": lambda: allow(["cognito-idp:AdminGetUser"], [ref("UserPoolArn")]),
    "people": lambda: allow(
        [
            f"cognito-idp:Admin{what}"
            for what in ("CreateUser", "DisableUser", "EnableUser", "SetUserMFAPreference", "SetUserPassword", "UserGlobalSignOut")
        ],
        [ref("UserPoolArn")],
    ),
    "sms": lambda: allow(["sns:Publish"], ["*"]),  # a phone number is no resource
    # Versions, because what was checked is handed out and nothing stored over it; the list only so that S3 says when nothing is there.
    "stored": lambda: allow(
        [
            f"s3:{what}"
            for what in (
                "DeleteObject",
                "DeleteObjectVersion",
                "GetObject",
                "GetObjectVersion",
                "ListBucket",
                "PutObject",
            )
        ],
        [sub("arn:${AWS::Partition}:s3:::${FilesBucket}"), sub("arn:${AWS::Partition}:s3:::${FilesBucket}/*")],
    ),
    "parts": lambda: allow(["s3:AbortMultipartUpload"], [sub("arn:${AWS::Partition}:s3:::${FilesBucket}/*")]),
    "uploaded": lambda: allow(  # to read the lines of an upload, of the version that was checked
        ["s3:GetObject", "s3:GetObjectVersion"], [sub("arn:${AWS::Partition}:s3:::${FilesBucket}/*")]
    ),
    "intake": lambda: allow(
        ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], [sub("arn:${AWS::Partition}:s3:::${IntakeBucket}/*")]
    ),
    # The sender bounds it, not the resource: an address may be covered by its own identity or by its domain's.
    "mail": lambda: allow(["ses:SendEmail"], ["*"]) | {"Condition": {"StringEquals": {"ses:FromAddress": ref("MailSender")}}},
    "secrets": lambda: allow(
        ["secretsmanager:GetSecretValue"],
        [sub("arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:${Prefix}/*")],
    ),
}

# What the gateway refuses by itself: its response type → our problem code and the status.
GATEWAY_ERRORS = {
    "UNAUTHORIZED": ("unauthenticated", 401),
    "MISSING_AUTHENTICATION_TOKEN": ("not_found", 404),  # the gateway's name for an unknown path or method
    "RESOURCE_NOT_FOUND": ("not_found", 404),
    "ACCESS_DENIED": ("forbidden", 403),
    "REQUEST_TOO_LARGE": ("body_too_large", 413),
    "THROTTLED": ("too_many_requests", 429),
    "INTEGRATION_TIMEOUT": ("unavailable", 503),
    "DEFAULT_4XX": ("invalid_input", 400),
    "DEFAULT_5XX": ("unexpected", 500),
}

# Logged errors, crashes and time-outs: the last two leave Lambda's own report.
FAILURES = '{ ($.level = "ERROR") || ($.level = "CRITICAL") || ($.type = "platform.report" && $.record.status != "success") }'

INVOKE = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${%s}/invocations"
TAKEN_HEADERS = "Authorization,Content-Type,Idempotency-Key,If-Match,Accept-Language,X-Correlation-Id,X-Verification-Pass"


def environment(area: str) -> Template:
    """The variables that every function of an area sees."""
    return {
        "AREA": area,
        "TABLE_NAME": ref("TableName"),
        "EVENT_BUS_NAME": ref("EventBusName"),
        "INTAKE_BUCKET": ref("IntakeBucket"),
        "FILES_BUCKET": ref("FilesBucket"),
        "USER_POOL_ID": ref("UserPoolId"),
        "USER_POOL_CLIENT_ID": ref("UserPoolClientId"),
        "CLOCK_PARAMETER": ref("ClockParameter"),
        "PORTAL_ORIGIN": ref("PortalOrigin"),
        **({"PAYMENT_SECRETS": sub(f"${{Prefix}}/{PAYMENT_SECRETS}/")} if area in PAYING_AREAS else {}),
        "MAIL_SENDER": ref("MailSender"),
        "LOG_LEVEL": ref("LogLevel"),
        "POWERTOOLS_SERVICE_NAME": area,
        "POWERTOOLS_METRICS_NAMESPACE": "PartnerCenter",
    }


def shared_properties(area: str) -> Template:
    """What all functions of an area have in common (the template's Globals)."""
    return {
        "CodeUri": f"../../functions/{area}",
        "Runtime": RUNTIME,
        "Architectures": ["arm64"],
        "Layers": [ref("VendorLayerArn"), ref("DomainLayerArn")],
        "Tracing": "Active",
        "SnapStart": {"ApplyOn": "PublishedVersions"},
        "AutoPublishAlias": "live",
        "LoggingConfig": {"LogFormat": "JSON", "LogGroup": ref("LogGroup")},
        "Environment": {"Variables": environment(area)},
    }


def own_variables(declaration: Declaration) -> Template:
    """The variables that one function alone sees."""
    if isinstance(declaration.trigger, Authorize):
        return {"JWKS_URL": ref("JwksUrl")}
    if has_secret(declaration):
        return {declaration.options["secret"]: ref(f"{pascal(declaration.name)}Secret")}
    return {}


def has_secret(declaration: Declaration) -> bool:
    """Whether a provider signs with a secret that is this webhook's own."""
    return declaration.kind == "webhook" and declaration.options["secret"] is not None


def payment_providers(declarations: list[Declaration]) -> list[str]:
    """The providers whose notices come in words of their own: what is agreed with each is one secret."""
    return [d.options["provider"].value for d in declarations if d.kind == "webhook" and not has_secret(d)]


def payment_secret(provider: str) -> Template:
    """What a payment provider agreed with us, as JSON; empty until operators put it in (docs/operations.md)."""
    return {
        "Type": "AWS::SecretsManager::Secret",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "Name": sub(f"${{Prefix}}/{PAYMENT_SECRETS}/{provider}"),
            "Description": f"Numbers, keys and addresses agreed with {provider}",
            "SecretString": "{}",
        },
    }


def webhook_secret(declaration: Declaration) -> Template:
    """The secret with which a provider signs; made up until operators put in the one that they agreed on."""
    return {
        "Type": "AWS::SecretsManager::Secret",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "Name": sub(f"${{Prefix}}/{declaration.area}/{declaration.name}"),
            "Description": f"Signs what {declaration.options['provider']} tells us",
            # Reads as base64, as the standard asks: letters and digits only, a multiple of four of them.
            "GenerateSecretString": {"PasswordLength": 32, "ExcludePunctuation": True, "ExcludeCharacters": string.punctuation},
        },
    }


def function(declaration: Declaration) -> Template:
    """One Lambda function with a published version behind the alias `live`."""
    return {
        "Type": "AWS::Serverless::Function",
        "Properties": {
            "FunctionName": sub(function_name(declaration)),
            "Description": declaration.summary[:256],
            "Handler": f"{declaration.name}.app",
            "MemorySize": declaration.memory_mb,
            "Timeout": declaration.timeout_s,
            "Role": att(role_id(declaration.reach), "Arn"),
            # A release changes layers as well, which no property of the function shows; its id makes it a new version.
            "AutoPublishCodeSha256": ref("ReleaseId"),
            **({"Environment": {"Variables": own}} if (own := own_variables(declaration)) else {}),
        },
    }


def function_role(reach: Reach, grants: list[str], members: list[Declaration], *, seals: bool = False) -> Template:
    """What a stack's functions of one reach may do: what they call, and what Lambda does in their name to hear what they listen to."""
    table = [ref("TableArn"), sub("${TableArn}/index/*")]
    statements = [
        allow(READ_TABLE, table),
        allow(["kms:Decrypt", "kms:GenerateDataKey"], [ref("KeyArn")]),
        {
            "Fn::If": [
                "MovesClock",
                allow(["ssm:GetParameter"], [sub("arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${ClockParameter}")]),
                ref("AWS::NoValue"),
            ]
        },
    ]
    if reach is Reach.READ:
        counting = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [COUNTER_KEYS]}}
        noting = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [JOURNAL_KEYS, AGENCY_KEYS]}}
        statements.append(allow(["dynamodb:UpdateItem"], [ref("TableArn")]) | {"Condition": counting})
        statements.append(allow(["dynamodb:PutItem"], [ref("TableArn")]) | {"Condition": noting})
    else:
        statements += [
            allow(WRITE_TABLE, [ref("TableArn")]),
            never(["dynamodb:DeleteItem", "dynamodb:UpdateItem"], TRAIL_KEYS, CHAIN_KEYS, JOURNAL_KEYS),
            *([] if seals else [never(WRITE_TABLE, CHAIN_KEYS)]),
        ]
    if reach is Reach.WRITE:
        statements.append(never(WRITE_TABLE, LEDGER_KEYS))
    statements += [GRANTS[grant]() for grant in grants]
    if any(isinstance(d.trigger, Cron | TableStream) for d in members):
        statements.append(allow(["sqs:SendMessage"], [att("DeadLetters", "Arn")]))
    if any(isinstance(d.trigger, Events | Upload) for d in members):
        actions = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        statements.append(allow(actions, own_queues()))
    if any(isinstance(d.trigger, TableStream) for d in members):
        actions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
        statements.append(allow(actions, [sub("${TableArn}/stream/*")]))
    return role("lambda.amazonaws.com", statements, "service-role/AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess")


def never(actions: list[str], *keys: str) -> Template:
    """What a role may not do to items below some partition keys. In a transaction each operation is judged by itself."""
    return {
        "Effect": "Deny",
        "Action": actions,
        "Resource": [ref("TableArn")],
        "Condition": {"ForAnyValue:StringLike": {"dynamodb:LeadingKeys": list(keys)}},
    }


def own_queues() -> list[Any]:
    """The queues of the stack, by the name that CloudFormation gives them."""
    return [sub("arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-*")]


def area_stacks(area: str, declarations: list[Declaration]) -> dict[str, Template]:
    """The SAM templates of one area by name: what people call, and of a large area what runs by itself in a second one."""
    background = [d for d in declarations if not isinstance(d.trigger, Http | Authorize)] if area in LARGE_AREAS else []
    called = [d for d in declarations if d not in background]
    stacks = {area: area_stack(area, called)}
    return stacks | ({f"{area}-background": area_stack(area, background, f"{area}-background")} if background else {})


def area_stack(area: str, declarations: list[Declaration], name: str | None = None) -> Template:
    """One SAM template of an area. Raises LimitError when it would not deploy."""
    name = name or area
    resources: dict[str, Template] = {"LogGroup": log_group(f"/${{Prefix}}/{name}")}
    for reach in Reach:
        members = [d for d in declarations if d.reach is reach]
        if members:
            grants = list(STACK_GRANTS.get(name, ())) if reach is not Reach.READ else []
            grants = [grant for grant in grants if grant not in NOT_WITH_MONEY or reach is not Reach.MONEY]
            grants += ["secrets"] if "secrets" not in grants and any(d.kind == "webhook" for d in members) else []
            grants += ["intake"] if any(isinstance(d.trigger, Upload) and d.trigger.bucket == "intake" for d in members) else []
            resources[role_id(reach)] = function_role(reach, grants, members, seals=area == SEALING_AREA)
    resources |= {pascal(d.name): function(d) for d in declarations}
    resources |= {f"{pascal(d.name)}Secret": webhook_secret(d) for d in declarations if has_secret(d)}
    resources |= {f"{pascal(name)}Agreement": payment_secret(name) for name in payment_providers(declarations)}
    resources |= api(area, declarations) | listeners(area, declarations) | alarms(name, declarations)
    template: Template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": f"Partner Center: {name}",
        "Parameters": {},
        "Conditions": {"MovesClock": {"Fn::Not": [{"Fn::Equals": [ref("ClockParameter"), ""]}]}},
        "Globals": {"Function": shared_properties(area)},
        "Resources": resources,
    }
    authorizers = [alias(d) for d in declarations if isinstance(d.trigger, Authorize)]
    if authorizers:
        template["Outputs"] = {"AuthorizerArn": {"Value": ref(authorizers[0])}}
    used = used_names(template)
    template["Parameters"] = {name: parameter for name, parameter in PARAMETERS.items() if name in used}
    check_limits(name, template)
    return template


def alias(declaration: Declaration) -> str:
    """The logical id that SAM gives the alias `live` of a function; its value is the alias's ARN."""
    return f"{pascal(declaration.name)}Aliaslive"


def role_id(reach: Reach) -> str:
    """The logical id of an area's role."""
    return f"{reach.value.title()}Role"


# --- HTTP ----------------------------------------------------------------------------------------------------------------


def api(area: str, declarations: list[Declaration]) -> dict[str, Template]:
    """The area's REST API below its base path, with one role through which the gateway invokes the area's functions."""
    paths: dict[str, Any] = {}
    for declaration in declarations:
        if isinstance(declaration.trigger, Http):
            for operation in declaration.trigger.operations:
                paths.setdefault(operation.path, {})[operation.method.lower()] = gateway_operation(declaration, operation)
    if not paths:
        return {}
    check_api(area, paths)
    for path in paths.values():
        path["options"] = preflight(sorted(method.upper() for method in path))
    own = next((alias(d) for d in declarations if isinstance(d.trigger, Authorize)), None)
    authorizer_arn = own or "AuthorizerArn"
    body = {
        "openapi": "3.0.1",
        "info": {"title": f"partner-center-{area}", "version": "1"},
        "paths": dict(sorted(paths.items())),
        "components": {"securitySchemes": {"caller": authorizer(authorizer_arn)}},
        "x-amazon-apigateway-gateway-responses": {name: gateway_response(name) for name in GATEWAY_ERRORS},
    }
    throttle = {
        "HttpMethod": "*",
        "ResourcePath": "/*",
        "ThrottlingRateLimit": ref("RequestsPerSecond"),
        "ThrottlingBurstLimit": ref("RequestBurst"),
        "MetricsEnabled": True,
    }
    access = {
        name: f"$context.{name}" for name in ("requestId", "httpMethod", "resourcePath", "status", "responseLatency", "integrationLatency")
    }
    functions = sub(f"arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:${{Prefix}}-{area}-*:live")
    return {
        "GatewayRole": role("apigateway.amazonaws.com", [allow(["lambda:InvokeFunction"], [functions, ref(authorizer_arn)])]),
        "AccessLogGroup": log_group(f"/${{Prefix}}/{area}/access"),
        "Api": {
            "Type": "AWS::Serverless::Api",
            "Properties": {
                "Name": sub(f"${{Prefix}}-{area}"),
                "StageName": "live",
                "OpenApiVersion": "3.0.1",
                "EndpointConfiguration": {"Type": "REGIONAL"},
                "TracingEnabled": True,
                "MethodSettings": [throttle],
                "AccessLogSetting": {"DestinationArn": att("AccessLogGroup", "Arn"), "Format": json.dumps(access)},
                "DefinitionBody": body,
            },
        },
        "BasePath": {
            "Type": "AWS::ApiGateway::BasePathMapping",
            "DependsOn": ["ApiliveStage"],
            "Properties": {"DomainName": ref("DomainName"), "BasePath": area, "RestApiId": ref("Api"), "Stage": "live"},
        },
    }


def gateway_operation(declaration: Declaration, operation: Operation) -> Template:
    """What the gateway needs to know of an operation: where it goes and whether somebody must be signed in."""
    assert isinstance(declaration.trigger, Http)
    names = [segment[1:-1] for segment in operation.path.split("/") if segment.startswith("{")]
    return {
        **({"parameters": [{"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in names]} if names else {}),
        "responses": {},
        "security": [] if declaration.trigger.public else [{"caller": []}],
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": sub(INVOKE % alias(declaration)),
            "credentials": att("GatewayRole", "Arn"),
        },
    }


def authorizer(arn: str) -> Template:
    """The product's one authorizer in front of an API."""
    return {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {
            "type": "token",
            "authorizerUri": sub(INVOKE % arn),
            "authorizerCredentials": att("GatewayRole", "Arn"),
            "authorizerResultTtlInSeconds": ref("AuthorizerTtlSeconds"),
        },
    }


def preflight(methods: list[str]) -> Template:
    """The gateway itself answers a browser that asks whether the portal may call."""
    answers = {"Allow-Methods": ",".join([*methods, "OPTIONS"]), "Allow-Headers": TAKEN_HEADERS, "Max-Age": "7200"}
    headers = {f"Access-Control-{name}": {"schema": {"type": "string"}} for name in ("Allow-Origin", *answers)}
    return {
        "security": [],
        "responses": {"204": {"description": "", "headers": headers}},
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode": 204}'},
            "responses": {
                "default": {
                    "statusCode": "204",
                    "responseParameters": {
                        "method.response.header.Access-Control-Allow-Origin": sub("'${PortalOrigin}'"),
                        **{f"method.response.header.Access-Control-{name}": f"'{value}'" for name, value in answers.items()},
                    },
                }
            },
        },
    }


def gateway_response(name: str) -> Template:
    """What the gateway answers on its own: a problem document like every other refusal, in Chinese."""
    code, status = GATEWAY_ERRORS[name]
    problem = {
        "type": f"urn:partner-center:problem:{code}",
        "title": text_of(code, ZH),
        "status": status,
        "code": code,
        "correlation_id": "$context.requestId",
    }
    return {
        "statusCode": str(status),
        "responseParameters": {
            "gatewayresponse.header.Content-Type": f"'{CONTENT_TYPE}'",
            "gatewayresponse.header.X-Correlation-Id": "context.requestId",
            "gatewayresponse.header.Access-Control-Allow-Origin": sub("'${PortalOrigin}'"),
            "gatewayresponse.header.Access-Control-Expose-Headers": f"'{SHOWN_HEADERS}'",
        },
        "responseTemplates": {"application/json": json.dumps(problem, ensure_ascii=False)},
    }


# --- everything that calls by itself --------------------------------------------------------------------------------------


def listeners(area: str, declarations: list[Declaration]) -> dict[str, Template]:
    """Schedules, queues and stream readers. One dead-letter queue per area takes what failed for good."""
    resources: dict[str, Template] = {}
    for declaration in declarations:
        name, trigger = pascal(declaration.name), declaration.trigger
        if isinstance(trigger, Cron):
            resources[f"{name}Schedule"] = schedule(alias(declaration), trigger)
            resources[f"{name}Retries"] = async_failures(declaration)
        elif isinstance(trigger, Events):
            pattern: Template = {"detail-type": list(trigger.names)}
            resources |= queue_listener(declaration, {"EventBusName": ref("EventBusName"), "EventPattern": pattern})
        elif isinstance(trigger, Upload):
            detail = {"bucket": {"name": [ref(f"{trigger.bucket.title()}Bucket")]}, "object": {"key": [{"prefix": trigger.prefix}]}}
            pattern = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail}
            resources |= queue_listener(declaration, {"EventPattern": pattern})
        elif isinstance(trigger, TableStream):
            resources[f"{name}Source"] = stream_source(alias(declaration), trigger)
    if not resources:
        return {}
    if any(isinstance(d.trigger, Cron) for d in declarations):
        functions = sub(f"arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:${{Prefix}}-{area}-*:live")
        may = [allow(["lambda:InvokeFunction"], [functions]), allow(["sqs:SendMessage"], [att("DeadLetters", "Arn")])]
        resources["SchedulerRole"] = role("scheduler.amazonaws.com", may)
    queues = [name for name, resource in resources.items() if resource["Type"] == "AWS::SQS::Queue"]
    if queues:
        resources["QueuePolicy"] = queue_policy(queues)
    return {"DeadLetters": queue(MessageRetentionPeriod=1_209_600), **resources}


def queue(**properties: Any) -> Template:
    """An encrypted queue."""
    return {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": True, **properties}}


def schedule(target: str, trigger: Cron) -> Template:
    """An EventBridge Scheduler entry; the function learns for which instant it runs."""
    return {
        "Type": "AWS::Scheduler::Schedule",
        "Properties": {
            "ScheduleExpression": f"cron({trigger.expression})",
            "ScheduleExpressionTimezone": trigger.timezone,
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "State": ref("ScheduleState"),
            "Target": {
                "Arn": ref(target),
                "RoleArn": att("SchedulerRole", "Arn"),
                "Input": json.dumps({"scheduled_at": "<aws.scheduler.scheduled-time>"}),
                "RetryPolicy": {"MaximumRetryAttempts": 8, "MaximumEventAgeInSeconds": 21_600},
                "DeadLetterConfig": {"Arn": att("DeadLetters", "Arn")},
            },
        },
    }


def async_failures(declaration: Declaration) -> Template:
    """A run that fails is repeated twice, then its event goes to the dead letters."""
    return {
        "Type": "AWS::Lambda::EventInvokeConfig",
        "DependsOn": [alias(declaration)],
        "Properties": {
            "FunctionName": ref(pascal(declaration.name)),
            "Qualifier": "live",
            "MaximumRetryAttempts": 2,
            "DestinationConfig": {"OnFailure": {"Destination": att("DeadLetters", "Arn")}},
        },
    }


def queue_listener(declaration: Declaration, rule: Template) -> dict[str, Template]:
    """A rule that fills a queue of the function's own, and the mapping that feeds the function from it in batches."""
    name = pascal(declaration.name)
    return {
        f"{name}Queue": queue(
            VisibilityTimeout=6 * declaration.timeout_s,
            MessageRetentionPeriod=1_209_600,
            RedrivePolicy={"deadLetterTargetArn": att("DeadLetters", "Arn"), "maxReceiveCount": 5},
        ),
        f"{name}Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {**rule, "Targets": [{"Id": "queue", "Arn": att(f"{name}Queue", "Arn")}]},
        },
        f"{name}Source": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {
                "EventSourceArn": att(f"{name}Queue", "Arn"),
                "FunctionName": ref(alias(declaration)),
                "BatchSize": 10,
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
                "ScalingConfig": {"MaximumConcurrency": 10},
            },
        },
    }


def queue_policy(queues: list[str]) -> Template:
    """EventBridge of this account fills the area's queues."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": [ref(name) for name in queues], "PolicyDocument": document}}


def stream_source(target: str, trigger: TableStream) -> Template:
    """A reader of the table's stream that sees new records of its kinds.

    It tries for half of the day that the stream keeps them: a bus that is away for hours loses no event.
    """
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": list(trigger.kinds)}}}}
    return {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {
            "EventSourceArn": ref("TableStreamArn"),
            "FunctionName": ref(target),
            "StartingPosition": "TRIM_HORIZON",
            "BatchSize": 100,
            "FilterCriteria": {"Filters": [{"Pattern": json.dumps(pattern)}]},
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "BisectBatchOnFunctionError": True,
            "MaximumRetryAttempts": -1,
            "MaximumRecordAgeInSeconds": 43_200,
            "DestinationConfig": {"OnFailure": {"Destination": att("DeadLetters", "Arn")}},
        },
    }


# --- alarms ---------------------------------------------------------------------------------------------------------------


def alarms(area: str, declarations: list[Declaration]) -> dict[str, Template]:
    """Errors in the area's log (crashes and time-outs included), failed requests, dead letters."""
    metric = sub(f"${{Prefix}}-{area}-errors")
    result = {
        "ErrorCount": {
            "Type": "AWS::Logs::MetricFilter",
            "Properties": {
                "LogGroupName": ref("LogGroup"),
                "FilterPattern": FAILURES,
                "MetricTransformations": [{"MetricNamespace": "PartnerCenter/Logs", "MetricName": metric, "MetricValue": "1"}],
            },
        },
        "ErrorAlarm": alarm(f"{area}: errors in the log", {"Namespace": "PartnerCenter/Logs", "MetricName": metric}),
    }
    if any(isinstance(d.trigger, Http) for d in declarations):
        name = [{"Name": "ApiName", "Value": sub(f"${{Prefix}}-{area}")}]
        result["ApiAlarm"] = alarm(
            f"{area}: failed requests", {"Namespace": "AWS/ApiGateway", "MetricName": "5XXError", "Dimensions": name}
        )
    if any(not isinstance(d.trigger, Http | Authorize) for d in declarations):
        name = [{"Name": "QueueName", "Value": att("DeadLetters", "QueueName")}]
        metric_of = {"Namespace": "AWS/SQS", "MetricName": "ApproximateNumberOfMessagesVisible", "Dimensions": name}
        result["DeadLetterAlarm"] = alarm(f"{area}: dead letters", metric_of, Statistic="Maximum")
    return result


def alarm(description: str, metric: Template, **other: Any) -> Template:
    """An alarm at the first occurrence within five minutes."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            **metric,
            "Statistic": "Sum",
            "Period": 300,
            "EvaluationPeriods": 1,
            "Threshold": 0,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [ref("AlarmTopicArn")],
            **other,
        },
    }
