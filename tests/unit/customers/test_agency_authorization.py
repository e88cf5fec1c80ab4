"""A partner asks to act for a resale customer; the customer agrees, refuses, ends it (10.4.1.7, 13.8, 19.5, 19.7)."""

from dataclasses import replace

import pytest

from partner_center.customers import AssociationType
from partner_center.identity import CUSTOMER_AUTHORIZATION_LETTER
from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from partner_center.platform.agreement import AgreementSignature, Signatory, StandingAgreement, signatures_of, standing_key
from tests.kit import faults
from tests.kit.agency import (
    CUSTOMER,
    a_partners_user,
    accept,
    agency_session,
    an_authorization,
    authorization,
    on_the_next_call,
    reject,
    request,
    revoke,
    start,
    switch_type,
    unlink,
)
from tests.kit.customers import a_linked_customer, association, found
from tests.kit.organisation import a_member, acting, kept, managed
from tests.kit.partners import a_partner
from tests.kit.world import customer_user, partner_user

TYPES = ("solution_provider", "distributor", "reseller")


@pytest.fixture(autouse=True)
def time_goes_on(stopped_clock, monkeypatch):
    """Signatures of one signatory have an instant each."""
    monkeypatch.setattr(clock, "now", lambda: stopped_clock.pass_(milliseconds=1))


@pytest.fixture
def user(world):
    """An administrator of P1 with a resale customer C1."""
    a_linked_customer("C1")
    return a_partners_user()


def status(customer_id="C1"):
    known = authorization(customer_id)
    return known.status.value if known else None


def letter(customer_id="C1"):
    code = CUSTOMER_AUTHORIZATION_LETTER.code
    return found(standing_key(Signatory.CUSTOMER, customer_id, code))


@pytest.mark.rule("10.4.1.7/r1", "10.4.1.7/r3", "10.4.1.1/r19", "13.8/r1")
@pytest.mark.parametrize("partner_type", TYPES)
def test_a_request_waits_for_the_customer_who_finds_it(world, partner_type):
    a_linked_customer("C1")
    user = a_partners_user(partner_type=partner_type)
    made = request(world, user)
    assert (made.status, made.ok()["status"]) == (201, "pending")
    (row,) = world.call(CUSTOMER, "GET", "/customers/me/authorizations").ok()["items"]
    assert (row["partner_id"], row["status"]) == ("P1", "pending")
    assert world.call(user, "GET", "/customers/authorizations/C1").ok()["status"] == "pending"
    world.settle()
    (notice,) = world.call(CUSTOMER, "GET", "/notices/messages").ok()["items"]
    assert notice["title"]["en"] == "A partner asks to act on your behalf"


@pytest.mark.rule("10.4.1.7/r2", "19.7/r1")
@pytest.mark.parametrize("partner_type", TYPES)
def test_the_first_request_needs_the_commitment_ticked_a_later_one_does_not(world, partner_type):
    a_linked_customer("C1")
    user = a_partners_user(partner_type=partner_type)
    refused = request(world, user, ticked=False)
    assert refused.refused_as == "commitment_not_ticked"
    assert refused.refusals["commitment_not_ticked"]["facts"]["version"] == "V1001"
    request(world, user).ok()
    reject(world).ok()
    request(world, user, ticked=False).ok()
    assert status() == "pending"


@pytest.mark.rule("10.4.1.7/r2")
def test_the_first_request_to_another_customer_needs_it_again(world, user):
    a_linked_customer("C2")
    request(world, user).ok()
    assert request(world, user, "C2", ticked=False).refused_as == "commitment_not_ticked"


def test_only_the_version_in_force_counts(world, user):
    assert request(world, user, version="V1000").refused_as == "agreement_version_not_in_force"
    assert authorization() is None


@pytest.mark.rule("19.7/r1", "19.7/r9")
def test_an_administrators_tick_binds_the_partner_and_a_managers_does_not(world, user):
    manager = a_partners_user("P1", Role.ACCOUNT_MANAGER, name="manager")
    assert request(world, manager).refused_as == "agreement_required"
    request(world, user).ok()
    (signed,) = AgreementSignature.query(signatures_of(Signatory.PARTNER, "P1"))
    assert (signed.code, signed.version_signed, signed.user_id) == ("on_behalf_commitment", "V1001", user.user_id)
    a_linked_customer("C2")
    request(world, manager, "C2").ok()
    assert len(list(AgreementSignature.query(signatures_of(Signatory.PARTNER, "P1")))) == 1
    assert authorization("C2").commitment_version == "V1001"


