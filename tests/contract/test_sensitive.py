"""Every sensitive operation without a pass, by everybody whom the policy asks for one. Generated from the declarations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.examples import example_of
from infra.story import Story
from partner_center.kernel import clock
from partner_center.kernel.permissions import PERMISSIONS, Actor, PartnerType, Role
from partner_center.platform.caller import Caller
from partner_center.platform.declarations import Http
from partner_center.platform.sensitive import Sensitive, asked_of
from tests.contract.test_strangers import records_of, unchanged
from tests.kit.world import Context, World, functions, http_event


def sensitive() -> dict[str, Any]:
    """The functions that declare an operation, by name."""
    return {
        name: app for name, app in functions().items() if isinstance(app.declaration.trigger, Http) and app.declaration.trigger.sensitive
    }


def holders(partner_id: str = "P1", customer_id: str = "C1") -> Iterator[Caller]:
    """Somebody with every role of his side, for each type of partner and for customers."""
    for partner_type in PartnerType:
        roles = tuple(role.value for role in Role if role.side is Actor.PARTNER)
        yield Caller("guarded", Actor.PARTNER, roles, partner=partner_id, partner_type=partner_type.value, session="S1", codes_on=True)
    yield Caller(customer_id, Actor.CUSTOMER, (Role.CUSTOMER.value,), customer=customer_id, session="S1")


def asked() -> Iterator[Any]:
    for name, app in sensitive().items():
        allow = app.declaration.trigger.allow
        for caller in holders():
            may = allow is None or caller.may(allow)
            if may and asked_of(caller, app.declaration.trigger.sensitive, clock.now()):
                yield pytest.param(app, caller.partner_type, id=f"{name} {caller.partner_type or 'customer'}")


def sample_of(app: Any) -> dict[str, Any]:
    """Sample input for which the code is asked, where it depends on the input."""
    operation, when = app.declaration.trigger.operations[0], app.declaration.options.get("sensitive_when")
    given = example_of(operation.request)
    if when is None or when(operation.request.model_validate(given)):
        return given
    switched = {name: not value if isinstance(value, bool) else value for name, value in given.items()}
    assert when(operation.request.model_validate(switched)), "no sample for which the code is asked"
    return switched


@pytest.mark.rule("19.8/r1", "10.4/r5")
@pytest.mark.parametrize(("app", "partner_type"), asked())
def test_without_a_pass_it_is_refused_and_changes_nothing(app: Any, partner_type: str | None, world: World, told: Story):
    caller = next(h for h in holders(told.partner_id, told.customers["qingshan"]) if h.partner_type == partner_type)
    operation, given = app.declaration.trigger.operations[0], sample_of(app)
    path = {part[1:-1]: str(given.pop(part[1:-1], "X1")) for part in operation.path.split("/") if part.startswith("{")}
    headers = {"Idempotency-Key": f"guarded-{operation.path[:80]}"}
    before = records_of(told.partner_id)
    answer = app(http_event(operation.method, operation.path, path, body=given, headers=headers, caller=caller), Context())
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (403, "verification_code_required")
    after = {address: item for address, item in records_of(told.partner_id).items() if not address[0].startswith("audit/")}
    assert unchanged({address: item for address, item in before.items() if not address[0].startswith("audit/")}, after)


def test_each_declared_operation_is_asked_of_somebody_who_may_do_it():
    named = {name for name, app in sensitive().items() if not any(param.values[0] is app for param in asked())}
    assert named == set()


def test_what_moves_customers_money_or_coupons_by_hand_is_declared():
    """The functions of the partners' rows of 19.8 that exist; whoever adds one of them without declaring it is told here."""
    permissions = {
        "funds.adjust": {"": Sensitive.ADJUST_FUNDS},
        "coupons.issue": {
            "voucher": Sensitive.ISSUE_VOUCHERS,
            "cash_coupon": Sensitive.ISSUE_CASH_COUPONS,
            "pickup_coupon": Sensitive.ISSUE_PICKUP_COUPONS,
        },
        "coupons.recall": {
            "voucher": Sensitive.RECALL_VOUCHERS,
            "cash_coupon": Sensitive.RECALL_CASH_COUPONS,
            "pickup_coupon": Sensitive.RECALL_PICKUP_COUPONS,
        },
        "coupons.pass_on": {"": Sensitive.ISSUE_VOUCHER_QUOTAS},
        "coupons.take_back": {"": Sensitive.RECALL_VOUCHER_QUOTAS},
    }
    assert set(permissions) <= set(PERMISSIONS)
    for name, app in functions().items():
        trigger = app.declaration.trigger
        if isinstance(trigger, Http) and app.declaration.reach == "money" and trigger.allow in permissions:
            (expected,) = [operation for kind, operation in permissions[trigger.allow].items() if kind in name]
            assert trigger.sensitive is expected, name
