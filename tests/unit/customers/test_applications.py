"""Applications from filing to completion: both sides, pre-review, notices, records, races (10.4.1.5, 11.3.1.5, 12.3.1.4, 13.2)."""

from __future__ import annotations

import pytest

from partner_center.customers import Association
from partner_center.customers.managers import EndReason, ManagerAssignment
from partner_center.funds import Arrears
from partner_center.identity import VENDOR as VENDOR_TENANT
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Actor, Role
from partner_center.notices import PortalMessage
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from partner_center.platform.reach import managed_key
from partner_center.platform.sensitive import Sensitive
from tests.kit import faults
from tests.kit.applications import (
    DISTRIBUTOR,
    EVERY_TYPE,
    REASON,
    RESELLER,
    SOLUTION_PROVIDER,
    a_pair,
    answer,
    application,
    ask_out,
    asked_out,
    cancel,
    cancel_own,
    check,
    check_own,
    decide,
    failed,
    file,
    filed,
    filing_of_partner,
    open_application,
    pre_review,
    tell,
)
from tests.kit.codes import a_pass, with_codes
from tests.kit.customers import CUSTOMER, a_custom_link, a_linked_customer, accept, account, an_account, association, token_in
from tests.kit.organisation import a_member, acting, an_organisation, found, managed, member_now
from tests.kit.partners import a_partner
from tests.kit.world import customer_user, partner_user, vendor_user

pytestmark = pytest.mark.usefixtures("world")
BOTH_MODES = ("resale", "consultative")


def linked(customer_id="C1", of="P1") -> Association:
    """The association as it is now."""
    known = association(customer_id, of)
    assert known is not None
    return known


def open_request(world, by=CUSTOMER):
    return world.call(by, "GET", "/customers/own-association/open-request").ok()


def records(world, by=None, query=""):
    return world.call(by or partner_user("P1"), "GET", f"/customers/association-applications?limit=100{query}").ok()["items"]


def told(name, world):
    return [event for event in world.bus if event["DetailType"] == name]


# --- the partner files, the customer answers --------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.5/r21", "13.2/r12", "10.4.1.1/r14")
@pytest.mark.parametrize("mode", BOTH_MODES)
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_a_partners_unlink_waits_for_the_customer_and_ends_the_association(world, stopped_clock, partner_type, mode):
    partner = a_pair(mode, partner_type)
    made = file(world, by=partner).ok()
    assert (made["status"], made["waits_for"]) == ("pending_confirmation", "customer")
    assert linked().status == "associated"
    banner = open_request(world)
    assert (banner["handle_now"], banner["application"]["application_id"]) == (True, made["application_id"])
    assert (banner["partner_name"], banner["reason"], banner["notices"]) == ("云帆科技", REASON, [])
    stopped_clock.pass_(days=40)
    done = answer(world, made["application_id"]).ok()
    assert (done["status"], done["waits_for"]) == ("completed", None)
    assert linked().status == "unlinked"
    assert account().associated_partner_id is None
    assert open_application() is None
    assert open_request(world) == {"handle_now": False, "application": None, "partner_name": None, "reason": None, "notices": []}
    assert world.call(partner, "GET", "/customers/customers/C1").status == 404


@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_a_customer_may_refuse_its_partners_unlink(world, partner_type):
    partner = a_pair(partner_type=partner_type)
    made = filed(world, by=partner)
    assert answer(world, made, agreed=False).ok()["status"] == "rejected"
    assert (linked().status, account().associated_partner_id, open_application()) == ("associated", "P1", None)


