"""Signing in, staying signed in, and who one is."""

import pytest

from partner_center.platform.signin import caller_from_claims
from tests.kit.identity import UserPool
from tests.kit.world import partner_user

PASSWORD = "Correct1horse"


@pytest.fixture
def pool(cloud, monkeypatch):
    return UserPool(monkeypatch)


def sign_in(world, name, password=PASSWORD):
    return world.call(None, "POST", "/identity/sessions", {"account_name": name, "password": password})


def test_name_and_password_give_a_token_of_the_person(world, pool):
    import jwt

    user_id = pool.staff("li.lei", PASSWORD, actor="partner", partner_id="P1", roles="partner_admin")
    session = sign_in(world, "li.lei").ok()
    caller = caller_from_claims(jwt.decode(session["id_token"], options={"verify_signature": False}))
    assert (caller.user_id, caller.partner, caller.roles) == (user_id, "P1", ("partner_admin",))
    assert session["refresh_token"]
    assert session["expires_in"] > 0


def test_an_unknown_account_and_a_wrong_password_get_the_same_answer(world, pool):
    pool.staff("li.lei", PASSWORD)
    wrong, unknown = sign_in(world, "li.lei", "Wrong1horse"), sign_in(world, "han.meimei")
    assert {wrong.refused_as, unknown.refused_as} == {"sign_in_failed"}
    assert wrong.status == unknown.status == 401
    assert wrong.body["refusals"] == unknown.body["refusals"]


def test_an_initial_password_must_be_changed_first(world, pool):
    pool.client.admin_create_user(UserPoolId=pool.pool_id, Username="new", TemporaryPassword=PASSWORD)
    assert sign_in(world, "new").refused_as == "password_change_required"


def test_a_refresh_token_goes_on_with_the_session(world, pool):
    pool.staff("li.lei", PASSWORD)
    token = sign_in(world, "li.lei").ok()["refresh_token"]
    assert world.call(None, "POST", "/identity/sessions/refresh", {"refresh_token": token}).ok()["id_token"]


def test_a_password_is_never_repeated_in_an_answer(world, pool):
    answer = world.call(None, "POST", "/identity/sessions", {"account_name": "a", "password": "S3cretX" * 60})
    assert "S3cretX" not in str(answer.body)


@pytest.mark.rule("1.3/r1")
def test_without_an_account_nobody_learns_who_he_is(world):
    assert world.call(None, "GET", "/identity/me").refused_as == "unauthenticated"


def test_the_profile_says_who_one_is_and_what_one_may_do(world):
    profile = world.call(partner_user("P1"), "GET", "/identity/me").ok()
    assert (profile["partner_id"], profile["actor"], profile["roles"]) == ("P1", "partner", ["partner_admin"])
    assert "customers.report" in profile["permissions"]
    assert "partners.admit" not in profile["permissions"]
