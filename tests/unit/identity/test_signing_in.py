"""Signing in: with two values or three, for whom, and what is asked besides."""

import json

import pytest
from pydantic import SecretStr

from partner_center.identity import (
    Membership,
    create_pool_user,
    disable_pool_user,
    login_names,
    pool_user_name,
    tenant_name,
)
from partner_center.kernel.permissions import Actor
from partner_center.platform.audit import AuditRecord
from partner_center.platform.signin import NotSignedIn
from partner_center.platform.table import Record
from partner_center.platform.throttle import Counter
from tests.kit.identity import PASSWORD, a_membership, account_of, an_account, caller, keep, people, person, sign_in, signed_in
from tests.kit.world import partner_user

INITIAL = "Initial7pass"


def a_member(pool, tenant="P1", name="Zhang.San", email="zs@p1.example", **fields):
    """A member whom the partner's administration created."""
    user_name = pool_user_name(tenant, name)
    user_id = create_pool_user(user_name, SecretStr(INITIAL))
    keep(*login_names(tenant, user_name, user_id, name, email))
    a_membership(user_id, tenant, account_name=name, user_name=user_name, **fields)
    return user_id


def trail(scope):
    return list(AuditRecord.query(f"audit/{scope.replace('/', '%2F')}"))


def test_name_and_password_give_a_session_of_the_person(world, pool):
    name = an_account(world)
    session = sign_in(world, name).ok()
    assert session["refresh_token"]
    assert session["access_token"]
    assert session["expires_in"] > 0
    assert person(session["id_token"]).account.account_name == "chenxing"


def test_a_name_is_the_same_in_capitals(world, pool):
    an_account(world, name="ChenXing")
    assert sign_in(world, " chenXING ").ok()["id_token"]


def test_the_proved_mobile_signs_in_too(world, pool):
    an_account(world, mobile="13800005555")
    assert sign_in(world, "13800005555").ok()["id_token"]


def test_an_unknown_account_and_a_wrong_password_get_the_same_answer(world, pool):
    an_account(world)
    wrong, unknown = sign_in(world, "chenxing", "Wrong1horse"), sign_in(world, "han.meimei")
    assert {wrong.refused_as, unknown.refused_as} == {"sign_in_failed"}
    assert wrong.status == unknown.status == 401
    assert wrong.body["refusals"] == unknown.body["refusals"]
    assert wrong.headers.keys() == unknown.headers.keys()


def test_known_and_unknown_names_cost_the_same_calls(world, pool):
    an_account(world)
    sign_in(world, "chenxing", "Wrong1horse")
    sign_in(world, "han.meimei", "Wrong1horse")
    known, unknown = world.calls["identity.sign_in"][-2:]
    assert known == unknown


@pytest.mark.parametrize("headers", [{"If-Match": '"7"'}, {"Idempotency-Key": "k"}])
def test_no_header_tells_known_names_from_unknown_ones(world, pool, headers):
    an_account(world)
    form = {"password": "Wrong1horse"}
    answers = [
        world.call(None, "POST", "/identity/sessions", {"account_name": name, **form}, headers=headers) for name in ("chenxing", "nobody")
    ]
    assert len({(answer.status, answer.refused_as) for answer in answers}) == 1


def test_five_wrong_guesses_close_a_name_even_to_the_right_password(world, pool, real_time):
    an_account(world)
    for _ in range(5):
        assert sign_in(world, "chenxing", "Wrong1horse").refused_as == "sign_in_failed"
    locked = sign_in(world, "chenxing")
    assert (locked.status, locked.refused_as) == (429, "too_many_attempts")
    real_time(901)
    assert sign_in(world, "chenxing").ok()


def test_names_that_nobody_has_are_closed_alike(world, pool, real_time):
    for _ in range(5):
        sign_in(world, "nobody", "Wrong1horse")
    assert sign_in(world, "Nobody").refused_as == "too_many_attempts"


def test_right_passwords_do_not_count(world, pool, real_time):
    an_account(world)
    for _ in range(7):
        sign_in(world, "chenxing").ok()


def test_many_names_from_one_address_are_stopped_too(world, pool, real_time, monkeypatch):
    from partner_center.identity import guessing, signing_in
    from partner_center.platform.throttle import Limit

    monkeypatch.setattr(signing_in, "SIGN_INS_FROM", Limit("sign_in_from", times=3, within_s=900))
    assert guessing.SIGN_INS_FROM.times < 1000
    for number in range(3):
        assert sign_in(world, f"nobody{number}").refused_as == "sign_in_failed"
    assert sign_in(world, "nobody9").refused_as == "too_many_attempts"


def test_counters_tell_nobodys_name(world, pool):
    sign_in(world, "han.meimei", "Wrong1horse")
    assert "han.meimei" not in str([counter.serialize(null_check=False) for counter in Counter.scan() if isinstance(counter, Counter)])


