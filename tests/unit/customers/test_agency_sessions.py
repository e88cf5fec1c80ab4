"""A partner's user acts as the customer until it switches back, as long as everything that rests on holds (10.4.1.8, 10.4.1.9)."""

from dataclasses import replace

import pytest

from partner_center.customers import AGENCY
from partner_center.identity import Session, membership_key, session_key
from partner_center.kernel.permissions import Actor, Role
from partner_center.organisation import caller_of
from partner_center.platform.agency import BOTH, AgencySession
from partner_center.platform.caller import Purpose
from partner_center.platform.declarations import Http
from tests.kit import faults
from tests.kit.agency import (
    CUSTOMER,
    a_partners_user,
    accept,
    agency_session,
    an_agent,
    an_authorization,
    authorization,
    on_the_next_call,
    request,
    revoke,
    start,
    switch_back,
    unlink,
)
from tests.kit.customers import a_linked_customer, found
from tests.kit.identity import UserPool, a_membership, an_account, sign_in
from tests.kit.organisation import a_member, acting, an_organisation, kept, managed
from tests.kit.partners import a_partner
from tests.kit.world import functions

JOB = "customers.close_idle_agency_sessions"


@pytest.fixture
def user(world):
    """An administrator of P1, whom the resale customer C1 authorized."""
    user = a_partners_user()
    an_authorization(world, user)
    return user


# --- starting --------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.8/r4", "10.4.1.9/r2", "10.4.1.1/r21")
@pytest.mark.parametrize("what", ["orders", "operations"])
@pytest.mark.parametrize("partner_type", ["solution_provider", "distributor", "reseller"])
def test_the_identity_is_the_customers_until_it_is_switched_back(world, what, partner_type):
    user = a_partners_user(partner_type=partner_type)
    an_authorization(world, user)
    started = start(world, user, what=what)
    assert started.status == 201
    agent = on_the_next_call(user)
    assert (agent.actor, agent.customer, agent.partner, agent.roles) == (Actor.CUSTOMER, "C1", None, ("customer",))
    assert (agent.user_id, agent.session, agent.agent.partner_id) == (user.user_id, user.session, "P1")
    assert agent.agent.purpose is {"orders": Purpose.ORDER, "operations": Purpose.OPERATE}[what]
    assert switch_back(world, agent).ok() == {"agency_session_id": started.ok()["agency_session_id"], "customer_id": "C1"}
    assert on_the_next_call(user) == user
    assert agency_session(started.ok()["agency_session_id"]).end_reason == "switched_back"


@pytest.mark.rule("10.4.1.8/r3", "10.4.1.9/r1", "10.4.1.1/r11", "10.4.1.1/r22")
@pytest.mark.parametrize(("what", "rule"), [("orders", "10.4.1.8/r3"), ("operations", "10.4.1.9/r1")])
def test_without_the_customers_authorization_nobody_acts_for_it(world, what, rule):
    user = a_partners_user()
    an_authorization(world, user, "C9")  # so that the commitment is accepted
    a_linked_customer("C1")
    refused = start(world, user, what=what)
    assert (refused.refused_as, refused.refusals["authorization_required"]["rule"]) == ("authorization_required", rule)
    assert "申请客户授权" in refused.refusals["authorization_required"]["way_out"]
    request(world, user).ok()
    assert "等待" in start(world, user, what=what).refusals["authorization_required"]["way_out"]
    accept(world).ok()
    start(world, user, what=what).ok()


@pytest.mark.rule("10.4.1.8/r1", "10.4.1.9/r1", "10.4.1.1/r10")
def test_only_for_resale_customers(world, user):
    a_linked_customer("C2", mode="consultative")
    for what in ("orders", "operations"):
        assert start(world, user, "C2", what=what).refused_as == "customer_not_resale"


@pytest.mark.rule("19.7/r1")
def test_not_without_the_partners_commitment(world):
    a_linked_customer("C1")
    assert start(world, a_partners_user()).refused_as == "agreement_required"


