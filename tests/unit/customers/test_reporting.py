"""Reporting a customer: the claim, its limits, its review and its end."""

import pytest

from partner_center.customers.report import ReportingCount
from partner_center.customers.reviews import REPORT_REVIEW
from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from tests.kit import faults, reviews
from tests.kit.customers import (
    MOBILE,
    OTHER,
    PARTNER,
    VENDOR,
    account,
    an_account,
    apply_for_review,
    claim_on,
    decide,
    open_reports,
    record_of,
    report,
    report_of,
)
from tests.kit.partners import a_partner
from tests.kit.world import partner_user, vendor_user

pytestmark = pytest.mark.usefixtures("partners")


def check(world, mobile=MOBILE, by=PARTNER):
    return world.call(by, "GET", f"/customers/reportability?mobile={mobile}").ok()


def delete(world, report_id, by=PARTNER, **more):
    return world.call(by, "DELETE", f"/customers/reports/{report_id}", **more)


@pytest.mark.rule("10.3.4.1/r14", "10.3.4.1/r25")
def test_a_report_is_valid_for_fifteen_times_24_hours(world, stopped_clock):
    answer = report(world).ok()
    assert answer["status"] == "reported"
    assert clock.instant(answer["expires_at"]) == stopped_clock.now + clock.DAY * 15


@pytest.mark.rule("10.3.4.1/r3")
def test_within_the_validity_no_other_partner_reports_the_customer(world):
    report(world)
    assert report(world, by=OTHER).refused_as == "reported_by_other"
    assert check(world, by=OTHER)["result"] == "refused"


@pytest.mark.rule("10.3.4.1/r15")
def test_after_the_validity_every_partner_may(world, stopped_clock):
    report(world)
    stopped_clock.pass_(days=15)
    assert report(world, by=OTHER).ok()["status"] == "reported"
    assert claim_on(f"mobile/{MOBILE}").partner_id == "P2"


def test_a_claim_from_before_the_account_still_holds_for_it(world):
    report(world)
    an_account(world)
    assert report(world, by=OTHER).refused_as == "reported_by_other"


def test_the_claim_lies_on_the_account_where_there_is_one(world):
    an_account(world)
    report(world).ok()
    assert claim_on("account/C1").partner_id == "P1"
    assert claim_on(f"mobile/{MOBILE}") is None


def test_two_partners_at_once_do_not_both_get_the_customer(world):
    """The second partner's facts are read before, its commit comes after the first partner's."""
    first = {}

    def meanwhile(operation, writes):
        if operation == "TransactWriteItems" and not first:
            first["answer"] = True
            first["answer"] = report(world)

    with faults.watching(before=meanwhile):
        second = report(world, by=OTHER)
    assert first["answer"].ok()["status"] == "reported"
    assert second.refused_as == "reported_by_other"


@pytest.mark.rule("10.3.4.1/r14")
def test_one_reports_a_customer_once(world):
    report(world)
    assert report(world).refused_as == "already_reported"


def test_the_same_key_again_gets_the_same_answer_and_one_report(world):
    first, second = report(world, key="k"), report(world, key="k")
    assert first.ok() == second.ok()
    assert open_reports() == 1


def test_a_report_is_two_rounds_of_reading_and_one_transaction(world):
    report(world, send_invite=True, email="a@b.cn", association_type="resale", key="k").ok()
    assert world.calls["customers.report_customer"][-1] == {"TransactGetItems": 2, "TransactWriteItems": 1}


def test_a_dry_run_reports_nobody(world):
    form = {"customer_full_name": "晨星", "mobile": MOBILE}
    assert world.call(PARTNER, "POST", "/customers/reports?dry_run=true", form).ok()["effects"]["added"]
    assert (open_reports(), claim_on(f"mobile/{MOBILE}")) == (0, None)