@pytest.mark.rule("10.4.1.5/r22", "10.4.1.5/r23")
@pytest.mark.parametrize("mode", BOTH_MODES)
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_a_switch_ends_only_when_the_customer_agrees(world, partner_type, mode):
    other = "consultative" if mode == "resale" else "resale"
    partner = a_pair(mode, partner_type)
    made = file(world, "switch_type", by=partner).ok()
    assert (made["association_type"], made["target_association_type"], made["status"]) == (mode, other, "pending_confirmation")
    assert linked().association_type == mode
    assert [notice["version"] for notice in open_request(world)["notices"]] == ["V1001", "V1001"]
    since = linked().associated_at
    assert answer(world, made["application_id"]).ok()["status"] == "completed"
    assert (linked().association_type, linked().status, linked().associated_at) == (other, "associated", since)
    assert account().associated_partner_id == "P1"


@pytest.mark.rule("10.4.1.5/r23")
@pytest.mark.parametrize(
    ("ticks", "code"),
    [
        ({"switching_notice_accepted": False}, "switching_notice_not_accepted"),
        ({"association_notice_accepted": False}, "notice_not_accepted"),
    ],
)
def test_a_switch_needs_both_notices_and_leaves_both_signatures(world, ticks, code):
    a_pair("consultative")
    made = filed(world, "switch_type")
    assert list(answer(world, made, **ticks).refusals) == [code]
    assert linked().association_type == "consultative"
    answer(world, made).ok()
    signed = AgreementSignature.query(signatures_of(Signatory.CUSTOMER, "C1"))
    assert {(line.code, line.version_signed, line.partner_id, line.association_type) for line in signed} == {
        ("association_switching_notice", "V1001", "P1", "resale"),
        ("association_notice_resale", "V1001", "P1", "resale"),
    }


@pytest.mark.rule("10.4.1.5/r23", "13.2/r11")
@pytest.mark.parametrize("mode", BOTH_MODES)
def test_the_customers_own_check_stops_a_switch_until_it_is_fixed(world, mode):
    a_pair(mode)
    made = filed(world, "switch_type")
    tell(reserved_instances=True)
    assert failed(check_own(world, "switch_type")) == ["reserved_instances_left"]
    assert list(answer(world, made).refusals) == ["reserved_instances_left"]
    assert (application(made).status, linked().association_type) == ("pending_confirmation", mode)
    tell(reserved_instances=False)
    assert failed(check_own(world, "switch_type")) == []
    assert answer(world, made).ok()["status"] == "completed"


def test_what_blocks_an_unlink_by_now_stops_its_answer_too(world):
    partner = a_pair("resale")
    made = filed(world)
    tell(special_contract=True)
    assert list(answer(world, made).refusals) == ["special_contract_in_force"]
    assert answer(world, made, agreed=False).ok()["status"] == "rejected"
    assert failed(check_own(world)) == ["special_contract_in_force"]
    tell(special_contract=False)
    asked = asked_out(world)
    tell(special_contract=True)
    assert list(decide(world, asked, by=partner).refusals) == ["special_contract_in_force"]
    assert linked().status == "associated"


@pytest.mark.rule("12.3.1.4/r3", "12.3.1.4/r4")
def test_a_resellers_customer_is_told_that_its_balance_is_withdrawn_by_a_ticket(world):
    partner = a_pair("consultative", RESELLER, cash_balance=Money.of(9))
    assert "工单" in check(world, "switch_type", by=partner).ok()["notes"][0]["zh"]
    made = file(world, "switch_type", by=partner).ok()
    assert "ticket" in answer(world, made["application_id"]).ok()["notes"][0]["en"]


@pytest.mark.rule("10.4.1.5/r12")
@pytest.mark.parametrize("partner_type", [SOLUTION_PROVIDER, DISTRIBUTOR])
def test_a_check_says_that_a_balance_cannot_be_spent_after_the_switch(world, partner_type):
    partner = a_pair("consultative", partner_type, cash_balance=Money.of(9))
    notes = check(world, "switch_type", by=partner).ok()["notes"]
    assert "自行提现" in notes[0]["zh"]
    assert check(world, by=partner).ok()["notes"] == []


