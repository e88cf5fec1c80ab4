"""One's own inbox."""

from dataclasses import replace

from partner_center.kernel.permissions import Role
from partner_center.notices import inbox as inbox_module
from tests.kit.customers import a_linked_customer
from tests.kit.notices import TOP_UP, a_member, caller_of_member, tell
from tests.kit.world import customer_user, vendor_user


def told(world, times=1, **data):
    for _ in range(times):
        tell(world, "funds.top_up_credited", **{**TOP_UP, **data})


def anna(world):
    return caller_of_member(a_member("anna", Role.PARTNER_FINANCE))


def items(world, caller, query=""):
    return world.call(caller, "GET", f"/notices/messages{query}").ok()["items"]


def unread(world, caller):
    return world.call(caller, "GET", "/notices/unread-count").ok()["unread"]


def test_messages_are_shown_newest_first_in_both_languages(world, stopped_clock):
    caller = anna(world)
    told(world, reference="first")
    stopped_clock.pass_(minutes=1)
    told(world, reference="second")
    newest, oldest = items(world, caller)
    assert newest["title"] == {"zh": "充值已到账", "en": "A top-up has arrived"}
    assert "second" in newest["text"]["en"]
    assert "first" in oldest["text"]["zh"]
    assert (newest["category"], newest["read_state"]) == ("finance", "unread")


def test_reading_marks_one_and_again_changes_nothing(world):
    caller = anna(world)
    told(world, 2)
    message_id = items(world, caller)[0]["message_id"]
    for _ in range(2):
        assert world.call(caller, "POST", f"/notices/messages/{message_id}/read").ok()["read"]
    assert unread(world, caller) == 1
    assert [row["message_id"] for row in items(world, caller, "?read_state=read")] == [message_id]
    assert len(items(world, caller, "?read_state=unread")) == 1
    assert world.call(caller, "GET", f"/notices/messages/{message_id}").ok()["read_at"] is not None


def test_all_are_read_at_once_in_parts_where_there_are_many(world, monkeypatch):
    monkeypatch.setattr(inbox_module, "AT_ONCE", 3)
    caller = anna(world)
    told(world, 5)
    assert world.call(caller, "POST", "/notices/read-all", {}).ok() == {"read": 3, "more": True}
    assert world.call(caller, "POST", "/notices/read-all", {}).ok() == {"read": 2, "more": False}
    assert unread(world, caller) == 0


def test_all_of_a_category_are_read(world):
    caller = anna(world)
    told(world)
    assert world.call(caller, "POST", "/notices/read-all", {"category": "customers"}).ok()["read"] == 0
    assert world.call(caller, "POST", "/notices/read-all", {"category": "finance"}).ok()["read"] == 1


def test_filters_by_category_and_time(world, stopped_clock):
    caller = anna(world)
    told(world)
    moment = stopped_clock.now
    stopped_clock.pass_(days=2)
    told(world)
    assert len(items(world, caller, "?category=finance")) == 2
    assert items(world, caller, "?category=customers") == []
    assert len(items(world, caller, f"?until={moment:%Y-%m-%dT%H:%M:%SZ}")) == 1
    assert len(items(world, caller, "?since=2024-09-03T00:00:00Z")) == 1


def test_a_person_has_an_inbox_for_each_partner_and_sees_no_other(world):
    caller = anna(world)
    told(world)
    message_id = items(world, caller)[0]["message_id"]
    a_member("ben", Role.PARTNER_FINANCE, of="P2")
    for other in (replace(caller, partner="P2"), replace(caller, user_id="U-ben"), customer_user("C1"), vendor_user()):
        assert items(world, other) == []
        assert unread(world, other) == 0
        assert world.call(other, "POST", f"/notices/messages/{message_id}/read").status == 404
        assert world.call(other, "GET", f"/notices/messages/{message_id}").status == 404


def test_a_customer_reads_its_own(world):
    a_linked_customer("C1")
    adjusted = {"customer_id": "C1", "adjustment_type": "allocate_normal", "amount": TOP_UP["amount"], "serial_no": "S1"}
    tell(world, "funds.funds_adjusted", **adjusted)
    (message,) = items(world, customer_user("C1"))
    assert "拨款(普通) ¥1,234.50" in message["text"]["zh"]
    assert items(world, customer_user("C2")) == []


def test_a_count_stops_somewhere(world, monkeypatch):
    monkeypatch.setattr(inbox_module, "COUNTED", 2)
    caller = anna(world)
    told(world, 3)
    assert world.call(caller, "GET", "/notices/unread-count").ok() == {"unread": 2, "or_more": True}
