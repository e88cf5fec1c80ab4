"""The table of conditions: who may be reported, who may be associated."""

from datetime import timedelta

import pytest

from partner_center.customers.account import CustomerAccount, EnterpriseRole, RealName, Site
from partner_center.customers.association import AssociationType
from partner_center.customers.eligibility import CONDITIONS, Facts, reasons_against_association, reasons_against_report
from partner_center.customers.report import ReportClaim
from partner_center.kernel import clock
from partner_center.kernel.messages import TEXTS
from partner_center.kernel.money import Money

NOW = clock.instant("2024-09-02T10:00:00+08:00")
CONSULTATIVE, RESALE = AssociationType.CONSULTATIVE, AssociationType.RESALE


def a_claim(partner_id="P1", *, reviewed=False, until=NOW + timedelta(days=3)):
    return ReportClaim(subject="account/C1", partner_id=partner_id, report_id="CR1", reviewed=reviewed, expires_at=until)


def facts(claim=None, **account):
    known = {"customer_id": "C1", "account_name": "a", "mobile": "1", "registered_at": NOW - timedelta(days=1), **account}
    return Facts("P1", NOW, claim, CustomerAccount(**known))


def against_report(claim=None, **account):
    refused, review = reasons_against_report(facts(claim, **account))
    return [r.code for r in refused], [r.code for r in review]


def against(mode, claim=None, **account):
    return [r.code for r in reasons_against_association(facts(claim, **account), mode)]


@pytest.mark.parametrize(
    ("code", "account"),
    [
        pytest.param("international_site", {"site": Site.INTERNATIONAL}, marks=pytest.mark.rule("10.3.4.1/r1")),
        pytest.param("associated_other", {"associated_partner_id": "P2"}, marks=pytest.mark.rule("10.3.4.1/r2")),
        pytest.param("consumer_cloud", {"consumer_cloud": True}, marks=pytest.mark.rule("10.3.4.1/r4")),
        pytest.param("special_contract", {"special_contract": True}, marks=pytest.mark.rule("10.3.4.1/r5")),
        pytest.param("consumption_unverified", {"has_cash_consumption": True}, marks=pytest.mark.rule("10.3.4.1/r6")),
        pytest.param(
            "enterprise_child_managed",
            {"enterprise_role": EnterpriseRole.CHILD, "managed": True},
            marks=pytest.mark.rule("10.3.4.1/r7"),
        ),
        pytest.param("reward_programme", {"reward_programme": True}, marks=pytest.mark.rule("10.3.4.1/r8")),
    ],
)
def test_a_condition_refuses_the_report(code, account):
    assert against_report(**account) == ([code], [])


@pytest.mark.rule("10.3.4.1/r3")
def test_a_prospect_of_another_partner_is_refused():
    assert against_report(a_claim("P2")) == (["reported_by_other"], [])


@pytest.mark.parametrize(
    ("code", "account"),
    [
        pytest.param("reported_by_vendor", {"reported_by_vendor": True}, marks=pytest.mark.rule("10.3.4.1/r10")),
        pytest.param("online_sales_team", {"online_sales_team": True}, marks=pytest.mark.rule("10.3.4.1/r11")),
        pytest.param("sales_support_centre", {"sales_support_centre": True}, marks=pytest.mark.rule("10.3.4.1/r12")),
    ],
)
def test_a_condition_asks_for_manual_review(code, account):
    assert against_report(**account) == ([], [code])


@pytest.mark.rule("10.3.4.1/r9")
@pytest.mark.parametrize(
    ("age_days", "consumed", "expected"),
    [(1, False, []), (8, False, ["followed_by_direct_sales"]), (1, True, ["followed_by_direct_sales"])],
)
def test_direct_sales_asks_for_review_only_of_old_or_consuming_customers(age_days, consumed, expected):
    account = {"followed_by_direct_sales": True, "has_cash_consumption": consumed, "registered_at": NOW - timedelta(days=age_days)}
    assert against_report(**account) == ([], expected)


@pytest.mark.rule("10.3.4.1/r6")
def test_an_enterprise_verified_consumer_is_reported_directly():
    assert against_report(has_cash_consumption=True, real_name=RealName.ENTERPRISE) == ([], [])


def test_all_reasons_are_answered_and_refusals_leave_no_way_to_review():
    refused, review = reasons_against_report(facts(consumer_cloud=True, reward_programme=True, online_sales_team=True))
    assert [r.code for r in refused] == ["consumer_cloud", "reward_programme"]
    assert [(r.code, r.way_out) for r in review] == [("online_sales_team", None)]