@pytest.mark.rule("13.1.1/r23")
@pytest.mark.parametrize(("mode", "left"), [("consultative", "0.00"), ("resale", "500.00")])
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_with_a_switch_to_resale_the_credit_of_a_direct_customer_goes(world, partner_type, mode, left):
    partner = a_pair(mode, partner_type, direct_credit_limit=Money.of(500))
    noted = [note["zh"] for note in check_own(world, "switch_type").ok()["notes"]]
    assert noted == (["作为直接客户持有的信用额度将在切换后自动收回"] if mode == "consultative" else [])
    answer(world, filed(world, "switch_type", by=partner)).ok()
    world.settle()
    assert f"{account().direct_credit_limit.amount:.2f}" == left
    assert len(told("customers.direct_credit_reclaimed", world)) == (1 if mode == "consultative" else 0)


# --- forms and codes -------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.5/r18", "10.4.1.5/r20")
@pytest.mark.parametrize("operation", ["unlink", "switch_type"])
@pytest.mark.parametrize("partner_type", [SOLUTION_PROVIDER, DISTRIBUTOR])
def test_the_tick_and_a_reason_go_with_an_application(world, partner_type, operation):
    partner = a_pair(partner_type=partner_type)
    assert list(file(world, operation, by=partner, notes_acknowledged=None).refusals) == ["notes_not_acknowledged"]
    assert list(file(world, operation, by=partner, reason=None).refusals) == ["application_reason_missing"]
    assert file(world, operation, by=partner, reason="  ").status == 400
    assert open_application() is None


@pytest.mark.rule("12.3.1.4/r1")
@pytest.mark.parametrize("operation", ["unlink", "switch_type"])
def test_a_reseller_is_not_asked_for_a_reason(world, operation):
    partner = a_pair(partner_type=RESELLER)
    assert list(file(world, operation, by=partner, notes_acknowledged=None, reason=None).refusals) == ["notes_not_acknowledged"]
    assert file(world, operation, by=partner, reason=None).status == 201


@pytest.mark.rule("13.2/r13")
def test_a_customers_request_needs_the_tick_and_a_code(world):
    a_pair()
    assert ask_out(world, code=False).refused_as == "verification_code_required"
    assert list(ask_out(world, notice_accepted=False).refusals) == ["notes_not_acknowledged"]
    assert open_application() is None
    assert ask_out(world).status == 201


@pytest.mark.rule("19.8/r4", "13.2/r12")
@pytest.mark.parametrize("operation", ["unlink", "switch_type"])
def test_a_customers_answer_always_needs_a_code(world, operation):
    a_pair()
    made = filed(world, operation)
    assert answer(world, made, code=False).refused_as == "verification_code_required"
    assert answer(world, made, agreed=False, code=False).refused_as == "verification_code_required"
    assert application(made).status == "pending_confirmation"


@pytest.mark.parametrize(
    "partner_type",
    [
        pytest.param(SOLUTION_PROVIDER, marks=pytest.mark.rule("10.4.1.5/r27", "19.8/r3")),
        pytest.param(DISTRIBUTOR, marks=pytest.mark.rule("10.4.1.5/r27", "19.8/r5")),
        pytest.param(RESELLER, marks=pytest.mark.rule("10.4.1.5/r27", "19.8/r6")),
    ],
)
def test_with_codes_on_the_partner_needs_one_to_file_and_to_answer(world, partner_type):
    partner = with_codes(a_pair(partner_type=partner_type))
    for operation in ("unlink", "switch_type"):
        assert file(world, operation, by=partner).refused_as == "verification_code_required"
    headers = a_pass(partner, Sensitive.START_UNLINK_OR_SWITCH)
    path, body = "/customers/customers/C1/unlink-applications", {"notes_acknowledged": True, "reason": REASON}
    made = world.call(partner, "POST", path, body, headers=headers).ok()
    answer(world, made["application_id"], agreed=False).ok()
    asked = asked_out(world)
    for agreed in (True, False):
        assert decide(world, asked, agreed, by=partner).refused_as == "verification_code_required"
    headers = a_pass(partner, Sensitive.HANDLE_UNLINK)
    world.call(partner, "POST", f"/customers/association-applications/{asked}/approval", headers=headers).ok()
    assert linked().status == "unlinked"


