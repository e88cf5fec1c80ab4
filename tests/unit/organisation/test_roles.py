"""Roles: preset ones and the partner's own, who has them, and what giving and taking them does (5.1.1.1, 5.1.1.2, 5.1.1.3, 5.1.1.4)."""

from __future__ import annotations

import pytest

from partner_center.kernel.permissions import PERMISSIONS, Actor, Role
from partner_center.organisation.menu import MenuName, offered
from tests.kit import faults
from tests.kit.organisation import (
    ADMIN,
    a_member,
    a_role,
    acting,
    an_organisation,
    assign,
    create,
    managed,
    member_now,
    organisation_now,
    role_now,
)
from tests.kit.world import partner_user

pytestmark = pytest.mark.usefixtures("partner")


def roles(world):
    return {role["role_id"]: role for role in world.call(ADMIN, "GET", "/organisation/roles").ok()["items"]}


# --- roles of the partner's own -------------------------------------------------------------------------------------------


@pytest.mark.rule("5.1.1.1/r5", "5.1.1.1/r8", "5.1.1.4/r2", "5.1.1.2/r3")
def test_a_role_is_a_set_of_permissions_to_which_the_default_ones_are_added(world):
    role_id = a_role(world, "funds.read", "coupons.read")
    told = world.call(ADMIN, "GET", f"/organisation/roles/{role_id}").ok()
    assert set(told["permissions"]) == {"funds.read", "coupons.read", "partners.read", "organisation.own_profile"}
    caller = acting(a_member("U1", custom=(role_id,)))
    assert all(caller.may(name) for name in told["permissions"])
    assert not caller.may("funds.adjust")


def test_a_role_without_any_permission_is_none(world):
    assert world.call(ADMIN, "POST", "/organisation/roles", {"role_name": "空", "permissions": []}).refused_as == "invalid_input"


@pytest.mark.parametrize("permission", ["partners.admit", "reviews.work", "coupons.use", "no.such"])
def test_nothing_is_given_that_the_partners_side_does_not_have(world, permission):
    refused = world.call(ADMIN, "POST", "/organisation/roles", {"role_name": "越权", "permissions": ["funds.read", permission]})
    assert refused.refusals["unknown_permission"]["facts"]["permissions"] == [permission]


@pytest.mark.rule("5.1.1.4/r1")
def test_there_are_ten_roles_unless_agreed_otherwise(world):
    for number in range(10):
        a_role(world, name=f"角色{number}")
    full = world.call(ADMIN, "POST", "/organisation/roles", {"role_name": "第十一", "permissions": ["funds.read"]})
    assert full.refusals["role_limit_reached"]["facts"] == {"roles": 10, "limit": 10}
    assert world.call(ADMIN, "GET", "/organisation/roles").ok()["custom_roles_left"] == 0
    agreed = organisation_now()
    agreed.custom_role_limit = 11
    agreed.save()
    a_role(world, name="第十一")


def test_two_who_make_the_tenth_role_at_once_make_one(world):
    for number in range(9):
        a_role(world, name=f"角色{number}")
    with faults.watching(before=faults.before_first_commit(lambda: a_role(world, name="先到"))):
        late = world.call(ADMIN, "POST", "/organisation/roles", {"role_name": "后到", "permissions": ["funds.read"]})
    assert "role_limit_reached" in late.refusals


@pytest.mark.parametrize("name", ["订单专员", "财务专员", "Finance"])
def test_no_two_roles_have_one_name(world, name):
    a_role(world)
    assert (
        "role_name_taken" in world.call(ADMIN, "POST", "/organisation/roles", {"role_name": name, "permissions": ["funds.read"]}).refusals
    )


def test_a_changed_role_counts_from_its_members_next_call(world):
    role_id = a_role(world, "funds.read")
    member = a_member("U1", custom=(role_id,))
    assert not acting(member).may("billing.read")
    form = {"role_name": "账单专员", "permissions": ["billing.read"]}
    world.call(ADMIN, "PUT", f"/organisation/roles/{role_id}", form).ok()
    assert acting(member).may("billing.read")
    assert not acting(member).may("funds.read")


