"""A reseller names its distributor when it joins; the distributor decides (11.1.1)."""

import pytest

from partner_center.kernel.permissions import Role
from partner_center.partners import partner_key, refuses_expansion
from partner_center.resellers.application import application_key
from tests.kit import faults
from tests.kit.organisation import a_member, acting, an_organisation, found, member_now
from tests.kit.partners import PARTNER, a_partner
from tests.kit.resellers import (
    DISTRIBUTOR,
    OTHER,
    REGION,
    accept,
    admit,
    an_application,
    invited,
    listed,
    relation_now,
    reseller_user,
    review,
    signs_in_as,
    stands,
    waiting,
    works_with,
)
from tests.kit.world import partner_user, vendor_user


def applications(world, by=DISTRIBUTOR, query=""):
    return world.call(by, "GET", f"/resellers/cooperation-applications{query}").ok()["items"]


@pytest.mark.rule("11.1.1/r1", "11.1.1/r2", "3.6.1/r16")
def test_a_reseller_that_named_a_distributor_waits_for_it(world):
    admit(world)
    application_id, reseller_id = an_application(world)
    (row,) = applications(world)
    assert (row["application_id"], row["reseller_id"], row["status"]) == (application_id, reseller_id, "in_review")
    assert waiting(world) == 1
    assert applications(world, OTHER) == []
    assert waiting(world, OTHER) == 0


def test_the_event_delivered_twice_and_late_makes_one_application(world):
    admit(world, intended_distributor_id="D1")
    world.settle(twice=True)
    assert (len(applications(world)), waiting(world)) == (1, 1)


@pytest.mark.rule("11.1.1/r3")
def test_without_the_approval_it_does_no_business(world):
    application_id, reseller_id = an_application(world)
    reseller = found(partner_key(reseller_id))
    assert reseller_user(reseller_id).distributor_id is None
    assert refuses_expansion(reseller, None).code == "no_distributor"
    review(world, application_id).ok()
    assert reseller_user(reseller_id).distributor_id == "D1"
    assert refuses_expansion(reseller, found(partner_key("D1"))) is None


def test_approved_they_work_together(world):
    application_id, reseller_id = an_application(world)
    answer = review(world, application_id, review_opinion="欢迎").ok()
    assert (answer["status"], answer["review_opinion"]) == ("approved", "欢迎")
    assert works_with(reseller_id) == "D1"
    assert relation_now(reseller_id).status == "active"
    assert listed(world) == [reseller_id]
    assert waiting(world) == 0


def test_rejected_it_stays_free_to_be_invited(world, mailbox):
    application_id, reseller_id = an_application(world)
    assert review(world, application_id, "reject").ok()["status"] == "rejected"
    assert works_with(reseller_id) is None
    assert waiting(world) == 0
    assert found(application_key("D1", application_id)).reviewed_by == DISTRIBUTOR.user_id


def test_a_rejection_says_why(world):
    application_id, _ = an_application(world)
    assert review(world, application_id, "reject", review_opinion=" ").refused_as == "invalid_input"
    assert found(application_key("D1", application_id)).status == "in_review"


@pytest.mark.rule("11.1.1/r4")
@pytest.mark.parametrize("first", ["approve", "reject"])
@pytest.mark.parametrize("second", ["approve", "reject"])
def test_only_what_waits_is_reviewed(world, first, second):
    application_id, reseller_id = an_application(world)
    review(world, application_id, first).ok()
    before = works_with(reseller_id)
    assert review(world, application_id, second).refused_as == "illegal_transition"
    assert (works_with(reseller_id), waiting(world)) == (before, 0)


@pytest.mark.rule("11.1.1/r5")
def test_several_are_reviewed_at_once_each_on_its_own(world):
    first, one = an_application(world)
    second, two = an_application(world, business_region="浙江代表处")
    batch = {"result": "approve", "application_ids": [first, second, "CA-UNKNOWN"]}
    answer = world.call(DISTRIBUTOR, "POST", "/resellers/cooperation-application-reviews", batch, key="k").ok()
    assert (answer["done"], answer["failed"]) == (1, 2)
    problems = [result["problem"]["code"] if result["problem"] else None for result in answer["results"]]
    assert problems == [None, "business_region_differs", "not_found"]
    assert (works_with(one), works_with(two), waiting(world)) == ("D1", None, 1)
    assert world.call(DISTRIBUTOR, "POST", "/resellers/cooperation-application-reviews", batch, key="k").ok()["done"] == 1
    assert waiting(world) == 1


@pytest.mark.rule("11.1.1/r6")
def test_contacts_are_masked_and_revealed(world):
    application_id, _ = an_application(world)
    (row,) = applications(world)
    assert (row["mobile"], row["email"]) == ("139****001", "s****@yunfan.example")
    form = {"kind": "resellers.list_cooperation_applications", "record": {"application_id": application_id}, "field": "mobile"}
    assert world.call(DISTRIBUTOR, "POST", "/exports/reveals", form).ok()["value"] == "13900000001"


def test_the_list_is_found_by_name_mobile_and_email(world):
    application_id, _ = an_application(world, name="晨星云服务", mobile="13712345678", email="a@chenxing.example")
    an_application(world)
    for query in ("?reseller_name=晨星", "?mobile=13712345678", "?email=a@chenxing.example"):
        assert [row["application_id"] for row in applications(world, query=query)] == [application_id]
    assert len(applications(world, query="?status=in_review")) == 2


