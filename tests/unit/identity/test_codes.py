"""Verification codes: asked for, sent, checked, turned into a pass."""

import re
from dataclasses import replace

import boto3
import pytest
from moto.backends import get_backend

from partner_center.identity.codes import VerificationCode
from partner_center.platform import aws
from partner_center.platform.audit import AuditRecord
from partner_center.platform.sensitive import HEADER
from partner_center.platform.table import Record
from tests.kit import faults
from tests.kit.codes import (
    MEMBER_EMAIL,
    MEMBER_MOBILE,
    a_contact,
    an_own_account,
    another,
    ask,
    check,
    code_in,
    forget_texts,
    texts_to,
    with_codes,
)
from tests.kit.funds import Desk, a_customer, a_partner
from tests.kit.world import customer_user, partner_user, vendor_user

USER = with_codes(partner_user("P1"))


@pytest.fixture
def member(world):
    forget_texts()
    a_contact(USER)
    return USER


def a_code(world, caller=USER, operation="adjust_funds"):
    ask(world, caller, operation).ok()
    return code_in(texts_to(MEMBER_MOBILE)[-1])


@pytest.mark.rule("10.4/r5", "19.8/r1")
def test_from_the_refusal_to_the_allocation(world, member):
    a_partner("P1")
    a_customer("C1")
    Desk(world).top_up("100")
    body, path = {"allocation_type": "normal", "amount": "5.00"}, "/funds/customers/C1/allocations"
    assert world.call(USER, "POST", path, body, key="k").refused_as == "verification_code_required"
    sent = ask(world, USER).ok()
    assert (sent["sent_to"], sent["expires_at"], sent["next_at"]) == (
        "139****222",
        "2024-09-02T02:05:00.000000Z",
        "2024-09-02T02:01:00.000000Z",
    )
    passed = check(world, USER, code_in(texts_to(MEMBER_MOBILE)[-1])).ok()
    headers = {HEADER: passed["verification_pass"]}
    world.call(USER, "POST", path, body, key="k", headers=headers).ok()
    assert world.call(USER, "POST", path, body, key="k2", headers=headers).refused_as == "verification_code_required"


def test_the_message_names_the_operation_in_the_callers_language(world, member, stopped_clock):
    ask(world, USER).ok()
    stopped_clock.pass_(minutes=1)
    ask(world, USER, headers={"Accept-Language": "en"}).ok()
    zh, en = texts_to(MEMBER_MOBILE)
    assert "为客户调账" in zh
    assert "Adjust customers' funds" in en


