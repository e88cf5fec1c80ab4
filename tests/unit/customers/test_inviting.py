"""Inviting reported customers by e-mail, by link and by QR code."""

import re

import pytest

from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from partner_center.platform import aws
from tests.kit import faults
from tests.kit.customers import (
    OTHER,
    PARTNER,
    a_custom_link,
    accept,
    an_account,
    an_invited_customer,
    invite,
    mailed_token,
    record_of,
    report,
    token_in,
)
from tests.kit.organisation import a_member
from tests.kit.world import partner_user

pytestmark = pytest.mark.usefixtures("partners")


def test_a_report_deleted_meanwhile_is_not_invited(world):
    report_id = report(world, email="it@chenxing.example").ok()["report_id"]
    delete = faults.before_first_commit(lambda: world.call(PARTNER, "DELETE", f"/customers/reports/{report_id}").ok())
    with faults.watching(before=delete):
        assert invite(world, report_id).refused_as == "report_not_valid"
    assert record_of(report_id) is None


def open_link(world, token):
    return world.call(None, "GET", f"/customers/invitations/{token}")


def resend(world, record_id, by=PARTNER):
    return world.call(by, "POST", f"/customers/expansion-records/{record_id}/resend")


# --- by e-mail ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.3.4.1/r24", "10.3.4.2/r5")
def test_an_invitation_holds_for_seven_days(world, stopped_clock):
    _, token = an_invited_customer(world)
    stopped_clock.pass_(days=7, seconds=-1)
    assert open_link(world, token).ok()
    stopped_clock.pass_(seconds=1)
    assert open_link(world, token).refused_as == "link_expired"


@pytest.mark.rule("10.3.4.2/r6")
def test_the_email_carries_the_link_in_both_languages(world, mailbox):
    _, token = an_invited_customer(world)
    world.settle()
    ((to, subject, text),) = mailbox
    assert (to, subject) == ("it@chenxing.example", "合作伙伴邀请您关联云服务账号 / 云帆科技 invites you")
    assert text.count(f"/invitations/{token}") == 2
    assert "138****678" in text
    assert "代售" in text
    assert "resale" in text


def test_an_event_heard_twice_sends_one_email(world, mailbox):
    an_invited_customer(world)
    world.settle(twice=True)
    assert len(mailbox) == 1


def test_the_real_mail_service_is_asked(world, monkeypatch):
    import boto3

    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    aws.client.cache_clear()
    boto3.client("sesv2").create_email_identity(EmailIdentity="no-reply@partner-center.example")
    report_id, _ = an_invited_customer(world)
    world.settle()
    assert record_of(report_id).mailed_link_id == record_of(report_id).link_id


@pytest.mark.rule("10.3.4.2/r1", "10.3.4.1/r32")
def test_only_a_valid_report_is_invited(world, stopped_clock):
    report_id = report(world, email="a@b.cn").ok()["report_id"]
    stopped_clock.pass_(days=15)
    assert invite(world, report_id).refused_as == "report_not_valid"


@pytest.mark.rule("10.3.4.2/r2")
def test_a_missing_email_is_added_first(world):
    report_id = report(world).ok()["report_id"]
    assert invite(world, report_id).refused_as == "email_missing"
    assert world.call(PARTNER, "PUT", f"/customers/reports/{report_id}/email", {"email": "a@b.cn"}).ok()
    assert invite(world, report_id).ok()["status"] == "sent"
    assert world.call(PARTNER, "PUT", f"/customers/reports/{report_id}/email", {"email": "c@d.cn"}).refused_as == "email_present"


@pytest.mark.rule("10.3.4.2/r3")
def test_the_association_type_must_be_chosen(world):
    report_id = report(world, email="a@b.cn").ok()["report_id"]
    assert world.call(PARTNER, "POST", f"/customers/reports/{report_id}/invitation", {}).refused_as == "invalid_input"


def test_a_new_invitation_makes_the_former_link_worthless(world, mailbox):
    report_id, former = an_invited_customer(world)
    invite(world, report_id, "consultative").ok()
    world.settle()
    assert open_link(world, former).refused_as == "link_expired"
    assert open_link(world, mailed_token(report_id)).ok()["association_type"] == "consultative"
    assert len(mailbox) == 1