# --- the customer files, the partner answers --------------------------------------------------------------------------------------


@pytest.mark.rule("13.2/r10", "10.4.1.1/r17", "10.4.1.1/r14")
@pytest.mark.parametrize("mode", BOTH_MODES)
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_a_customers_request_takes_effect_when_the_partner_agrees(world, partner_type, mode):
    partner = a_pair(mode, partner_type)
    made = ask_out(world).ok()
    assert (made["status"], made["waits_for"]) == ("pending_confirmation", "partner")
    assert (linked().status, account().associated_partner_id) == ("associated", "P1")
    assert not open_request(world)["handle_now"]
    assert decide(world, made["application_id"], by=partner).ok()["status"] == "completed"
    assert (linked().status, account().associated_partner_id, open_application()) == ("unlinked", None, None)


@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_a_partner_may_refuse_its_customers_request(world, partner_type):
    partner = a_pair(partner_type=partner_type)
    made = asked_out(world)
    assert decide(world, made, agreed=False, by=partner).ok()["status"] == "rejected"
    assert (linked().status, account().associated_partner_id, open_application()) == ("associated", "P1", None)


@pytest.mark.rule("10.4.1.5/r2", "12.3.1.4/r9")
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_only_administrators_answer(world, partner_type):
    a_pair(partner_type=partner_type)
    made = asked_out(world)
    for role in (Role.ACCOUNT_MANAGER, Role.ACCOUNT_MANAGER_SUPERVISOR, Role.PARTNER_FINANCE, Role.PARTNER_SA):
        member = partner_user("P1", role, partner_type=partner_type)
        assert {decide(world, made, agreed, by=member).status for agreed in (True, False)} == {403}
    assert decide(world, made, by=partner_user("P1", Role.SUPER_ADMIN, partner_type=partner_type)).status == 200


def test_nobody_answers_what_he_filed_himself(world):
    partner = a_pair()
    made = filed(world)
    assert list(decide(world, made, by=partner).refusals) == ["other_side_decides"]
    assert list(cancel_own(world, made).refusals) == ["only_filer_cancels"]
    cancel(world, made).ok()
    asked = asked_out(world)
    assert list(answer(world, asked).refusals) == ["other_side_decides"]
    assert list(cancel(world, asked).refusals) == ["only_filer_cancels"]


def test_what_is_over_is_not_answered_again(world):
    partner = a_pair()
    made = filed(world)
    answer(world, made, agreed=False).ok()
    for tried in (answer(world, made), cancel(world, made), decide(world, made, by=partner)):
        assert list(tried.refusals) == ["illegal_transition"]
    assert linked().status == "associated"


def test_strangers_find_no_application(world):
    a_pair()
    a_partner("P2")
    a_linked_customer("C2", of="P2")
    made, stranger, other = filed(world), partner_user("P2"), customer_user("C2")
    assert cancel(world, made, by=stranger).status == decide(world, made, by=stranger).status == 404
    assert answer(world, made, by=other).status == cancel_own(world, made, by=other).status == 404
    assert world.call(stranger, "GET", f"/customers/association-applications/{made}").status == 404
    assert world.call(stranger, "GET", f"/customers/association-applications/{made}/pre-reviewer").status == 404


def test_another_customer_of_the_same_partner_finds_none_either(world):
    a_pair()
    a_linked_customer("C2", of="P1")
    made, other = filed(world), customer_user("C2")
    assert answer(world, made, by=other).status == cancel_own(world, made, by=other).status == 404


# --- cancelling ------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.5/r4")
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_a_cancelled_application_does_not_use_up_the_partners_three_months(world, partner_type):
    partner = a_pair(partner_type=partner_type)
    made = filed(world, by=partner)
    assert cancel(world, made, by=partner).ok()["status"] == "cancelled"
    assert list(answer(world, made).refusals) == ["illegal_transition"]
    assert file(world, "switch_type", by=partner).status == 201