def test_the_prompt_is_to_be_confirmed(world, user):
    assert start(world, user, confirmed=False).refused_as == "not_confirmed"
    assert on_the_next_call(user) == user


def test_a_stranger_and_a_program_start_nothing(world, user):
    other = a_partners_user("P2")
    an_authorization(world, other, "C2")
    assert start(world, other).status == 404
    assert start(world, replace(user, session=None)).status == 404
    assert start(world, a_partners_user("P1", Role.PARTNER_FINANCE, name="finance")).status == 403


def test_one_customer_at_a_time_in_one_sign_in_and_several_people_at_once(world, user):
    an_authorization(world, user, "C2")
    first = start(world, user).ok()["agency_session_id"]
    still_own = replace(user)  # a call that was under way
    assert start(world, still_own, "C2").refused_as == "agency_session_open"
    colleague = a_partners_user("P1", name="deputy")
    second = start(world, colleague).ok()["agency_session_id"]
    assert list(authorization().open_sessions) == [first, second]


def test_so_many_at_once_and_no_more(world, user, monkeypatch):
    known = authorization()
    known.open_sessions = [f"AG{number}" for number in range(20)]
    kept(known)
    assert start(world, user).refused_as == "too_many_agency_sessions"


def test_starting_is_one_round_and_one_transaction_and_so_is_switching_back(world, user):
    agent = an_agent(world, user)
    switch_back(world, agent).ok()
    for name in ("start_operate_on_behalf", "end_agency_session"):
        assert world.calls[f"customers.{name}"][-1] == {"TransactGetItems": 1, "TransactWriteItems": 1}, name


def test_two_who_start_with_one_token_start_one_session(world, user):
    an_authorization(world, user, "C2")
    with faults.watching(before=faults.before_first_commit(lambda: start(world, user).ok())):
        assert start(world, user, "C2").refused_as == "agency_session_open"
    assert on_the_next_call(user).customer == "C1"
    assert list(authorization("C2").open_sessions) == []


# --- who it is on each call --------------------------------------------------------------------------------------------------------


def ended_authorization(world, user):
    revoke(world).ok()


def ended_association(world, user):
    unlink()


def ended_right(world, user):
    return replace(user, roles=(Role.PARTNER_FINANCE.value,))


def another_sign_in(world, user):
    later = replace(user, session="S-other")
    kept(
        Session(
            user_id=user.user_id,
            session_id="S-other",
            tenant="P1",
            opened_at=session_now(user).opened_at,
            agency_session_id=session_now(user).agency_session_id,
            agency_customer_id="C1",
        )
    )
    return later


def switched_tenant(world, user):
    known = session_now(user)
    known.tenant = "P2"
    kept(known)
    return replace(user, partner="P2")


def another_managers(world, user):
    managed("C1", "AM2")
    return replace(user, limited_to=("AM1",))


def session_now(user) -> Session:
    return found(session_key(user.user_id, user.session))


@pytest.mark.parametrize(
    "happened", [ended_authorization, ended_association, ended_right, another_sign_in, switched_tenant, another_managers]
)
def test_whatever_it_rests_on_ends_the_next_call_is_the_partners_own(world, user, stopped_clock, happened):
    agent = an_agent(world, user)
    stopped_clock.pass_(minutes=1)
    own = happened(world, user) or user
    assert on_the_next_call(own) == own
    assert agent.customer == "C1"


def test_a_new_authorization_does_not_revive_an_old_session(world, user, stopped_clock):
    an_agent(world, user)
    stopped_clock.pass_(minutes=1)
    revoke(world).ok()
    stopped_clock.pass_(minutes=1)
    request(world, user, ticked=False).ok()
    accept(world).ok()
    assert on_the_next_call(user) == user
    start(world, user).ok()  # what the sign-in remembered is over
    assert on_the_next_call(user).customer == "C1"


def test_an_account_manager_acts_for_his_own_customers(world, user, stopped_clock):
    a_linked_customer("C2")
    manager = a_member("P1-AM1")
    own = replace(acting(manager), session="S-AM1")
    kept(Session(user_id=own.user_id, session_id="S-AM1", tenant="P1", opened_at=stopped_clock.now))
    assert start(world, own).status == 404
    managed("C1", manager)
    start(world, own).ok()
    assert on_the_next_call(own).customer == "C1"


