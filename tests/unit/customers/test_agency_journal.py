"""What a partner's user does as the customer stands in a journal that customer, partner and distributor read (issue 4; 10.4.1.9, 13.8)."""

import json
from dataclasses import replace

import pytest

from partner_center.kernel.permissions import Role
from partner_center.platform.agency import AgencyEntry
from partner_center.platform.agreement import Signatory
from partner_center.platform.audit import AuditRecord
from partner_center.platform.caller import Agent, Caller, Purpose
from tests.kit import faults
from tests.kit.agency import (
    CUSTOMER,
    a_partners_user,
    agency_session,
    an_agent,
    an_authorization,
    journal,
    revoke,
    start,
    switch_back,
)
from tests.kit.customers import a_linked_customer, found
from tests.kit.organisation import a_member, a_reseller, acting, managed
from tests.kit.sample.purse import Note
from tests.kit.world import ROOT, Answer, Context, http_event, load, partner_user

SHOP = ROOT / "tests/kit/sample/shop"
KEEP, SEE = load(SHOP / "keep_note.py").app, load(SHOP / "see_note.py").app


@pytest.fixture
def user(world, stopped_clock):
    """An administrator of P1, whom the resale customer C1 authorized a minute ago."""
    user = a_partners_user()
    an_authorization(world, user)
    stopped_clock.pass_(minutes=1)
    return user


def keep(caller, said="hello", *, query=None, key=None) -> Answer:
    headers = {"Idempotency-Key": key} if key else None
    answer = KEEP(http_event("POST", "/notes", {}, query=query, body={"said": said}, caller=caller, headers=headers), Context())
    return Answer(answer["statusCode"], answer["headers"], json.loads(answer["body"]))


def see(caller, note_id="N1") -> Answer:
    answer = SEE(http_event("GET", "/notes/{note_id}", {"note_id": note_id}, caller=caller), Context())
    return Answer(answer["statusCode"], answer["headers"], json.loads(answer["body"]))


def note():
    return found(Note.key(customer_id="C1"))


def entries(partner_id="P1"):
    return list(AgencyEntry.query(AgencyEntry.partition(partner_id=partner_id)))


def test_a_session_from_its_start_to_its_end(world, user, stopped_clock):
    agent = an_agent(world, user)
    stopped_clock.pass_(seconds=1)
    keep(agent).ok()
    stopped_clock.pass_(seconds=1)
    assert see(agent).ok() == {"said": "hello"}
    stopped_clock.pass_(seconds=1)
    world.call(agent, "GET", "/coupons/customer-vouchers").ok()
    stopped_clock.pass_(seconds=1)
    switch_back(world, agent).ok()
    assert journal() == [
        ("started", "customers.start_operate_on_behalf"),
        ("done", "shop.keep_note"),
        ("viewed", "shop.see_note"),
        ("viewed", "coupons.list_customer_vouchers"),
        ("ended", "customers.end_agency_session"),
    ]


def test_an_entry_says_who_for_whom_what_when_and_from_where(world, user, stopped_clock):
    agent = an_agent(world, user)
    stopped_clock.pass_(seconds=1)
    keep(agent).ok()
    at = stopped_clock.now
    stopped_clock.pass_(seconds=1)
    see(agent, "N7").ok()
    done, viewed = entries()[1:]
    assert (done.user_id, done.user_name, done.customer_id, done.purpose) == (user.user_id, "admin", "C1", Purpose.OPERATE)
    assert (done.touched, done.source, done.at) == (["sample_note/note"], "203.0.113.7", at)
    assert done.agency_session_id == agent.agent.agency_session_id
    assert viewed.asked == {"note_id": "N7"}


def test_a_command_and_its_entry_are_one_transaction_of_one_round(world, user):
    agent = an_agent(world, user)
    with faults.watching() as calls:
        keep(agent).ok()
    assert calls == {"TransactGetItems": 1, "TransactWriteItems": 1}
    with pytest.raises(faults.Killed), faults.watching(before=killed_before_the_commit):
        keep(agent, "again")
    assert (note().said, len([act for act, _ in journal() if act == "done"])) == ("hello", 1)


def killed_before_the_commit(operation, _):
    if operation == "TransactWriteItems":
        raise faults.Killed


def test_a_command_that_changes_nothing_is_an_act_too_and_a_repetition_is_none(world, user):
    agent = an_agent(world, user)
    keep(agent, key="k1").ok()
    keep(agent, key="k1").ok()
    assert [act for act, _ in journal()] == ["started", "done"]
    keep(agent, key="k2").ok()
    assert [act for act, _ in journal()] == ["started", "done", "done"]


def test_what_was_only_tried_out_is_a_look(world, user):
    agent = an_agent(world, user)
    assert keep(agent, query={"dry_run": ["true"]}).ok()["dry_run"] is True
    assert (note(), {act for act, _ in journal()}) == (None, {"started", "viewed"})


def test_a_refusal_says_why(world, user, stopped_clock):
    agent = an_agent(world, user, what="orders")  # notes are kept while operating
    stopped_clock.pass_(seconds=1)
    assert keep(agent).refused_as == "not_for_agents"
    world.call(agent, "GET", "/customers/reports/CR1")
    refused = entries()[1:]
    assert sorted((entry.act.value, entry.action, tuple(entry.codes)) for entry in refused) == [
        ("refused", "customers.list_customer_reports", ("not_for_agents",)),
        ("refused", "shop.keep_note", ("not_for_agents",)),
    ]
    assert note() is None


