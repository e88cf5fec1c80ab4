"""A new password for the old one, or for a code (4.1)."""

import json

import pytest
from pydantic import SecretStr

from partner_center.identity import create_pool_user, disable_pool_user, enable_pool_user, reset_pool_password
from partner_center.kernel.errors import Invalid, Refused
from partner_center.platform.signin import NotSignedIn
from partner_center.platform.table import Record
from tests.kit.identity import CODE, PASSWORD, WRONG_CODE, an_account, person, sign_in, signed_in

NEW = "Battery2staple"


def change(world, who, session, old=PASSWORD, new=NEW, **more):
    form = {"access_token": session["access_token"], "old_password": old, "new_password": new, "confirm_password": new, **more}
    return world.call(who, "PUT", "/identity/me/password", form)


def recover(world, name="chenxing", **more):
    return world.call(None, "POST", "/identity/password-recoveries", {"account_name": name, **more})


def reset(world, name="chenxing", code=CODE, new=NEW):
    form = {"account_name": name, "code": code, "new_password": new, "confirm_password": new}
    return world.call(None, "POST", "/identity/password-recoveries/confirmation", form)


def test_a_new_password_for_the_old_one(world, pool):
    who, session = signed_in(world, an_account(world))
    assert change(world, who, session).ok() == {"sessions": 0}
    assert sign_in(world, "chenxing").refused_as == "sign_in_failed"
    assert sign_in(world, "chenxing", NEW).ok()["id_token"]


@pytest.mark.rule("4.1/r2")
def test_who_does_not_know_the_old_one_changes_nothing(world, pool):
    who, session = signed_in(world, an_account(world))
    assert change(world, who, session, old="Wrong1horse").refused_as == "old_password_wrong"
    assert sign_in(world, "chenxing").ok()


def test_the_old_one_is_not_guessed(world, pool, real_time):
    who, session = signed_in(world, an_account(world))
    for _ in range(5):
        change(world, who, session, old="Wrong1horse")
    assert change(world, who, session).refused_as == "too_many_attempts"


def test_other_devices_are_signed_out_where_that_is_ticked(world, pool):
    who, session = signed_in(world, an_account(world))
    other = sign_in(world, "chenxing").ok()
    change(world, who, session).ok()
    assert person(other["id_token"])
    assert change(world, who, session, NEW, "Third3password", sign_out_others=True).ok() == {"sessions": 1}
    assert person(session["id_token"])
    with pytest.raises(NotSignedIn):
        person(other["id_token"])


def test_a_change_that_died_before_its_commit_is_repeated(world, pool):
    who, session = signed_in(world, an_account(world))
    other = sign_in(world, "chenxing").ok()
    pool.client.change_password(PreviousPassword=PASSWORD, ProposedPassword=NEW, AccessToken=session["access_token"])
    assert change(world, who, session, sign_out_others=True).ok() == {"sessions": 1}
    with pytest.raises(NotSignedIn):
        person(other["id_token"])


def test_somebody_elses_access_token_changes_nobodys_password(world, pool):
    who, _ = signed_in(world, an_account(world))
    _, stolen = signed_in(world, an_account(world, "13800007777", "victim"))
    assert change(world, who, stolen).refused_as == "session_ended"
    assert sign_in(world, "victim").ok()


def test_the_same_password_is_no_new_one(world, pool):
    who, session = signed_in(world, an_account(world))
    assert change(world, who, session, new=PASSWORD).refused_as == "same_password"


@pytest.mark.parametrize(
    "new",
    [
        pytest.param("a1b2c3d", marks=pytest.mark.rule("4.1/r3")),
        pytest.param("lettersonly", marks=pytest.mark.rule("4.1/r4")),
        pytest.param("with space1", marks=pytest.mark.rule("4.1/r5")),
    ],
)
def test_a_bad_new_password_changes_nothing(world, pool, new):
    who, session = signed_in(world, an_account(world))
    assert change(world, who, session, new=new).refused_as == "invalid_input"
    assert sign_in(world, "chenxing").ok()


def test_a_dry_run_changes_nothing(world, pool):
    who, session = signed_in(world, an_account(world))
    form = {"access_token": session["access_token"], "old_password": PASSWORD, "new_password": NEW, "confirm_password": NEW}
    world.call(who, "PUT", "/identity/me/password?dry_run=true", form).ok()
    assert sign_in(world, "chenxing").ok()


