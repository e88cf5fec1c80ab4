"""The data scope in other areas: what is read through the unit of work and the views, nobody checks in a function (5.1.1.3/r8, r9)."""

from __future__ import annotations

import pytest

from partner_center.customers import association_key
from partner_center.kernel.permissions import Role
from partner_center.platform.caller import Caller
from partner_center.platform.work import Origin, Work, real_now
from tests.kit import faults
from tests.kit.consumption import a_customer, a_line, deliver
from tests.kit.coupons import CouponDesk
from tests.kit.customers import a_linked_customer
from tests.kit.organisation import a_member, acting, managed
from tests.kit.partners import a_partner
from tests.kit.world import partner_user


@pytest.fixture
def manager(world):
    """An account manager with no other role."""
    return a_member("AM1")


@pytest.mark.rule("5.1.1.3/r8", "10.4.1.10/r2")
def test_totals_are_those_of_the_managers_customers(world, stopped_clock, manager):
    a_customer("C1", uses=["sub-1"])
    a_customer("C2", uses=["sub-2"])
    managed("C1", manager)
    deliver([a_line(1, "10"), a_line(2, "4", sub_account="sub-2")])
    world.settle()
    path = "/consumption/totals?billing_period=2024-08"
    assert world.call(acting(manager), "GET", path).ok()["amount"]["amount"] == "70.00"
    assert world.call(partner_user(), "GET", path).ok()["amount"]["amount"] == "98.00"
    assert acting(a_member("SA", Role.ACCOUNT_MANAGER, Role.PARTNER_SA)).limited_to is None


def test_vouchers_of_other_managers_customers_are_not_there(world, manager):
    a_partner("P1")
    desk = CouponDesk(world)
    a_linked_customer("C1")
    quota = desk.a_quota()
    voucher = desk.a_voucher(quota)
    caller = acting(manager)
    assert world.call(caller, "GET", f"/coupons/vouchers/{voucher}").status == 404
    assert world.call(caller, "GET", "/coupons/vouchers").ok()["items"] == []
    managed("C1", manager)
    assert world.call(caller, "GET", f"/coupons/vouchers/{voucher}").status == 200
    assert [row["coupon_id"] for row in world.call(caller, "GET", "/coupons/vouchers").ok()["items"]] == [voucher]


def test_a_change_of_manager_counts_from_the_next_call(world, manager):
    a_linked_customer("C1")
    kept = managed("C1", manager)
    caller = acting(manager)
    assert world.call(caller, "GET", "/customers/customers/C1").status == 200
    kept.manager_id = "AM2"
    kept.save()
    assert world.call(caller, "GET", "/customers/customers/C1").status == 404


def test_the_scope_is_asked_once_for_a_customer_within_a_unit_of_work(world, manager):
    for number in range(3):
        a_linked_customer(f"C{number}")
        managed(f"C{number}", manager)
    work = Work(acting(manager), real_now(), Origin("test", "test"))
    keys = [association_key("P1", f"C{number}") for number in range(3)]
    with faults.watching() as calls:
        work.read(*keys)
        work.read(*keys)
    assert calls["BatchGetItem"] == 1


def test_the_system_and_the_other_side_are_not_limited(world, manager):
    a_linked_customer("C1")
    managed("C1", "AM2")
    for caller in (Caller.system("job").on_behalf_of("P1"), partner_user("P1", Role.PARTNER_FINANCE)):
        assert Work(caller, real_now(), Origin("test", "test")).get(association_key("P1", "C1")).customer_id == "C1"
