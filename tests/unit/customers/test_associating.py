"""The customer accepts an invitation."""

from datetime import timedelta

import pytest

from partner_center.customers import AssociationStatus, AssociationType, refuses_unless_linked
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from tests.kit.customers import (
    CUSTOMER,
    MOBILE,
    OTHER,
    PARTNER,
    VENDOR,
    a_custom_link,
    a_linked_customer,
    accept,
    account,
    an_account,
    an_invited_customer,
    association,
    claim_on,
    open_reports,
    record_of,
    report,
    report_of,
    token_in,
)
from tests.kit.world import customer_user

pytestmark = pytest.mark.usefixtures("partners")


def codes(answer):
    return [reason["code"] for reason in answer.ok()["reasons"]]


@pytest.fixture
def token(world):
    """The token of a custom resale link of P1."""
    return token_in(a_custom_link(world)["url"])


@pytest.mark.rule("13.1.2/r4")
def test_an_existing_account_is_associated_by_accepting(world, token, stopped_clock):
    an_account(world)
    assert accept(world, token, cloud_terms_accepted=False).ok()["outcome"] == "associated"
    linked = association()
    assert (linked.association_type, linked.status, linked.associated_at) == ("resale", "associated", stopped_clock.now)
    assert linked.custom_label == "秋季活动"
    assert account().associated_partner_id == "P1"


@pytest.mark.rule("10.3.4.3/r3")
def test_the_links_label_is_found_in_the_customer_list(world, token):
    an_account(world)
    accept(world, token)
    (row,) = world.call(PARTNER, "GET", "/customers/customers?custom_label=秋季").ok()["items"]
    assert row["custom_label"] == "秋季活动"


def test_an_acceptance_is_one_query_two_rounds_and_one_transaction(world, token):
    an_account(world)
    accept(world, token).ok()
    assert world.calls["customers.associate"][-1] == {"Query": 1, "TransactGetItems": 2, "TransactWriteItems": 1}


def test_others_hear_of_an_association(world, token):
    an_account(world)
    accept(world, token)
    world.settle()
    (event,) = [event for event in world.bus if event["DetailType"] == "customers.customer_associated"]
    assert '"customer_id": "C1"' in event["Detail"]


@pytest.mark.rule("13.11/r3")
def test_the_accepted_notice_is_kept_as_signed(world, token):
    an_account(world)
    accept(world, token)
    (signed,) = AgreementSignature.query(signatures_of(Signatory.CUSTOMER, "C1"))
    assert (signed.version_signed, signed.association_type, len(signed.content["zh"])) == ("V1001", AssociationType.RESALE, 8)
    (row,) = world.call(CUSTOMER, "GET", "/customers/agreements").ok()["items"]
    assert (row["version_signed"], row["name"]) == ("V1001", signed.name)


@pytest.mark.rule("13.1.2/r1", "13.11/r2")
def test_without_the_notice_nobody_is_associated(world, token):
    an_account(world)
    assert accept(world, token, notice_accepted=False).refused_as == "notice_not_accepted"
    assert association() is None


@pytest.mark.rule("13.1.2/r5", "13.1.2/r6", "13.1.3/r3")
def test_an_account_without_cloud_is_activated_with_consent_only(world, token, stopped_clock):
    an_account(world, activated_at=None)
    assert accept(world, token, cloud_terms_accepted=False).refused_as == "activation_consent_required"
    assert account().activated_at is None
    accept(world, token).ok()
    assert account().activated_at == stopped_clock.now


@pytest.mark.rule("13.1.1/r1")
def test_without_an_invitation_nobody_is_associated(world):
    an_account(world)
    assert accept(world, "0" * 32).status == 404


def test_an_account_that_nobody_knows_is_not_associated(world, token):
    assert accept(world, token, by=customer_user("C-UNKNOWN")).status == 404


def test_a_partners_user_accepts_nothing(world, token):
    assert accept(world, token, by=PARTNER).refused_as == "forbidden"


