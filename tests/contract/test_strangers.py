"""Every action, called by those who may not: nobody signed in, somebody without the permission, another partner's user, and members whose
data scope holds other customers.

Generated from the declarations: an action that is added is tested here without a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from infra.examples import example_of, query_values
from infra.story import Story
from partner_center.customers import ListedCustomer, listed_key
from partner_center.kernel import clock
from partner_center.kernel.permissions import PERMISSIONS, Actor, Role
from partner_center.organisation.role import grantable
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Http, Operation
from partner_center.platform.reach import AssignmentSource, ManagedCustomer
from partner_center.platform.sensitive import asked_of
from partner_center.platform.table import Record
from tests.kit import mock
from tests.kit.codes import a_pass
from tests.kit.world import Context, World, functions, http_event

PARTNER_ROLES = {role.value for role in Role if not role.value.startswith("vendor_") and role is not Role.CUSTOMER}
BY_LINK = "{token}"  # whoever holds the link may use it, whichever customer it is
NO_ID = {"billing_period"}  # path parameters that name nobody's record


def operations() -> Iterator[Any]:
    for name, app in functions().items():
        if isinstance(app.declaration.trigger, Http):
            for operation in app.declaration.trigger.operations:
                yield pytest.param(app, operation, id=f"{name} {operation.method} {operation.path}")


def call(
    app: Any,
    operation: Operation,
    caller: Caller | None,
    known: dict[str, Any],
    confirmed: dict[str, str] | None = None,
    cursor: str | None = None,
) -> tuple[int, str]:
    """The operation with valid sample input that names the story's records; `confirmed` is the header of a code's pass."""
    given = example_of(operation.request, known) if operation.request else {}
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    path = {name: str(known.get(name, given.get(name, "X1"))) for name in names}
    rest = {name: value for name, value in given.items() if name not in path}
    query = query_values(rest) if operation.method == "GET" else None
    if query is not None and cursor:
        query["cursor"] = [cursor]
    event = http_event(
        operation.method, operation.path, path, query=query, body=None if operation.method == "GET" else rest,
        headers={"Idempotency-Key": f"stranger-{operation.path[:90]}", **(confirmed or {})}, caller=caller,
    )  # fmt: skip
    answer = app(event, Context())
    return answer["statusCode"], answer["body"]


def whole(app: Any, operation: Operation, caller: Caller, known: dict[str, Any]) -> tuple[int, Any]:
    """What a page shows in all: where a list is cut depends on how much is read at once, which the caller's scope decides."""
    status, body = call(app, operation, caller, known)
    shown = json.loads(body)
    while status == 200 and (cursor := shown.pop("cursor", None)):
        further = json.loads(call(app, operation, caller, known, cursor=cursor)[1])
        shown |= {"items": shown["items"] + further["items"], "cursor": further["cursor"]}
    return status, shown


def records_of(partner_id: str) -> dict[tuple[str, str], Any]:
    """Everything that belongs to a partner: the mock's own items, which a write replaces (compared by identity, not by content)."""
    return _records_of(partner_id, mock.written())


@lru_cache(maxsize=4)
def _records_of(partner_id: str, _written: int) -> dict[tuple[str, str], Any]:
    return mock.items_where(lambda partition, attrs: partner_id in partition or _partner_of(attrs) == partner_id)


def _partner_of(attrs: dict[str, Any]) -> Any:
    return getattr(attrs.get("partner_id"), "value", None)


def unchanged(before: dict[tuple[str, str], Any], after: dict[tuple[str, str], Any]) -> bool:
    """Whether nothing was written."""
    return before.keys() == after.keys() and all(after[key] is item for key, item in before.items())


def partner_type_for(operation: Operation) -> str:
    """A type of partner whose people may do it at all, so that it is the record that stops a stranger and not the type."""
    if "pickup" in operation.path:
        return "government_cloud"
    if "cash-coupon" in operation.path or "whitelist" in operation.path:
        return "government_subsidy"
    return "solution_provider"


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


