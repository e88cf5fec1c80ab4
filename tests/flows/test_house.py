"""The house itself on a deployed cloud: sign-in, problem answers, headers, schedules."""

from __future__ import annotations

import json
import secrets

import pytest
import requests

from infra.deployed_stage import Deployed
from infra.local_cloud.settings import PREFIX, Settings
from infra.story import Story
from tests.kit.world import functions

pytestmark = pytest.mark.flow


def test_without_or_with_a_made_up_token_nobody_gets_in(settings: Settings):
    for headers in ({}, {"Authorization": "Bearer eyJhbGciOiJSUzI1NiJ9.e30.x"}, {"Authorization": "Basic YTpi"}):
        answer = requests.get(f"{settings.address}/funds/balances", headers=headers, timeout=30)
        assert answer.status_code == 401
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert answer.json()["code"] == "unauthenticated"


def test_an_unknown_path_is_a_problem_answer(settings: Settings):
    answer = requests.get(f"{settings.address}/funds/nothing-here", timeout=30)
    assert answer.status_code in {403, 404}
    assert answer.json()["code"] in {"not_found", "unauthenticated", "forbidden"}


def test_bad_input_is_answered_and_changes_nothing(story: Story, settings: Settings):
    partner, path = story.partner, f"/funds/customers/{story.customers['qingshan']}/allocations"
    for body in (
        {"allocation_type": "normal", "amount": "1.00", "surprise": True},
        {"allocation_type": "normal", "amount": "1.001"},
        {"allocation_type": "normal", "amount": {"amount": "1", "currency": "USD", "rate": 7}},
        {"allocation_type": "gift", "amount": "1.00"},
        {"allocation_type": "normal", "amount": "1.00", "remark": "x" * 513},
    ):
        refused = partner.call("POST", path, body)
        assert (refused.status, refused.refused_as) == (400, "invalid_input")
        assert refused.body["fields"]
    token = f"Bearer {partner.token}"  # type: ignore[attr-defined]  # a deployed person has one
    large = requests.post(
        f"{settings.address}{path}", data=json.dumps({"remark": "x" * 300_000}), timeout=30,
        headers={"Authorization": token, "Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(8)},
    )  # fmt: skip
    assert (large.status_code, large.json()["code"]) == (413, "body_too_large")
    assert partner.call("GET", "/funds/balances").ok() == story.found["balances"]


def test_a_stale_version_is_refused(story: Story):
    setting = {"enabled": False, "method_a": "coupon_quota", "method_b": "coupon_quota"}
    stale = story.partner.call("PUT", "/incentives/auto-payout", setting, If_Match='"999"')
    assert (stale.status, stale.refused_as) == (412, "stale_version")


def test_answers_speak_the_callers_language_and_carry_the_correlation_id(story: Story):
    zh = story.partner.call("GET", "/coupons/vouchers/CPNOTHING", Accept_Language="zh", X_Correlation_Id="flow-test-0001")
    assert zh.body["title"] == "未找到该记录"
    assert zh.headers["X-Correlation-Id"] == zh.body["correlation_id"] == "flow-test-0001"


def test_the_api_describes_itself(settings: Settings):
    described = requests.get(f"{settings.address}/openapi.json", timeout=30).json()
    assert described["openapi"].startswith("3.1")
    assert "/coupons/quotas/{quota_id}/vouchers" in described["paths"]
    assert requests.get(f"{settings.address}/openapi/description", timeout=30).json() == described


def test_every_job_is_on_its_cron(stage: Deployed):
    scheduler = stage.settings.client("scheduler")
    pages = scheduler.get_paginator("list_schedules").paginate()
    names = [schedule["Name"] for page in pages for schedule in page["Schedules"]]
    deployed = {(found := scheduler.get_schedule(Name=name))["Target"]["Arn"]: found for name in names}
    for app in functions().values():
        declared = app.declaration
        if declared.kind == "schedule":
            found = next(one for arn, one in deployed.items() if f":{PREFIX}-{declared.area}-{declared.name}:" in arn)
            # The emulator forgets the time zone and reads all crons as Beijing's (docs/operations.md); the template has it.
            assert found["ScheduleExpression"] == f"cron({declared.trigger.expression})"


def test_every_function_is_deployed(stage: Deployed):
    pages = stage.settings.client("lambda").get_paginator("list_functions").paginate()
    names = {function["FunctionName"] for page in pages for function in page["Functions"]}
    assert {f"{PREFIX}-{name.replace('.', '-')}" for name in functions()} <= names
