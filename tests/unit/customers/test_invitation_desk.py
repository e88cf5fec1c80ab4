"""Who can be invited, the e-mail beforehand, sending again, rows from before there were reports, activities."""

from __future__ import annotations

import pytest

from partner_center.kernel import clock
from tests.kit.customers import (
    MOBILE,
    OTHER,
    PARTNER,
    VENDOR,
    a_custom_link,
    accept,
    an_account,
    an_activity,
    an_activity_link,
    an_invited_customer,
    apply_for_review,
    association,
    claim_on,
    decide,
    invite,
    mailed_token,
    open_reports,
    record_of,
    report,
    report_of,
    token_in,
)
from tests.kit.expansion import TYPES, an_expander
from tests.kit.organisation import a_member
from tests.kit.world import customer_user, partner_user

pytestmark = pytest.mark.usefixtures("partners")


def resend_all(world, ids, by=PARTNER):
    return world.call(by, "POST", "/customers/expansion-records/resends", {"record_ids": ids})


# --- before inviting ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.3.4.2/r1", "10.3.4.2/r2", "10.3.4.1/r30")
def test_the_dialog_says_who_can_be_invited_and_why_not_the_others(world):
    good = report(world, email="it@chenxing.example").ok()["report_id"]
    mute = report(world, mobile="13500000000").ok()["report_id"]
    foreign = report(world, by=OTHER, mobile="13600000000", email="a@b.cn").ok()["report_id"]
    rows = world.call(PARTNER, "POST", "/customers/reports/invitation-eligibility", {"report_ids": [good, mute, foreign]}).ok()["results"]
    assert [(row["eligible"], [remark["code"] for remark in row["remarks"]]) for row in rows] == [
        (True, []),
        (False, ["email_missing"]),
        (False, ["no_such_report"]),
    ]
    assert (rows[0]["customer_name"], rows[0]["email"]) == ("晨****司", "i****@chenxing.example")
    assert rows[2]["customer_name"] is None


@pytest.mark.rule("10.3.4.2/r6")
@pytest.mark.parametrize(("mode", "words"), [("resale", ("代售", "resale")), ("consultative", ("顾问销售", "consultative"))])
def test_the_email_can_be_looked_at_in_both_languages_before(world, mailbox, mode, words):
    seen = world.call(PARTNER, "GET", f"/customers/invitation-email?association_type={mode}").ok()
    assert all(word in seen["text"] for word in words)
    assert "云帆科技" in seen["subject"]
    _, token = an_invited_customer(world, mode)
    world.settle()
    ((_, subject, text),) = mailbox
    assert seen["subject"] == subject
    assert token not in seen["text"]
    assert len(seen["text"].splitlines()) == len(text.splitlines())


# --- sending again --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.3.4.4/r2", "10.3.4.4/r3", "0.5/r1")
def test_several_lapsed_invitations_are_sent_again_and_the_others_named(world, stopped_clock, mailbox):
    lapsed, _ = an_invited_customer(world)
    stopped_clock.pass_(days=7)
    waiting, _ = an_invited_customer(world, mobile="13500000000")
    foreign = report(world, by=OTHER, mobile="13600000000", email="a@b.cn").ok()["report_id"]
    invite(world, foreign, by=OTHER).ok()
    ids = [record_of(lapsed).record_id, record_of(waiting).record_id, record_of(foreign, "P2").record_id]
    results = resend_all(world, ids).ok()["results"]
    assert [(r["done"], (r["reason"] or {}).get("code")) for r in results] == [
        (True, None),
        (False, "invitation_not_resendable"),
        (False, "no_such_record"),
    ]
    assert record_of(lapsed).status == "sent"
    world.settle()
    assert len(mailbox) == 3  # the two that wait, and the one that was sent again; the first went out under its newer link only


def test_thirty_are_sent_again_in_one_transaction(world, stopped_clock):
    ids = [report(world, mobile=f"138000000{n:02d}", email="a@b.cn").ok()["report_id"] for n in range(30)]
    world.call(PARTNER, "POST", "/customers/reports/invitations", {"report_ids": ids, "association_type": "resale"}).ok()
    stopped_clock.pass_(days=7)
    answer = world.call(
        PARTNER, "POST", "/customers/expansion-records/resends", {"record_ids": [record_of(i).record_id for i in ids]}, key="k"
    )
    assert all(result["done"] for result in answer.ok()["results"])
    assert world.calls["customers.batch_resend_invitations"][-1] == {"TransactGetItems": 2, "TransactWriteItems": 1}