@pytest.mark.rule("10.3.4.1/r16")
def test_without_a_contact_in_its_profile_a_partner_reports_nobody(world):
    a_partner("P3", mobile=None, email=None)
    assert report(world, by=partner_user("P3")).refused_as == "partner_has_no_contact"
    a_partner("P4", mobile=None)
    assert report(world, by=partner_user("P4")).ok()


@pytest.mark.rule("10.3.4.1/r13")
def test_the_hundred_and_first_open_report_is_refused(world):
    count = ReportingCount(partner_id="P1", open_reports=99)
    count.settle()
    count.save()
    assert report(world).ok()
    refused = report(world, mobile="13812345679")
    assert refused.refused_as == "report_limit_reached"
    assert refused.refusals["report_limit_reached"]["facts"] == {"open_reports": 100, "limit": 100}


@pytest.mark.rule("10.3.4.1/r21")
def test_of_several_accounts_the_name_must_be_picked(world):
    an_account(world, "C1")
    an_account(world, "C2")
    assert report(world).refusals["account_name_required"]["facts"]["account_names"] == ["acct-C1", "acct-C2"]
    assert world.call(PARTNER, "GET", f"/customers/accounts?mobile={MOBILE}").ok()["account_names"] == ["acct-C1", "acct-C2"]
    assert report(world, account_name="acct-C2").ok()
    assert claim_on("account/C2").partner_id == "P1"


@pytest.mark.rule("10.3.4.1/r17")
def test_an_account_with_another_mobile_is_not_reported(world):
    an_account(world, "C1", mobile="13500000000")
    assert report(world, account_name="acct-C1").refused_as == "account_not_found"


def test_the_country_code_makes_no_other_customer(world):
    report(world, mobile=f"+86{MOBILE}").ok()
    assert report(world, by=OTHER).refused_as == "reported_by_other"


@pytest.mark.rule("10.3.4.1/r19")
def test_an_invitation_to_be_sent_needs_email_and_type(world):
    assert report(world, send_invite=True, email="a@b.cn").refused_as == "invalid_input"
    assert report(world, send_invite=True, association_type="resale").refused_as == "invalid_input"


@pytest.mark.rule("10.3.4.1/r20")
def test_without_an_invitation_name_and_mobile_are_enough(world):
    assert report(world).ok()["invited"] is False


@pytest.mark.rule("10.3.4.1/r23")
def test_the_invitation_goes_out_with_the_report(world):
    answer = report(world, send_invite=True, email="a@b.cn", association_type="resale").ok()
    assert answer["invited"] is True
    assert record_of(answer["report_id"]).status == "sent"


@pytest.mark.rule("10.3.4.1/r22")
@pytest.mark.parametrize(("email", "good"), [("a_b.c-d1@x.cn", True), ("a+b@x.cn", False), ("a b@x.cn", False), ("张@x.cn", False)])
def test_an_email_has_letters_digits_and_three_special_characters(world, email, good):
    assert (report(world, email=email).refused_as is None) is good


@pytest.mark.rule("10.3.4.1/r18", "10.3.4.1/r11")
def test_what_needs_review_says_so_and_waits_four_working_days(world, stopped_clock):
    stopped_clock.at("2024-09-13T10:00:00+08:00")  # a Friday; the 14th works, the 15th to 17th are the Mid-Autumn holiday
    an_account(world, online_sales_team=True)
    refused = report(world)
    assert refused.refused_as == "online_sales_team"
    assert refused.refusals["online_sales_team"]["way_out"]
    assert check(world)["result"] == "manual_review"
    answer = apply_for_review(world).ok()
    assert answer["status"] == "in_review"
    assert clock.business_date(clock.instant(answer["review_due_at"])).isoformat() == "2024-09-20"


def test_while_in_review_nobody_else_reports_the_customer(world):
    an_account(world, online_sales_team=True)
    apply_for_review(world).ok()
    assert apply_for_review(world, by=OTHER).refused_as == "reported_by_other"


