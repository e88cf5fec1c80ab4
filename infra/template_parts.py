"""The words of a CloudFormation template that all our stacks share: intrinsic functions, limits, one function's resources."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from partner_center.platform.declarations import Declaration

Template = dict[str, Any]

RUNTIME = "python3.13"
RESOURCES_PER_STACK = 500
RESOURCES_PER_HIERARCHY = 2_500
RESOURCES_PER_API = 300
BYTES_PER_TEMPLATE = 1_000_000
FUNCTION_NAME_LENGTH = 64
PREFIX_LENGTH = 12

# What the processed template holds for one resource of ours: SAM adds a version and an alias, a deployment and a stage.
EXPANSION = {"AWS::Serverless::Function": 3, "AWS::Serverless::Api": 3}


class LimitError(Exception):
    """A template exceeds what AWS takes; the message says which and by how much."""


def ref(name: str) -> Template:
    """The value of a parameter or resource."""
    return {"Ref": name}


def att(name: str, attribute: str) -> Template:
    """An attribute of a resource."""
    return {"Fn::GetAtt": [name, attribute]}


def sub(text: str) -> Template:
    """Text with `${names}` in it."""
    return {"Fn::Sub": text}


def pascal(name: str) -> str:
    """`issue_vouchers` as a logical id: `IssueVouchers`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^a-zA-Z0-9]", name))


def allow(actions: list[str], resources: list[Any], **condition: Any) -> Template:
    """One statement of a policy."""
    statement: Template = {"Effect": "Allow", "Action": actions, "Resource": resources}
    return {**statement, "Condition": condition} if condition else statement


def role(service: str, statements: list[Any], *managed: str) -> Template:
    """A role that one AWS service assumes."""
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}],
            },
            **({"ManagedPolicyArns": [sub(f"arn:${{AWS::Partition}}:iam::aws:policy/{name}") for name in managed]} if managed else {}),
            "Policies": [{"PolicyName": "what-it-may", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}],
        },
    }


def log_group(name: str) -> Template:
    """A log group that forgets after the environment's retention."""
    return {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": sub(name), "RetentionInDays": ref("LogRetentionDays")}}


def function_name(declaration: Declaration) -> str:
    """The deployed function's name; the part after `${Prefix}-` is `<area>-<name>`."""
    own = f"{declaration.area}-{declaration.name}"
    if len(own) + PREFIX_LENGTH + 1 > FUNCTION_NAME_LENGTH:
        raise LimitError(f"{declaration.area}/{declaration.name}: {len(own)} characters leave no room for a prefix; shorten the name")
    return f"${{Prefix}}-{own}"


def check_limits(name: str, template: Template) -> int:
    """Refuse a template that AWS would refuse; return its number of resources after SAM's expansion."""
    count = sum(EXPANSION.get(resource["Type"], 1) for resource in template["Resources"].values())
    if count > RESOURCES_PER_STACK:
        raise LimitError(f"{name}: {count} resources, a stack holds {RESOURCES_PER_STACK}; split the area")
    size = len(json.dumps(template))
    if size > BYTES_PER_TEMPLATE:
        raise LimitError(f"{name}: {size} bytes, a template holds {BYTES_PER_TEMPLATE}; split the area")
    return count


def check_api(name: str, paths: dict[str, Any]) -> None:
    """Refuse an API whose path tree has more nodes than a REST API takes."""
    nodes = {"/".join(path.split("/")[:depth]) for path in paths for depth in range(2, path.count("/") + 2)}
    if len(nodes) > RESOURCES_PER_API:
        raise LimitError(f"{name}: {len(nodes)} API resources, a REST API holds {RESOURCES_PER_API}; split the area")


def used_names(template: Any) -> set[str]:
    """Every name that a template refers to."""
    if isinstance(template, dict):
        names = set().union(*(used_names(value) for value in template.values())) if template else set()
        if isinstance(template.get("Ref"), str):
            names.add(template["Ref"])
        if "Fn::Sub" in template:
            names.update(re.findall(r"\${([\w:.]+)}", template["Fn::Sub"]))
        return names
    if isinstance(template, list):
        return set().union(*(used_names(value) for value in template)) if template else set()
    return set()


class _Dumper(yaml.SafeDumper):
    """YAML that repeats a value instead of pointing at it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def as_yaml(template: Template, *comment: str) -> str:
    """The template as text, the same bytes for the same declarations."""
    head = "".join(f"# {line}\n" for line in comment)
    return head + yaml.dump(template, Dumper=_Dumper, sort_keys=False, width=140, allow_unicode=True)