@pytest.mark.rule("10.4.1.8/r1", "10.4.1.9/r1", "13.8/r1")
def test_only_of_resale_customers_who_are_associated(world, user):
    a_linked_customer("C2", mode="consultative")
    a_linked_customer("C3", of="P2")
    assert request(world, user, "C2").refused_as == "customer_not_resale"
    assert request(world, user, "C3").status == request(world, user, "CNOBODY").status == 404
    unlink()
    assert request(world, user).refused_as == "customer_not_linked"


def test_an_account_manager_asks_his_own_customers_alone(world, user):
    request(world, user).ok()  # binds the partner
    a_linked_customer("C2")
    a_linked_customer("C3")
    manager = a_member("AM1")
    managed("C2", manager)
    request(world, acting(manager), "C2").ok()
    assert request(world, acting(manager), "C3").status == 404
    rows = world.call(acting(manager), "GET", "/customers/authorizations").ok()["items"]
    assert [row["customer_id"] for row in rows] == ["C2"]


def test_one_request_at_a_time_and_none_for_what_is_granted(world, user):
    request(world, user).ok()
    assert request(world, user).refused_as == "authorization_pending"
    accept(world).ok()
    assert request(world, user).refused_as == "already_authorized"


def test_two_colleagues_who_ask_at_once_leave_one_request(world, user):
    colleague = a_partners_user("P1", name="deputy")
    with faults.watching(before=faults.before_first_commit(lambda: request(world, colleague).ok())):
        assert request(world, user).refused_as == "authorization_pending"
    assert authorization().requested_by == colleague.user_id


# --- the customer decides --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.8/r4", "19.5/r1", "19.5/r9")
def test_the_customer_agrees_signs_the_letter_and_is_advised_to_watch(world, user):
    request(world, user).ok()
    granted = accept(world).ok()
    assert (granted["status"], granted["letter_version"]) == ("authorized", "V1001")
    assert [(advice["code"], advice["at"]) for advice in granted["advice"]] == [("switch_on_cloud_audit", "/audit/tracker")]
    (signed,) = AgreementSignature.query(signatures_of(Signatory.CUSTOMER, "C1"))
    assert (signed.code, signed.version_signed, signed.partner_id) == ("customer_authorization_letter", "V1001", "P1")
    assert world.call(user, "GET", "/customers/authorizations?status=authorized").ok()["items"][0]["customer_id"] == "C1"


@pytest.mark.rule("19.5/r1")
def test_without_the_tick_or_with_another_version_nothing_is_granted(world, user):
    request(world, user).ok()
    assert accept(world, letter_accepted=False).refused_as == "letter_not_ticked"
    assert accept(world, version="V1000").refused_as == "agreement_version_not_in_force"
    assert (status(), letter()) == ("pending", None)


@pytest.mark.rule("13.8/r2", "19.8/r4")
def test_agreeing_and_ending_each_need_a_code(world, user):
    request(world, user).ok()
    assert accept(world, code=False).refused_as == "verification_code_required"
    assert status() == "pending"
    accept(world).ok()
    assert revoke(world, code=False).refused_as == "verification_code_required"
    assert status() == "authorized"
    assert revoke(world).ok()["status"] == "cancelled"


@pytest.mark.rule("13.8/r3")
def test_ending_needs_a_reason_which_the_partner_reads(world, user):
    request(world, user).ok()
    accept(world).ok()
    assert revoke(world, cancel_reason=" ").status == 400
    assert revoke(world, other="x").status == 400
    revoke(world, cancel_reason="换了运维团队").ok()
    shown = world.call(user, "GET", "/customers/authorizations/C1").ok()
    assert (shown["status"], shown["reason"], shown["cancelled_by"]) == ("cancelled", "换了运维团队", "customer")
    assert letter().withdrawn_at is not None


def test_the_customer_may_refuse_and_be_asked_again_with_what_was_before_kept(world, user, stopped_clock):
    request(world, user).ok()
    reject(world, reason="暂不需要").ok()
    assert accept(world).refused_as == "authorization_not_pending"
    stopped_clock.pass_(days=1)
    request(world, user, ticked=False).ok()
    rows = world.call(user, "GET", "/customers/authorizations/C1/history").ok()["items"]
    assert sorted((row["status"], row["reason"]) for row in rows) == [("pending", None), ("rejected", "暂不需要")]
    own = world.call(CUSTOMER, "GET", "/customers/me/authorizations").ok()["items"]
    assert [(row["status"], row["current"]) for row in own] == [("pending", True), ("rejected", False)]
    assert [row["status"] for row in world.call(user, "GET", "/customers/authorizations").ok()["items"]] == ["pending"]


