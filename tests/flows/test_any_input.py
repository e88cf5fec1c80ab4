"""Whatever is sent to whichever operation: no server error, and no answer that the API's description does not name.

Requests are generated from docs/api/openapi.json, fitting ones and broken ones, and sent over HTTP as somebody who has the permission, so
that they get past the door. A partner, a customer and a vendor operator of their own, for the story's people shall not be disturbed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from infra.client import Person
from infra.deployed_stage import Deployed
from infra.story import PASSWORD, VENDOR_ROLES
from partner_center.kernel.permissions import PERMISSIONS, Actor, Role
from tests.kit.providers import Street
from tests.kit.world import ROOT

pytestmark = pytest.mark.flow
EXAMPLES = 2  # of fitting requests to each operation, and as many of broken ones
LONGEST_ADDRESS = 8000  # bytes that a gateway reads; what is longer never reaches us
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(json.loads((ROOT / "docs/api/openapi.json").read_text()))


def requests_to_make() -> Iterator[Any]:
    """Every operation with fitting requests, and with broken ones where it takes anything that can be wrong."""
    for result in SCHEMA.get_all_operations():
        operation = result.ok()
        described = operation.definition.raw
        takes = "requestBody" in described or any("$ref" not in parameter for parameter in described["parameters"])
        for mode, name in ((GenerationMode.POSITIVE, "fitting"), (GenerationMode.NEGATIVE, "broken")):
            if takes or mode is GenerationMode.POSITIVE:
                yield pytest.param(operation, mode, id=f"{described['operationId']}-{name}")


class People:
    """One person of each side, signed in; whoever was signed out by what was sent signs in again. Each test process has its own."""

    def __init__(self, stage: Deployed, worker: str) -> None:
        self.stage = stage
        names = {side: f"any-{side}-{worker}" for side in (Actor.PARTNER, Actor.CUSTOMER, Actor.VENDOR)}
        stage.staff(names[Actor.VENDOR], actor="vendor", roles=VENDOR_ROLES)
        vendor = Person(stage.settings.address, names[Actor.VENDOR]).sign_in(names[Actor.VENDOR], PASSWORD)
        admitted = vendor.post(
            "/partners/partners",
            {"name": "任意科技有限公司", "partner_type": "solution_provider", "contracting_entity": "hcc", "business_certified": True},
        )
        claims = {"actor": "partner", "partner_id": admitted["partner_id"], "partner_type": "solution_provider"}
        stage.staff(names[Actor.PARTNER], roles="super_admin,partner_admin", **claims)
        stage.staff(names[Actor.CUSTOMER])
        self.people = {side: Person(stage.settings.address, name).sign_in(name, PASSWORD) for side, name in names.items()}

    def for_(self, operation: dict[str, Any]) -> Person | None:
        """Somebody who may call an operation; None for a public one."""
        if not operation["security"]:
            return None
        permission = operation.get("x-permission")
        sides = {Role(role).side for role in PERMISSIONS[permission].roles} if permission else set(Actor)
        return next(person for side, person in self.people.items() if side in sides)


@pytest.fixture(scope="module")
def people(stage: Deployed, worker_id: str, street: Street) -> People:
    """The people who send. There are providers: without their keys a notice waits for them (503)."""
    return People(stage, worker_id)


def token_of(person: Person | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.token}"} if person else {}


@pytest.mark.parametrize(("operation", "mode"), list(requests_to_make()))
def test_no_server_error_and_no_answer_that_is_not_described(operation: Any, mode: GenerationMode, people: People, stage: Deployed):
    person = people.for_(operation.definition.raw)

    @seed(20240901)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.headers = {name: value for name, value in (case.headers or {}).items() if name.lower() != "authorization"}
        asked = requests.Request("GET", f"{stage.settings.address}{case.formatted_path}", params=case.query).prepare()
        if len(asked.url or "") > LONGEST_ADDRESS:
            return
        response = case.call(base_url=stage.settings.address, headers=token_of(person), timeout=60)
        if person and response.status_code == 401:  # what was sent before may have ended the session
            person.sign_in(person.name, PASSWORD)
            response = case.call(base_url=stage.settings.address, headers=token_of(person), timeout=60)
        case.validate_response(response, checks=CHECKS)

    send()
