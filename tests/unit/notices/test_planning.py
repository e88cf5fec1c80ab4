"""Who is told of an event, by which channels and in which words; once, however often it is delivered."""

from dataclasses import replace

import pytest

from partner_center.identity import VENDOR, MemberStatus
from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from partner_center.notices import planning
from partner_center.notices.template import Channel
from partner_center.organisation import CustomRole
from partner_center.platform.audit import AuditRecord
from partner_center.platform.reach import AssignmentSource, ManagedCustomer
from tests.kit import faults
from tests.kit.customers import a_linked_customer
from tests.kit.notices import TOP_UP, a_member, an_event, an_organisation, deliveries, inbox, saved, tell

ASSOCIATED = {"customer_id": "C1", "association_type": "resale", "associated_at": "2024-09-02T02:00:00.000000Z"}


def recipients(channel=Channel.EMAIL, scope="partner/P1"):
    return sorted(delivery.recipient for delivery in deliveries(scope) if delivery.channel is channel)


def managed(customer_id, by):
    saved(ManagedCustomer(partner_id="P1", customer_id=customer_id, manager_id=by, assigned_at=clock.now(), source=AssignmentSource.MANUAL))


def test_members_with_the_permission_are_told_and_nobody_else(world):
    a_member("finance", Role.PARTNER_FINANCE)
    a_member("sales", Role.ACCOUNT_MANAGER)
    a_member("foreign", Role.PARTNER_FINANCE, of="P2")
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert recipients() == ["finance"]
    assert [message.title.en for message in inbox("partner/P1/U-finance")] == ["A top-up has arrived"]
    assert inbox("partner/P1/U-sales") == []
    assert inbox("partner/P2/U-foreign") == []


def test_an_event_delivered_five_times_is_told_once(world, letterbox):
    a_member("finance", Role.PARTNER_FINANCE)
    tell(world, "funds.top_up_credited", times=5, **TOP_UP)
    assert len(letterbox.mails) == 1
    assert len(inbox("partner/P1/U-finance")) == 1
    assert len(deliveries()) == 1


def test_whoever_becomes_a_recipient_between_two_deliveries_is_not_told_of_the_past(world):
    a_member("finance", Role.PARTNER_FINANCE)
    tell(world, "funds.top_up_credited", event_id="CM1-0", **TOP_UP)
    a_member("later", Role.PARTNER_FINANCE)
    tell(world, "funds.top_up_credited", event_id="CM1-0", **TOP_UP)
    assert recipients() == ["finance"]


def test_two_events_are_two_notices(world, letterbox):
    a_member("finance", Role.PARTNER_FINANCE)
    tell(world, "funds.top_up_credited", **TOP_UP)
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert len(letterbox.mails) == 2


def test_locked_members_are_not_told(world):
    a_member("finance", Role.PARTNER_FINANCE, status=MemberStatus.LOCKED)
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert (deliveries(), inbox("partner/P1/U-finance")) == ([], [])


def test_a_role_of_another_side_tells_nobody(world):
    a_member("odd", Role.VENDOR_FINANCE)
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert deliveries() == []


def test_a_role_of_the_partners_own_gives_its_readers(world):
    saved(CustomRole(partner_id="P1", role_id="RL1", role_name="出纳", permissions=["funds.read"], created_at=clock.now()))
    a_member("cashier", roles=[], custom_roles=["RL1"])
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert recipients() == ["cashier"]


@pytest.mark.rule("5.1.1.3/r8")
def test_an_account_manager_is_told_of_his_own_customers_only(world):
    a_linked_customer("C1")
    a_member("own", Role.ACCOUNT_MANAGER)
    a_member("other", Role.ACCOUNT_MANAGER)
    a_member("boss", Role.ACCOUNT_MANAGER_SUPERVISOR, managers=["U-own"])
    a_member("admin", Role.PARTNER_ADMIN)
    managed("C1", by="U-own")
    tell(world, "customers.customer_associated", **ASSOCIATED)
    assert recipients() == ["admin", "boss", "own"]


