"""Who may win customers: the leave of distributors, the distributors of resellers (11.2.2, 12.2.1)."""

from __future__ import annotations

import pytest

from tests.kit.customers import (
    CUSTOMER,
    MOBILE,
    a_custom_link,
    accept,
    an_account,
    an_activity,
    an_activity_link,
    association,
    invite,
    record_of,
    report,
    token_in,
)
from tests.kit.expansion import TYPES, an_expander, delisted, without_leave
from tests.kit.organisation import an_organisation
from tests.kit.partners import a_partner
from tests.kit.world import customer_user, partner_user

FORM = {"customer_full_name": "晨星网络有限公司", "mobile": "13500000000"}
REVIEW = {**FORM, "expected_new_consumption": "100万", "communication_process": "拜访"}
LINK = {"association_type": "resale", "custom_type": "custom_label", "custom_label": "x"}


def commands(report_id, record_id):
    """Every command that wins customers, with a body that would do."""
    return [
        ("/customers/reports", FORM),
        ("/customers/reports/reviews", REVIEW),
        ("/customers/companies/91330114MA02K7X207/reports", {"mobile": "13500000000"}),
        (f"/customers/reports/{report_id}/invitation", {"association_type": "resale"}),
        ("/customers/reports/invitations", {"report_ids": [report_id], "association_type": "resale"}),
        (f"/customers/expansion-records/{record_id}/resend", None),
        ("/customers/expansion-records/resends", {"record_ids": [record_id]}),
        ("/customers/invitation-links", LINK),
        ("/customers/invitation-links/general", {"association_type": "resale"}),
        ("/customers/activity-links", {"activity_id": "A1", "association_type": "resale"}),
    ]


def an_invited(world, caller):
    report_id = report(world, by=caller, email="a@b.cn").ok()["report_id"]
    invite(world, report_id, by=caller).ok()
    an_activity(world)
    return report_id, record_of(report_id).record_id


@pytest.mark.parametrize("partner_type", TYPES)
@pytest.mark.rule("10.1.1/r1", "12.1.1/r1")
def test_whoever_may_win_customers_wins_them_in_both_modes(world, partner_type):
    caller = an_expander(partner_type)
    for customer_id, mode in (("C1", "resale"), ("C2", "consultative")):
        an_account(world, customer_id, mobile=f"1380000000{customer_id[1]}")
        token = token_in(a_custom_link(world, mode, by=caller)["url"])
        assert accept(world, token, by=customer_user(customer_id)).ok()["outcome"] == "associated"
        assert association(customer_id).association_type == mode


@pytest.mark.rule("12.2.1.1/r1", "12.2.1.2/r1", "12.2.1.3/r1", "12.2.1.4/r1")
def test_a_reseller_wins_nobody_once_its_distributor_is_delisted(world):
    caller = an_expander("reseller")
    report_id, record_id = an_invited(world, caller)
    delisted()
    for path, body in commands(report_id, record_id):
        assert world.call(caller, "POST", path, body).refused_as == "distributor_delisted", path
    assert world.call(caller, "GET", f"/customers/reportability?mobile={MOBILE}").ok()["reasons"][0]["code"] == "distributor_delisted"


@pytest.mark.rule("11.2.2.1/r1", "11.2.2.2/r1", "11.2.2.3/r1", "11.2.2.4/r1")
def test_a_distributor_wins_nobody_without_the_leave(world):
    caller = an_expander("distributor")
    report_id, record_id = an_invited(world, caller)
    without_leave()
    for path, body in commands(report_id, record_id):
        assert world.call(caller, "POST", path, body).refused_as == "customer_development_missing", path
    (row,) = world.call(caller, "POST", "/customers/reports/invitation-eligibility", {"report_ids": [report_id]}).ok()["results"]
    assert (row["eligible"], row["remarks"][0]["code"]) == (False, "customer_development_missing")


def test_a_reseller_without_a_distributor_wins_nobody(world):
    a_partner("P1", partner_type="reseller")
    an_organisation("P1", "reseller")
    assert report(world, by=partner_user("P1", partner_type="reseller")).refused_as == "no_distributor"


@pytest.mark.parametrize("partner_type", ["reseller", "distributor"])
@pytest.mark.rule("12.2.1.3/r1")
def test_a_link_from_before_serves_nobody_new(world, partner_type):
    caller = an_expander(partner_type)
    token = token_in(a_custom_link(world, by=caller)["url"])
    an_account(world)
    delisted() if partner_type == "reseller" else without_leave()
    assert world.call(None, "GET", f"/customers/invitations/{token}").refused_as == "partner_wins_nobody"
    refused = accept(world, token)
    assert refused.refused_as == "partner_wins_nobody"
    assert "摘牌" not in str(refused.body)  # the partner's own affairs are not the customer's
    assert world.call(CUSTOMER, "GET", f"/customers/invitations/{token}/eligibility").refused_as == "partner_wins_nobody"
    assert association() is None