@pytest.mark.rule("5.1.1.4/r3")
def test_only_a_role_that_nobody_has_is_deleted(world, pool):
    role_id = a_role(world)
    user_id = create(world, roles=[role_id]).ok()["user_id"]
    refused = world.call(ADMIN, "DELETE", f"/organisation/roles/{role_id}")
    assert refused.refusals["role_in_use"]["facts"]["members"] == 1
    assign(world, user_id, "partner_finance").ok()
    world.call(ADMIN, "DELETE", f"/organisation/roles/{role_id}").ok()
    assert role_now(role_id) is None
    assert role_id not in roles(world)


def test_a_role_that_is_given_while_it_is_deleted_stays(world):
    role_id = a_role(world)
    member = a_member("U1", Role.PARTNER_SA)
    with faults.watching(before=faults.before_first_commit(lambda: assign(world, member, role_id).ok())):
        assert "role_in_use" in world.call(ADMIN, "DELETE", f"/organisation/roles/{role_id}").refusals
    assert acting(member).may("funds.read")


@pytest.mark.rule("5.1.1.4/r4", "5.1.1.2/r1", "5.1.1.2/r2")
@pytest.mark.parametrize("code", ["partner_admin", "partner_finance", "partner_sa", "account_manager", "account_manager_supervisor"])
def test_preset_roles_are_given_but_neither_edited_nor_deleted(world, code):
    form = {"role_name": "改名", "permissions": ["funds.read"]}
    assert "preset_role" in world.call(ADMIN, "PUT", f"/organisation/roles/{code}", form).refusals
    assert "preset_role" in world.call(ADMIN, "DELETE", f"/organisation/roles/{code}").refusals
    told = world.call(ADMIN, "GET", f"/organisation/roles/{code}").ok()
    assert (told["type"], bool(told["permissions"])) == ("preset", True)
    assign(world, a_member("U1", Role.PARTNER_SA), code).ok()
    assert roles(world)[code]["member_count"] == 1


def test_the_members_of_a_role_are_listed_and_counted(world):
    role_id = a_role(world)
    for user_id in ("U1", "U2"):
        assign(world, a_member(user_id, Role.PARTNER_SA), role_id, "partner_sa").ok()
    rows = world.call(ADMIN, "GET", f"/organisation/roles/{role_id}/members").ok()["items"]
    assert {row["user_id"] for row in rows} == {"U1", "U2"}
    assert roles(world)[role_id]["member_count"] == 2
    assert roles(world)["partner_sa"]["member_count"] == 2


def test_the_menu_holds_what_members_may_have_and_every_permission_has_its_menu(world):
    menus = world.call(ADMIN, "GET", "/organisation/permissions").ok()["items"]
    shown = {entry["permission"] for menu in menus for entry in menu["permissions"]}
    assert shown == set(offered())
    assert {name.partition(".")[0] for name in offered()} <= {menu.value for menu in MenuName}
    assert "partners.admit" not in shown
    assert all(entry["zh"] and entry["en"] for menu in menus for entry in menu["permissions"])


# --- giving and taking ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("5.1.1.1/r6")
def test_the_rights_of_several_roles_add_up(world):
    member = a_member("U1", Role.PARTNER_SA)
    assign(world, member, "partner_finance", "account_manager", a_role(world, "incentives.confirm")).ok()
    caller = acting(member)
    assert caller.may("funds.adjust")
    assert caller.may("customers.report")
    assert caller.may("incentives.confirm")