@pytest.mark.rule("10.3.4.4/r6")
def test_a_failed_acceptance_answers_all_reasons_and_tells_the_partner(world, mailbox):
    an_account(world, arrears={"amount": "12.30"}, reserved_instances=True)
    report_id, token = an_invited_customer(world)
    answer = accept(world, token)
    assert answer.ok()["outcome"] == "failed"
    assert codes(answer) == ["in_arrears", "reserved_instances"]
    assert answer.body["reasons"][0]["rule"] == "13.1.1/r11"
    assert answer.body["reasons"][0]["way_out"]["zh"] == "客户充值还清欠费后重试"
    record = record_of(report_id)
    assert (record.status, list(record.failure_reasons)) == ("failed", ["in_arrears", "reserved_instances"])
    assert association() is None
    world.settle()
    assert "customers.association_failed" in [event["DetailType"] for event in world.bus]


def test_whoever_has_repaid_uses_the_same_invitation_again(world):
    an_account(world, arrears={"amount": "12.30"})
    report_id, token = an_invited_customer(world)
    accept(world, token).ok()
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"arrears": {"amount": "0"}}).ok()
    assert accept(world, token).ok()["outcome"] == "associated"
    assert record_of(report_id).status == "accepted"


@pytest.mark.rule("10.3.4.4/r7")
def test_what_stops_resale_does_not_stop_consultative(world):
    an_account(world, credit_account=True)
    resale, consultative = (token_in(a_custom_link(world, mode)["url"]) for mode in ("resale", "consultative"))
    assert codes(accept(world, resale)) == ["has_credit_account"]
    assert accept(world, consultative).ok()["outcome"] == "associated"


@pytest.mark.rule("13.1.1/r10")
def test_an_old_customer_must_be_reported_first(world, token):
    an_account(world, age=timedelta(days=400))
    assert codes(accept(world, token)) == ["registered_too_long"]
    report(world).ok()
    assert accept(world, token).ok()["outcome"] == "associated"


@pytest.mark.rule("10.3.4.1/r14", "10.3.4.1/r3")
def test_whom_another_partner_has_reported_is_not_associated(world, token):
    an_account(world)
    report(world, by=OTHER).ok()
    assert codes(accept(world, token)) == ["reported_by_other"]


@pytest.mark.rule("13.1.1/r2", "13.1.1/r4", "10.1.1/r2", "0.5/r5")
def test_a_customer_has_one_partner_at_a_time(world, token):
    an_account(world)
    accept(world, token_in(a_custom_link(world, by=OTHER)["url"])).ok()
    assert codes(accept(world, token)) == ["associated_other"]
    assert account().associated_partner_id == "P2"


def test_accepting_twice_is_refused_the_second_time(world, token):
    an_account(world)
    accept(world, token).ok()
    assert accept(world, token).refused_as == "already_associated"


def test_the_same_key_again_gets_the_same_answer_and_one_association(world, token):
    an_account(world)
    first, second = accept(world, token, key="k"), accept(world, token, key="k")
    assert first.ok() == second.ok()
    assert len(list(AgreementSignature.query(signatures_of(Signatory.CUSTOMER, "C1")))) == 1


def test_a_dry_run_associates_nobody(world, token):
    an_account(world)
    ticks = {"notice_accepted": True, "cloud_terms_accepted": True}
    answer = world.call(CUSTOMER, "POST", f"/customers/invitations/{token}/association?dry_run=true", ticks).ok()
    assert answer["effects"]["events"] == ["customers.customer_associated"]
    assert association() is None


def test_a_custom_link_serves_many_customers(world, token):
    an_account(world, "C1")
    an_account(world, "C2", mobile="13500000000")
    assert accept(world, token).ok()["outcome"] == accept(world, token, by=customer_user("C2")).ok()["outcome"] == "associated"


@pytest.mark.rule("10.3.4.4/r1")
def test_who_came_by_a_link_has_an_expansion_record(world, token):
    an_account(world)
    accept(world, token)
    (row,) = world.call(PARTNER, "GET", "/customers/expansion-records").ok()["items"]
    assert (row["channel"], row["status"], row["custom_label"]) == ("custom_link", "accepted", "秋季活动")


def test_with_the_association_the_report_has_done_its_work(world):
    an_account(world)
    report_id, token = an_invited_customer(world)
    accept(world, token).ok()
    assert report_of("P1", report_id).status == "associated"
    assert (open_reports(), claim_on("account/C1")) == (0, None)