@pytest.mark.parametrize(("app", "operation"), list(operations()))
def test_nobody_gets_in_without_signing_in(app: Any, operation: Operation, world: World, known: dict[str, Any]):
    if app.declaration.trigger.public:
        pytest.skip("public by declaration")
    status, body = call(app, operation, None, known)
    assert (status, json.loads(body)["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize(("app", "operation"), list(operations()))
def test_nobody_gets_in_without_the_permission(app: Any, operation: Operation, world: World, known: dict[str, Any], told: Story):
    allow = app.declaration.trigger.allow
    if allow is None:
        pytest.skip("open to anybody signed in, or public, by declaration")
    for role in ("", *(role.value for role in Role if role.value not in PERMISSIONS[allow].roles)):
        caller = Caller("somebody", Actor.PARTNER, (role,) if role else (), partner=told.partner_id, customer=told.customers["qingshan"])
        status, body = call(app, operation, caller, known)
        assert (status, json.loads(body)["code"]) == (403, "forbidden"), role


@pytest.mark.parametrize(("app", "operation"), list(operations()))
def test_a_role_of_the_partners_own_opens_what_it_names_and_nothing_else(
    app: Any, operation: Operation, world: World, known: dict[str, Any], told: Story
):
    allow = app.declaration.trigger.allow
    if allow is None:
        pytest.skip("open to anybody signed in, or public, by declaration")
    everything_else = tuple(name for name in grantable() if name != allow)
    caller = Caller("custom", Actor.PARTNER, (), partner=told.partner_id, granted=everything_else)
    status, body = call(app, operation, caller, known)
    assert (status, json.loads(body)["code"]) == (403, "forbidden")


@pytest.mark.parametrize(("app", "operation"), list(operations()))
def test_a_role_of_another_side_opens_nothing(app: Any, operation: Operation, world: World, known: dict[str, Any], told: Story):
    allow = app.declaration.trigger.allow
    if allow is None:
        pytest.skip("open to anybody signed in, or public, by declaration")
    for actor in (Actor.PARTNER, Actor.VENDOR, Actor.CUSTOMER):
        crossed = tuple(role for role in PERMISSIONS[allow].roles if Role(role).side is not actor)
        customer = told.customers["qingshan"] if actor is Actor.CUSTOMER else None
        caller = Caller("crossed", actor, crossed, partner=told.partner_id if actor is Actor.PARTNER else None, customer=customer)
        status, body = call(app, operation, caller, known)
        assert (status, json.loads(body)["code"]) == (403, "forbidden"), actor


@pytest.mark.parametrize(("app", "operation"), list(operations()))
def test_another_tenants_user_finds_and_changes_nothing(app: Any, operation: Operation, world: World, known: dict[str, Any], told: Story):
    allow = app.declaration.trigger.allow
    if allow is None or BY_LINK in operation.path:
        pytest.skip("not about a tenant's records: open to anybody signed in, or to whoever holds the link")
    if PERMISSIONS[allow].roles & PARTNER_ROLES:
        stranger = Caller(
            "stranger", Actor.PARTNER, tuple(PERMISSIONS[allow].roles), partner=told.other_id, partner_type=partner_type_for(operation)
        )
    elif Role.CUSTOMER.value in PERMISSIONS[allow].roles:
        stranger = Caller("C-STRANGER", Actor.CUSTOMER, (Role.CUSTOMER.value,), customer="C-STRANGER")
    else:
        pytest.skip("the vendor's staff works for all partners")
    sensitive = app.declaration.trigger.sensitive
    confirmed = a_pass(stranger, sensitive) if sensitive and asked_of(stranger, sensitive, clock.now()) else None  # else it stops there
    before = records_of(told.partner_id)
    status, body = call(app, operation, stranger, known, confirmed)
    assert unchanged(before, records_of(told.partner_id))
    assert status != 400, f"the sample input does not reach the rule: {body}"
    named = {part[1:-1] for part in operation.path.split("/") if part.startswith("{")} - NO_ID
    if named & known.keys():
        assert status in {404, 200}, body
        # A list below somebody's record, or a batch with it: nothing in it. What a stranger deletes is its own, made by another action.
        if status == 200 and operation.method != "DELETE" and not operation.path.endswith("/columns"):
            shown = json.loads(body)
            assert shown.get("items") == [] or shown.get("done") == 0, body
    for name, value in known.items():
        if isinstance(value, str) and len(value) > 10 and name not in {"partner_id"} and status < 300 and operation.method == "GET":
            assert value not in body, f"{name} of another partner is in the answer"


# --- data scope: an account manager and a supervisor see some of their partner's customers only -------------------------------


@pytest.fixture(scope="module")
def shared_out(told: Story) -> Iterator[None]:
    """Every customer of the story's partner belongs to the account manager MANAGER, for the tests of this module."""
    made = [
        ManagedCustomer(
            partner_id=told.partner_id,
            customer_id=customer_id,
            manager_id="MANAGER",
            assigned_at=clock.now(),
            source=AssignmentSource.MANUAL,
        )
        for customer_id in told.customers.values()
    ]
    keys = [listed_key(told.partner_id, customer_id) for customer_id in told.customers.values()]
    lines = [ListedCustomer.get(key.partition, key.sort) for key in keys]
    before = {line.customer_id: line.account_manager_id for line in lines}
    for line in lines:
        line.account_manager_id = "MANAGER"  # as an assignment leaves the list
    for record in (*made, *lines):
        record.settle()
        record.save()
    yield
    for record in made:
        record.delete()
    for line in (ListedCustomer.get(key.partition, key.sort) for key in keys):
        line.account_manager_id = before[line.customer_id]
        line.settle()
        line.save()


def belongs_to_customers(record: Any, partner_id: str) -> bool:
    """Whether a record is in the data scope of whoever manages its customer, or made it."""
    ours = getattr(record, "partner_id", None) == partner_id and not isinstance(record, ManagedCustomer)
    return ours and bool(getattr(record, "customer_id", None) or record.MANAGED_BY)


@pytest.fixture(scope="module")
def scoped(told: Story, known: dict[str, Any]) -> set[str]:
    """The names of the known ids that only records of customers carry."""
    open_to_all: set[tuple[str, str]] = set()
    for record in Record.scan():
        if getattr(record, "partner_id", None) == told.partner_id and not belongs_to_customers(record, told.partner_id):
            open_to_all |= {(name, value) for name, value in record.fields().items() if isinstance(value, str)}
    return {name for name, value in known.items() if isinstance(value, str) and (name, value) not in open_to_all} - {"partner_id", *NO_ID}


def limited(allow: str, told: Story, *managers: str) -> Caller:
    """Somebody with the permission who sees the customers of these managers only."""
    return Caller(
        managers[0], Actor.PARTNER, (), partner=told.partner_id, partner_type="solution_provider", granted=(allow,), limited_to=managers
    )


def records_of_customers(partner_id: str) -> dict[tuple[str, str], Any]:
    """What belongs to a partner's customers, as the mock keeps it."""
    return _records_of_customers(partner_id, mock.written())


@lru_cache(maxsize=4)
def _records_of_customers(partner_id: str, _written: int) -> dict[tuple[str, str], Any]:
    return mock.items_where(lambda _, attrs: "customer_id" in attrs and _partner_of(attrs) == partner_id)


def of_the_partner(app: Any) -> str | None:
    """The permission of a function of a partner's side, None where it is none."""
    allow: str | None = app.declaration.trigger.allow
    return allow if allow is not None and PERMISSIONS[allow].roles & PARTNER_ROLES else None


@pytest.mark.parametrize("managers", [("ANOTHER",), ("SUPERVISOR", "ANOTHER")], ids=["account manager", "supervisor of others"])
@pytest.mark.parametrize(("app", "operation"), list(operations()))
def test_a_member_finds_and_changes_nothing_of_customers_whom_others_manage(
    app: Any,
    operation: Operation,
    managers: tuple[str, ...],
    world: World,
    known: dict[str, Any],
    told: Story,
    shared_out: None,
    scoped: set[str],
):
    if (allow := of_the_partner(app)) is None:
        pytest.skip("nothing of a partner's members")
    before = records_of_customers(told.partner_id)
    status, body = call(app, operation, limited(allow, told, *managers), known)
    after = records_of_customers(told.partner_id)
    assert all(after.get(key) is item for key, item in before.items())
    named = {part[1:-1] for part in operation.path.split("/") if part.startswith("{")} & scoped
    if named and not operation.path.endswith("/columns"):
        assert status == 404 or (status == 200 and json.loads(body).get("items") == []), f"{status}: {body}"
    if operation.method == "GET" and status < 300:
        for customer_id in told.customers.values():
            assert customer_id not in body


@pytest.mark.parametrize(("app", "operation"), list(operations()))
def test_a_supervisor_of_the_manager_sees_what_the_administrator_sees(
    app: Any, operation: Operation, world: World, known: dict[str, Any], told: Story, shared_out: None
):
    if (allow := of_the_partner(app)) is None or operation.method != "GET":
        pytest.skip("no page of a partner's members")
    administrator = replace(limited(allow, told, told.partner.caller.user_id), limited_to=None)  # type: ignore[attr-defined]  # in process
    supervisor = replace(administrator, limited_to=("SUPERVISOR", "MANAGER", "ANOTHER", administrator.user_id))
    ours, theirs = (whole(app, operation, caller, known) for caller in (administrator, supervisor))
    assert ours[0] == theirs[0]
    if ours[0] < 300:
        assert ours[1] == theirs[1]


def pages_for_distributors() -> Iterator[Any]:
    for name, app in functions().items():
        view = app.declaration.options.get("view")
        if view is not None and isinstance(app.declaration.trigger, Http):
            yield pytest.param(app, view, id=name)


@pytest.mark.parametrize(("app", "view"), pages_for_distributors())
def test_no_distributor_reads_the_records_of_a_reseller_that_is_not_its_own(
    app: Any, view: Any, world: World, known: dict[str, Any], told: Story
):
    operation = app.declaration.trigger.operations[0]
    given = example_of(operation.request, known)
    names = [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]
    query = {name: [str(value)] for name, value in given.items() if name not in names} | {"reseller_id": [told.partner_id]}
    path = {name: str(known.get(name, given.get(name, "X1"))) for name in names}
    allow = app.declaration.trigger.allow
    distributor = Caller("D", Actor.PARTNER, (), partner=told.other_id, partner_type="distributor", granted=(allow,))
    answer = app(http_event("GET", operation.path, path, query=query, caller=distributor), Context())
    assert answer["statusCode"] == (404 if view.resellers else 400), answer["body"]