def test_tokens_and_passwords_are_in_no_record(world, pool):
    an_account(world)
    session = world.call(None, "POST", "/identity/sessions", {"account_name": "chenxing", "password": PASSWORD}, key="k1").ok()
    world.call(None, "POST", "/identity/sessions/refresh", {"refresh_token": session["refresh_token"]}, key="k2").ok()
    kept = json.dumps([record.serialize(null_check=False) for record in Record.scan()], default=str)
    for secret in (session["id_token"], session["access_token"], session["refresh_token"], PASSWORD):
        assert secret not in kept


def test_the_same_key_twice_is_two_sessions(world, pool):
    an_account(world)
    form = {"account_name": "chenxing", "password": PASSWORD}
    first, second = (world.call(None, "POST", "/identity/sessions", form, key="k1").ok() for _ in range(2))
    assert person(first["id_token"]).session.session_id != person(second["id_token"]).session.session_id


def test_a_password_is_never_repeated_in_an_answer(world, pool):
    answer = world.call(None, "POST", "/identity/sessions", {"account_name": "a", "password": "S3cretX" * 60})
    assert "S3cretX" not in str(answer.body)


def test_a_dry_run_signs_nobody_in(world, pool):
    an_account(world)
    before = len(list(Record.scan()))
    form = {"account_name": "chenxing", "password": PASSWORD}
    answer = world.call(None, "POST", "/identity/sessions?dry_run=true", form).ok()
    assert answer["result"]["id_token"] is None
    assert answer["effects"]["added"] == []
    assert len(list(Record.scan())) == before


# --- members --------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("5.1.2/r2", "5.1.2/r3")
@pytest.mark.parametrize("name", ["zhang.san", "ZHANG.SAN", "zs@p1.example"])
@pytest.mark.parametrize("partner", ["yuanhang", "YuanHang", "P1"])
def test_a_member_signs_in_with_three_values(world, pool, name, partner):
    keep(tenant_name("YuanHang", "P1"))
    a_member(pool)
    session = first_login(world, pool, name, partner)
    assert session["partner_id"] == "P1"
    assert caller(session).partner == "P1"


def first_login(world, pool, name="zhang.san", partner="P1", new=PASSWORD):
    asked = sign_in(world, name, INITIAL, partner_account_name=partner).ok()
    assert asked["id_token"] is None
    form = {"account_name": name, "partner_account_name": partner, "challenge": asked["challenge"]["challenge"]}
    form |= {"new_password": new, "confirm_password": new}
    return world.call(None, "POST", "/identity/sessions/challenges/new-password", form).ok()


@pytest.mark.rule("5.1.2/r4")
def test_the_initial_password_must_be_changed_at_the_first_sign_in(world, pool):
    a_member(pool)
    asked = sign_in(world, "zhang.san", INITIAL, partner_account_name="P1").ok()
    assert (asked["id_token"], asked["challenge"]["name"]) == (None, "new_password")
    first_login(world, pool)
    assert sign_in(world, "zhang.san", INITIAL, partner_account_name="P1").refused_as == "sign_in_failed"
    assert sign_in(world, "zhang.san", partner_account_name="P1").ok()["id_token"]


@pytest.mark.parametrize("new", ["short1A", "onlyletters", "12345678", "with space 1"])
def test_a_first_password_keeps_the_rules(world, pool, new):
    a_member(pool)
    asked = sign_in(world, "zhang.san", INITIAL, partner_account_name="P1").ok()
    form = {"account_name": "zhang.san", "partner_account_name": "P1", "challenge": asked["challenge"]["challenge"]}
    form |= {"new_password": new, "confirm_password": new}
    assert world.call(None, "POST", "/identity/sessions/challenges/new-password", form).refused_as == "invalid_input"
    assert sign_in(world, "zhang.san", INITIAL, partner_account_name="P1").ok()["challenge"]


def test_a_made_up_challenge_changes_no_password(world, pool):
    a_member(pool)
    form = {"account_name": "zhang.san", "partner_account_name": "P1", "challenge": "made-up-made-up-made-up"}
    form |= {"new_password": PASSWORD, "confirm_password": PASSWORD}
    answer = world.call(None, "POST", "/identity/sessions/challenges/new-password", form)
    assert (answer.status, answer.refused_as) == (401, "challenge_failed")
    assert sign_in(world, "zhang.san", INITIAL, partner_account_name="P1").ok()["challenge"]


@pytest.mark.rule("5.1.2/r1")
def test_a_member_has_no_other_way_in(world, pool):
    a_member(pool)
    first_login(world, pool)
    assert sign_in(world, "zhang.san").refused_as == "sign_in_failed"
    assert sign_in(world, "zs@p1.example").refused_as == "sign_in_failed"
    assert sign_in(world, pool_user_name("P1", "zhang.san")).refused_as == "invalid_input"