# --- the vendor's pre-review ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.5/r24")
@pytest.mark.parametrize("partner_type", [SOLUTION_PROVIDER, DISTRIBUTOR])
def test_a_framework_contract_asks_for_the_vendors_pre_review_before_the_customer(world, partner_type):
    partner = a_pair(partner_type=partner_type, framework_contract=True)
    made = file(world, by=partner).ok()
    assert (made["status"], made["waits_for"]) == ("pre_reviewing", None)
    assert open_request(world)["application"] is None
    assert world.call(CUSTOMER, "GET", "/customers/own-association/operations").ok()["items"] == []
    assert list(answer(world, made["application_id"]).refusals) == ["illegal_transition"]
    pre_review(world, made["application_id"]).ok()
    assert application(made["application_id"]).status == "pending_confirmation"
    assert answer(world, made["application_id"]).ok()["status"] == "completed"


@pytest.mark.parametrize(
    ("operation", "mode", "partner_type"),
    [
        pytest.param("switch_type", "resale", SOLUTION_PROVIDER, marks=pytest.mark.rule("10.4.1.5/r24")),
        pytest.param("unlink", "consultative", SOLUTION_PROVIDER, marks=pytest.mark.rule("10.4.1.5/r24")),
        pytest.param("unlink", "resale", RESELLER, marks=pytest.mark.rule("12.3.1.4/r8")),
    ],
)
def test_nothing_else_is_pre_reviewed(world, operation, mode, partner_type):
    partner = a_pair(mode, partner_type, framework_contract=True)
    assert file(world, operation, by=partner).ok()["status"] == "pending_confirmation"


@pytest.mark.rule("10.4.1.5/r24")
def test_a_customers_own_request_is_not_pre_reviewed(world):
    a_pair(framework_contract=True)
    assert ask_out(world).ok()["status"] == "pending_confirmation"


@pytest.mark.rule("10.4.1.5/r25", "10.4.1.5/r26")
@pytest.mark.parametrize("partner_type", [SOLUTION_PROVIDER, DISTRIBUTOR])
def test_a_failed_pre_review_says_why_and_by_whom_and_the_partner_applies_again(world, partner_type):
    partner = a_pair(partner_type=partner_type, framework_contract=True)
    reviewer = vendor_user(Role.VENDOR_REVIEWER)
    a_member(reviewer.user_id, Role.VENDOR_REVIEWER, of=VENDOR_TENANT, actor=Actor.VENDOR, name="王审", email="wang@vendor.example")
    made = filed(world, by=partner)
    contact = f"/customers/association-applications/{made}/pre-reviewer"
    assert world.call(partner, "GET", contact).ok() == {"name": None, "email": None}
    pre_review(world, made, passed=False, by=reviewer, reason="框架合同未结算").ok()
    shown = world.call(partner, "GET", f"/customers/association-applications/{made}").ok()
    assert (shown["status"], shown["pre_review_reason"]) == ("pre_review_failed", "框架合同未结算")
    assert world.call(partner, "GET", contact).ok() == {"name": "王审", "email": "wang@vendor.example"}
    assert (linked().status, open_application()) == ("associated", None)
    assert file(world, by=partner).ok()["status"] == "pre_reviewing"


def test_the_reviewer_who_took_the_task_can_be_asked(world):
    partner = a_pair(framework_contract=True)
    reviewer = vendor_user(Role.VENDOR_REVIEWER)
    a_member(reviewer.user_id, Role.VENDOR_REVIEWER, of=VENDOR_TENANT, actor=Actor.VENDOR, name="王审", email="wang@vendor.example")
    made = filed(world)
    (task,) = world.call(reviewer, "GET", "/reviews/duties/customers.pre_review_unlinks/tasks").ok()["items"]
    world.call(reviewer, "POST", f"/reviews/duties/customers.pre_review_unlinks/tasks/{task['task_id']}/claim").ok()
    seen = world.call(partner, "GET", f"/customers/association-applications/{made}/pre-reviewer").ok()
    assert seen == {"name": "王审", "email": "wang@vendor.example"}