def test_what_the_sign_in_remembers_is_cleared_also_when_it_holds_no_more(world, user, stopped_clock):
    an_agent(world, user)
    stopped_clock.pass_(minutes=1)
    revoke(world).ok()
    switch_back(world, on_the_next_call(user)).ok()
    assert session_now(user).agency_session_id is None
    assert switch_back(world, user).status == 404


def test_the_authorizer_takes_no_call_more_for_an_agent(world, monkeypatch):
    UserPool(monkeypatch)
    a_partner("P1")
    an_organisation("P1")
    name = an_account(world)
    user_id = caller_of(f"Bearer {sign_in(world, name).ok()['id_token']}").user_id
    a_membership(user_id, "P1", roles=[Role.PARTNER_ADMIN.value])
    token = f"Bearer {sign_in(world, name, partner_id='P1').ok()['id_token']}"
    own = caller_of(token, AGENCY)
    an_authorization(world, own)
    start(world, own).ok()
    with faults.watching() as calls:
        agent = caller_of(token, AGENCY)
    assert dict(calls) == {"Query": 1, "BatchGetItem": 1, "UpdateItem": 1}
    assert (agent.customer, agent.user_id, agent.agent.partner_id) == ("C1", user_id, "P1")
    shown = world.call(agent, "GET", "/identity/me").ok()
    assert (shown["actor"], shown["customer_id"], shown["agency"]["purpose"]) == ("customer", "C1", "operate")
    switch_back(world, agent).ok()
    assert caller_of(token, AGENCY) == own
    start(world, own).ok()
    member = found(membership_key(user_id, "P1"))
    member.roles = [Role.PARTNER_SA.value]
    kept(member)
    assert caller_of(token, AGENCY).agent is None


# --- forgotten ones ----------------------------------------------------------------------------------------------------------------


def test_a_session_that_nobody_uses_is_over_before_the_job_has_said_so(world, user, stopped_clock):
    session = start(world, user).ok()["agency_session_id"]
    stopped_clock.pass_(minutes=29)
    assert on_the_next_call(user).customer == "C1"
    stopped_clock.pass_(minutes=1)
    assert on_the_next_call(user) == user
    for _ in range(2):
        world.run_job(JOB, stopped_clock.now.isoformat())
    assert (agency_session(session).end_reason, list(authorization().open_sessions)) == ("idle", [])


def test_use_keeps_it_alive_up_to_its_longest_duration(world, user, stopped_clock):
    session = start(world, user).ok()["agency_session_id"]
    for _ in range(19):
        stopped_clock.pass_(minutes=25)
        agent = on_the_next_call(user)
        assert agent.customer == "C1"
        world.call(agent, "GET", "/coupons/customer-vouchers").ok()
        assert world.run_job(JOB, stopped_clock.now.isoformat())["done"] == 0
    stopped_clock.pass_(minutes=5)
    assert on_the_next_call(user) == user
    world.run_job(JOB, stopped_clock.now.isoformat())
    assert agency_session(session).end_reason == "longest"


def test_a_job_that_finds_what_was_ended_meanwhile_leaves_it(world, user, stopped_clock):
    session = start(world, user).ok()["agency_session_id"]
    before = agency_session(session)
    switch_back(world, on_the_next_call(user)).ok()
    stopped_clock.pass_(hours=1)
    assert world.run_job(JOB, stopped_clock.now.isoformat())["done"] == 0
    assert isinstance(before, AgencySession)
    assert agency_session(session).end_reason == "switched_back"


# --- races -------------------------------------------------------------------------------------------------------------------------


def test_the_customer_ends_it_while_somebody_starts(world, user, stopped_clock):
    stopped_clock.pass_(minutes=1)
    with faults.watching(before=faults.before_first_commit(lambda: revoke(world).ok())):
        assert start(world, user).refused_as == "authorization_required"
    assert on_the_next_call(user) == user
    assert list(AgencySession.query(AgencySession.partition(partner_id="P1"))) == []