@pytest.mark.rule("19.8/r1")
def test_a_code_by_email_goes_to_the_members_own_address(world, member, monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")  # the mock sends no mail from cn-north-1
    aws.client.cache_clear()
    boto3.client("sesv2").create_email_identity(EmailIdentity="no-reply@partner-center.example")
    assert ask(world, USER, channel="email").ok()["sent_to"] == "l****@yuanhang.example"
    sent = [message for regions in get_backend("ses").values() for backend in regions.values() for message in backend.sent_messages]
    assert MEMBER_EMAIL in str(sent[-1].destinations)
    check(world, USER, code_in(str(sent[-1].body))).ok()
    aws.client.cache_clear()


def test_a_form_learns_first_where_a_code_would_go(world, member):
    seen = world.call(USER, "GET", "/identity/verification-codes").ok()
    assert seen["addresses"] == [{"channel": "sms", "address": "139****222"}, {"channel": "email", "address": "l****@yuanhang.example"}]
    asked = {row["operation"]: (row["asked"], row["asked_now"]) for row in seen["operations"]}
    assert asked["adjust_funds"] == ("switched", True)
    assert asked["withdraw"] == ("always", True)
    off = world.call(replace(USER, codes_on=False), "GET", "/identity/verification-codes").ok()
    assert {row["operation"] for row in off["operations"] if row["asked_now"]} == {"withdraw"}


def test_a_customers_code_goes_to_its_own_account(world, member):
    customer = customer_user("C1")
    an_own_account(customer)
    ask(world, customer, "authorize_partner").ok()
    check(world, customer, code_in(texts_to("13733334444")[-1]), "authorize_partner").ok()


@pytest.mark.parametrize("caller", [replace(USER, codes_on=False), vendor_user(), replace(USER, partner_type="government_subsidy")])
def test_nobody_is_sent_a_code_that_nothing_asks_for(world, member, caller):
    assert ask(world, caller).refused_as == "code_not_needed"
    assert texts_to(MEMBER_MOBILE) == []


def test_without_an_address_there_is_no_code(world):
    a_contact(USER, mobile=None)
    assert ask(world, USER).refused_as == "no_address_for_code"


def test_an_address_cannot_be_chosen(world, member):
    body = {"operation": "adjust_funds", "channel": "sms", "mobile": "13800009999"}
    assert world.call(USER, "POST", "/identity/verification-codes", body).refused_as == "invalid_input"


def test_between_two_codes_lies_a_minute(world, member, stopped_clock):
    ask(world, USER).ok()
    stopped_clock.pass_(seconds=59)
    refused = ask(world, USER)
    assert (refused.refused_as, refused.refusals["code_sent_just_now"]["deadline"]) == ("code_sent_just_now", "2024-09-02T02:01:00.000000Z")
    stopped_clock.pass_(seconds=1)
    ask(world, USER).ok()
    assert len(texts_to(MEMBER_MOBILE)) == 2


def test_a_new_code_voids_the_one_before(world, member, stopped_clock):
    first = a_code(world)
    stopped_clock.pass_(minutes=1)
    second = a_code(world)
    if first != second:
        assert check(world, USER, first).refused_as == "code_wrong"
    check(world, USER, second).ok()


def test_ten_codes_an_hour_and_no_more(world, member, stopped_clock):
    for _ in range(10):
        ask(world, USER).ok()
        stopped_clock.pass_(minutes=1)
    assert (ask(world, USER).status, len(texts_to(MEMBER_MOBILE))) == (429, 10)


def test_colleagues_with_one_number_share_its_codes(world, member, stopped_clock):
    colleague = with_codes(partner_user("P1", name="colleague"))
    a_contact(colleague)
    for caller in (USER, colleague) * 5:
        ask(world, caller).ok()
        stopped_clock.pass_(minutes=1)
    assert ask(world, colleague).status == 429


def test_a_code_is_good_once(world, member):
    code = a_code(world)
    check(world, USER, code).ok()
    assert check(world, USER, code).refused_as == "code_wrong"


@pytest.mark.parametrize(("seconds", "refused_as"), [(299, None), (300, "code_wrong")])
def test_a_code_holds_five_minutes(world, member, stopped_clock, seconds, refused_as):
    code = a_code(world)
    stopped_clock.pass_(seconds=seconds)
    assert check(world, USER, code).refused_as == refused_as


def test_five_wrong_tries_void_the_code(world, member):
    code = a_code(world)
    for _ in range(5):
        assert check(world, USER, another(code)).refused_as == "code_wrong"
    assert check(world, USER, code).refused_as == "code_wrong"


def test_four_wrong_tries_do_not(world, member):
    code = a_code(world)
    for _ in range(4):
        check(world, USER, another(code))
    check(world, USER, code).ok()


def test_a_dry_run_is_a_try_too(world, member):
    code = a_code(world)
    for _ in range(5):
        check(world, USER, another(code), query="?dry_run=true")
    assert check(world, USER, code).refused_as == "code_wrong"


def test_a_dry_run_sends_nothing(world, member):
    body = {"operation": "adjust_funds", "channel": "sms"}
    assert world.call(USER, "POST", "/identity/verification-codes?dry_run=true", body).ok()["dry_run"] is True
    assert texts_to(MEMBER_MOBILE) == []
    ask(world, USER).ok()


@pytest.mark.parametrize(
    "stranger",
    [
        pytest.param(with_codes(partner_user("P1", name="colleague")), id="a colleague"),
        pytest.param(replace(USER, partner="P2"), id="the same person for another partner"),
    ],
)
def test_a_code_is_its_owners_alone(world, member, stranger):
    code = a_code(world)
    assert check(world, stranger, code).refused_as == "code_wrong"
    check(world, USER, code).ok()


def test_a_code_is_for_its_operation(world, member):
    code = a_code(world)
    assert check(world, USER, code, "issue_vouchers").refused_as == "code_wrong"


def test_what_was_never_sent_is_answered_like_a_wrong_code(world, member):
    never = check(world, USER, "123456")
    code = a_code(world)
    wrong = check(world, USER, another(code))
    assert never.body["refusals"] == wrong.body["refusals"]


def test_the_same_request_again_sends_no_second_code(world, member):
    first = ask(world, USER, key="same").ok()
    assert ask(world, USER, key="same").ok() == first
    assert len(texts_to(MEMBER_MOBILE)) == 1


def test_two_checks_at_once_give_one_pass(world, member):
    code = a_code(world)
    with faults.watching(before=faults.before_first_commit(lambda: check(world, USER, code).ok())):
        assert check(world, USER, code).refused_as == "code_wrong"


def test_sending_and_checking_are_one_round_and_one_transaction_each(world, member):
    check(world, USER, a_code(world)).ok()
    for name in ("identity.send_verification_code", "identity.check_verification_code"):
        calls = world.calls[name][-1]
        assert (calls["TransactGetItems"], calls["TransactWriteItems"], calls["Query"]) == (1, 1, 0)


def test_codes_and_passes_are_nowhere_in_clear(world, member, caplog, capsys):
    code = a_code(world)
    (kept,) = [item for item in Record.scan() if isinstance(item, VerificationCode)]
    check(world, USER, another(code), key="k1")
    token = check(world, USER, code, key="k2").ok()["verification_pass"]
    table = str([item.to_dynamodb_dict() for item in Record.scan() if item.kind != "counter"])
    logged = caplog.text + "".join(capsys.readouterr())
    for text in (table, logged):
        assert token not in text
        assert not re.search(rf"(?<!\d){code}(?!\d)", text)
    audits = str([item.to_dynamodb_dict() for item in AuditRecord.query("audit/partner%2FP1")])
    assert kept.verifier not in audits
    assert kept.salt not in audits


def test_a_resent_code_shows_in_the_audit_without_its_values(world, member, stopped_clock):
    a_code(world)
    stopped_clock.pass_(minutes=1)
    a_code(world)
    (kept,) = [item for item in Record.scan() if isinstance(item, VerificationCode)]
    audits = str([item.to_dynamodb_dict() for item in AuditRecord.query("audit/partner%2FP1")])
    assert "verifier" in audits
    assert kept.verifier not in audits