@pytest.mark.rule("3.6.2/r1", "3.6.2/r2", "3.6.1/r15", "11.1.2/r2")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"country_region": "SG"}, "country_region_differs"),
        ({"business_region": "浙江代表处"}, "business_region_differs"),
        ({"business_region": None}, "business_region_unknown"),
    ],
)
def test_an_approval_checks_once_more_that_the_two_fit(world, facts, code):
    application_id, reseller_id = an_application(world, **facts)
    assert review(world, application_id).refused_as == code
    assert works_with(reseller_id) is None
    assert (found(application_key("D1", application_id)).status, waiting(world)) == ("in_review", 1)


def test_nobody_is_approved_who_is_leaving_or_by_whom_is_delisted(world):
    application_id, reseller_id = an_application(world)
    stands(world, reseller_id, "exiting")
    assert review(world, application_id).refused_as == "reseller_leaving"
    stands(world, reseller_id, "delisted")
    assert review(world, application_id).refused_as == "not_a_reseller"
    stands(world, reseller_id, "active")
    stands(world, "D1", "delisted")
    assert review(world, application_id).refused_as == "own_distributor_delisted"
    review(world, application_id, "reject").ok()


def test_another_distributor_finds_no_application(world):
    application_id, reseller_id = an_application(world)
    assert review(world, application_id, by=OTHER).status == 404
    assert world.call(OTHER, "GET", f"/resellers/cooperation-applications/{application_id}").status == 404
    assert works_with(reseller_id) is None


def test_an_account_manager_reviews_nothing(world):
    application_id, _ = an_application(world)
    manager = acting(a_member("AM1", Role.ACCOUNT_MANAGER, of="D1"))
    assert review(world, application_id, by=manager).refused_as == "forbidden"


def test_a_supervisor_who_sees_some_resellers_only_may_approve(world):
    application_id, reseller_id = an_application(world)
    supervisor = acting(a_member("S1", Role.ACCOUNT_MANAGER_SUPERVISOR, of="D1"))
    review(world, application_id, by=supervisor).ok()
    assert works_with(reseller_id) == "D1"
    assert listed(world, supervisor) == []


@pytest.mark.rule("3.6.2/r1")
def test_an_approval_while_another_distributors_invitation_is_accepted(world, mailbox):
    application_id, reseller_id = an_application(world)
    signs_in_as("free-cloud", reseller_id)
    _, token = invited(world, mailbox, reseller_id, by=OTHER, reseller_account="free-cloud")
    meanwhile = faults.before_first_commit(lambda: accept(world, token, by=reseller_id).ok())
    with faults.watching(before=meanwhile):
        assert review(world, application_id).refused_as == "cooperates_with_another"
    assert works_with(reseller_id) == "D2"
    assert (found(application_key("D1", application_id)).status, waiting(world)) == ("in_review", 1)


@pytest.mark.rule("3.6.2/r1")
def test_an_acceptance_while_another_distributor_approves(world, mailbox):
    application_id, reseller_id = an_application(world)
    signs_in_as("free-cloud", reseller_id)
    _, token = invited(world, mailbox, reseller_id, by=OTHER, reseller_account="free-cloud")
    with faults.watching(before=faults.before_first_commit(lambda: review(world, application_id).ok())):
        assert accept(world, token, by=reseller_id).refused_as == "cooperates_with_another"
    assert works_with(reseller_id) == "D1"


def test_approved_twice_at_once_it_is_approved_once(world):
    application_id, reseller_id = an_application(world)
    with faults.watching(before=faults.before_first_commit(lambda: review(world, application_id).ok())):
        assert review(world, application_id).refused_as == "illegal_transition"
    assert (works_with(reseller_id), waiting(world)) == ("D1", 0)


def test_a_delisting_while_it_is_approved_wins(world):
    application_id, reseller_id = an_application(world)
    with faults.watching(before=faults.before_first_commit(lambda: stands(world, reseller_id, "delisted"))):
        assert review(world, application_id).refused_as == "not_a_reseller"
    assert works_with(reseller_id) is None


def test_both_sides_are_told(world):
    a_member("BOSS", Role.PARTNER_ADMIN, of="D1")
    application_id, reseller_id = an_application(world)
    a_member("OWNER", Role.PARTNER_ADMIN, of=reseller_id)
    review(world, application_id).ok()
    world.settle()
    assert "待审核的云经销商合作申请" in messages(world, "BOSS", "D1")
    assert "合作申请已通过" in messages(world, "OWNER", reseller_id)


def messages(world, user_id, partner_id):
    return {row["title"]["zh"] for row in world.call(acting(member_now(user_id, partner_id)), "GET", "/notices/messages").ok()["items"]}


def test_a_dry_run_decides_nothing(world):
    application_id, reseller_id = an_application(world)
    path = f"/resellers/cooperation-applications/{application_id}/review?dry_run=true"
    foreseen = world.call(DISTRIBUTOR, "POST", path, {"result": "approve"}).ok()
    assert "resellers.cooperation_began" in foreseen["effects"]["events"]
    assert (works_with(reseller_id), waiting(world)) == (None, 1)


@pytest.mark.parametrize("form", [{"intended_distributor_id": "D1", "distributor_id": "D2"}, {"partner_type": "solution_provider"}])
def test_only_a_reseller_names_one_distributor(world, form):
    asked = {**PARTNER, "partner_type": "reseller", "intended_distributor_id": "D1", "business_region": REGION, **form}
    assert world.call(vendor_user(), "POST", "/partners/partners", asked).refused_as == "invalid_input"


def test_nobody_else_than_a_distributor_is_named(world):
    a_partner("P1")
    an_organisation("P1")
    for named in ("P1", "PT-UNKNOWN"):
        asked = {**PARTNER, "partner_type": "reseller", "intended_distributor_id": named}
        assert world.call(vendor_user(), "POST", "/partners/partners", asked).status == 404


def test_a_reseller_sees_no_applications_of_others(world):
    an_application(world)
    assert applications(world, partner_user("R9", partner_type="reseller")) == []
