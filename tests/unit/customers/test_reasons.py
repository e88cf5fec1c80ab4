"""Each reason for which an association fails, for exactly that reason and for every partner type (10.3.4.4, 11.2.2.4/r2, 13.1.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.kit import faults
from tests.kit.customers import (
    CUSTOMER,
    OTHER,
    VENDOR,
    a_custom_link,
    accept,
    account,
    an_account,
    association,
    invite,
    mailed_token,
    record_of,
    report,
    token_in,
)
from tests.kit.expansion import TYPES, an_expander
from tests.kit.partners import a_partner
from tests.kit.world import customer_user


@pytest.fixture(params=TYPES)
def inviter(world, request):
    """The administrator of P1, a partner of each type in turn; P2 is another solution provider."""
    a_partner("P2", name="启明信息")
    return an_expander(request.param)


def by_link(world, inviter, mode="resale"):
    return token_in(a_custom_link(world, mode, by=inviter)["url"])


def by_email(world, inviter, mode="resale"):
    report_id = report(world, by=inviter, email="it@chenxing.example").ok()["report_id"]
    invite(world, report_id, mode, by=inviter).ok()
    return report_id, mailed_token(report_id)


def codes(answer):
    return [reason["code"] for reason in answer.ok()["reasons"]]


YUAN = {"amount": "0.01"}
ANY_MODE = [
    pytest.param("international_site", {"site": "international"}, marks=pytest.mark.rule("13.1.1/r3")),
    pytest.param("is_partner", {"is_partner": True}, marks=pytest.mark.rule("13.1.1/r5", "0.5/r5")),  # reason 10
    pytest.param("reported_by_vendor", {"reported_by_vendor": True}, marks=pytest.mark.rule("13.1.1/r6")),  # 15
    pytest.param("government_subsidy", {"government_subsidy": True}, marks=pytest.mark.rule("13.1.1/r7")),
    pytest.param("reward_programme", {"reward_programme": True}, marks=pytest.mark.rule("13.1.1/r8")),  # 16
    pytest.param("consumer_cloud", {"consumer_cloud": True}, marks=pytest.mark.rule("13.1.1/r9")),  # 14
    pytest.param("has_consumption", {"has_cash_consumption": True}, marks=pytest.mark.rule("13.1.1/r10")),  # 20
    pytest.param("in_arrears", {"arrears": YUAN}, marks=pytest.mark.rule("13.1.1/r11")),  # 23
    pytest.param("enterprise_child_managed", {"enterprise_role": "child", "managed": True}, marks=pytest.mark.rule("13.1.1/r12")),
    pytest.param("sales_support_centre", {"sales_support_centre": True}, marks=pytest.mark.rule("10.3.4.4/r6")),  # 7
    pytest.param("online_sales_team", {"online_sales_team": True}, marks=pytest.mark.rule("10.3.4.4/r6")),  # 8
    pytest.param("vendor_internal", {"vendor_internal": True}, marks=pytest.mark.rule("10.3.4.4/r6")),  # 13
]
RESALE_ONLY = [
    pytest.param("special_contract", {"special_contract": True}, marks=pytest.mark.rule("13.1.1/r13", "0.5/r5")),  # 12
    pytest.param("reserved_instances", {"reserved_instances": True}, marks=pytest.mark.rule("13.1.1/r14")),
    pytest.param("owed_invoice", {"owed_invoice_amount": YUAN}, marks=pytest.mark.rule("13.1.1/r15")),  # 21
    pytest.param("stored_value_card", {"stored_value_card_balance": YUAN}, marks=pytest.mark.rule("13.1.1/r16")),  # 24
    pytest.param(
        "enterprise_master", {"enterprise_role": "master", "has_unmanaged_children": True}, marks=pytest.mark.rule("13.1.1/r17")
    ),  # 17
    pytest.param("enterprise_child", {"enterprise_role": "child"}, marks=pytest.mark.rule("13.1.1/r18")),  # 18
    pytest.param("bonus_balance", {"bonus_balance": YUAN}, marks=pytest.mark.rule("13.1.1/r19")),  # 19
    pytest.param("has_credit_account", {"credit_account": True}, marks=pytest.mark.rule("0.5/r4")),  # 9
]


@pytest.mark.rule("11.2.2.4/r2")
@pytest.mark.parametrize(("code", "facts"), [*ANY_MODE, *RESALE_ONLY])
def test_a_fact_of_the_account_stops_resale_for_exactly_one_reason(world, inviter, code, facts):
    an_account(world, **facts)
    assert codes(accept(world, by_link(world, inviter))) == [code]
    assert association() is None


@pytest.mark.rule("10.3.4.4/r7")
@pytest.mark.parametrize(("code", "facts"), [*ANY_MODE, *RESALE_ONLY])
def test_what_stops_consultative_too(world, inviter, code, facts):
    an_account(world, **facts)
    stopped = code in {param.values[0] for param in ANY_MODE}
    assert codes(accept(world, by_link(world, inviter, "consultative"))) == ([code] if stopped else [])


@pytest.mark.rule("13.1.1/r10")
def test_reason_22_registered_too_long(world, inviter):
    an_account(world, age=timedelta(days=8))
    assert codes(accept(world, by_link(world, inviter))) == ["registered_too_long"]


@pytest.mark.rule("13.1.1/r4", "13.1.1/r2", "0.5/r3")
def test_reason_11_associated_with_another_partner(world, inviter):
    an_account(world)
    accept(world, token_in(a_custom_link(world, by=OTHER)["url"])).ok()
    assert codes(accept(world, by_link(world, inviter))) == ["associated_other"]


@pytest.mark.rule("10.3.4.4/r6")
def test_reason_6_reported_by_another_partner(world, inviter, stopped_clock):
    an_account(world)
    until = report(world, by=OTHER).ok()["expires_at"]
    answer = accept(world, by_link(world, inviter))
    assert codes(answer) == ["reported_by_other"]
    assert answer.body["reasons"][0]["deadline"] == until
    assert "P2" not in str(answer.body)
    assert "启明" not in str(answer.body)


def test_reason_1_the_system_is_busy(world, inviter):
    an_account(world)
    report_id, token = by_email(world, inviter)

    def always_faster(operation, _):
        if operation == "TransactWriteItems":
            known = account()
            known.save()

    with faults.watching(before=always_faster):
        assert accept(world, token).refused_as == "busy"
    assert (association(), record_of(report_id).status) == (None, "sent")
    assert accept(world, token).ok()["outcome"] == "associated"


@pytest.mark.rule("13.1.1/r1")
def test_reason_2_no_such_link(world, inviter):
    an_account(world)
    assert accept(world, "0" * 32).refused_as == "not_found"


@pytest.mark.rule("10.3.4.4/r3")
def test_reason_3_the_link_has_lapsed(world, inviter, stopped_clock):
    an_account(world)
    _, token = by_email(world, inviter)
    stopped_clock.pass_(days=7)
    assert list(accept(world, token).refusals) == ["link_expired"]


@pytest.mark.parametrize(("path", "code"), [("", "link_used"), ("/qr", "code_used")])
def test_reasons_4_and_5_a_used_code_and_a_used_link(world, inviter, path, code):
    an_account(world, "C1")
    _, token = by_email(world, inviter)
    accept(world, token).ok()
    an_account(world, "C2")
    consent = "consent_accepted" if path else "cloud_terms_accepted"
    body = {"notice_accepted": True, consent: True}
    answer = world.call(customer_user("C2"), "POST", f"/customers/invitations/{token}{path}/association", body)
    assert list(answer.refusals) == [code]


@pytest.mark.rule("10.3.4.4/r8")
def test_reason_25_the_real_name_changed(world, inviter, mailbox):
    an_account(world)
    _, token = by_email(world, inviter)
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"real_name": "enterprise"}).ok()
    (row,) = world.call(inviter, "GET", "/customers/expansion-records").ok()["items"]
    assert (row["status"], [reason["code"] for reason in row["failure_reasons"]]) == ("failed", ["realname_changed"])
    assert list(accept(world, token).refusals) == ["realname_changed"]
    world.settle()
    assert mailbox == []  # a link that is worth nothing is not sent


def test_the_record_of_a_failure_says_what_the_partner_can_do(world, inviter):
    an_account(world, arrears=YUAN)
    _, token = by_email(world, inviter)
    accept(world, token).ok()
    (row,) = world.call(inviter, "GET", "/customers/expansion-records").ok()["items"]
    assert row["failure_reasons"][0]["way_out"]["en"] == "The customer tops up, repays the arrears and tries again"


def test_the_customer_may_ask_before_for_the_same_reasons(world, inviter):
    an_account(world, arrears=YUAN)
    token = by_link(world, inviter)
    asked = world.call(CUSTOMER, "GET", f"/customers/invitations/{token}/eligibility").ok()
    assert [reason["code"] for reason in asked["reasons"]] == codes(accept(world, token)) == ["in_arrears"]