ANY_TYPE = [
    pytest.param("international_site", {"site": Site.INTERNATIONAL}, marks=pytest.mark.rule("13.1.1/r3")),
    pytest.param("associated_other", {"associated_partner_id": "P2"}, marks=pytest.mark.rule("13.1.1/r4", "13.1.1/r2")),
    pytest.param("is_partner", {"is_partner": True}, marks=pytest.mark.rule("13.1.1/r5", "0.5/r5")),
    pytest.param("reported_by_vendor", {"reported_by_vendor": True}, marks=pytest.mark.rule("13.1.1/r6")),
    pytest.param("government_subsidy", {"government_subsidy": True}, marks=pytest.mark.rule("13.1.1/r7")),
    pytest.param("reward_programme", {"reward_programme": True}, marks=pytest.mark.rule("13.1.1/r8")),
    pytest.param("consumer_cloud", {"consumer_cloud": True}, marks=pytest.mark.rule("13.1.1/r9")),
    pytest.param("registered_too_long", {"registered_at": NOW - timedelta(days=8)}, marks=pytest.mark.rule("13.1.1/r10")),
    pytest.param("has_consumption", {"has_cash_consumption": True}, marks=pytest.mark.rule("13.1.1/r10")),
    pytest.param("in_arrears", {"arrears": Money.of("0.01")}, marks=pytest.mark.rule("13.1.1/r11")),
    pytest.param(
        "enterprise_child_managed", {"enterprise_role": EnterpriseRole.CHILD, "managed": True}, marks=pytest.mark.rule("13.1.1/r12")
    ),
    pytest.param("vendor_internal", {"vendor_internal": True}),
    pytest.param("online_sales_team", {"online_sales_team": True}),
    pytest.param("sales_support_centre", {"sales_support_centre": True}),
]
RESALE_ONLY = [
    pytest.param("special_contract", {"special_contract": True}, marks=pytest.mark.rule("13.1.1/r13")),
    pytest.param("reserved_instances", {"reserved_instances": True}, marks=pytest.mark.rule("13.1.1/r14")),
    pytest.param("owed_invoice", {"owed_invoice_amount": Money.of("1")}, marks=pytest.mark.rule("13.1.1/r15")),
    pytest.param("stored_value_card", {"stored_value_card_balance": Money.of("1")}, marks=pytest.mark.rule("13.1.1/r16")),
    pytest.param(
        "enterprise_master",
        {"enterprise_role": EnterpriseRole.MASTER, "has_unmanaged_children": True},
        marks=pytest.mark.rule("13.1.1/r17", "10.3.4.4/r7"),
    ),
    pytest.param("enterprise_child", {"enterprise_role": EnterpriseRole.CHILD}, marks=pytest.mark.rule("13.1.1/r18", "10.3.4.4/r7")),
    pytest.param("bonus_balance", {"bonus_balance": Money.of("1")}, marks=pytest.mark.rule("13.1.1/r19", "10.3.4.4/r7")),
    pytest.param("has_credit_account", {"credit_account": True}, marks=pytest.mark.rule("0.5/r4", "10.3.4.4/r7")),
]


@pytest.mark.parametrize(("code", "account"), ANY_TYPE)
def test_a_condition_stops_both_modes(code, account):
    assert against(CONSULTATIVE, **account) == against(RESALE, **account) == [code]


@pytest.mark.parametrize(("code", "account"), RESALE_ONLY)
def test_a_condition_stops_resale_only(code, account):
    assert against(RESALE, **account) == [code]
    assert against(CONSULTATIVE, **account) == []


@pytest.mark.rule("10.3.4.1/r14")
def test_a_prospect_of_another_partner_is_not_associated():
    assert against(CONSULTATIVE, a_claim("P2")) == ["reported_by_other"]


@pytest.mark.rule("13.1.1/r10")
@pytest.mark.parametrize("age", [timedelta(days=7), timedelta(days=6, hours=23)])
def test_seven_days_to_the_second_are_not_too_long(age):
    assert against(RESALE, registered_at=NOW - age) == []


@pytest.mark.rule("13.1.1/r10")
def test_a_valid_report_of_this_partner_waives_age_and_consumption():
    assert against(RESALE, a_claim(), registered_at=NOW - timedelta(days=900), has_cash_consumption=True) == []


def test_a_report_still_in_review_waives_nothing():
    assert against(RESALE, a_claim(until=None), has_cash_consumption=True) == ["has_consumption"]


@pytest.mark.parametrize("condition", ["reported_by_vendor", "online_sales_team", "sales_support_centre"])
def test_what_asked_for_review_stops_until_it_has_passed(condition):
    assert against(RESALE, a_claim(), **{condition: True}) == [condition]
    assert against(RESALE, a_claim(reviewed=True), **{condition: True}) == []


def test_every_condition_has_texts_in_both_languages():
    for condition in CONDITIONS:
        for code in (condition.code, condition.way_out):
            assert TEXTS[code].zh
            assert TEXTS[code].en