# --- what completion changes besides ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("filer", ["partner", "customer"])
def test_with_the_association_the_managers_responsibility_ends(world, filer):
    partner = a_pair()
    a_member("AM1", name="李经理")
    managed("C1", "AM1")
    if filer == "partner":
        answer(world, filed(world)).ok()
    else:
        decide(world, asked_out(world), by=partner).ok()
    assert found(managed_key("P1", "C1")) is None
    assert (linked().account_manager_id, linked().managed_since) == (None, None)
    assert member_now("AM1").assigned_customers == 0
    (over,) = ManagerAssignment.query(ManagerAssignment.partition(partner_id="P1", customer_id="C1"))
    assert (over.manager_id, over.end_reason) == ("AM1", EndReason.UNLINKED)


def test_a_switched_customer_keeps_its_manager(world):
    a_pair()
    a_member("AM1")
    managed("C1", "AM1")
    answer(world, filed(world, "switch_type")).ok()
    assert linked().account_manager_id == "AM1"
    assert found(managed_key("P1", "C1")).manager_id == "AM1"


def test_an_unlinked_customer_may_join_another_partner_and_its_limits_go_with_it(world, stopped_clock):
    partner = a_pair()
    a_partner("P2", name="启明信息")
    decide(world, asked_out(world), by=partner).ok()
    accept(world, token_in(a_custom_link(world, by=partner_user("P2"))["url"])).ok()
    assert account().associated_partner_id == "P2"
    assert list(ask_out(world).refusals) == ["customer_asked_recently"]
    assert file(world, by=partner_user("P2")).status == 201


@pytest.mark.parametrize("operation", ["unlink", "switch_type"])
def test_completion_is_told_once(world, operation):
    a_pair()
    made = filed(world, operation)
    answer(world, made).ok()
    world.settle(twice=True)
    name = "customers.customer_unlinked" if operation == "unlink" else "customers.association_type_switched"
    (event,) = told(name, world)
    assert made in event["Detail"]
    assert len(told("customers.association_application_ended", world)) == 1


# --- pages and notices ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.1/r17", "10.4.1.1/r16")
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_association_records_hold_links_switches_and_unlinks(world, stopped_clock, partner_type):
    a_partner("P1", partner_type=partner_type)
    if partner_type == RESELLER:
        an_organisation("P1", RESELLER)
    partner = partner_user("P1", partner_type=partner_type)
    a_linked_customer("C1")
    answer(world, filed(world, "switch_type", by=partner)).ok()
    stopped_clock.pass_(minutes=1)
    asked = asked_out(world)
    shown = records(world, partner)
    assert [(row["application_type"], row["initiated_by"], row["status"]) for row in shown] == [
        ("unlink", "customer", "pending_confirmation"),
        ("switch_type", "partner", "completed"),
    ]
    assert (shown[1]["association_type"], shown[1]["target_association_type"], shown[1]["reason"]) == ("resale", "consultative", REASON)
    assert shown[0]["customer_name"] != "客户C1"
    waiting = world.call(partner, "GET", "/customers/waiting-association-applications").ok()["items"]
    assert [row["application_id"] for row in waiting] == [asked]
    decide(world, asked, by=partner).ok()
    assert world.call(partner, "GET", "/customers/waiting-association-applications").ok()["items"] == []
    assert [row["application_id"] for row in records(world, partner, "&status=completed&application_type=unlink")] == [asked]


@pytest.mark.rule("10.4.1.1/r17")
def test_a_new_association_is_among_the_records_once(world):
    a_partner("P1")
    an_account(world)
    accept(world, token_in(a_custom_link(world)["url"])).ok()
    world.settle(twice=True)
    (row,) = records(world)
    assert (row["application_type"], row["initiated_by"], row["status"]) == ("associate", "system", "completed")
    assert row["applied_at"] == row["decided_at"]