def test_what_names_no_customer_is_not_told_to_whoever_sees_a_part_only_where_the_template_says_so(world):
    a_member("sales", Role.ACCOUNT_MANAGER)
    a_member("admin", Role.PARTNER_ADMIN)
    tell(world, "customers.customer_reported", report_id="RP1", expires_at="2024-10-02T02:00:00.000000Z")
    assert (len(inbox("partner/P1/U-admin")), len(inbox("partner/P1/U-sales"))) == (1, 0)


def test_a_customer_is_told_by_its_account(world, letterbox):
    a_linked_customer("C1", email="it@c1.example", customer_name="青山科技")
    tell(world, "customers.customer_associated", **ASSOCIATED)
    assert [(to, title) for to, title, _ in letterbox.mails] == [("it@c1.example", "您已关联合作伙伴")]
    assert "云帆科技" in letterbox.mails[0][2]
    assert [message.category for message in inbox("customer/C1")] == ["customers"]


def test_every_customer_of_a_list_is_told(world):
    for customer_id in ("C1", "C2"):
        a_linked_customer(customer_id)
    vouchers = [["C1", "CP1"], ["C2", "CP2"], ["C2", "CP3"]]
    face_value = {"amount": "50.00", "currency": "CNY"}
    terms = {"coupon_kind": "voucher", "quota_id": "Q1", "face_value": face_value, "expires_at": "2024-10-02T02:00:00.000000Z"}
    tell(world, "coupons.coupons_issued", coupons=vouchers, **terms)
    for customer_id in ("C1", "C2"):
        (message,) = inbox(f"customer/{customer_id}")
        assert "¥50.00" in message.text.zh
        assert "云帆科技" in message.text.zh


def test_a_partners_customer_stands_masked(world):
    a_linked_customer("C1", customer_name="青山科技")
    a_member("admin")
    tell(world, "customers.customer_associated", **ASSOCIATED)
    (message,) = inbox("partner/P1/U-admin")
    assert "青****技" in message.text.zh
    assert "青山科技" not in message.text.zh
    assert "resale" in message.text.en
    assert "代售" in message.text.zh


def test_one_person_is_told_as_a_member_as_staff_or_as_himself(world):
    done = {
        "user_id": "U-anna",
        "task_id": "EX1",
        "title_zh": "客户",
        "title_en": "Customers",
        "rows": 3,
        "expires_at": "2024-09-05T02:00:00.000000Z",
    }
    a_member("anna")
    for partner_id, box in (
        ("P1", "partner/P1/U-anna"),
        (VENDOR, "vendor/U-anna"),
        ("customer/U-anna", "customer/U-anna"),
        ("", "customer/U-anna"),
    ):
        before = len(inbox(box))
        tell(world, "exports.export_completed", **{**done, "partner_id": partner_id})
        assert len(inbox(box)) == before + 1
    assert "3 rows" in inbox("partner/P1/U-anna")[0].text.en


def test_staff_with_the_duty_are_told(world):
    a_member("reviewer", Role.VENDOR_REVIEWER, of=VENDOR)
    a_member("finance", Role.VENDOR_FINANCE, of=VENDOR)
    late = {
        "task_id": "RT1",
        "review_kind": "customers.report",
        "duty": "customers.review_reports",
        "title": "晨星",
        "due_at": "2024-09-02T02:00:00.000000Z",
    }
    tell(world, "reviews.review_overdue", claimed_by=None, **late)
    assert (len(inbox("vendor/U-reviewer")), len(inbox("vendor/U-finance"))) == (1, 0)
    assert recipients(scope="vendor") == ["reviewer"]


