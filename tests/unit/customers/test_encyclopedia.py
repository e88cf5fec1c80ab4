"""Companies: looked up, reported, claimed as companies, shown beside linked customers; and what to recommend to them."""

from __future__ import annotations

import pytest
from stdnum.cn import uscc

from partner_center.customers.account import RealName
from partner_center.customers.encyclopedia.directory import directory
from partner_center.customers.encyclopedia.names import normalised
from partner_center.customers.encyclopedia.snapshot import EnterpriseSnapshot
from partner_center.kernel import clock
from tests.kit.customers import (
    MOBILE,
    OTHER,
    PARTNER,
    VENDOR,
    a_custom_link,
    a_linked_customer,
    accept,
    account,
    an_account,
    association,
    claim_on,
    found,
    invite,
    mailed_token,
    report,
    report_of,
    token_in,
)
from tests.kit.expansion import TYPES, an_expander, delisted, without_leave
from tests.kit.organisation import a_reseller, an_organisation
from tests.kit.world import partner_user

NAME, CODE, FORMER = "拾光互动娱乐有限公司", "91330142MA06K7X607", "拾光网络科技有限公司"
SECTIONS = ("basic", "cloud", "development", "intellectual-property")


def companies(world, name, by=PARTNER):
    return world.call(by, "GET", f"/customers/companies?name={name}")


def section(world, name, by=PARTNER, code=CODE):
    return world.call(by, "GET", f"/customers/companies/{code}/{name}")


def profile(world, customer_id="C1", by=PARTNER, query=""):
    return world.call(by, "GET", f"/customers/customers/{customer_id}/enterprise-profile{query}")


def knowledge(world, query="", by=PARTNER):
    return world.call(by, "GET", f"/customers/customers/C1/knowledge{query}")


# --- looking up -----------------------------------------------------------------------------------------------------------


def test_the_built_in_companies_have_possible_codes_and_every_section():
    known = directory().search("公司", 100)
    assert len(known) == 12
    for company in known:
        assert uscc.is_valid(company.credit_code)
        assert company.basic.structure.children
        assert company.basic.equity
        assert company.basic.relations
        assert company.cloud.sites
        assert all(getattr(company.development, part) for part in ("financing", "products", "brands", "rankings"))
        assert company.intellectual_property.software_copyrights
        assert company.intellectual_property.patents


@pytest.mark.rule("10.3.4.5/r1")
@pytest.mark.parametrize("asked", [NAME, "拾光互动", FORMER, " 拾光 互动"])
def test_a_company_is_found_by_its_name_former_names_included(world, asked):
    hits = companies(world, asked.replace(" ", "%20")).ok()
    assert [hit["company_id"] for hit in hits["items"]] == [CODE]
    assert hits["items"][0]["former_names"] == [FORMER]


def test_unknown_and_too_short_names_find_nothing(world):
    assert companies(world, "无此企业").ok() == {"items": [], "more": False}
    assert companies(world, "拾").refused_as == "invalid_input"
    assert section(world, "basic", code="91330142MA06K7X60A").status == 404


@pytest.mark.rule("10.3.4.5/r2")
@pytest.mark.parametrize("partner_type", TYPES)
def test_four_tabs_tell_about_a_company(world, partner_type):
    caller = an_expander(partner_type)
    basic, cloud, development, ip = (section(world, name, caller).ok() for name in SECTIONS)
    assert (basic["registration"]["name"], basic["registration"]["credit_code"]) == (NAME, CODE)
    assert cloud["activity_stars"] == 5
    assert {"stage", "amount", "investors", "announced_on"} == set(development["financing"][0])
    assert {"software_copyrights", "patents"} == set(ip)


@pytest.mark.rule("11.2.2.5/r1")
def test_a_distributor_looks_nothing_up_without_the_leave(world):
    caller = an_expander("distributor")
    without_leave()
    assert companies(world, NAME, caller).refused_as == "customer_development_missing"
    assert [section(world, name, caller).refused_as for name in SECTIONS] == ["customer_development_missing"] * 4


def test_a_reseller_looks_up_but_does_not_report_once_its_distributor_is_delisted(world):
    caller = an_expander("reseller")
    delisted()
    assert companies(world, NAME, caller).ok()["items"]
    body = {"mobile": MOBILE}
    assert world.call(caller, "POST", f"/customers/companies/{CODE}/reports", body).refused_as == "distributor_delisted"


# --- reporting ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.3.4.5/r3")
def test_a_found_company_is_reported_with_its_name_filled_in(world, partners):
    form = {"mobile": MOBILE, "email": "a@b.cn", "send_invite": True, "association_type": "resale"}
    answer = world.call(PARTNER, "POST", f"/customers/companies/{CODE}/reports", form).ok()
    made = report_of("P1", answer["report_id"])
    assert (made.customer_full_name, made.credit_code, answer["invited"]) == (NAME, CODE, True)
    assert claim_on(f"company/{CODE}").partner_id == "P1"
    assert world.call(PARTNER, "POST", "/customers/companies/91330142MA06K7X60A/reports", form).status == 404