def test_somebody_starts_while_the_customer_ends_it(world, user, stopped_clock):
    stopped_clock.pass_(minutes=1)
    with faults.watching(before=faults.before_first_commit(lambda: start(world, user).ok())):
        revoke(world).ok()
    (session,) = AgencySession.query(AgencySession.partition(partner_id="P1"))
    assert session.end_reason == "revoked"
    assert on_the_next_call(user) == user


def test_switching_back_while_the_customer_ends_it_ends_it_once(world, user, stopped_clock):
    agent = an_agent(world, user)
    stopped_clock.pass_(minutes=1)
    with faults.watching(before=faults.before_first_commit(lambda: switch_back(world, agent).ok())):
        revoke(world).ok()
    (session,) = AgencySession.query(AgencySession.partition(partner_id="P1"))
    assert session.end_reason == "switched_back"
    assert authorization().status == "cancelled"


# --- what an agent reaches ---------------------------------------------------------------------------------------------------------


REACHED = {
    "coupons.list_customer_vouchers",
    "customers.end_agency_session",
    "customers.get_partner_contacts",
    "customers.list_signed_agreements",
    "funds.list_adjustments",
    "identity.get_session_profile",
    "identity.sign_out",
    "notices.count_unread",
    "notices.list_messages",
}


@pytest.mark.rule("19.5/r3", "19.5/r7")
def test_the_letter_opens_these_pages_and_every_one_asks_for_both_purposes():
    open_to_agents = {
        name: app.declaration.trigger.agents
        for name, app in functions().items()
        if isinstance(app.declaration.trigger, Http) and app.declaration.trigger.agents
    }
    assert open_to_agents.keys() >= REACHED
    assert all(set(agents) <= set(BOTH) for agents in open_to_agents.values())


def test_nothing_that_decides_for_the_customer_or_orders_marketplace_goods_is_open():
    for name, app in functions().items():
        trigger = app.declaration.trigger
        if isinstance(trigger, Http) and trigger.agents:
            assert (trigger.sensitive, trigger.agreement, trigger.confidential, trigger.public) == (None, None, False, False), name
            assert app.declaration.area != "marketplace", name


CLOSED = [
    ("POST", "/customers/agreements", {"version": "V1001", "notice_accepted": True}),
    ("POST", "/customers/me/authorizations/P1/revocation", {"cancel_reason": "x"}),
    ("POST", "/customers/me/authorizations/P1/rejection", {}),
    ("POST", "/identity/documents/customer_authorization_letter/acceptances", {"version": "V1001", "accepted": True}),
    ("PUT", "/identity/sessions/current", {"partner_id": "P1"}),
    ("POST", "/customers/agency-sessions/orders", {"customer_id": "C1", "confirmed": True}),
    ("GET", "/customers/customers", None),
    ("GET", "/customers/me/agency-journal", None),
    ("GET", "/identity/sessions", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CLOSED)
def test_everything_else_is_closed_and_says_why(world, user, method, path, body):
    agent = an_agent(world, user)
    refused = world.call(agent, method, path, body)
    assert (refused.status, refused.refused_as) == (403, "not_for_agents")
    assert "切换角色" in refused.refusals["not_for_agents"]["way_out"]
    assert authorization().status == "authorized"


def test_every_function_that_declares_nothing_is_closed(world, user):
    from infra.examples import http_sample
    from tests.kit.world import Context

    agent = an_agent(world, user)
    for name, app in functions().items():
        trigger = app.declaration.trigger
        if isinstance(trigger, Http) and not trigger.public and agent.agent.purpose not in trigger.agents:
            event = http_sample(trigger.operations[0])
            event["requestContext"]["authorizer"] = {"caller": agent.as_context()}
            assert app(event, Context())["statusCode"] == 403, name


def test_the_customer_itself_reaches_what_it_always_did(world, user):
    world.call(CUSTOMER, "GET", "/customers/me/agency-journal").ok()
    world.call(CUSTOMER, "GET", "/coupons/customer-vouchers").ok()