def test_a_text_up_to_a_sign_names_the_person(world):
    decided = {"review_kind": "identity.real_name", "decision": "rejected", "reason": "证件不清晰", "subject_id": "U-anna/RN1"}
    more = {"partner_id": "", "task_id": "RT1", "title": "x", "decided_at": "2024-09-02T02:00:00.000000Z"}
    tell(world, "reviews.review_decided", **decided, **more)
    (message,) = inbox("customer/U-anna")
    assert "证件不清晰" in message.text.zh


def test_an_address_of_the_event_is_told(world, letterbox, monkeypatch):
    (known,) = planning.templates_for("funds.top_up_credited", {}, clock.now())
    invited = replace(known, audience={"to": "address", "name": "who", "email": "mail", "mobile": "phone"}, channels=tuple(Channel))
    monkeypatch.setattr(planning, "templates_for", lambda *_: [invited])
    tell(world, "funds.top_up_credited", who="Li", mail="li@new.example", phone="13911112222", **TOP_UP)
    assert [to for to, *_ in letterbox.mails] == ["li@new.example"]
    assert [to for to, _ in letterbox.texts] == ["13911112222"]


@pytest.mark.rule("4.2/r23")
def test_mails_speak_the_language_that_the_partner_chose(world, letterbox):
    an_organisation("P2", language="en-US")
    a_member("li", of="P1")
    a_member("joe", of="P2")
    for partner_id in ("P1", "P2"):
        tell(world, "funds.top_up_credited", **{"partner_id": partner_id, **TOP_UP})
    said = {to: (title, text) for to, title, text in letterbox.mails}
    assert said["li@partner.example"] == ("充值已到账", "充值 ¥1,234.50 已到账，流水号 REF-1。")
    assert said["joe@partner.example"][0] == "A top-up has arrived"


@pytest.mark.rule("4.2/r22")
def test_times_in_mails_are_those_of_the_partners_zone(world, letterbox):
    an_organisation("P2", time_zone="Europe/Berlin", language="en-US")
    a_member("joe", of="P2")
    quota = {"quota_id": "Q1", "amount": TOP_UP["amount"], "expires_at": "2024-10-01T00:00:00.000000Z", "source": "granted"}
    tell(world, "coupons.quota_granted", partner_id="P2", **quota)
    assert "2024/10/01 02:00:00 GMT+02:00" in letterbox.mails[0][2]


def test_an_unknown_zone_is_beijings(world, letterbox):
    an_organisation("P2", time_zone="Mars/Base")
    a_member("joe", of="P2")
    tell(
        world,
        "coupons.quota_granted",
        partner_id="P2",
        quota_id="Q1",
        expires_at="2024-10-01T00:00:00.000000Z",
        source="granted",
        amount=TOP_UP["amount"],
    )
    assert "GMT+08:00" in letterbox.mails[0][2]


def test_a_large_audience_is_told_in_several_transactions_and_once(world, letterbox):
    for number in range(45):
        a_member(f"m{number:02d}", Role.PARTNER_FINANCE)
    event = an_event("funds.top_up_credited", **TOP_UP)
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(2)):
        world.deliver(event)
    assert 0 < len(deliveries()) < 45
    for _ in range(3):
        world.deliver(event)
    world.settle()
    assert len(deliveries()) == len({delivery.sent_to for delivery in deliveries()}) == 45
    assert len(letterbox.mails) == 45


def test_an_event_that_nobody_hears_of_leaves_nothing(world):
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert deliveries() == []


def test_an_event_without_organisation_is_told_all_the_same(world):
    a_member("joe", of="P9")
    tell(world, "funds.top_up_credited", **{"partner_id": "P9", **TOP_UP})
    assert len(inbox("partner/P9/U-joe")) == 1


def test_content_and_addresses_are_not_in_the_audit_trail(world):
    a_member("finance", Role.PARTNER_FINANCE)
    tell(world, "funds.top_up_credited", **TOP_UP)
    trail = str([record.serialize() for record in AuditRecord.scan()])
    assert "notice_delivery" in trail
    assert "finance@partner.example" not in trail
    assert "REF-1" not in trail
