"""Members: who may be made, changed, locked and removed, and what that does to their sessions (5.1.1.3, 5.1.1.5, 5.1.3)."""

from __future__ import annotations

import pytest

from partner_center.identity import pool_user_name
from partner_center.kernel.permissions import Role
from partner_center.platform.signin import NotSignedIn
from tests.kit import faults
from tests.kit.identity import sign_in
from tests.kit.organisation import (
    ADMIN,
    MEMBER_FORM,
    PASSWORD,
    a_member,
    a_role,
    acting,
    an_organisation,
    assign,
    behind,
    create,
    managed,
    member_now,
)
from tests.kit.world import Caller, partner_user

pytestmark = pytest.mark.usefixtures("partner", "pool")
OTHER = partner_user("P2")
NEW_PASSWORD = "Another2horse"


@pytest.fixture
def tenant(pool, world):
    """The partner's own account has signed in, so that members can name it; its name."""
    pool.staff("yunfan", PASSWORD, actor="partner", roles="super_admin,partner_admin", partner_id="P1")
    sign_in(world, "yunfan", PASSWORD).ok()
    return "yunfan"


def signed_in(world, tenant, name="zhang-san"):
    """A member signs in with the handed-out password and changes it at once."""
    form = {"partner_account_name": tenant}
    challenge = sign_in(world, name, PASSWORD, **form).ok()
    answer = {"account_name": name, **form, "challenge": challenge["challenge"]["challenge"]}
    changed = {"new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}
    return world.call(None, "POST", "/identity/sessions/challenges/new-password", {**answer, **changed}).ok()


def update(world, user_id, *, by=ADMIN, **form):
    details = {"name": "张三", "mobile": "13800007777", "email": "zhang.san@yunfan.example", "status": "active", **form}
    return world.call(by, "PUT", f"/organisation/members/{user_id}", details)


# --- adding ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("5.1.1.1/r1", "5.1.1.3/r1", "5.1.1.3/r2", "5.1.1.1/r7")
def test_a_member_is_made_with_roles_and_has_their_permissions(world):
    made = create(world, roles=["partner_finance", a_role(world, "incentives.read")]).ok()
    caller = acting(member_now(made["user_id"]))
    assert caller.may("funds.adjust")
    assert caller.may("incentives.read")
    assert not caller.may("organisation.manage")


@pytest.mark.rule("5.1.1.3/r5", "5.1.1.3/r12")
@pytest.mark.parametrize("roles", [[], ["partner_finance", "partner_sa", "account_manager", "RL1"], ["partner_sa", "partner_sa"]])
def test_a_member_has_one_to_three_roles(world, pool, roles):
    before = pool.names()
    assert create(world, roles=roles).refused_as == "invalid_input"
    assert pool.names() == before


@pytest.mark.rule("5.1.1.3/r6")
@pytest.mark.parametrize("other", ["partner_finance", "account_manager", "own"])
def test_the_administrator_role_stands_alone(world, other):
    role = a_role(world, "incentives.read") if other == "own" else other
    assert "administrator_stands_alone" in create(world, roles=["partner_admin", role]).refusals


@pytest.mark.rule("5.1.1.3/r7")
def test_nobody_is_account_manager_and_supervisor(world):
    assert "manager_is_no_supervisor" in create(world, roles=["account_manager", "account_manager_supervisor"]).refusals


@pytest.mark.parametrize("role", ["super_admin", "vendor_finance", "customer", "RL-UNKNOWN"])
def test_what_is_no_role_of_the_partners_members_cannot_be_given(world, pool, role):
    before = pool.names()
    assert create(world, roles=[role]).status == 404
    assert pool.names() == before


@pytest.mark.rule("5.1.1.3/r4", "5.1.1.5/r3")
def test_the_account_name_is_never_changed(world):
    user_id = create(world).ok()["user_id"]
    assert update(world, user_id, account_name="somebody").refused_as == "invalid_input"
    assert member_now(user_id).account_name == "zhang-san"


def test_account_names_and_emails_are_unique_in_the_partner_however_they_are_written(world):
    create(world).ok()
    again = create(world, account_name="Zhang-San", email="ZHANG.SAN@yunfan.example")
    assert set(again.refusals) == {"account_name_taken", "email_taken"}
    an_organisation("P2")
    assert create(world, by=OTHER).status == 201


def test_two_passwords_that_differ_make_nobody(world, pool):
    before = pool.names()
    assert create(world, confirm_password="Correct2horse").refused_as == "invalid_input"
    assert create(world, new_password="onlyletters", confirm_password="onlyletters").refused_as == "invalid_input"
    assert pool.names() == before


def test_a_dry_run_makes_nobody(world, pool):
    before = pool.names()
    foreseen = world.call(ADMIN, "POST", "/organisation/members?dry_run=true", MEMBER_FORM).ok()
    assert {entry["kind"] for entry in foreseen["effects"]["added"]} >= {"membership", "login_name"}
    assert pool.names() == before


def test_a_creation_that_died_before_its_commit_is_repeated(world, pool):
    def die(operation, _):
        if operation == "TransactWriteItems":
            raise faults.Killed

    with pytest.raises(faults.Killed), faults.watching(before=die):
        create(world, key="create-1")
    assert pool.names() == [pool_user_name("P1", "zhang-san")]
    made = create(world, key="create-1").ok()
    assert made["user_id"] == pool.user(pool_user_name("P1", "zhang-san"))["sub"]


def test_a_creation_sent_twice_makes_one_member(world):
    first, second = create(world, key="k1").ok(), create(world, key="k1").ok()
    assert first == second


@pytest.mark.rule("5.1.2/r3", "5.1.2/r4")
def test_the_handed_out_password_must_be_changed_at_the_first_sign_in(world, tenant):
    user_id = create(world).ok()["user_id"]
    first = sign_in(world, "zhang-san", PASSWORD, partner_account_name=tenant).ok()
    assert first.get("id_token") is None
    assert behind(signed_in(world, tenant)).user_id == user_id


# --- managing -------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("5.1.1.5/r3")
def test_details_are_changed(world):
    user_id = create(world).ok()["user_id"]
    update(world, user_id, name="张珊", mobile="13800008888", email="shan@yunfan.example", landline="010-88886666").ok()
    member = member_now(user_id)
    assert (member.name, member.mobile, member.email, member.landline) == ("张珊", "13800008888", "shan@yunfan.example", "010-88886666")


def test_a_changed_email_frees_the_former_one_and_takes_the_new(world, tenant):
    user_id = create(world).ok()["user_id"]
    update(world, user_id, email="new@yunfan.example").ok()
    assert sign_in(world, "new@yunfan.example", PASSWORD, partner_account_name=tenant).status == 200
    assert sign_in(world, "zhang.san@yunfan.example", PASSWORD, partner_account_name=tenant).status >= 400
    create(world, account_name="li-si-li", email="zhang.san@yunfan.example").ok()
    assert "email_taken" in update(world, user_id, email="zhang.san@yunfan.example").refusals


def test_a_locked_member_is_out_at_once_and_back_when_unlocked(world, tenant):
    user_id = create(world).ok()["user_id"]
    session = signed_in(world, tenant)
    assert behind(session).user_id == user_id
    update(world, user_id, status="locked").ok()
    with pytest.raises(NotSignedIn):
        behind(session)
    assert sign_in(world, "zhang-san", NEW_PASSWORD, partner_account_name=tenant).status >= 400
    update(world, user_id, status="active").ok()
    with pytest.raises(NotSignedIn):
        behind(session)  # the ended session stays ended
    assert behind(sign_in(world, "zhang-san", NEW_PASSWORD, partner_account_name=tenant).ok()).user_id == user_id


@pytest.mark.rule("5.1.1.5/r4")
def test_a_new_password_ends_the_sessions_and_must_be_changed(world, tenant):
    user_id = create(world).ok()["user_id"]
    session = signed_in(world, tenant)
    form = {"new_password": "Third3horse", "confirm_password": "Third3horse"}
    world.call(ADMIN, "POST", f"/organisation/members/{user_id}/password", form).ok()
    with pytest.raises(NotSignedIn):
        behind(session)
    assert sign_in(world, "zhang-san", NEW_PASSWORD, partner_account_name=tenant).status >= 400
    assert sign_in(world, "zhang-san", "Third3horse", partner_account_name=tenant).ok().get("id_token") is None


@pytest.mark.rule("5.1.1.5/r5")
def test_a_deleted_member_is_gone_and_his_name_stays_taken(world, tenant):
    user_id = create(world).ok()["user_id"]
    session = signed_in(world, tenant)
    world.call(ADMIN, "DELETE", f"/organisation/members/{user_id}").ok()
    with pytest.raises(NotSignedIn):
        behind(session)
    names = [row["account_name"] for row in world.call(ADMIN, "GET", "/organisation/members").ok()["items"]]
    assert "zhang-san" not in names
    assert world.call(ADMIN, "GET", f"/organisation/members/{user_id}").status == 404
    assert set(create(world).refusals) == {"account_name_taken"}
    assert create(world, account_name="zhang-san-2").status == 201  # the e-mail is free again


def test_deleting_takes_the_member_out_of_his_roles(world):
    role_id = a_role(world)
    user_id = create(world, roles=[role_id]).ok()["user_id"]
    world.call(ADMIN, "DELETE", f"/organisation/members/{user_id}").ok()
    world.call(ADMIN, "DELETE", f"/organisation/roles/{role_id}").ok()


def test_an_account_manager_with_customers_is_not_deleted(world):
    member = a_member("AM1", assigned_customers=0)
    managed("C1", member)
    refused = world.call(ADMIN, "DELETE", "/organisation/members/AM1")
    assert refused.refusals["manager_has_customers"]["facts"]["customers"] == 1


def test_a_supervisor_with_managers_is_not_deleted(world):
    a_member("SUP", Role.ACCOUNT_MANAGER_SUPERVISOR, managers=["AM1"])
    assert "supervisor_has_managers" in world.call(ADMIN, "DELETE", "/organisation/members/SUP").refusals


@pytest.mark.parametrize("target", ["own", "super"])
def test_nobody_manages_himself_or_the_super_administrator(world, target):
    member = a_member("ADM", Role.PARTNER_ADMIN) if target == "own" else a_member("SU", Role.SUPER_ADMIN, is_super_admin=True)
    by = acting(member) if target == "own" else ADMIN
    expected = "own_membership" if target == "own" else "administrator_protected"
    form = {"new_password": "Third3horse", "confirm_password": "Third3horse"}
    assert expected in update(world, member.user_id, by=by, status="locked").refusals
    assert expected in assign(world, member, "partner_finance", by=by).refusals
    assert expected in world.call(by, "DELETE", f"/organisation/members/{member.user_id}").refusals
    assert expected in world.call(by, "POST", f"/organisation/members/{member.user_id}/password", form).refusals


def test_a_delegate_has_no_power_over_who_may_more_than_he(world):
    role_id = a_role(world, "organisation.manage", "organisation.read", name="人事")
    delegate = acting(a_member("HR", custom=(role_id,)))
    finance = a_member("FIN", Role.PARTNER_FINANCE)
    form = {"new_password": "Third3horse", "confirm_password": "Third3horse"}
    assert "beyond_own_rights" in create(world, by=delegate).refusals
    assert "beyond_own_rights" in assign(world, finance, role_id, by=delegate).refusals
    assert "beyond_own_rights" in world.call(delegate, "POST", "/organisation/members/FIN/password", form).refusals
    asked = {"role_name": "财务", "permissions": ["funds.adjust"]}
    assert "beyond_own_rights" in world.call(delegate, "POST", "/organisation/roles", asked).refusals
    assert create(world, by=delegate, roles=[role_id]).status == 201


@pytest.mark.rule("5.1.1.5/r1")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [("role=partner_finance", {"fin"}), ("status=locked", {"lck"}), ("name=FIN", {"fin"}), ("account_name=lc", {"lck"})],
)
def test_the_list_is_filtered_by_role_status_name_and_account_name(world, asked, shown):
    a_member("FIN", Role.PARTNER_FINANCE)
    a_member("LCK", Role.PARTNER_SA, status="locked")
    a_member("OTHERS", Role.PARTNER_FINANCE, of="P2")
    rows = world.call(ADMIN, "GET", f"/organisation/members?{asked}").ok()["items"]
    assert {row["account_name"] for row in rows} == shown


