"""template.yaml: the hand-written root (infra/root.yaml) with one nested stack for each area."""

from __future__ import annotations

from typing import Any

import yaml

from infra import ROOT
from infra.template_parts import RESOURCES_PER_HIERARCHY, LimitError, Template, att, check_limits, pascal, ref, sub
from partner_center.platform.declarations import Authorize, Declaration

# Where the root finds the value of each parameter of an area's stack; the others have the same name in the root.
SOURCES: dict[str, Any] = {
    "TableName": ref("Table"),
    "TableArn": att("Table", "Arn"),
    "TableStreamArn": att("Table", "StreamArn"),
    "EventBusName": ref("Bus"),
    "EventBusArn": att("Bus", "Arn"),
    "IntakeBucket": ref("Intake"),
    "FilesBucket": ref("Files"),
    "KeyArn": att("Key", "Arn"),
    "UserPoolId": ref("UserPool"),
    "UserPoolArn": att("UserPool", "Arn"),
    "UserPoolClientId": ref("UserPoolClient"),
    "JwksUrl": {"Fn::If": ["OwnJwks", sub("${JwksOrigin}/${UserPool}/.well-known/jwks.json"), ""]},
    "DomainLayerArn": ref("DomainLayer"),
    "VendorLayerArn": ref("VendorLayer"),
    "DomainName": ref("Domain"),
    "AlarmTopicArn": ref("Alarms"),
}


def root_stack(areas: dict[str, Template], declarations: list[Declaration]) -> Template:
    """The root template. Raises LimitError when all stacks together hold more than one deployment takes."""
    root: Template = yaml.safe_load((ROOT / "infra/root.yaml").read_text())
    home = next((d.area for d in declarations if isinstance(d.trigger, Authorize)), None)
    sources = SOURCES | ({"AuthorizerArn": att(stack_id(home), "Outputs.AuthorizerArn")} if home else {})
    for area, template in areas.items():
        root["Resources"][stack_id(area)] = {
            "Type": "AWS::CloudFormation::Stack",
            "DependsOn": ["GatewayAccount"],
            "Properties": {
                "TemplateURL": f"infra/stacks/{area}.yaml",
                "Parameters": {name: sources.get(name, ref(name)) for name in template["Parameters"]},
            },
        }
    total = check_limits("template.yaml", root) + sum(check_limits(area, template) for area, template in areas.items())
    if total > RESOURCES_PER_HIERARCHY:
        raise LimitError(f"{total} resources in all stacks together, one deployment takes {RESOURCES_PER_HIERARCHY}")
    return root


def stack_id(area: str) -> str:
    """The logical id of an area's nested stack."""
    return f"{pascal(area)}Stack"
