"""The committed sample events: each function takes its own, as AWS would hand it over."""

from __future__ import annotations

import json
from typing import Any

import pytest

from partner_center.kernel.permissions import PERMISSIONS, Actor
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Cron, Events, Http
from partner_center.platform.events import EVENTS
from tests.kit.world import ROOT, Context, functions


def sample(name: str) -> dict[str, Any]:
    """The committed event of a function."""
    area, function = name.split(".")
    event: dict[str, Any] = json.loads((ROOT / f"events/{area}/{function}.json").read_text(encoding="utf-8"))
    return event


def of(kind: type) -> list[str]:
    return [name for name, app in functions().items() if isinstance(app.declaration.trigger, kind)]


def test_every_function_has_one():
    assert [name for name in functions() if not (ROOT / "events" / f"{name.replace('.', '/')}.json").exists()] == []


@pytest.mark.parametrize("name", of(Http))
def test_an_action_understands_its_sample(name: str, cloud: None, stopped_clock: Any):
    app, event = functions()[name], sample(name)
    allow = app.declaration.trigger.allow
    roles = tuple(PERMISSIONS[allow].roles) if allow else ()
    caller = Caller("sample", Actor.PARTNER, roles, partner="PTEXAMPLE", customer="CEXAMPLE", partner_type="solution_provider")
    event["requestContext"]["authorizer"] = {"caller": caller.as_context()}
    asks_elsewhere = app.declaration.kind == "webhook" or (app.declaration.area, allow) == ("identity", None)
    if asks_elsewhere or name == "organisation.create_org_member":
        pytest.skip("asks the secret store or the user pool first; its own tests do that")
    answer = app(event, Context())
    assert answer["statusCode"] < 500, answer["body"]
    assert answer["statusCode"] != 400, answer["body"]


@pytest.mark.parametrize("name", of(Cron))
def test_a_job_runs_on_its_sample_in_an_empty_world(name: str, cloud: None, stopped_clock: Any):
    report = functions()[name](sample(name), Context())
    assert (report["done"], report["failed"]) == (0, [])


@pytest.mark.parametrize("name", of(Events))
def test_a_consumer_knows_the_events_of_its_sample(name: str):
    for record in sample(name)["Records"]:
        message = json.loads(record["body"])
        event = EVENTS[message["detail-type"]].model_validate(message["detail"]["data"])
        assert event.partner_id