def test_a_page_is_not_shown_when_the_journal_cannot_be_written(world, user):
    agent = an_agent(world, user)
    keep(agent).ok()

    def fail(operation, _):
        if operation == "TransactWriteItems":
            from botocore.exceptions import ConnectionClosedError

            raise ConnectionClosedError(endpoint_url="table")

    with faults.watching(before=fail):
        answer = see(agent)
    assert (answer.status, "hello" in str(answer.body)) == (503, False)


# --- the command and the living session ---------------------------------------------------------------------------------------------


def test_a_command_under_way_when_the_customer_ends_it_does_nothing(world, user):
    agent = an_agent(world, user)
    with faults.watching(before=faults.before_first_commit(lambda: revoke(world).ok())):
        assert keep(agent).refused_as == "agency_session_ended"
    assert note() is None
    assert "done" not in [act for act, _ in journal()]


def test_the_customer_ends_it_while_a_command_commits(world, user):
    agent = an_agent(world, user)
    with faults.watching(before=faults.before_first_commit(lambda: keep(agent).ok())):
        revoke(world).ok()
    assert note().said == "hello"
    assert agency_session(agent.agent.agency_session_id).end_reason == "revoked"


def test_neither_command_nor_page_after_the_end(world, user):
    agent = an_agent(world, user)
    keep(agent).ok()
    revoke(world).ok()
    for answer in (keep(agent, "more"), see(agent), world.call(agent, "GET", "/coupons/customer-vouchers")):
        assert (answer.status, answer.refused_as) == (403, "agency_session_ended")
    assert note().said == "hello"


def test_calls_of_one_session_at_the_same_time_all_pass(world, user, stopped_clock):
    agent = an_agent(world, user)
    stopped_clock.pass_(minutes=5)
    with faults.watching(before=faults.before_first_commit(lambda: see_after_keeping(agent))):
        keep(agent, "second").ok()
    assert note().said == "second"
    assert agency_session(agent.agent.agency_session_id).last_used_at == stopped_clock.now


def see_after_keeping(agent):
    keep(agent, "first").ok()
    see(agent).ok()


# --- who reads it -------------------------------------------------------------------------------------------------------------------


def rows(world, caller, path, query=""):
    return [(row["act"], row["action"]) for row in world.call(caller, "GET", f"/customers/{path}{query}").ok()["items"]]


def test_partner_and_customer_read_the_same(world, user, stopped_clock):
    agent = an_agent(world, user)
    stopped_clock.pass_(seconds=1)
    keep(agent).ok()
    told = [("done", "shop.keep_note"), ("started", "customers.start_operate_on_behalf")]
    assert rows(world, user, "agency-journal") == rows(world, CUSTOMER, "me/agency-journal") == told
    assert rows(world, CUSTOMER, "me/agency-journal", "?act=done") == told[:1]
    (session,) = world.call(CUSTOMER, "GET", "/customers/me/agency-sessions").ok()["items"]
    assert (session["open"], session["purpose"], session["partner_id"]) == (True, "operate", "P1")
    assert world.call(user, "GET", "/customers/agency-sessions").ok()["items"][0]["agency_session_id"] == session["agency_session_id"]


@pytest.mark.parametrize("path", ["agency-journal", "agency-sessions"])
def test_the_distributor_reads_its_resellers_and_nobody_elses(world, path):
    a_reseller("R1", of="D1")
    reseller = a_partners_user("R1", partner_type="reseller")
    an_authorization(world, reseller)
    an_agent(world, reseller)
    distributor, stranger = (partner_user(partner_id, partner_type="distributor") for partner_id in ("D1", "D2"))
    assert len(world.call(distributor, "GET", f"/customers/{path}?reseller_id=R1").ok()["items"]) == 1
    assert world.call(stranger, "GET", f"/customers/{path}?reseller_id=R1").status == 404
    assert world.call(distributor, "GET", f"/customers/{path}").ok()["items"] == []


def test_an_account_manager_reads_of_his_own_customers(world, user):
    an_agent(world, user)
    manager = acting(a_member("AM1", Role.ACCOUNT_MANAGER))
    a_linked_customer("C2")
    managed("C2", "AM1")
    assert rows(world, manager, "agency-journal") == []
    managed("C1", "AM2")
    assert rows(world, acting(a_member("AM2", Role.ACCOUNT_MANAGER)), "agency-journal") != []


def test_the_journal_stays_with_the_customer_when_the_partner_is_gone(world, user, stopped_clock):
    agent = an_agent(world, user)
    switch_back(world, agent).ok()
    stopped_clock.pass_(minutes=1)
    revoke(world).ok()
    assert len(rows(world, CUSTOMER, "me/agency-journal")) == 2


# --- the audit trail ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.8/r4", "10.4.1.9/r2")
def test_the_audit_trail_carries_both_identities(world, user):
    agent = an_agent(world, user)
    keep(agent).ok()
    (record,) = [found for found in AuditRecord.query("audit/customer%2FC1") if found.action == "shop.keep_note"]
    assert (record.actor, record.customer_id, record.user_id) == ("customer", "C1", user.user_id)
    assert (record.agent_partner_id, record.agency_session_id) == ("P1", agent.agent.agency_session_id)


def test_an_agent_signs_for_nobody_and_is_handed_on_whole():
    agent = Agent("P1", "U1", "李娜", "AG1", Purpose.ORDER)
    caller = Caller("U1", CUSTOMER.actor, CUSTOMER.roles, customer="C1", agent=agent)
    assert Caller.from_authorizer({"caller": caller.as_context()}) == caller
    assert [signatory.of(caller) for signatory in Signatory] == [None, None, None]
    assert Signatory.CUSTOMER.of(replace(caller, agent=None)) == "C1"


def test_a_start_that_was_killed_leaves_nothing(world, user):
    with pytest.raises(faults.Killed), faults.watching(before=killed_before_the_commit):
        start(world, user)
    assert entries() == []