@pytest.mark.rule("10.3.4.1/r3", "10.3.4.1/r14")
@pytest.mark.parametrize("spelled", [NAME, " 拾光互动娱乐 有限公司。", FORMER])
def test_the_same_company_under_another_mobile_is_the_same_customer(world, partners, spelled):
    until = report(world, customer_full_name=NAME).ok()["expires_at"]
    refused = report(world, by=OTHER, mobile="13500000000", customer_full_name=spelled)
    assert list(refused.refusals) == ["reported_by_other"]
    assert refused.refusals["reported_by_other"]["deadline"] == until
    assert "P1" not in str(refused.body)
    assert "云帆" not in str(refused.body)
    asked = world.call(OTHER, "GET", f"/customers/reportability?mobile=13500000000&customer_full_name={NAME}").ok()
    assert [reason["code"] for reason in asked["reasons"]] == ["reported_by_other"]
    assert report(world, mobile="13500000000", customer_full_name=spelled).refused_as == "already_reported"


@pytest.mark.rule("10.3.4.1/r28")
def test_a_code_of_another_company_is_refused(world, partners):
    assert report(world, customer_full_name="别的公司", credit_code=CODE).refused_as == "credit_code_of_another_company"
    wrong = "91330107MA01K7X10X"
    assert report(world, customer_full_name=NAME, credit_code=wrong).refused_as == "credit_code_of_another_company"
    report(world, customer_full_name="无人知晓有限公司", credit_code=wrong).ok()
    assert (
        report(world, by=OTHER, mobile="13500000000", customer_full_name="无人 知晓", credit_code=wrong).refused_as == "reported_by_other"
    )


@pytest.mark.rule("10.3.4.1/r15", "10.3.4.1/r27")
def test_a_company_is_free_when_its_report_is_gone(world, partners, stopped_clock):
    first = report(world, customer_full_name=NAME).ok()["report_id"]
    world.call(PARTNER, "DELETE", f"/customers/reports/{first}").ok()
    assert claim_on(f"company/{CODE}") is None
    report(world, customer_full_name=NAME).ok()
    stopped_clock.pass_(days=15)
    report(world, by=OTHER, mobile="13500000000", customer_full_name=NAME).ok()
    world.run_job("customers.expire_customer_reports", clock.iso(stopped_clock.now))
    assert claim_on(f"company/{CODE}").partner_id == "P2"


def test_a_customer_of_a_company_that_another_partner_reported_is_not_associated(world, partners):
    report(world, by=OTHER, mobile="13500000000", customer_full_name=NAME).ok()
    an_account(world, customer_name=FORMER)
    answer = accept(world, token_in(a_custom_link(world)["url"])).ok()
    assert [reason["code"] for reason in answer["reasons"]] == ["reported_by_other"]


def test_with_the_association_the_claim_on_the_company_ends(world, partners):
    an_account(world)  # its own name is not the reported one
    report_id = report(world, customer_full_name=NAME, email="a@b.cn").ok()["report_id"]
    invite(world, report_id).ok()
    accept(world, mailed_token(report_id)).ok()
    assert (association() is not None, claim_on(f"company/{CODE}"), claim_on("account/C1")) == (True, None, None)


def test_names_are_the_same_however_they_are_typed():
    assert normalised("灯塔出行科技（厦门）有限公司") == normalised(" 灯塔出行科技 (厦门)有限公司.")
    assert normalised("ＡＢＣ公司") == normalised("abc公司")


# --- beside a linked customer ---------------------------------------------------------------------------------------------


def verified(customer_id, of, real_name, name):
    linked = a_linked_customer(customer_id, of=of, customer_name=name)
    known = account(customer_id)
    known.real_name = RealName(real_name)
    known.save()
    return linked


@pytest.mark.rule("10.4.1.11/r1", "10.4.1.11/r2")
def test_a_linked_verified_enterprise_has_its_page_with_the_disclaimer(world):
    verified("C1", "P1", "enterprise", NAME)
    page = profile(world).ok()
    assert (page["summary"]["vendor_industry"], page["summary"]["activity_stars"]) == ("游戏", 5)
    assert page["basic"]["registration"]["credit_code"] == CODE
    assert "不对其真实性、准确性、完整性作任何担保" in page["disclaimer"]["zh"]
    assert profile(world, by=OTHER).status == 404


@pytest.mark.rule("10.4.1.11/r1")
def test_without_association_or_verification_there_is_no_page(world):
    linked = verified("C1", "P1", "individual", NAME)
    assert profile(world).refused_as == "customer_not_verified"
    linked.status = "unlinked"
    linked.save()
    assert "customer_not_linked" in profile(world).refusals
    verified("C2", "P1", "enterprise", "无人知晓有限公司")
    assert profile(world, "C2").refused_as == "company_unknown"