def test_reports_can_be_deleted_and_looked_at_without_the_leave(world):
    caller = an_expander("distributor")
    report_id = report(world, by=caller).ok()["report_id"]
    without_leave()
    assert world.call(caller, "GET", "/customers/reports").ok()["items"]
    assert world.call(caller, "DELETE", f"/customers/reports/{report_id}").ok()["status"] == "deleted"


@pytest.mark.rule("12.2.1.1/r2", "10.3.4.1/r6")
@pytest.mark.parametrize(
    ("partner_type", "verified", "expected"),
    [
        ("solution_provider", True, None),
        ("distributor", True, None),
        ("reseller", True, "consumption_not_followed"),
        ("solution_provider", False, "consumption_unverified"),
        ("distributor", False, "consumption_unverified"),
        ("reseller", False, "consumption_not_followed"),
    ],
)
def test_whether_verification_excuses_consumption_depends_on_the_partner_type(world, partner_type, verified, expected):
    caller = an_expander(partner_type)
    an_account(world, has_cash_consumption=True, real_name="enterprise" if verified else "none")
    answer = report(world, by=caller)
    assert answer.refused_as == expected
    if expected:
        assert list(answer.refusals) == [expected]


@pytest.mark.rule("10.3.4.1/r35", "12.2.1.1/r3")
def test_the_guide_is_for_solution_providers_and_distributors(world):
    for partner_type in ("solution_provider", "distributor"):
        steps = world.call(partner_user(partner_type=partner_type), "GET", "/customers/expansion-guide").ok()["steps"]
        assert [step["step"] for step in steps] == [1, 2, 3, 4, 5]
        assert all(step["text"]["zh"] and step["text"]["en"] for step in steps)
    reseller = partner_user(partner_type="reseller")
    assert world.call(reseller, "GET", "/customers/expansion-guide").refused_as == "no_guide_for_resellers"


@pytest.mark.rule("10.3.4.1/r34", "12.2.1.1/r2")
@pytest.mark.parametrize("partner_type", TYPES)
def test_the_conditions_of_reporting_are_told(world, partner_type):
    told = world.call(partner_user(partner_type=partner_type), "GET", "/customers/report-conditions").ok()["conditions"]
    by_code = {condition["code"]: condition for condition in told}
    rules = {"12.2.1.1/r2" if n == 6 and partner_type == "reseller" else f"10.3.4.1/r{n}" for n in range(1, 13)}
    assert {condition["rule"] for condition in told} == rules
    assert by_code["online_sales_team"]["result"] == "manual_review"
    assert ("consumption_not_followed" in by_code) is (partner_type == "reseller")


MEANING = {
    ("solution_provider", "consultative"): ("or its partner pays for it", "由合作伙伴代为支付"),
    ("distributor", "consultative"): ("or its partner pays for it", "由合作伙伴代为支付"),
    ("reseller", "consultative"): ("cannot ask a reseller to pay for it", "不能申请由云经销商代为支付"),
    ("solution_provider", "resale"): ("the partner invoices the customer", "由合作伙伴为客户开票"),
    ("distributor", "resale"): ("the partner invoices the customer", "由合作伙伴为客户开票"),
    ("reseller", "resale"): ("agreed between the reseller and its distributor", "由云经销商与总经销商约定"),
}


@pytest.mark.rule("10.3.4.2/r3", "10.3.4.3/r9", "12.2.1.2/r3")
@pytest.mark.parametrize(("partner_type", "mode"), list(MEANING))
def test_where_a_type_is_chosen_the_page_says_what_it_means_for_customers_of_this_partner(world, partner_type, mode):
    inviter = an_expander(partner_type)
    an_activity(world)
    general = world.call(inviter, "POST", "/customers/invitation-links/general", {"association_type": mode}).ok()
    explained = [
        world.call(inviter, "GET", f"/customers/invitation-email?association_type={mode}").ok()["meaning"],
        general["meaning"],
        a_custom_link(world, mode, by=inviter)["meaning"],
        an_activity_link(world, mode, by=inviter)["meaning"],
    ]
    en, zh = MEANING[partner_type, mode]
    assert all(en in meaning["en"] and zh in meaning["zh"] for meaning in explained)


def test_a_customer_asks_nothing_here(world):
    assert world.call(CUSTOMER, "GET", "/customers/report-conditions").refused_as == "forbidden"