@pytest.mark.rule("10.3.4.1/r29")
def test_how_far_a_review_has_come_is_not_shown_to_the_partner(world):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world).ok()["report_id"]
    reviewer = vendor_user(Role.VENDOR_REVIEWER)
    before = world.call(PARTNER, "GET", f"/customers/reports/{report_id}").ok()
    world.call(reviewer, "POST", f"{reviews.path_of(REPORT_REVIEW, report_id, 'P1')}/claim").ok()
    assert reviews.task_of(REPORT_REVIEW, report_id, "P1").claimed_by == reviewer.user_id
    assert world.call(PARTNER, "GET", f"/customers/reports/{report_id}").ok() == before
    assert before["status"] == "in_review"
    assert reviewer.user_id not in str(before)


def test_what_can_be_reported_directly_needs_no_review(world):
    assert apply_for_review(world).refused_as == "review_not_needed"


def test_what_cannot_be_reported_is_not_reviewed_either(world):
    an_account(world, online_sales_team=True, consumer_cloud=True)
    assert set(apply_for_review(world).refusals) == {"consumer_cloud"}


@pytest.mark.rule("10.3.4.1/r23")
def test_after_review_the_fifteen_days_begin_and_the_invitation_goes_out(world, stopped_clock):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world, send_invite=True, email="a@b.cn", association_type="resale").ok()["report_id"]
    stopped_clock.pass_(days=2)
    facts = decide(world, report_id).ok()["receipt"]["facts"]
    assert (facts["status"], facts["invited"]) == ("reported", True)
    assert clock.instant(facts["expires_at"]) == stopped_clock.now + clock.DAY * 15
    assert claim_on("account/C1").reviewed


def test_a_rejected_report_frees_customer_and_place(world):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world).ok()["report_id"]
    assert decide(world, report_id, approved=False).ok()["status"] == "rejected"
    assert report_of("P1", report_id).status == "rejected"
    assert (open_reports(), claim_on("account/C1")) == (0, None)


def test_a_decision_is_taken_once(world):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world).ok()["report_id"]
    decide(world, report_id)
    assert decide(world, report_id, approved=False).refused_as == "review_is_over"


def test_who_became_a_partners_customer_meanwhile_is_not_approved(world):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world).ok()["report_id"]
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"consumer_cloud": True}).ok()
    assert decide(world, report_id).refused_as == "consumer_cloud"


def test_a_partner_decides_nothing(world):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world).ok()["report_id"]
    assert reviews.decide(world, REPORT_REVIEW, report_id, "P1", by=PARTNER).refused_as == "forbidden"


@pytest.mark.rule("10.3.4.1/r27")
def test_a_deleted_report_lapses(world):
    report_id = report(world).ok()["report_id"]
    assert delete(world, report_id).ok()["status"] == "deleted"
    assert open_reports() == 0
    assert report(world, by=OTHER).ok()


@pytest.mark.rule("10.3.4.1/r26")
def test_a_report_in_review_cannot_be_deleted(world):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world).ok()["report_id"]
    assert delete(world, report_id).refusals["illegal_transition"]["rule"] == "10.3.4.1/r26"


def test_another_partners_report_is_not_found(world):
    report_id = report(world).ok()["report_id"]
    assert delete(world, report_id, by=OTHER).status == 404
    assert world.call(OTHER, "GET", f"/customers/reports/{report_id}").status == 404


def test_a_stale_version_deletes_nothing(world):
    report_id = report(world).ok()["report_id"]
    assert delete(world, report_id, headers={"If-Match": '"7"'}).status == 412
    assert open_reports() == 1


@pytest.mark.rule("10.3.4.1/r26")
def test_a_batch_leaves_out_what_cannot_be_deleted(world):
    good = report(world).ok()["report_id"]
    an_account(world, "C2", mobile="13500000000", online_sales_team=True)
    waiting = apply_for_review(world, mobile="13500000000").ok()["report_id"]
    foreign = report(world, by=OTHER, mobile="13600000000").ok()["report_id"]
    results = world.call(PARTNER, "POST", "/customers/reports/deletions", {"report_ids": [good, waiting, foreign]}).ok()["results"]
    assert [(r["done"], (r["reason"] or {}).get("code")) for r in results] == [
        (True, None),
        (False, "illegal_transition"),
        (False, "no_such_report"),
    ]
    assert (open_reports(), open_reports("P2")) == (1, 1)


