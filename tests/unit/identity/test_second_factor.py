"""The authenticator's code besides the password."""

import json

import pyotp
import pytest

from partner_center.platform.table import Record
from tests.kit.identity import PASSWORD, account_of, an_account, person, sign_in, signed_in


@pytest.fixture
def enrolled(world, pool):
    """Somebody with an authenticator: caller and the authenticator."""
    who, session = signed_in(world, an_account(world))
    begun = world.call(who, "POST", "/identity/mfa", {"access_token": session["access_token"]}).ok()
    authenticator = pyotp.TOTP(begun["secret"])
    form = {"access_token": session["access_token"], "code": authenticator.now()}
    assert world.call(who, "PUT", "/identity/mfa", form).ok() == {"mfa_on": True}
    return who, authenticator


def answer(world, challenge, code, name="chenxing"):
    form = {"account_name": name, "challenge": challenge["challenge"], "code": code}
    return world.call(None, "POST", "/identity/sessions/challenges/mfa", form)


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_with_an_authenticator_the_password_alone_is_not_enough(world, enrolled):
    who, authenticator = enrolled
    asked = sign_in(world, "chenxing").ok()
    assert (asked["id_token"], asked["challenge"]["name"]) == (None, "mfa")
    session = answer(world, asked["challenge"], authenticator.now()).ok()
    assert person(session["id_token"]).session.mfa
    assert account_of(who.user_id).mfa_on


def test_a_wrong_code_is_no_sign_in(world, enrolled):
    _, authenticator = enrolled
    asked = sign_in(world, "chenxing").ok()
    refused = answer(world, asked["challenge"], other_than(authenticator.now()))
    assert (refused.status, refused.refused_as) == (401, "challenge_failed")


def test_codes_are_not_guessed(world, enrolled, real_time):
    _, authenticator = enrolled
    asked = sign_in(world, "chenxing").ok()
    for _ in range(5):
        answer(world, asked["challenge"], other_than(authenticator.now()))
    assert answer(world, asked["challenge"], authenticator.now()).refused_as == "too_many_attempts"


def test_until_its_first_code_an_authenticator_asks_nothing(world, pool):
    who, session = signed_in(world, an_account(world))
    begun = world.call(who, "POST", "/identity/mfa", {"access_token": session["access_token"]}).ok()
    assert begun["address"].startswith("otpauth://totp/Partner%20Center:chenxing?secret=")
    wrong = {"access_token": session["access_token"], "code": other_than(pyotp.TOTP(begun["secret"]).now())}
    assert world.call(who, "PUT", "/identity/mfa", wrong).refused_as == "code_wrong"
    assert sign_in(world, "chenxing").ok()["id_token"]


def test_the_second_factor_goes_with_the_password_only(world, enrolled):
    who, _ = enrolled
    assert world.call(who, "POST", "/identity/mfa/removals", {"password": "Wrong1horse"}).refused_as == "old_password_wrong"
    assert sign_in(world, "chenxing").ok()["challenge"]
    assert world.call(who, "POST", "/identity/mfa/removals", {"password": PASSWORD}).ok() == {"mfa_on": False}
    assert sign_in(world, "chenxing").ok()["id_token"]
    assert not account_of(who.user_id).mfa_on


def test_nobody_enrols_with_another_sessions_token(world, pool):
    who, _ = signed_in(world, an_account(world))
    _, other = signed_in(world, an_account(world, "13800007777", "other"))
    assert world.call(who, "POST", "/identity/mfa", {"access_token": other["access_token"]}).refused_as == "session_ended"


def test_the_secret_is_kept_nowhere(world, enrolled):
    _, authenticator = enrolled
    kept = json.dumps([record.serialize(null_check=False) for record in Record.scan()], default=str)
    assert authenticator.secret not in kept