def test_members_of_two_partners_may_have_one_name(world, pool):
    a_member(pool, "P1")
    a_member(pool, "P2", email="zs@p2.example")
    first_login(world, pool, partner="P1")
    assert first_login(world, pool, partner="P2", new="Another1horse")["partner_id"] == "P2"
    assert sign_in(world, "zhang.san", "Another1horse", partner_account_name="P1").refused_as == "sign_in_failed"


def test_an_unknown_partner_is_answered_like_a_wrong_password(world, pool):
    a_member(pool)
    unknown = sign_in(world, "zhang.san", partner_account_name="nobody")
    wrong = sign_in(world, "zhang.san", "Wrong1horse", partner_account_name="P1")
    assert (unknown.status, unknown.body["refusals"]) == (wrong.status, wrong.body["refusals"])


@pytest.mark.rule("5.1.2/r5")
@pytest.mark.parametrize("status", ["locked", "deleted"])
def test_who_is_no_member_any_more_does_not_get_in(world, pool, status):
    a_member(pool, status=status)
    asked = sign_in(world, "zhang.san", INITIAL, partner_account_name="P1").ok()
    form = {"account_name": "zhang.san", "partner_account_name": "P1", "challenge": asked["challenge"]["challenge"]}
    form |= {"new_password": PASSWORD, "confirm_password": PASSWORD}
    assert world.call(None, "POST", "/identity/sessions/challenges/new-password", form).refused_as == "sign_in_failed"


def test_a_locked_user_is_answered_like_an_unknown_one(world, pool):
    an_account(world)
    disable_pool_user(pool.names()[0])
    assert sign_in(world, "chenxing").body["refusals"] == sign_in(world, "nobody").body["refusals"]


# --- for whom -------------------------------------------------------------------------------------------------------------


def test_who_acts_for_several_partners_chooses_one(world, pool):
    who, _ = signed_in(world, an_account(world))
    a_membership(who.user_id, "P1")
    a_membership(who.user_id, "P2")
    open_choice = sign_in(world, "chenxing").ok()
    assert open_choice["partner_id"] is None
    assert sorted(choice["partner_id"] for choice in open_choice["tenants"]) == ["P1", "P2"]
    assert caller(open_choice).actor is Actor.CUSTOMER
    assert caller(sign_in(world, "chenxing", partner_id="P2").ok()).partner == "P2"


def test_the_only_partner_needs_no_choice(world, pool):
    who, _ = signed_in(world, an_account(world))
    a_membership(who.user_id, "P1")
    assert sign_in(world, "chenxing").ok()["partner_id"] == "P1"


def test_nobody_acts_for_a_partner_that_has_not_made_him_its_member(world, pool):
    who, _ = signed_in(world, an_account(world))
    a_membership(who.user_id, "P1")
    a_membership(who.user_id, "P2", status="locked")
    for tenant in ("P2", "P3", "vendor"):
        assert sign_in(world, "chenxing", partner_id=tenant).refused_as == "not_a_member"


def test_a_session_goes_over_to_another_partner_without_a_password(world, pool):
    who, session = signed_in(world, an_account(world))
    a_membership(who.user_id, "P1")
    a_membership(who.user_id, "P2", status="locked")
    assert world.call(who, "PUT", "/identity/sessions/current", {"partner_id": "P1"}).ok()["partner_id"] == "P1"
    assert caller(session).partner == "P1"
    assert world.call(who, "PUT", "/identity/sessions/current", {"partner_id": "P2"}).refused_as == "not_a_member"
    assert world.call(who, "PUT", "/identity/sessions/current", {"partner_id": None}).ok()["partner_id"] is None
    assert caller(session).partner is None


# --- the first staff ------------------------------------------------------------------------------------------------------


def test_staff_whom_an_operator_created_get_their_membership_by_signing_in(world, pool):
    user_id = pool.staff("yuanhang-admin", actor="partner", partner_id="P1", roles="super_admin,partner_admin,vendor_finance")
    who, _ = signed_in(world, "yuanhang-admin")
    assert (who.user_id, who.partner, who.roles) == (user_id, "P1", ("super_admin", "partner_admin"))
    assert account_of(user_id).account_name == "yuanhang-admin"
    assert sign_in(world, "yuanhang-admin").ok()["partner_id"] == "P1"
    assert len([record for record in people(user_id) if isinstance(record, Membership)]) == 1


def test_vendor_staff_too(world, pool):
    pool.staff("vendor-ops", actor="vendor", roles="vendor_operations,super_admin")
    who, _ = signed_in(world, "vendor-ops")
    assert (who.actor, who.roles, who.partner) == (Actor.VENDOR, ("vendor_operations",), None)