@pytest.mark.rule("10.3.4.1/r26")
def test_the_report_of_an_associated_customer_cannot_be_deleted(world):
    an_account(world)
    report_id, token = an_invited_customer(world)
    accept(world, token).ok()
    assert world.call(PARTNER, "DELETE", f"/customers/reports/{report_id}").refused_as == "illegal_transition"


def test_an_emailed_link_serves_one_customer_once(world):
    an_account(world, "C1")
    _, token = an_invited_customer(world)
    accept(world, token).ok()
    an_account(world, "C2")
    assert accept(world, token, by=customer_user("C2")).refused_as == "link_used"


@pytest.mark.rule("10.3.4.1/r17", "10.3.4.1/r33", "0.5/r1")
def test_an_emailed_link_is_for_the_reported_mobile(world):
    an_account(world, mobile="13500000000")
    _, token = an_invited_customer(world)
    assert accept(world, token).refused_as == "mobile_not_reported"


def test_the_customer_can_ask_before_accepting(world, token):
    an_account(world, is_partner=True)
    answer = world.call(CUSTOMER, "GET", f"/customers/invitations/{token}/eligibility").ok()
    assert (answer["eligible"], [reason["code"] for reason in answer["reasons"]]) == (False, ["is_partner"])


def test_who_asks_with_a_link_that_has_lapsed_is_not_told_that_nothing_stops_it(world, stopped_clock):
    an_account(world)
    _, token = an_invited_customer(world)
    stopped_clock.pass_(days=7)
    assert world.call(CUSTOMER, "GET", f"/customers/invitations/{token}/eligibility").refused_as == "link_expired"


@pytest.mark.rule("10.4.1.1/r1", "10.4/r1")
def test_a_partner_sees_its_customers_masked_and_nobody_elses(world):
    a_linked_customer("C1")
    a_linked_customer("C2", of="P2")
    (row,) = world.call(PARTNER, "GET", "/customers/customers").ok()["items"]
    assert (row["customer_id"], row["mobile"], row["account_name"]) == ("C1", "138****678", "a****1")
    assert world.call(PARTNER, "GET", "/customers/customers/C2").status == 404
    assert world.call(PARTNER, "GET", "/customers/customers/C1").ok()["status"] == "associated"


def test_customers_are_listed_newest_association_first(world, stopped_clock):
    for number in ("C3", "C1", "C2"):
        a_linked_customer(number)
        stopped_clock.pass_(minutes=1)
    rows = world.call(PARTNER, "GET", "/customers/customers").ok()["items"]
    assert [row["customer_id"] for row in rows] == ["C2", "C1", "C3"]


def test_the_facts_of_an_account_reach_the_partners_list(world):
    a_linked_customer("C1")
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"customer_name": "新名字"}).ok()
    assert association("C1").customer_name == "新名字"


def test_an_unknown_account_needs_name_and_mobile(world):
    assert world.call(VENDOR, "PUT", "/customers/accounts/C9/facts", {"customer_name": "谁"}).refused_as == "invalid_input"


def test_an_account_that_changes_its_mobile_is_found_under_the_new_one(world):
    an_account(world)
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"mobile": "13500000000"}).ok()
    found = [world.call(PARTNER, "GET", f"/customers/accounts?mobile={m}").ok()["account_names"] for m in (MOBILE, "13500000000")]
    assert found == [[], ["acct-C1"]]


@pytest.mark.rule("10.1.3/r1")
def test_only_linked_resale_customers_know_the_partners_money(world):
    resale, consultative = a_linked_customer("C1"), a_linked_customer("C2", mode="consultative")
    assert refuses_unless_linked(resale, resale=True) is None
    assert refuses_unless_linked(consultative) is None
    assert refuses_unless_linked(consultative, resale=True).code == "customer_not_resale"
    consultative.status = "unlinked"
    assert refuses_unless_linked(consultative) is not None


@pytest.mark.parametrize(("status", "found"), [("associated", 200), ("unlinked", 404)])
def test_a_customer_that_is_no_longer_linked_is_not_found(world, status, found):
    known = a_linked_customer()
    known.status = AssociationStatus(status)
    known.settle()
    known.save()
    assert world.call(PARTNER, "GET", "/customers/customers/C1").status == found
    assert world.call(OTHER, "GET", "/customers/customers/C1").status == 404