@pytest.mark.rule("10.3.4.2/r4")
def test_several_are_invited_at_once_and_who_cannot_be_is_named(world):
    good = report(world, email="a@b.cn").ok()["report_id"]
    mute = report(world, mobile="13500000000").ok()["report_id"]
    foreign = report(world, by=OTHER, mobile="13600000000", email="a@b.cn").ok()["report_id"]
    form = {"report_ids": [good, mute, foreign], "association_type": "resale"}
    results = world.call(PARTNER, "POST", "/customers/reports/invitations", form).ok()["results"]
    assert [(r["done"], (r["reason"] or {}).get("code")) for r in results] == [
        (True, None),
        (False, "email_missing"),
        (False, "no_such_report"),
    ]


def test_thirty_invitations_fit_into_one_transaction(world):
    ids = [report(world, mobile=f"138000000{n:02d}", email="a@b.cn").ok()["report_id"] for n in range(30)]
    results = world.call(PARTNER, "POST", "/customers/reports/invitations", {"report_ids": ids, "association_type": "resale"}, key="k")
    assert all(result["done"] for result in results.ok()["results"])
    assert world.calls["customers.batch_invite_reported_customers"][-1] == {"TransactGetItems": 1, "TransactWriteItems": 1}
    deleted = world.call(PARTNER, "POST", "/customers/reports/deletions", {"report_ids": ids})
    assert all(result["done"] for result in deleted.ok()["results"])


def test_another_partners_report_is_not_invited(world):
    report_id = report(world, email="a@b.cn").ok()["report_id"]
    assert invite(world, report_id, by=OTHER).status == 404


@pytest.mark.rule("10.3.4.4/r3", "10.3.4.4/r2")
def test_a_lapsed_invitation_is_sent_again(world, stopped_clock, mailbox):
    report_id, _ = an_invited_customer(world)
    record_id = record_of(report_id).record_id
    assert resend(world, record_id).refused_as == "invitation_not_resendable"
    stopped_clock.pass_(days=7, minutes=1)
    assert world.run_job("customers.expire_invitations", clock.iso(stopped_clock.now))["done"] == 1
    assert record_of(report_id).status == "expired"
    assert resend(world, record_id, by=OTHER).status == 404
    assert resend(world, record_id).ok()["status"] == "sent"
    assert open_link(world, mailed_token(report_id)).ok()


def test_a_lapsed_report_is_not_invited_again(world, stopped_clock):
    report_id, _ = an_invited_customer(world)
    stopped_clock.pass_(days=15)
    assert resend(world, record_of(report_id).record_id).refused_as == "report_not_valid"


def test_the_expiry_job_runs_twice_and_early_without_harm(world, stopped_clock):
    report_id, _ = an_invited_customer(world)
    assert world.run_job("customers.expire_invitations", clock.iso(stopped_clock.now))["done"] == 0
    later = clock.iso(stopped_clock.now + clock.DAY * 8)
    assert [world.run_job("customers.expire_invitations", later)["done"] for _ in range(2)] == [1, 0]
    assert record_of(report_id).status == "expired"


@pytest.mark.rule("10.3.4.4/r4")
def test_the_records_show_the_email_of_the_report_masked(world):
    an_invited_customer(world)
    (row,) = world.call(PARTNER, "GET", "/customers/expansion-records?email=chenxing&status=sent").ok()["items"]
    assert (row["email"], row["mobile"]) == ("i****@chenxing.example", "138****678")
    assert world.call(OTHER, "GET", "/customers/expansion-records").ok()["items"] == []
    assert world.call(OTHER, "GET", f"/customers/expansion-records/{row['record_id']}").status == 404


# --- by link and QR code --------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.3.4.3/r1", "10.3.4.3/r8")
def test_a_general_link_is_one_per_user_and_mode_and_carries_the_users_name(world):
    def ask(user, mode="resale"):
        return world.call(user, "POST", "/customers/invitation-links/general", {"association_type": mode}).ok()

    link = ask(PARTNER)
    assert ask(PARTNER) == link
    assert link["custom_label"] == PARTNER.name
    assert len({link["url"], ask(PARTNER, "consultative")["url"], ask(partner_user("P1", name="second"))["url"]}) == 3


@pytest.mark.rule("0.5/r2")
def test_offline_links_do_not_expire(world, stopped_clock):
    link = a_custom_link(world)
    stopped_clock.pass_(days=1000)
    assert open_link(world, token_in(link["url"])).ok()["expires_at"] is None


