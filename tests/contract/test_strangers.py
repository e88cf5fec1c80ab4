"""Every action, called by those who may not: nobody signed in, somebody without the permission, another partner's user.

Generated from the declarations: an action that is added is tested here without a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto.backends import get_backend

from infra.examples import example_of
from infra.story import Story
from partner_center.kernel.permissions import PERMISSIONS, Actor, Role
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Http, Operation
from partner_center.platform.table import Record
from tests.kit.world import Context, World, functions, http_event

PARTNER_ROLES = {role.value for role in Role if not role.value.startswith("vendor_") and role is not Role.CUSTOMER}
BY_LINK = "{token}"  # whoever holds the link may use it, whichever customer it is
NO_ID = {"billing_period"}  # path parameters that name nobody's record


def operations() -> Iterator[Any]:
    for name, app in functions().items():
        if isinstance(app.declaration.trigger, Http):
            for operation in app.declaration.trigger.operations:
                yield pytest.param(app, operation, id=f"{name} {operation.method} {operation.path}")


def call(app: Any, operation: Operation, caller: Caller | None, known: dict[str, Any]) -> tuple[int, str]:
    """The operation with valid sample input that names the story's records."""
    given = example_of(operation.request, known) if operation.request else {}
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    path = {name: str(known.get(name, given.get(name, "X1"))) for name in names}
    rest = {name: value for name, value in given.items() if name not in path}
    query = {name: [str(value)] for name, value in rest.items()} if operation.method == "GET" else None
    event = http_event(
        operation.method, operation.path, path, query=query, body=None if operation.method == "GET" else rest,
        headers={"Idempotency-Key": f"stranger-{operation.path[:90]}"}, caller=caller,
    )  # fmt: skip
    answer = app(event, Context())
    return answer["statusCode"], answer["body"]


def records_of(partner_id: str) -> dict[tuple[str, str], Any]:
    """Everything that belongs to a partner: the mock's own items, which a write replaces (compared by identity, not by content)."""
    (table,) = get_backend("dynamodb")["123456789012"]["cn-north-1"].tables.values()
    return {
        (partition.value, sort.value): item
        for partition, items in table.items.items()
        for sort, item in items.items()
        if partner_id in partition.value or getattr(item.attrs.get("partner_id"), "value", None) == partner_id
    }


def unchanged(before: dict[tuple[str, str], Any], after: dict[tuple[str, str], Any]) -> bool:
    """Whether nothing was written."""
    return before.keys() == after.keys() and all(after[key] is item for key, item in before.items())


@pytest.fixture(scope="module")
def known(told: Story) -> dict[str, Any]:
    """Ids of the story's first partner's records, by field name; lists by their plural."""
    ids: dict[str, Any] = {"partner_id": told.partner_id}
    for record in Record.scan():
        if getattr(record, "partner_id", None) == told.partner_id:
            for name, value in record.fields().items():
                if name.endswith(("_id", "_no")) and isinstance(value, str) and value:
                    ids.setdefault(name, value)
    ids["customer_id"] = told.customers["qingshan"]
    ids |= {f"{name}s": [value] for name, value in ids.items()}
    return ids | {"billing_period": "2024-09", "account_type": "top_up", "year": "2024"}


@pytest.mark.parametrize(("app", "operation"), operations())
def test_nobody_gets_in_without_signing_in(app: Any, operation: Operation, world: World, known: dict[str, Any]):
    if app.declaration.trigger.public:
        pytest.skip("public by declaration")
    status, body = call(app, operation, None, known)
    assert (status, json.loads(body)["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize(("app", "operation"), operations())
def test_nobody_gets_in_without_the_permission(app: Any, operation: Operation, world: World, known: dict[str, Any], told: Story):
    allow = app.declaration.trigger.allow
    if allow is None:
        pytest.skip("open to anybody signed in, or public, by declaration")
    for role in ("", *(role.value for role in Role if role.value not in PERMISSIONS[allow].roles)):
        caller = Caller("somebody", Actor.PARTNER, (role,) if role else (), partner=told.partner_id, customer=told.customers["qingshan"])
        status, body = call(app, operation, caller, known)
        assert (status, json.loads(body)["code"]) == (403, "forbidden"), role


@pytest.mark.parametrize(("app", "operation"), operations())
def test_another_tenants_user_finds_and_changes_nothing(app: Any, operation: Operation, world: World, known: dict[str, Any], told: Story):
    allow = app.declaration.trigger.allow
    if allow is None or BY_LINK in operation.path:
        pytest.skip("not about a tenant's records: open to anybody signed in, or to whoever holds the link")
    if PERMISSIONS[allow].roles & PARTNER_ROLES:
        stranger = Caller(
            "stranger", Actor.PARTNER, tuple(PERMISSIONS[allow].roles), partner=told.other_id, partner_type="solution_provider"
        )
    elif Role.CUSTOMER.value in PERMISSIONS[allow].roles:
        stranger = Caller("C-STRANGER", Actor.CUSTOMER, (Role.CUSTOMER.value,), customer="C-STRANGER")
    else:
        pytest.skip("the vendor's staff works for all partners")
    before = records_of(told.partner_id)
    status, body = call(app, operation, stranger, known)
    assert unchanged(before, records_of(told.partner_id))
    assert status != 400, f"the sample input does not reach the rule: {body}"
    named = {part[1:-1] for part in operation.path.split("/") if part.startswith("{")} - NO_ID
    if named & known.keys():
        assert status in {404, 200}, body
        if status == 200 and not operation.path.endswith("/columns"):  # a list below somebody's record: nothing in it
            assert json.loads(body).get("items") == [], body
    for name, value in known.items():
        if isinstance(value, str) and len(value) > 10 and name not in {"partner_id"} and status < 300 and operation.method == "GET":
            assert value not in body, f"{name} of another partner is in the answer"