@pytest.mark.rule("10.3.4.4/r2", "10.3.4.1/r18")
@pytest.mark.parametrize("fact", ["sales_support_centre", "online_sales_team", "reported_by_vendor"])
def test_what_failed_for_want_of_a_review_is_sent_again_once_it_has_passed(world, fact):
    an_account(world)
    report_id, token = an_invited_customer(world)
    record_id = record_of(report_id).record_id
    an_account(world, **{fact: True})  # reasons 7, 8 and 15: it came to need a review after it was reported
    assert accept(world, token).ok()["outcome"] == "failed"
    refused = world.call(PARTNER, "POST", f"/customers/expansion-records/{record_id}/resend")
    assert refused.refusals["invitation_not_resendable"]["way_out"]
    assert apply_for_review(world).ok() | {"review_due_at": None} == {
        "report_id": report_id,
        "status": "in_review",
        "expires_at": None,
        "review_due_at": None,
        "invited": False,
    }
    assert (open_reports(), claim_on("account/C1").expires_at) == (1, None)
    assert report(world, by=OTHER).refused_as == "reported_by_other"
    decide(world, report_id).ok()
    assert world.call(PARTNER, "POST", f"/customers/expansion-records/{record_id}/resend").ok()["status"] == "sent"
    assert accept(world, mailed_token(report_id)).ok()["outcome"] == "associated"
    assert open_reports() == 0


def test_what_failed_otherwise_is_tried_again_with_its_own_link(world):
    an_account(world, arrears={"amount": "1.00"})
    report_id, token = an_invited_customer(world)
    accept(world, token).ok()
    refused = world.call(PARTNER, "POST", f"/customers/expansion-records/{record_of(report_id).record_id}/resend")
    assert refused.refused_as == "invitation_not_resendable"


def test_a_report_that_has_passed_its_review_is_not_reviewed_again(world):
    an_account(world, online_sales_team=True)
    decide(world, apply_for_review(world).ok()["report_id"]).ok()
    assert apply_for_review(world).refused_as == "already_reported"


def test_the_form_may_ask_for_the_invitation_after_a_second_look(world, mailbox):
    an_account(world)
    report_id, _ = an_invited_customer(world)
    an_account(world, online_sales_team=True)
    apply_for_review(world, send_invite=True, email="it@chenxing.example", association_type="resale").ok()
    assert decide(world, report_id).ok()["receipt"]["facts"]["invited"] is True
    assert record_of(report_id).status == "sent"


# --- rows from before there were reports ----------------------------------------------------------------------------------


@pytest.mark.rule("12.2.1.2/r2")
@pytest.mark.parametrize("partner_type", TYPES)
def test_a_customer_entered_earlier_must_be_reported_before_it_is_invited(world, partner_type):
    caller = an_expander(partner_type, "P3")
    told = {"partner_id": "P3", "customers": [{"customer_full_name": "旧识商行", "mobile": MOBILE, "email": "a@b.cn"}]}
    (row_id,) = world.call(VENDOR, "POST", "/customers/entered-customers", told).ok()["report_ids"]
    assert world.call(VENDOR, "POST", "/customers/entered-customers", told).ok()["report_ids"] == [row_id]
    (row,) = world.call(caller, "GET", "/customers/reports?status=unreported").ok()["items"]
    assert (row["report_id"], row["status"]) == (row_id, "unreported")
    assert (open_reports("P3"), claim_on(f"mobile/{MOBILE}")) == (0, None)
    assert invite(world, row_id, by=caller).refused_as == "customer_unreported"
    assert report(world, by=OTHER, mobile="13500000000", report_id=row_id).status == 404
    assert report(world, by=caller, report_id=row_id, email="a@b.cn").ok()["report_id"] == row_id
    assert (open_reports("P3"), claim_on(f"mobile/{MOBILE}").partner_id) == (1, "P3")
    assert report(world, by=caller, mobile="13500000000", report_id=row_id).refused_as == "illegal_transition"
    assert invite(world, row_id, by=caller).ok()["status"] == "sent"


def test_taking_over_again_changes_no_row(world):
    told = {"partner_id": "P1", "customers": [{"customer_full_name": "旧识商行", "mobile": MOBILE}]}
    (row_id,) = world.call(VENDOR, "POST", "/customers/entered-customers", told).ok()["report_ids"]
    world.call(PARTNER, "DELETE", f"/customers/reports/{row_id}").ok()
    world.call(VENDOR, "POST", "/customers/entered-customers", told).ok()
    assert report_of("P1", row_id).status == "deleted"
    assert world.call(VENDOR, "POST", "/customers/entered-customers", {**told, "partner_id": "NONE"}).status == 404
    assert world.call(PARTNER, "POST", "/customers/entered-customers", told).refused_as == "forbidden"