@pytest.mark.rule("10.3.4.3/r4")
def test_no_more_than_a_hundred_custom_links_within_24_hours(world, stopped_clock):
    for _ in range(100):
        a_custom_link(world)
        stopped_clock.pass_(minutes=1)
    refused = world.call(
        PARTNER, "POST", "/customers/invitation-links", {"association_type": "resale", "custom_type": "custom_label", "custom_label": "x"}
    )
    assert refused.refused_as == "link_limit_reached"
    free_at = clock.instant(refused.refusals["link_limit_reached"]["deadline"])
    stopped_clock.now = free_at
    assert a_custom_link(world)
    a_custom_link(world, by=OTHER)


@pytest.mark.rule("10.3.4.3/r7")
def test_custom_links_are_kept_and_shown_to_their_partner(world):
    link = a_custom_link(world, remark="展会")
    world.call(PARTNER, "POST", "/customers/invitation-links/general", {"association_type": "resale"}).ok()
    (row,) = world.call(PARTNER, "GET", "/customers/invitation-links").ok()["items"]
    assert (row["url"], row["remark"], row["custom_label"]) == (link["url"], "展会", "秋季活动")
    assert world.call(OTHER, "GET", "/customers/invitation-links").ok()["items"] == []


@pytest.mark.parametrize(
    "wrong", [{"custom_label": None}, {"account_manager_id": "CM1"}, {"custom_type": "dedicated_cm"}, {"association_type": "gift"}]
)
def test_a_custom_link_has_exactly_what_its_type_says(world, wrong):
    form = {"association_type": "resale", "custom_type": "custom_label", "custom_label": "x", **wrong}
    assert world.call(PARTNER, "POST", "/customers/invitation-links", form).refused_as == "invalid_input"


@pytest.mark.rule("10.3.4.3/r10")
def test_a_new_link_is_shown_with_what_it_carries_and_its_qr_code(world):
    link = a_custom_link(world, remark="展会")
    assert (link["association_type"], link["custom_type"], link["custom_label"], link["remark"]) == (
        "resale",
        "custom_label",
        "秋季活动",
        "展会",
    )
    assert world.call(PARTNER, "GET", f"/customers/invitation-links/{link['link_id']}/qr-code").ok()["image"]


def test_the_qr_code_of_a_link_is_its_partners_alone(world):
    link_id = a_custom_link(world)["link_id"]
    code = world.call(PARTNER, "GET", f"/customers/invitation-links/{link_id}/qr-code").ok()
    assert code["image"].startswith("data:image/svg+xml")
    assert code["file_name"] == f"invitation-{link_id}.svg"
    assert world.call(OTHER, "GET", f"/customers/invitation-links/{link_id}/qr-code").status == 404


@pytest.mark.rule("10.3.4.3/r6")
def test_a_dedicated_managers_link_assigns_the_customer(world):
    an_account(world)
    a_member("CM7")
    link = a_custom_link(world, custom_type="dedicated_cm", custom_label=None, account_manager_id="CM7")
    accept(world, token_in(link["url"])).ok()
    (row,) = world.call(PARTNER, "GET", "/customers/customers").ok()["items"]
    assert row["account_manager_id"] == "CM7"


@pytest.mark.parametrize("somebody", ["NOBODY", "FIN", "OTHERS"])
def test_only_an_account_manager_of_the_partner_is_dedicated(world, somebody):
    a_member("FIN", Role.PARTNER_FINANCE)
    a_member("OTHERS", of="P2")
    form = {"association_type": "resale", "custom_type": "dedicated_cm", "account_manager_id": somebody}
    answer = world.call(PARTNER, "POST", "/customers/invitation-links", form)
    assert answer.status == (409 if somebody == "FIN" else 404)


# --- opening --------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("13.1.2/r1", "13.11/r4")
def test_the_notice_depends_on_the_mode(world):
    texts = {}
    for mode in ("resale", "consultative"):
        opened = open_link(world, token_in(a_custom_link(world, mode)["url"])).ok()
        assert (opened["partner_name"], opened["association_type"]) == ("云帆科技", mode)
        texts[mode] = opened["notice"]
    assert len(texts["resale"]["content"]["zh"]) == len(texts["resale"]["content"]["en"]) == 8
    assert texts["resale"]["content"] != texts["consultative"]["content"]


def test_an_invented_token_opens_nothing(world):
    assert open_link(world, "0" * 32).refused_as == "not_found"
    assert open_link(world, "guess").refused_as == "invalid_input"


def test_a_token_cannot_be_guessed(world):
    tokens = {token_in(a_custom_link(world)["url"]) for _ in range(5)}
    assert len(tokens) == 5
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{32}", token) for token in tokens)


def test_events_do_not_carry_the_token(world, mailbox):
    _, token = an_invited_customer(world)
    world.settle()
    assert token not in str(world.bus)