@pytest.mark.rule("10.3.4.1/r15")
def test_the_job_lapses_what_is_over_and_nothing_else(world, stopped_clock):
    old = report(world).ok()["report_id"]
    stopped_clock.pass_(days=1)
    young = report(world, mobile="13500000000").ok()["report_id"]
    run = world.run_job("customers.expire_customer_reports", "2024-09-17T10:05:00+08:00")
    assert (run["done"], run["failed"]) == (1, [])
    assert (report_of("P1", old).status, report_of("P1", young).status) == ("expired", "reported")
    assert open_reports() == 1
    assert world.run_job("customers.expire_customer_reports", "2024-09-17T10:05:00+08:00")["done"] == 0


def test_lapsing_late_takes_nothing_from_the_next_holder(world, stopped_clock):
    report(world)
    stopped_clock.pass_(days=16)
    report(world, by=OTHER).ok()
    world.run_job("customers.expire_customer_reports", clock.iso(stopped_clock.now))
    assert claim_on(f"mobile/{MOBILE}").partner_id == "P2"
    assert (open_reports(), open_reports("P2")) == (0, 1)


@pytest.mark.rule("10.3.4.4/r8")
def test_a_changed_real_name_lapses_the_report(world):
    an_account(world)
    report_id = report(world).ok()["report_id"]
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"real_name": "enterprise"}).ok()
    assert (report_of("P1", report_id).status, report_of("P1", report_id).lapse_reason) == ("expired", "realname_changed")
    assert (open_reports(), claim_on("account/C1")) == (0, None)


@pytest.mark.rule("10.3.4.1/r30", "10.4/r1")
def test_the_list_shows_names_and_numbers_masked(world):
    report(world, email="it@chenxing.example")
    (row,) = world.call(PARTNER, "GET", "/customers/reports").ok()["items"]
    assert (row["mobile"], row["email"], row["customer_full_name"]) == ("138****678", "i****@chenxing.example", "晨****司")


def test_a_list_holds_ones_own_undeleted_reports(world):
    report_id = report(world).ok()["report_id"]
    report(world, by=OTHER, mobile="13500000000")
    assert [row["report_id"] for row in world.call(PARTNER, "GET", "/customers/reports?status=reported").ok()["items"]] == [report_id]
    delete(world, report_id)
    assert world.call(PARTNER, "GET", "/customers/reports").ok()["items"] == []


def test_finance_staff_reports_nobody(world):
    assert report(world, by=partner_user("P1", Role.PARTNER_FINANCE)).refused_as == "forbidden"


def test_facts_that_change_meanwhile_decide(world):
    an_account(world)
    told = faults.before_first_commit(lambda: an_account(world, special_contract=True))
    with faults.watching(before=told):
        assert report(world).refused_as == "special_contract"
    assert open_reports() == 0


def test_a_customer_associated_while_its_report_is_reviewed_is_not_reported(world):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world).ok()["report_id"]

    def associated_elsewhere():
        known = account()
        known.associated_partner_id = "P2"
        known.save()

    with faults.watching(before=faults.before_first_commit(associated_elsewhere)):
        assert decide(world, report_id).refused_as == "associated_other"
    assert report_of("P1", report_id).status == "in_review"


def test_a_deleted_report_is_not_found(world):
    report_id = report(world).ok()["report_id"]
    assert world.call(PARTNER, "GET", f"/customers/reports/{report_id}").ok()["report_id"] == report_id
    world.call(PARTNER, "DELETE", f"/customers/reports/{report_id}").ok()
    assert world.call(PARTNER, "GET", f"/customers/reports/{report_id}").status == 404
