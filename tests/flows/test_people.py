"""People on a deployed cloud: from the sign-up to the first action, a second factor, a forgotten password, the end of a session."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import pyotp
import pytest

from infra.client import Person, eventually
from infra.deployed_stage import SIGN_UP_CODE, Deployed
from infra.story import PASSWORD, Story

pytestmark = pytest.mark.flow

RECOVERY_CODE = "654321"  # the emulator's user pool sends no text messages; this is the code it expects
NEW = "Battery-Staple-8"
ACCEPTED = {"notice_accepted": True, "cloud_terms_accepted": True}
ID_NUMBER = "360426199101010071"


@dataclass
class Holder:
    """Somebody with an account of his own."""

    person: Person
    name: str
    access_token: str
    refresh_token: str


def sign_in(stage: Deployed, name: str, password: str = PASSWORD) -> Holder:
    """Signed in, with all that the sign-in answered."""
    person = stage.visitor(name)
    answered = person.post("/identity/sessions", {"account_name": name, "password": password})
    person.token = answered["id_token"]
    return Holder(person, name, answered["access_token"], answered["refresh_token"])


@pytest.fixture
def holder(stage: Deployed) -> Holder:
    """Somebody who has just registered, signed in."""
    visitor, number = stage.visitor("newcomer"), secrets.randbelow(10**8)
    form = {"mobile": f"137{number:08d}", "new_password": PASSWORD, "confirm_password": PASSWORD}
    registration_id = visitor.post("/identity/accounts", form)["registration_id"]
    asked = {"code": SIGN_UP_CODE, "account_name": f"newcomer-{number:08d}"}
    name = visitor.post(f"/identity/accounts/{registration_id}/confirmation", asked)["account_name"]
    return sign_in(stage, name)


def test_from_the_sign_up_to_the_first_action(stage: Deployed, story: Story, holder: Holder):
    person = holder.person
    assert person.call("POST", "/identity/me/cloud", {"terms_accepted": False}).refused_as == "terms_not_accepted"
    person.post("/identity/me/cloud", {"terms_accepted": True})
    verified = person.post("/identity/me/real-name", {"kind": "personal", "name": "李雷", "document_no": ID_NUMBER})
    assert verified["status"] == "verified"
    profile = person.get("/identity/me")
    assert (profile["account_name"], profile["account"]["cloud_activated"]) == (holder.name, True)
    asked = {"association_type": "consultative", "custom_type": "custom_label", "custom_label": "newcomers"}
    token = str(story.other.call("POST", "/customers/invitation-links", asked).ok()["url"]).rsplit("/", 1)[-1]
    outcome = eventually(  # the customers' area hears of the account a moment later
        lambda: person.call("POST", f"/customers/invitations/{token}/association", ACCEPTED),
        lambda reply: reply.status != 404,
    ).ok()
    assert outcome["outcome"] in {"associated", "failed"}, outcome


def test_wrong_passwords_close_a_name_whether_or_not_anybody_has_it(stage: Deployed, holder: Holder):
    visitor = stage.visitor("guesser")
    for name in (holder.name, f"nobody-{secrets.token_hex(4)}"):
        form = {"account_name": name, "password": "Wrong-Horse-7"}
        assert [visitor.call("POST", "/identity/sessions", form).refused_as for _ in range(6)] == ["sign_in_failed"] * 5 + [
            "too_many_attempts"
        ]
    assert visitor.call("POST", "/identity/sessions", {"account_name": holder.name, "password": PASSWORD}).status == 429


def test_an_authenticator_is_asked_besides_the_password(stage: Deployed, holder: Holder):
    begun = holder.person.post("/identity/mfa", {"access_token": holder.access_token})
    authenticator = pyotp.TOTP(begun["secret"])
    holder.person.put("/identity/mfa", {"access_token": holder.access_token, "code": authenticator.now()})
    visitor = stage.visitor(holder.name)
    asked = visitor.post("/identity/sessions", {"account_name": holder.name, "password": PASSWORD})
    assert (asked["id_token"], asked["challenge"]["name"]) == (None, "mfa")
    answer = {"account_name": holder.name, "challenge": asked["challenge"]["challenge"], "code": authenticator.now()}
    visitor.token = visitor.post("/identity/sessions/challenges/mfa", answer)["id_token"]
    assert visitor.get("/identity/me")["account"]["mfa_on"]


def test_a_forgotten_password_is_replaced_and_every_session_ends(stage: Deployed, holder: Holder):
    visitor = stage.visitor("forgetful")
    visitor.post("/identity/password-recoveries", {"account_name": holder.name})
    form = {"account_name": holder.name, "code": RECOVERY_CODE, "new_password": NEW, "confirm_password": NEW}
    visitor.post("/identity/password-recoveries/confirmation", form)
    assert holder.person.call("GET", "/identity/me").status == 401
    assert visitor.call("POST", "/identity/sessions/refresh", {"refresh_token": holder.refresh_token}).refused_as == "session_ended"
    assert sign_in(stage, holder.name, NEW).person.get("/identity/me")["account_name"] == holder.name


def test_signing_out_ends_the_token_with_the_next_call(stage: Deployed, holder: Holder):
    other = sign_in(stage, holder.name)
    holder.person.call("DELETE", "/identity/sessions/current", {"refresh_token": holder.refresh_token}).ok()
    assert holder.person.call("GET", "/identity/me").status == 401
    assert other.person.get("/identity/me")["account_name"] == holder.name


def test_the_password_is_changed_with_the_old_one(stage: Deployed, holder: Holder):
    other = sign_in(stage, holder.name)
    form = {"access_token": holder.access_token, "old_password": PASSWORD, "new_password": NEW, "confirm_password": NEW}
    assert holder.person.call("PUT", "/identity/me/password", {**form, "old_password": NEW + "x"}).refused_as == "old_password_wrong"
    assert holder.person.put("/identity/me/password", {**form, "sign_out_others": True})["sessions"] == 1
    assert holder.person.get("/identity/me")["account_name"] == holder.name
    assert other.person.call("GET", "/identity/me").status == 401