@pytest.mark.rule("11.3.1.11/r1")
def test_a_distributor_sees_the_page_of_its_resellers_customers(world):
    an_organisation("D1", "distributor")
    a_reseller("R1", of="D1")
    verified("C1", "R1", "individual", NAME)
    distributor, other = (partner_user(name, partner_type="distributor") for name in ("D1", "D2"))
    assert profile(world, by=distributor, query="?reseller_id=R1").ok()["summary"]
    assert profile(world, by=distributor).status == 404
    assert profile(world, by=other, query="?reseller_id=R1").status == 404
    assert profile(world, by=partner_user("R1", partner_type="reseller")).ok()["summary"]  # 12.3.1.10: verified, of whichever kind


def test_what_the_directory_said_is_kept_and_asked_again_after_a_week(world, partners, stopped_clock):
    an_account(world, customer_name=NAME, real_name="enterprise")
    accept(world, token_in(a_custom_link(world)["url"])).ok()
    world.settle(twice=True)
    taken = stopped_clock.now
    stopped_clock.pass_(days=6)
    assert clock.instant(profile(world).ok()["taken_at"]) == taken
    assert world.run_job("customers.refresh_enterprise_snapshots", clock.iso(stopped_clock.now))["done"] == 0
    stopped_clock.pass_(days=1)
    runs = [world.run_job("customers.refresh_enterprise_snapshots", clock.iso(stopped_clock.now))["done"] for _ in range(2)]
    assert runs == [1, 0]
    assert clock.instant(profile(world).ok()["taken_at"]) == stopped_clock.now


def test_a_customer_linked_no_more_is_not_asked_about(world, partners, stopped_clock):
    an_account(world, customer_name=NAME, real_name="enterprise")
    accept(world, token_in(a_custom_link(world)["url"])).ok()
    world.settle()
    known = account()
    known.associated_partner_id = None
    known.save()
    stopped_clock.pass_(days=8)
    runs = [world.run_job("customers.refresh_enterprise_snapshots", clock.iso(stopped_clock.now))["done"] for _ in range(2)]
    assert runs == [1, 0]
    assert found(EnterpriseSnapshot.key(customer_id="C1")).refresh_at is None


# --- recommendations ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.12/r1")
def test_recommendations_are_for_the_customers_industry_first_and_of_three_kinds(world):
    verified("C1", "P1", "enterprise", NAME)
    page = knowledge(world, "?limit=50").ok()
    assert page["industry"] == "游戏"
    assert {item["category"] for item in page["items"]} == {"product", "industry_case", "solution"}
    (case, *_) = knowledge(world, "?category=industry_case").ok()["items"]
    assert case["title"]["zh"] == "游戏行业客户上云案例"


def test_the_scroll_goes_on_where_it_was_and_ends(world):
    verified("C1", "P1", "enterprise", NAME)
    everything = [item["item_id"] for item in knowledge(world, "?limit=50").ok()["items"]]
    scrolled, cursor = [], ""
    while cursor is not None:
        page = knowledge(world, f"?limit=3{cursor and '&cursor=' + cursor}").ok()
        scrolled += [item["item_id"] for item in page["items"]]
        cursor = page["cursor"]
    assert scrolled == everything
    assert len(set(scrolled)) == len(scrolled)
    assert knowledge(world, "?cursor=nonsense").refused_as == "invalid_input"


def test_a_customer_of_no_known_industry_gets_what_suits_everybody(world):
    a_linked_customer("C1")
    page = knowledge(world, "?category=solution").ok()
    assert (page["industry"], len(page["items"])) == (None, 3)


@pytest.mark.rule("11.3.1.12/r1")
def test_a_distributor_gets_recommendations_for_its_resellers_customers_too(world):
    an_organisation("D1", "distributor")
    a_reseller("R1", of="D1")
    verified("C1", "R1", "enterprise", NAME)
    distributor = partner_user("D1", partner_type="distributor")
    assert knowledge(world, "?reseller_id=R1", by=distributor).ok()["items"]
    assert knowledge(world, by=distributor).status == 404
    assert knowledge(world, by=VENDOR).status in {403, 404}


@pytest.mark.rule("10.4.1.12/r1")
@pytest.mark.parametrize("partner_type", ["solution_provider", "distributor", "reseller"])
def test_each_type_of_partner_gets_products_cases_and_solutions_for_its_own_customers(world, partner_type):
    verified("C1", "P1", "enterprise", NAME)
    items = knowledge(world, "?limit=50", by=partner_user("P1", partner_type=partner_type)).ok()["items"]
    assert {item["category"] for item in items} == {"product", "industry_case", "solution"}
    assert knowledge(world, by=partner_user("P2", partner_type=partner_type)).status == 404