@pytest.mark.parametrize("what", [accept, reject, revoke])
def test_what_nobody_asked_is_not_there_and_a_stranger_decides_nothing(world, user, what):
    assert what(world).status == 404
    request(world, user).ok()
    stranger = replace(customer_user("C7"), session="CS7")
    assert what(world, by=stranger).status == 404
    assert status() == "pending"


def test_what_is_not_granted_cannot_be_ended(world, user):
    request(world, user).ok()
    assert revoke(world).refused_as == "authorization_not_granted"


def test_a_customer_that_was_unlinked_meanwhile_grants_nothing(world, user):
    request(world, user).ok()
    linked = association()
    linked.association_type = AssociationType.CONSULTATIVE
    kept(linked)
    assert accept(world).refused_as == "customer_not_resale"


def test_refusing_and_agreeing_at_once_leave_one_decision(world, user):
    request(world, user).ok()
    with faults.watching(before=faults.before_first_commit(lambda: reject(world).ok())):
        assert accept(world).refused_as == "authorization_not_pending"
    assert (status(), letter()) == ("rejected", None)


def test_each_command_is_one_round_and_one_transaction(world, user):
    request(world, user).ok()
    accept(world).ok()
    revoke(world).ok()
    for name in ("request_authorization", "accept_authorization", "revoke_authorization"):
        assert world.calls[f"customers.{name}"][-1] == {"TransactGetItems": 1, "TransactWriteItems": 1}, name


def test_both_sides_are_told(world):
    a_partner("P1")
    a_member("BOSS", Role.SUPER_ADMIN)
    a_linked_customer("C1")
    user = a_partners_user()
    request(world, user).ok()
    accept(world).ok()
    start(world, user).ok()
    revoke(world).ok()
    world.settle()
    own = world.call(CUSTOMER, "GET", "/notices/messages").ok()["items"]
    assert {row["title"]["en"] for row in own} == {"A partner asks to act on your behalf", "Your partner acts on your behalf"}
    boss = partner_user("P1", Role.SUPER_ADMIN)
    inbox = world.call(replace(boss, user_id="BOSS"), "GET", "/notices/messages").ok()["items"]
    assert {row["title"]["en"] for row in inbox} == {"The customer agreed to your request", "An authorization has ended"}


# --- the end of the association ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", [unlink, lambda: switch_type("consultative")], ids=["unlinked", "switched"])
def test_it_ends_with_the_association_once_however_often_that_is_told(world, user, event):
    an_authorization(world, user)
    session = start(world, user).ok()["agency_session_id"]
    event()
    assert on_the_next_call(user) == user  # before anybody heard of it
    world.settle(twice=True)
    known = authorization()
    assert (known.status.value, list(known.open_sessions)) == ("cancelled", [])
    assert known.cancelled_by.value in {"unlinked", "type_switched"}
    assert agency_session(session).end_reason.value == known.cancelled_by.value
    assert len([entry for entry in world.bus if entry["DetailType"] == "customers.authorization_cancelled"]) == 1


def test_a_request_that_waits_ends_too_and_becoming_a_resale_customer_ends_nothing(world, user):
    request(world, user).ok()
    switch_type("resale")
    world.settle()
    assert status() == "pending"
    unlink()
    world.settle()
    assert status() == "cancelled"


def test_an_end_that_is_heard_late_leaves_a_newer_authorization_alone(world, user, stopped_clock):
    an_authorization(world, user)
    unlink()
    stopped_clock.pass_(minutes=5)
    a_linked = association()
    a_linked.status = "associated"
    kept(a_linked)
    revoke(world).ok()
    request(world, user, ticked=False).ok()
    accept(world).ok()
    world.settle()
    assert status() == "authorized"


def test_a_letter_that_the_customer_ends_among_its_documents_ends_acting(world, user):
    an_authorization(world, user)
    start(world, user).ok()
    withdrawn: StandingAgreement = letter()
    withdrawn.withdrawn_at = withdrawn.signed_at
    kept(withdrawn)
    assert on_the_next_call(user) == user
    assert start(world, a_partners_user("P1", name="deputy")).refused_as == "authorization_required"