def test_the_list_hides_contacts_and_the_detail_names_the_roles(world):
    user_id = create(world, roles=["partner_finance", a_role(world)]).ok()["user_id"]
    (row,) = world.call(ADMIN, "GET", "/organisation/members").ok()["items"]
    assert (row["mobile"], row["email"]) == ("138****777", "z****@yunfan.example")
    detail = world.call(ADMIN, "GET", f"/organisation/members/{user_id}").ok()
    assert detail["role_names"] == [{"zh": "财务专员", "en": "Finance"}]


# --- oneself --------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("5.1.3/r1")
def test_a_member_changes_his_own_details(world):
    user_id = create(world).ok()["user_id"]
    details = {"name": "张三丰", "mobile": "13800008888", "email": "sanfeng@yunfan.example"}
    world.call(acting(member_now(user_id)), "PUT", "/organisation/profile", details).ok()
    assert (member_now(user_id).name, member_now(user_id).mobile) == ("张三丰", "13800008888")


@pytest.mark.parametrize("more", [{"status": "locked"}, {"roles": ["partner_admin"]}, {"account_name": "x-y-z-1"}])
def test_a_member_changes_nothing_else_of_himself(world, more):
    member = a_member("U1", Role.PARTNER_FINANCE)
    details = {"name": "张三丰", "mobile": "13800008888", "email": "sanfeng@yunfan.example", **more}
    assert world.call(acting(member), "PUT", "/organisation/profile", details).refused_as == "invalid_input"


def test_the_contact_to_which_codes_go_is_not_changed_by_a_session_alone(world, partner):
    member = a_member("U1", Role.PARTNER_FINANCE, mobile="13800008888", email="u1@yunfan.example")
    caller = Caller(**{**acting(member).__dict__, "codes_on": True})
    moved = {"name": "新名", "mobile": "13900000000", "email": "u1@yunfan.example"}
    assert "contact_guards_codes" in world.call(caller, "PUT", "/organisation/profile", moved).refusals
    assert world.call(caller, "PUT", "/organisation/profile", {**moved, "mobile": "13800008888"}).status == 200