@pytest.mark.rule("5.1.1.3/r6", "5.1.1.3/r7")
@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (["partner_admin", "partner_finance"], "administrator_stands_alone"),
        (["account_manager", "account_manager_supervisor"], "manager_is_no_supervisor"),
    ],
)
def test_roles_that_exclude_each_other_are_not_given(world, asked, refused):
    member = a_member("U1", Role.PARTNER_SA)
    assert refused in assign(world, member, *asked).refusals
    assert list(member_now("U1").roles) == ["partner_sa"]


@pytest.mark.rule("5.1.1.3/r10")
def test_a_supervisor_who_ceases_to_be_one_leaves_his_managers_unmanaged(world):
    supervisor = a_member("SUP", Role.ACCOUNT_MANAGER_SUPERVISOR, managers=["AM1", "AM2"])
    for user_id in ("AM1", "AM2"):
        a_member(user_id, supervisor_id="SUP")
    done = assign(world, supervisor, "partner_finance").ok()
    assert done["unmanaged"] == ["AM1", "AM2"]
    assert [member_now(user_id).supervisor_id for user_id in ("AM1", "AM2")] == [None, None]
    assert list(member_now("SUP").managers) == []


@pytest.mark.rule("5.1.1.3/r11")
@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.PARTNER_SA])
def test_a_role_under_review_stays(world, role):
    member = a_member("U1", role, qualification_under_review=True)
    assert "role_under_review" in assign(world, member, "partner_finance").refusals
    assert "role_under_review" in world.call(ADMIN, "DELETE", "/organisation/members/U1").refusals
    assign(world, member, role.value, "partner_finance").ok()


def test_the_review_holds_no_other_role(world):
    member = a_member("U1", Role.PARTNER_SA, Role.PARTNER_FINANCE, qualification_under_review=True)
    assign(world, member, "partner_sa").ok()


def test_customers_keep_a_manager_in_his_role(world):
    member = a_member("AM1")
    managed("C1", member)
    assert "manager_has_customers" in assign(world, member, "partner_finance").refusals
    assign(world, member, "account_manager_supervisor").ok()


def test_a_manager_gets_a_supervisor_with_his_role_and_leaves_the_former_one(world):
    a_member("S1", Role.ACCOUNT_MANAGER_SUPERVISOR, managers=["AM1"])
    a_member("S2", Role.ACCOUNT_MANAGER_SUPERVISOR)
    member = a_member("AM1", supervisor_id="S1")
    assign(world, member, "account_manager", supervisor_id="S2").ok()
    assert (list(member_now("S1").managers), list(member_now("S2").managers)) == ([], ["AM1"])
    assert "supervisor_without_manager" in assign(world, member, "partner_sa", supervisor_id="S2").refusals
    assert "not_a_supervisor" in assign(world, a_member("AM2"), "account_manager", supervisor_id="AM1").refusals
    assign(world, member, "partner_sa").ok()
    assert list(member_now("S2").managers) == []


def test_a_supervisors_team_is_set_as_a_whole(world):
    a_member("S1", Role.ACCOUNT_MANAGER_SUPERVISOR, managers=["AM1", "AM2"])
    a_member("S2", Role.ACCOUNT_MANAGER_SUPERVISOR, managers=["AM3"])
    for user_id, above in (("AM1", "S1"), ("AM2", "S1"), ("AM3", "S2")):
        a_member(user_id, supervisor_id=above)
    done = world.call(ADMIN, "PUT", "/organisation/members/S1/managers", {"manager_ids": ["AM2", "AM3"]}).ok()
    assert (done["managers"], done["unmanaged"]) == (["AM2", "AM3"], ["AM1"])
    assert [member_now(user_id).supervisor_id for user_id in ("AM1", "AM2", "AM3")] == [None, "S1", "S1"]
    assert list(member_now("S2").managers) == []
    a_member("SA", Role.PARTNER_SA)
    refused = world.call(ADMIN, "PUT", "/organisation/members/S1/managers", {"manager_ids": ["SA"]})
    assert "not_an_account_manager" in refused.refusals


