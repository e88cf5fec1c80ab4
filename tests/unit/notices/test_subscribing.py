"""A partner configures who is told what."""

import pytest

from partner_center.identity import MemberStatus
from partner_center.kernel.permissions import Role
from partner_center.notices.subscription import MOST_ADDRESSES
from partner_center.platform.audit import AuditRecord
from tests.kit.notices import TOP_UP, a_member, deliveries, inbox, tell
from tests.kit.world import partner_user

PARTNER, STRANGER = partner_user("P1"), partner_user("P2")
WANG = {"name": "王会计", "email": "wang@books.example", "mobile": "13822223333"}
QUOTA = {"quota_id": "Q1", "amount": TOP_UP["amount"], "expires_at": "2024-10-01T00:00:00.000000Z", "source": "granted"}


def state(world, category, by=PARTNER):
    items = world.call(by, "GET", "/notices/subscriptions").ok()["items"]
    return next(item for item in items if item["category"] == category)


def choose(world, category, *, by=PARTNER, **what):
    form = {"portal": True, "email": True, "sms": True, **what}
    return world.call(by, "PUT", f"/notices/subscriptions/{category}", form)


def add(world, category="finance", *, by=PARTNER, **form):
    return world.call(by, "POST", f"/notices/subscriptions/{category}/recipients", {**WANG, **form})


def told_by_mail():
    return sorted(delivery.sent_to for delivery in deliveries())


def test_everything_is_told_until_somebody_chooses(world):
    for item in world.call(PARTNER, "GET", "/notices/subscriptions").ok()["items"]:
        assert (item["portal"], item["email"], item["sms"], item["members"], item["recipients"]) == (True, True, True, [], [])
    assert state(world, "finance")["always"]
    assert state(world, "finance")["name_zh"] == "财务消息"


def test_a_channel_that_is_off_tells_nobody(world):
    a_member("anna")
    choose(world, "coupons", email=False).ok()
    tell(world, "coupons.quota_granted", **QUOTA)
    assert deliveries() == []
    assert len(inbox("partner/P1/U-anna")) == 1
    choose(world, "coupons", email=True, portal=False).ok()
    tell(world, "coupons.quota_granted", **QUOTA)
    assert (len(deliveries()), len(inbox("partner/P1/U-anna"))) == (1, 1)


@pytest.mark.parametrize("category", ["finance", "security", "incentives"])
def test_money_and_security_cannot_be_switched_off(world, category):
    for off in ({"email": False}, {"portal": False}):
        assert choose(world, category, **off).refused_as == "category_always_told"
    assert choose(world, category, sms=False).status == 200
    assert not state(world, category)["sms"]


def test_only_chosen_members_are_told(world):
    a_member("anna", Role.PARTNER_FINANCE)
    a_member("ben", Role.PARTNER_FINANCE)
    choose(world, "finance", members=["U-ben"]).ok()
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert told_by_mail() == ["ben@partner.example"]


def test_choosing_gives_nobody_a_right(world):
    a_member("anna", Role.PARTNER_FINANCE)
    a_member("sales", Role.ACCOUNT_MANAGER)
    choose(world, "finance", members=["U-sales"]).ok()
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert told_by_mail() == ["anna@partner.example"]  # nobody chosen is entitled: everybody entitled is told


def test_only_active_members_of_the_partner_are_chosen(world):
    a_member("gone", status=MemberStatus.DELETED)
    a_member("foreign", of="P2")
    answer = choose(world, "coupons", members=["U-gone", "U-foreign", "U-nobody"])
    assert answer.refusals["recipient_not_a_member"]["facts"]["user_ids"] == ["U-gone", "U-foreign", "U-nobody"]


def test_an_unknown_category_is_not_found(world):
    assert choose(world, "weather").status == 404
    assert add(world, "weather").status == 404


@pytest.mark.rule("10.4.1.4/r1")
@pytest.mark.parametrize("missing", ["name", "email", "mobile"])
def test_a_recipient_has_name_email_and_mobile(world, missing):
    form = {name: value for name, value in WANG.items() if name != missing}
    assert world.call(PARTNER, "POST", "/notices/subscriptions/budget_alerts/recipients", form).status == 400
    assert add(world, "budget_alerts").status == 201


@pytest.mark.rule("10.4.1.4/r2")
def test_several_recipients_are_added_listed_masked_and_removed(world):
    first = add(world, "budget_alerts").ok()
    add(world, "budget_alerts", name="李", email="li@books.example", mobile="13844445555").ok()
    listed = state(world, "budget_alerts")["recipients"]
    assert [known["email"] for known in listed] == ["w****@books.example", "l****@books.example"]
    assert listed[0]["mobile"] == "138****333"
    world.call(PARTNER, "DELETE", f"/notices/subscriptions/budget_alerts/recipients/{first['recipient_id']}").ok()
    assert len(state(world, "budget_alerts")["recipients"]) == 1
    again = world.call(PARTNER, "DELETE", f"/notices/subscriptions/budget_alerts/recipients/{first['recipient_id']}")
    assert again.status == 404


def test_nobody_is_added_twice_or_without_end(world):
    add(world).ok()
    assert add(world, email="WANG@books.example", mobile="+8613822223333").refused_as == "recipient_known"
    for number in range(MOST_ADDRESSES - 1):
        add(world, email=f"a{number}@books.example").ok()
    assert add(world, email="one-more@books.example").refused_as == "too_many_recipients"


def test_recipients_beside_the_members_are_told_of_their_category_by_mail_and_sms(world, letterbox):
    add(world, "incentives").ok()
    paid = {
        "payout_no": "PO1",
        "method": "bank_transfer",
        "incentive_bill_ids": [],
        "paid_at": "2024-09-02T02:00:00.000000Z",
        "amount": TOP_UP["amount"],
    }
    tell(world, "incentives.payout_completed", **paid)
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert [to for to, *_ in letterbox.mails] == ["wang@books.example"]
    assert [to for to, _ in letterbox.texts] == ["13822223333"]


def test_a_subscription_is_the_partners_own(world):
    recipient_id = add(world).ok()["recipient_id"]
    assert state(world, "finance", by=STRANGER)["recipients"] == []
    assert world.call(STRANGER, "DELETE", f"/notices/subscriptions/finance/recipients/{recipient_id}").status == 404
    assert len(state(world, "finance")["recipients"]) == 1


def test_only_administrators_configure(world):
    assert choose(world, "coupons", by=partner_user("P1", Role.PARTNER_FINANCE)).status == 403


def test_addresses_are_not_in_the_audit_trail(world):
    add(world).ok()
    add(world, email="second@books.example").ok()
    assert "books.example" not in str([record.serialize() for record in AuditRecord.scan()])
