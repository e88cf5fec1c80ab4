"""No role allows more than its functions use: what is granted beyond the table is called by one of them, or needed to feed one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from botocore import xform_name

from infra import ROOT
from infra.area_stack import area_stacks, role_id
from infra.catalogue import read_catalogue
from infra.template_parts import pascal
from partner_center.platform.declarations import Cron, Declaration, Events, TableStream, Upload
from tests.kit.reached import reached_by

# What stands in the code of whoever uses an action; where it is not here, the action's own name, as botocore spells it.
CALLS = {
    "s3:AbortMultipartUpload": r"abort_multipart_upload\(|files\.store\(",  # a large object is stored in parts
    "s3:PutObject": r"put_object\(|upload_part\(|files\.store\(|generate_presigned_post\(",
    "s3:DeleteObjectVersion": r'delete_object\(|"delete_object"',
    "s3:GetObjectVersion": r"get_object\(",
    "s3:ListBucket": r"(get|head)_object\(",  # only so that S3 says when nothing is there
    "secretsmanager:GetSecretValue": r"get_secret\(",
    "ses:SendEmail": r"send_email\(",
    "sns:Publish": r'client\("sns"\)',
}
OF_ALL = ("dynamodb:", "kms:", "ssm:")  # the table, its key, the clock that tests move
FED_BY = {  # what Lambda does in the name of a function that is fed by one of these
    "sqs:SendMessage": Cron | TableStream,
    "sqs:": Events | Upload,
}
STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams")


def roles() -> Iterator[Any]:
    """Every role of a stack, with what it allows and the functions that run under it."""
    for area, of_area in groupby(sorted(read_catalogue(), key=lambda one: one.area), key=lambda one: one.area):
        declarations = list(of_area)
        for stack, template in area_stacks(area, declarations).items():
            inside = [one for one in declarations if pascal(one.name) in template["Resources"]]
            for reach in {one.reach for one in inside}:
                policies = template["Resources"][role_id(reach)]["Properties"]["Policies"]
                statements = [one for one in policies[0]["PolicyDocument"]["Statement"] if one.get("Effect") == "Allow"]
                allowed = {action for statement in statements for action in statement["Action"]}
                yield pytest.param(allowed, [one for one in inside if one.reach is reach], id=f"{stack}-{reach.value}")


def needed(action: str, members: list[Declaration]) -> bool:
    """Whether one of the functions calls what the action allows, or is fed by it."""
    if action in STREAM:
        return any(isinstance(one.trigger, TableStream) for one in members)
    for prefix, triggers in FED_BY.items():
        if action.startswith(prefix):
            return any(isinstance(one.trigger, triggers) for one in members)
    called = CALLS.get(action) or xform_name(action.partition(":")[2])
    return any(re.search(called, reached_by(ROOT / f"functions/{one.area}/{one.name}.py")) for one in members)


@pytest.mark.parametrize(("allowed", "members"), sorted(roles(), key=lambda role: str(role.id)))
def test_a_role_allows_what_one_of_its_functions_uses_and_no_more(allowed: set[str], members: list[Declaration]) -> None:
    beyond = {action for action in allowed if action in STREAM or not action.startswith(OF_ALL)}
    assert not {action for action in beyond if not needed(action, members)}


def test_only_one_function_may_put_events_on_the_bus() -> None:
    tellers = [param.id for param in roles() if "events:PutEvents" in param.values[0]]
    assert tellers == ["events-write"]