# --- forgotten ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("4.1/r8")
def test_a_forgotten_password_is_recovered_by_a_code_and_every_session_ends(world, pool):
    _, session = signed_in(world, an_account(world))
    assert recover(world).ok() == {}
    assert reset(world).ok() == {}
    assert sign_in(world, "chenxing", NEW).ok()["id_token"]
    with pytest.raises(NotSignedIn):
        person(session["id_token"])
    refreshed = world.call(None, "POST", "/identity/sessions/refresh", {"refresh_token": session["refresh_token"]})
    assert refreshed.refused_as == "session_ended"


def test_nobody_learns_which_accounts_there_are(world, pool):
    an_account(world)
    pool.staff("no-mobile", actor="vendor", roles="vendor_operations")
    asked = [recover(world, name) for name in ("chenxing", "nobody", "no-mobile")]
    assert {(answer.status, json.dumps(answer.body)) for answer in asked} == {(200, "{}")}
    wrong = [reset(world, name, WRONG_CODE) for name in ("chenxing", "nobody", "no-mobile")]
    assert {(answer.status, json.dumps(answer.body["refusals"])) for answer in wrong} == {
        (409, json.dumps(wrong[0].body["refusals"])),
    }
    assert wrong[0].refused_as == "code_wrong"


def test_codes_are_not_guessed(world, pool, real_time):
    an_account(world)
    recover(world).ok()
    for _ in range(5):
        assert reset(world, code=WRONG_CODE).refused_as == "code_wrong"
    assert reset(world).refused_as == "too_many_attempts"
    assert sign_in(world, "chenxing").ok()


def test_codes_are_not_sent_without_end(world, pool, real_time):
    for name in ("chenxing", "nobody"):
        for _ in range(5):
            assert recover(world, name).ok() == {}
        assert recover(world, name).refused_as == "too_many_attempts"


def test_a_code_holds_once(world, pool):
    an_account(world)
    recover(world).ok()
    reset(world).ok()
    assert reset(world, new="Third3password").refused_as == "code_wrong"


def test_a_recovery_that_died_before_its_commit_is_repeated(world, pool):
    _, session = signed_in(world, an_account(world))
    recover(world).ok()
    pool.client.confirm_forgot_password(ClientId=pool.client_id, Username=pool.names()[0], ConfirmationCode=CODE, Password=NEW)
    assert reset(world).ok() == {}
    with pytest.raises(NotSignedIn):
        person(session["id_token"])


def test_no_password_is_kept_anywhere(world, pool):
    who, session = signed_in(world, an_account(world))
    change(world, who, session).ok()
    kept = json.dumps([record.serialize(null_check=False) for record in Record.scan()], default=str)
    assert NEW not in kept
    assert PASSWORD not in kept


# --- what an administration does ------------------------------------------------------------------------------------------


def test_creating_a_user_again_gives_the_same_one(pool):
    first = create_pool_user("P1/li.lei", SecretStr("Initial7pass"), mobile="13800001111", email="ll@p1.example")
    assert create_pool_user("P1/li.lei", SecretStr("Initial8pass")) == first
    assert pool.user("P1/li.lei")["phone_number"] == "+8613800001111"


def test_a_user_in_use_is_not_taken_over(pool):
    pool.staff("li.lei")
    with pytest.raises(Refused, match="account_name_taken"):
        create_pool_user("li.lei", SecretStr("Initial7pass"))


def test_a_weak_initial_password_is_refused_by_the_pool(pool):
    create_pool_user("P1/li.lei", SecretStr("Initial7pass"))
    with pytest.raises(Invalid):
        reset_pool_password("P1/li.lei", SecretStr("onlyletters"))


def test_a_reset_password_must_be_changed_and_old_tokens_end(world, pool):
    _, session = signed_in(world, an_account(world))
    (name,) = pool.names()
    reset_pool_password(name, SecretStr("Initial7pass"))
    assert sign_in(world, "chenxing", "Initial7pass").ok()["challenge"]["name"] == "new_password"
    refreshed = world.call(None, "POST", "/identity/sessions/refresh", {"refresh_token": session["refresh_token"]})
    assert refreshed.refused_as == "session_ended"


def test_a_disabled_user_gets_in_again_once_enabled(world, pool):
    an_account(world)
    (name,) = pool.names()
    for _ in range(2):
        disable_pool_user(name)
    assert sign_in(world, "chenxing").refused_as == "sign_in_failed"
    enable_pool_user(name)
    assert sign_in(world, "chenxing").ok()