# --- activities -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.3.4.3/r5", "13.1.2/r1")
def test_an_activity_link_holds_as_long_as_its_activity(world, stopped_clock):
    an_activity(world, begins="2024-09-03", ends="2024-09-10")
    token = token_in(an_activity_link(world)["url"])
    an_account(world)
    assert accept(world, token).refused_as == "activity_not_begun"
    stopped_clock.at("2024-09-09T23:59:59+08:00")
    an_account(world)
    opened = world.call(None, "GET", f"/customers/invitations/{token}").ok()
    assert clock.instant(opened["expires_at"]) == clock.instant("2024-09-10T00:00:00+08:00")
    stopped_clock.pass_(seconds=1)
    assert accept(world, token).refused_as == "link_expired"
    an_activity(world, begins="2024-09-03", ends="2024-09-20")  # the vendor lets it go on
    assert accept(world, token).ok()["outcome"] == "associated"


@pytest.mark.rule("10.3.4.3/r6", "10.3.4.3/r2")
def test_who_comes_by_an_activity_link_belongs_to_its_manager(world):
    an_activity(world)
    a_member("CM7")
    link = an_activity_link(world, account_manager_id="CM7", remark="展台")
    an_account(world)
    accept(world, token_in(link["url"])).ok()
    assert association().account_manager_id == "CM7"
    (row,) = world.call(PARTNER, "GET", "/customers/expansion-records").ok()["items"]
    assert (row["channel"], row["custom_label"], row["remark"]) == ("activity_link", "cm7", "展台")


@pytest.mark.rule("10.3.4.3/r7", "10.3.4.3/r10")
def test_activities_and_their_links_are_listed_while_they_last(world, stopped_clock):
    an_activity(world)
    link = an_activity_link(world)
    assert [row["activity_id"] for row in world.call(PARTNER, "GET", "/customers/activities").ok()["items"]] == ["A1"]
    (row,) = world.call(PARTNER, "GET", "/customers/activity-links").ok()["items"]
    assert (row["url"], row["activity_name"]) == (link["url"], "云上秋季")
    assert world.call(OTHER, "GET", "/customers/activity-links").ok()["items"] == []
    assert world.call(PARTNER, "GET", f"/customers/invitation-links/{link['link_id']}/qr-code").ok()["image"]
    stopped_clock.at("2024-10-01T00:00:00+08:00")
    assert world.call(PARTNER, "GET", "/customers/activities").ok()["items"] == []
    form = {"activity_id": "A1", "association_type": "resale"}
    assert world.call(PARTNER, "POST", "/customers/activity-links", form).refused_as == "activity_over"


def test_for_an_unknown_activity_or_manager_nobody_is_invited(world):
    an_activity(world)
    for wrong in ({"activity_id": "NONE"}, {"account_manager_id": "NOBODY"}):
        form = {"activity_id": "A1", "association_type": "resale", **wrong}
        assert world.call(PARTNER, "POST", "/customers/activity-links", form).status == 404
    backwards = {"name": "x", "starts_at": "2024-09-02T00:00:00+08:00", "ends_at": "2024-09-01T00:00:00+08:00"}
    assert world.call(VENDOR, "PUT", "/customers/activities/A2", backwards).refused_as == "invalid_input"
    assert world.call(PARTNER, "PUT", "/customers/activities/A1", backwards).refused_as == "forbidden"


# --- what an association does to what the customer has ---------------------------------------------------------------------


@pytest.mark.rule("13.1.1/r20", "13.1.1/r21", "13.1.1/r22")
def test_the_customer_is_told_before_what_becomes_of_its_money(world):
    an_account(world)
    for mode, expected in (("resale", 4), ("consultative", 0)):
        token = token_in(a_custom_link(world, mode)["url"])
        opened = world.call(None, "GET", f"/customers/invitations/{token}").ok()["consequences"]
        asked = world.call(customer_user(), "GET", f"/customers/invitations/{token}/eligibility").ok()["consequences"]
        assert opened == asked
        assert len(opened) == expected
        assert all(text["zh"] and text["en"] for text in opened)


@pytest.mark.rule("13.1.1/r23")
@pytest.mark.parametrize(("mode", "left", "told"), [("resale", "0.00", 1), ("consultative", "500.00", 0)])
def test_unused_credit_of_a_direct_customer_is_reclaimed_in_resale(world, mode, left, told):
    from tests.kit.customers import account

    an_account(world, direct_credit_limit={"amount": "500.00"})
    accept(world, token_in(a_custom_link(world, mode)["url"])).ok()
    assert f"{account().direct_credit_limit.amount:.2f}" == left
    world.settle()
    heard = [event for event in world.bus if event["DetailType"] == "customers.direct_credit_reclaimed"]
    assert len(heard) == told
    assert all("500.00" in event["Detail"] for event in heard)


def test_other_partners_see_nothing_of_the_desk(world):
    report_id, _ = an_invited_customer(world)
    stranger = partner_user("P2")
    assert resend_all(world, [record_of(report_id).record_id], by=stranger).ok()["results"][0]["reason"]["code"] == "no_such_record"
