"""Going on with a session and ending it: a token is worth what its session is."""

import pytest

from partner_center.identity import end_sessions, memberships_of, session as sessions
from partner_center.platform.signin import NotSignedIn
from tests.kit import faults
from tests.kit.identity import PASSWORD, a_membership, a_work, an_account, caller, keep, person, sign_in, signed_in


def refresh(world, session):
    return world.call(None, "POST", "/identity/sessions/refresh", {"refresh_token": session["refresh_token"]})


def test_a_refresh_goes_on_with_the_same_session(world, pool):
    _, session = signed_in(world, an_account(world))
    fresh = refresh(world, session).ok()
    assert person(fresh["id_token"]).session.session_id == person(session["id_token"]).session.session_id
    assert fresh["access_token"]


def test_a_made_up_refresh_token_is_no_session(world, pool):
    answer = refresh(world, {"refresh_token": "made-up"})
    assert (answer.status, answer.refused_as) == (401, "session_ended")


@pytest.mark.parametrize("form", [{}, {"refresh_token": True}])
def test_signing_out_ends_the_token_at_once(world, pool, form):
    who, session = signed_in(world, an_account(world))
    given = {"refresh_token": session["refresh_token"]} if form else {}
    assert world.call(who, "DELETE", "/identity/sessions/current", given).ok() == {"sessions": 1}
    with pytest.raises(NotSignedIn):
        person(session["id_token"])
    assert refresh(world, session).refused_as == "session_ended"
    assert world.call(who, "DELETE", "/identity/sessions/current", given).ok() == {"sessions": 0}


def test_a_refresh_after_the_end_ends_the_refresh_token_too(world, pool):
    who, session = signed_in(world, an_account(world))
    world.call(who, "DELETE", "/identity/sessions/current").ok()
    refresh(world, session)
    with pytest.raises(pool.client.exceptions.NotAuthorizedException):
        pool.client.initiate_auth(
            ClientId=pool.client_id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": session["refresh_token"]}
        )


def test_one_sees_ones_own_sessions_and_ends_one(world, pool):
    who, session = signed_in(world, an_account(world))
    other = sign_in(world, "chenxing").ok()
    stranger, _ = signed_in(world, an_account(world, "13800007777", "stranger"))
    listed = world.call(who, "GET", "/identity/sessions").ok()["items"]
    assert [entry["current"] for entry in listed].count(True) == 1
    assert {entry["source"] for entry in listed} == {"203.0.113.7"}
    assert len(listed) == 2
    (there,) = (entry["session_id"] for entry in listed if not entry["current"])
    assert world.call(stranger, "DELETE", f"/identity/sessions/{there}").status == 404
    assert person(other["id_token"])
    world.call(who, "DELETE", f"/identity/sessions/{there}").ok()
    with pytest.raises(NotSignedIn):
        person(other["id_token"])
    assert person(session["id_token"])


def test_all_others_end_together(world, pool):
    who, session = signed_in(world, an_account(world))
    others = [sign_in(world, "chenxing").ok() for _ in range(3)]
    assert world.call(who, "DELETE", "/identity/sessions").ok() == {"sessions": 3}
    assert person(session["id_token"])
    for other in others:
        with pytest.raises(NotSignedIn):
            person(other["id_token"])


def test_a_further_sign_in_ends_the_oldest(world, pool, monkeypatch, stopped_clock):
    from partner_center.identity import signing_in

    monkeypatch.setattr(signing_in, "MOST", 3)
    name = an_account(world)
    opened = []
    for _ in range(4):
        stopped_clock.pass_(minutes=1)
        opened.append(sign_in(world, name).ok())
    with pytest.raises(NotSignedIn):
        person(opened[0]["id_token"])
    assert [person(session["id_token"]).session.is_open for session in opened[1:]] == [True] * 3
    assert sessions.MOST == 20


@pytest.mark.parametrize("status", ["locked", "deleted"])
def test_who_is_locked_is_out_with_the_next_call(world, pool, status):
    who, _ = signed_in(world, an_account(world))
    member = a_membership(who.user_id, "P1")
    session = sign_in(world, "chenxing").ok()
    assert caller(session).partner == "P1"
    member.status = status
    keep(member)
    with pytest.raises(NotSignedIn):
        person(session["id_token"])


def test_sessions_that_an_administration_ends_are_ended(world, pool):
    who, session = signed_in(world, an_account(world))
    work = a_work()
    assert end_sessions(work, who.user_id) == 1
    work.commit()
    with pytest.raises(NotSignedIn):
        person(session["id_token"])


def test_a_person_is_one_query(world, pool):
    who, session = signed_in(world, an_account(world))
    a_membership(who.user_id, "P1")
    with faults.watching() as calls:
        found = person(session["id_token"])
    assert dict(calls) == {"Query": 1}
    assert (found.account.account_name, found.membership, found.memberships[0].tenant) == ("chenxing", None, "P1")
    assert [member.tenant for member in memberships_of(who.user_id)] == ["P1"]


def test_a_sign_in_reads_names_and_person_and_writes_once(world, pool):
    an_account(world)
    sign_in(world, "chenxing", PASSWORD).ok()
    calls = world.calls["identity.sign_in"][-1]
    assert (calls["TransactGetItems"], calls["Query"], calls["TransactWriteItems"]) == (1, 1, 1)