@pytest.mark.parametrize("path", ["members/M2/roles", "members/M2/managers"])
def test_another_partners_member_is_not_there(world, path):
    a_member("M2", of="P2")
    form = {"roles": ["partner_sa"]} if path.endswith("roles") else {"manager_ids": []}
    assert world.call(ADMIN, "PUT", f"/organisation/{path}", form).status == 404


def test_another_partners_role_cannot_be_given(world):
    an_organisation("P2")
    foreign = a_role(world, by=partner_user("P2"))
    assert assign(world, a_member("U1", Role.PARTNER_SA), foreign).status == 404


# --- the partner account --------------------------------------------------------------------------------------------------


def test_the_super_administrator_hands_the_partner_account_over(world):
    former = a_member("SU", Role.SUPER_ADMIN, Role.PARTNER_ADMIN, is_super_admin=True)
    successor = a_member("U1", Role.PARTNER_SA)
    asked = {"user_id": "U1", "own_roles": ["partner_finance"]}
    assert "not_the_administrator" in world.call(ADMIN, "POST", "/organisation/administrator-transfer", asked).refusals
    world.call(acting(former), "POST", "/organisation/administrator-transfer", asked).ok()
    assert (member_now("U1").is_super_admin, member_now("SU").is_super_admin) == (True, False)
    assert acting(successor).may("organisation.manage")
    assert not acting(former).may("organisation.manage")
    assert "not_the_administrator" in world.call(ADMIN, "POST", "/organisation/administrator-transfer", asked).refusals


# --- the vendor's staff ---------------------------------------------------------------------------------------------------


@pytest.fixture
def chief():
    """Whoever manages the vendor's staff."""
    return acting(a_member("CHIEF", Role.VENDOR_OPERATIONS_MANAGER, of="vendor", actor=Actor.VENDOR))


def test_the_vendors_staff_have_duties_and_no_partners_roles(world, pool, chief):
    form = {
        "account_name": "wang-wu",
        "new_password": "Correct1horse",
        "confirm_password": "Correct1horse",
        "name": "王五",
        "mobile": "13800006666",
        "email": "wang.wu@cloud.example",
    }
    assert world.call(chief, "POST", "/organisation/staff", {**form, "roles": ["partner_admin"]}).status == 404
    made = world.call(chief, "POST", "/organisation/staff", {**form, "roles": ["vendor_reviewer", "vendor_finance"]}).ok()
    caller = acting(member_now(made["user_id"], "vendor"))
    assert caller.may("customers.review_reports")
    assert not caller.may("partners.admit")
    world.call(chief, "PUT", f"/organisation/staff/{made['user_id']}/roles", {"roles": ["vendor_operations"]}).ok()
    assert acting(member_now(made["user_id"], "vendor")).may("partners.admit")
    rows = world.call(chief, "GET", "/organisation/staff").ok()["items"]
    assert {row["account_name"] for row in rows} == {"chief", "wang-wu"}
    locked = {"name": "王五", "mobile": "13800006666", "email": "wang.wu@cloud.example", "status": "locked"}
    world.call(chief, "PUT", f"/organisation/staff/{made['user_id']}", locked).ok()
    assert member_now(made["user_id"], "vendor").status == "locked"
    assert "own_membership" in world.call(chief, "PUT", "/organisation/staff/CHIEF/roles", {"roles": ["vendor_finance"]}).refusals


def test_a_partners_member_is_no_staff(world, pool, chief):
    a_member("U1", Role.PARTNER_SA)
    assert world.call(chief, "PUT", "/organisation/staff/U1/roles", {"roles": ["vendor_finance"]}).status == 404


def test_a_role_of_another_side_gives_nothing(world):
    crossed = acting(a_member("X", Role.VENDOR_FINANCE, Role.PARTNER_SA))
    assert not any(crossed.may(name) for name, known in PERMISSIONS.items() if known.roles == {"vendor_finance"})
    assert crossed.may("customers.read")