def test_the_administrators_name_becomes_the_partners_account_name(world, pool):
    pool.staff("YuanHang-Admin", actor="partner", partner_id="P1", roles="super_admin")
    signed_in(world, "YuanHang-Admin")
    a_member(pool)
    assert first_login(world, pool, partner="yuanhang-admin")["partner_id"] == "P1"


def test_once_there_is_a_record_the_pools_attributes_count_no_more(world, pool):
    user_id = pool.staff("li.lei", actor="partner", partner_id="P1", roles="partner_admin")
    signed_in(world, "li.lei")
    (member,) = (record for record in people(user_id) if isinstance(record, Membership))
    member.status = "deleted"
    keep(member)
    assert caller(sign_in(world, "li.lei").ok()).actor is Actor.CUSTOMER


def test_who_signed_up_by_himself_is_a_customer_and_nothing_else(world, pool):
    who, _ = signed_in(world, an_account(world))
    assert (who.actor, who.customer, who.partner) == (Actor.CUSTOMER, who.user_id, None)


# --- the trail ------------------------------------------------------------------------------------------------------------


def test_sign_ins_leave_their_trace_with_the_partner(world, pool):
    a_member(pool)
    sign_in(world, "zhang.san", "Wrong1horse", partner_account_name="P1")
    first_login(world, pool)
    wrong, right = sorted(trail("partner/P1"), key=lambda record: record.result, reverse=True)
    assert (wrong.action, wrong.result, wrong.codes, wrong.source) == ("identity.sign_in", "refused", ["sign_in_failed"], "203.0.113.7")
    assert (right.result, right.actor) == ("done", "partner")


def test_a_closed_name_is_an_incident(world, pool, real_time):
    a_member(pool)
    for _ in range(6):
        sign_in(world, "zhang.san", "Wrong1horse", partner_account_name="P1")
    assert [record.codes for record in trail("partner/P1") if record.level == "incident"] == [["too_many_attempts"]]


def test_what_somebody_typed_as_an_unknown_name_is_kept_nowhere(world, pool):
    sign_in(world, "MyPassword-by-mistake", "x")
    assert "mistake" not in json.dumps([record.serialize(null_check=False) for record in Record.scan()], default=str).lower()
    assert [record.result for record in trail("visitor")] == ["refused"]


# --- who one is -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("1.3/r1")
def test_without_an_account_nobody_learns_who_he_is(world):
    assert world.call(None, "GET", "/identity/me").refused_as == "unauthenticated"


def test_the_profile_says_who_one_is_and_what_one_may_do(world):
    profile = world.call(partner_user("P1"), "GET", "/identity/me").ok()
    assert (profile["partner_id"], profile["actor"], profile["roles"]) == ("P1", "partner", ["partner_admin"])
    assert "customers.report" in profile["permissions"]
    assert "partners.admit" not in profile["permissions"]
    assert profile["account"] is None


def test_the_profile_shows_the_account_and_whom_one_may_act_for(world, pool):
    who, _ = signed_in(world, an_account(world))
    a_membership(who.user_id, "P1")
    a_membership(who.user_id, "P2", status="locked")
    a_membership(who.user_id, "P3", status="deleted")
    profile = world.call(who, "GET", "/identity/me").ok()
    assert profile["account_name"] == "chenxing"
    assert profile["account"] == {
        "mobile": "138****555",
        "email": None,
        "country_region": "CN",
        "cloud_activated": False,
        "real_name_status": "none",
        "real_name_kind": None,
        "mfa_on": False,
    }
    assert [(tenant["partner_id"], tenant["status"]) for tenant in profile["tenants"]] == [("P1", "active"), ("P2", "locked")]
    assert world.calls["identity.get_session_profile"][-1]["Query"] == 1


def test_a_token_past_our_sign_in_is_nobodys(world, pool):
    an_account(world)
    (name,) = pool.names()
    auth = pool.client.initiate_auth(
        ClientId=pool.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD}
    )
    tokens = auth["AuthenticationResult"]
    with pytest.raises(NotSignedIn):
        person(tokens["IdToken"])
    refreshed = world.call(None, "POST", "/identity/sessions/refresh", {"refresh_token": tokens["RefreshToken"]})
    assert (refreshed.status, refreshed.refused_as) == (401, "session_ended")


@pytest.mark.parametrize("field", ["account_name", "password", "partner_account_name", "partner_id"])
@pytest.mark.parametrize("text", ["\ud800", "\x00", "😀 ü", "a" * 5000, "' OR 1=1 --", "-", "../x"])
def test_no_text_brings_the_sign_in_down(world, pool, field, text):
    form = {"account_name": "nobody", "password": "Wrong1horse", field: text}
    assert world.call(None, "POST", "/identity/sessions", form).status in {400, 401}