def test_a_record_names_the_account_manager(world):
    a_pair()
    a_member("AM1", name="李经理")
    managed("C1", "AM1")
    made = filed(world)
    assert application(made).account_manager_name == "李经理"
    assert records(world)[0]["account_manager_name"] == "李****理"


def test_an_account_manager_sees_the_records_of_his_customers_only(world):
    a_pair()
    a_linked_customer("C2")
    manager = a_member("AM1")
    managed("C1", manager)
    ours = filed(world)
    file(world, customer="C2").ok()
    assert [row["application_id"] for row in records(world, acting(manager))] == [ours]


def test_the_customer_has_a_log_of_its_own(world, stopped_clock):
    partner = a_pair()
    answer(world, filed(world, "switch_type")).ok()
    stopped_clock.pass_(minutes=1)
    decide(world, asked_out(world), agreed=False, by=partner).ok()
    log = world.call(CUSTOMER, "GET", "/customers/own-association/operations").ok()["items"]
    assert [(row["application_type"], row["initiated_by"], row["status"]) for row in log] == [
        ("unlink", "customer", "rejected"),
        ("switch_type", "partner", "completed"),
    ]
    assert world.call(customer_user("C9"), "GET", "/customers/own-association/operations").ok()["items"] == []


def messages(inbox):
    return {message.template for message in PortalMessage.scan() if message.inbox == inbox}


def test_each_side_is_told_what_waits_for_it_and_what_the_other_decided(world):
    partner = a_pair()
    an_organisation("P1")
    a_member("ADMIN", Role.PARTNER_ADMIN)
    made = filed(world)
    world.settle()
    answer(world, made, agreed=False).ok()
    asked = asked_out(world)
    world.settle()
    decide(world, asked, by=partner).ok()
    world.settle()
    of_customer, of_partner = messages("customer/C1"), messages("partner/P1/ADMIN")
    assert {"partner_request_waits", "customer_application_ended"} <= of_customer
    assert {"customer_request_waits", "partner_application_ended"} <= of_partner


# --- two at once ------------------------------------------------------------------------------------------------------------------


def test_the_partner_cancels_while_the_customer_agrees(world):
    a_pair()
    made = filed(world)
    with faults.watching(before=faults.before_first_commit(lambda: cancel(world, made).ok())):
        late = answer(world, made)
    assert list(late.refusals) == ["illegal_transition"]
    assert (application(made).status, linked().status, account().associated_partner_id) == ("cancelled", "associated", "P1")
    assert filing_of_partner().filed_at is None


def test_the_customer_agrees_while_the_partner_cancels(world):
    a_pair()
    made = filed(world)
    with faults.watching(before=faults.before_first_commit(lambda: answer(world, made).ok())):
        late = cancel(world, made)
    assert list(late.refusals) == ["illegal_transition"]
    assert (application(made).status, linked().status, account().associated_partner_id) == ("completed", "unlinked", None)
    assert filing_of_partner().filed_at is not None


@pytest.mark.parametrize("first", ["cancelled", "agreed"])
def test_the_customer_takes_its_request_back_while_the_partner_agrees(world, first):
    partner = a_pair()
    made = asked_out(world)
    ways = {"cancelled": lambda: cancel_own(world, made), "agreed": lambda: decide(world, made, by=partner)}
    second = next(name for name in ways if name != first)
    with faults.watching(before=faults.before_first_commit(lambda: ways[first]().ok())):
        late = ways[second]()
    assert late.refused_as == ("illegal_transition" if first == "cancelled" else "not_found")
    expected = ("cancelled", "associated", "P1") if first == "cancelled" else ("completed", "unlinked", None)
    assert (application(made).status, linked().status, account().associated_partner_id) == expected
    assert open_application() is None


@pytest.mark.parametrize("first", ["partner", "customer"])
def test_of_two_sides_that_file_at_once_one_is_first(world, first):
    a_pair()
    ways = {"partner": lambda: file(world), "customer": lambda: ask_out(world)}
    second = next(name for name in ways if name != first)
    with faults.watching(before=faults.before_first_commit(lambda: ways[first]().ok())):
        late = ways[second]()
    assert "application_open" in late.refusals
    (only,) = records(world)
    assert (only["initiated_by"], only["application_id"]) == (first, open_application())


def test_a_fact_that_changes_while_an_application_is_filed_counts(world):
    a_pair()
    with faults.watching(before=faults.before_first_commit(lambda: tell(special_contract=True))):
        late = file(world)
    assert list(late.refusals) == ["special_contract_in_force"]
    assert open_application() is None


@pytest.mark.rule("10.4.1.5/r13", "10.4.1.5/r23")
@pytest.mark.parametrize("operation", ["unlink", "switch_type"])
def test_a_debt_that_arises_while_the_customer_agrees_stops_what_it_agrees_to(world, operation):
    a_pair()
    nothing_owed = owes("0")
    made = filed(world, operation)
    with faults.watching(before=faults.before_first_commit(lambda: owes("12.00", nothing_owed))):
        late = answer(world, made)
    assert list(late.refusals) == ["arrears_with_partner"]
    assert (application(made).status, linked().status, linked().association_type) == ("pending_confirmation", "associated", "resale")


def test_a_debt_that_arises_while_the_partner_agrees_keeps_its_customer(world):
    partner = a_pair()
    nothing_owed = owes("0")
    made = asked_out(world)
    with faults.watching(before=faults.before_first_commit(lambda: owes("12.00", nothing_owed))):
        late = decide(world, made, by=partner)
    assert list(late.refusals) == ["arrears_with_partner"]
    assert (application(made).status, linked().status, account().associated_partner_id) == ("pending_confirmation", "associated", "P1")


def owes(amount, known=None) -> Arrears:
    """What the customer owes its partner."""
    debt = known or Arrears(partner_id="P1", customer_id="C1")
    debt.balance = Money.of(amount)
    debt.settle()
    debt.save()
    return debt


def test_a_customer_handed_over_while_it_is_unlinked_is_nobodys(world):
    partner = a_pair()
    for name in ("AM1", "AM2"):
        a_member(name)
    managed("C1", "AM1")
    made = filed(world)
    hand_over = {"manager_id": "AM2"}

    def meanwhile():
        world.call(partner, "PUT", "/customers/customers/C1/account-manager", hand_over).ok()

    with faults.watching(before=faults.before_first_commit(meanwhile)):
        answer(world, made).ok()
    assert found(managed_key("P1", "C1")) is None
    assert [member_now(name).assigned_customers for name in ("AM1", "AM2")] == [0, 0]
    assert linked().account_manager_id is None


def test_the_same_answer_twice_is_one_answer(world):
    a_pair()
    made = filed(world)
    path, body = "/customers/own-association/decision", {"application_id": made, "agreed": True}
    headers = a_pass(CUSTOMER, Sensitive.HANDLE_PARTNER_REQUEST)
    first = world.call(CUSTOMER, "POST", path, body, headers=headers, key="one")
    again = world.call(CUSTOMER, "POST", path, body, headers=headers, key="one")
    assert first.ok() == again.ok()
    world.settle()
    assert len(told("customers.customer_unlinked", world)) == 1


def test_a_dry_run_shows_what_would_end_and_ends_nothing(world):
    a_pair()
    made = filed(world)
    path, body = "/customers/own-association/decision?dry_run=true", {"application_id": made, "agreed": True}
    foreseen = world.call(CUSTOMER, "POST", path, body).ok()
    assert "customers.customer_unlinked" in foreseen["effects"]["events"]
    assert (application(made).status, linked().status) == ("pending_confirmation", "associated")
