"""Sending: once, within working hours where asked, again after a failure, visible at the end."""

import json

import pytest

from partner_center.identity import VENDOR
from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from partner_center.notices import DeliveryStatus, sending
from partner_center.notices.delivery import MOST_TRIES, PAUSES
from partner_center.notices.hours import within_hours, zone_of
from partner_center.platform.observe import logger
from tests.kit import faults
from tests.kit.notices import TOP_UP, a_member, an_organisation, deliveries, inbox, tell
from tests.kit.world import partner_user, vendor_user

PAYOUT = {
    "payout_no": "PO1",
    "method": "bank_transfer",
    "amount": TOP_UP["amount"],
    "incentive_bill_ids": ["IB1"],
    "paid_at": "2024-09-02T02:00:00.000000Z",
}
OPERATIONS = vendor_user(Role.VENDOR_OPERATIONS)


@pytest.fixture
def finance(world):
    return a_member("finance", Role.PARTNER_FINANCE)


def release(world, at=None):
    report = world.run_job("notices.release_due_notices", clock.iso(at or clock.now()))
    world.settle()
    return report


def the_delivery():
    (found,) = deliveries()
    return found


def due_events(world):
    return [event for event in world.bus if event["DetailType"] == "notices.delivery_due"]


def test_a_sent_notice_is_noted(world, finance, letterbox):
    tell(world, "funds.top_up_credited", **TOP_UP)
    sent = the_delivery()
    assert (sent.status, sent.tries, sent.sent_at, sent.next_try_at) == (DeliveryStatus.SENT, 1, clock.now(), None)
    assert (sent.due_pk, sent.lookup_pk) == (None, None)


def test_a_due_event_delivered_five_times_sends_once(world, finance, letterbox):
    tell(world, "funds.top_up_credited", **TOP_UP)
    for _ in range(4):
        world.deliver(due_events(world)[0])
    assert len(letterbox.mails) == 1


def test_told_again_while_somebody_sends_it_sends_once(world, finance, letterbox, monkeypatch):
    real = letterbox.mail

    def slowly(*message):
        real(*message)
        if len(letterbox.mails) == 1:
            world.deliver(due_events(world)[0])

    monkeypatch.setattr(sending, "send_mail", slowly)
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert len(letterbox.mails) == 1
    assert the_delivery().status is DeliveryStatus.SENT


def test_who_dies_before_sending_leaves_it_to_the_next_run(world, finance, letterbox, stopped_clock, monkeypatch):
    def die(*_):
        raise faults.Killed

    monkeypatch.setattr(sending, "send_mail", die)
    with pytest.raises(faults.Killed):
        tell(world, "funds.top_up_credited", **TOP_UP)
    monkeypatch.setattr(sending, "send_mail", letterbox.mail)
    assert the_delivery().status is DeliveryStatus.SENDING
    release(world)
    assert letterbox.mails == []  # its lease still runs
    stopped_clock.pass_(minutes=6)
    release(world)
    assert len(letterbox.mails) == 1
    assert the_delivery().status is DeliveryStatus.SENT


def test_a_failure_is_tried_again_after_growing_pauses_and_then_given_up(world, finance, letterbox, stopped_clock):
    letterbox.fails_with = "ThrottlingException"
    tell(world, "funds.top_up_credited", **TOP_UP)
    for number, pause in enumerate(PAUSES, start=1):
        waiting = the_delivery()
        assert (waiting.status, waiting.tries, waiting.problem) == (DeliveryStatus.PLANNED, number, "ThrottlingException")
        assert waiting.next_try_at == clock.now() + pause
        release(world)
        assert letterbox.tried == number  # not before its time
        stopped_clock.now = waiting.next_try_at
        release(world)
    failed = the_delivery()
    assert (failed.status, failed.tries, letterbox.tried) == (DeliveryStatus.FAILED, MOST_TRIES, MOST_TRIES)
    stopped_clock.pass_(days=30)
    release(world)
    assert letterbox.tried == MOST_TRIES


def test_what_heals_in_between_is_sent(world, finance, letterbox, stopped_clock):
    letterbox.fails_with = "ServiceUnavailable"
    tell(world, "funds.top_up_credited", **TOP_UP)
    letterbox.fails_with = None
    stopped_clock.pass_(minutes=2)
    release(world)
    assert (the_delivery().status, the_delivery().problem) == (DeliveryStatus.SENT, None)


def test_what_trying_does_not_heal_is_failed_at_once(world, finance, letterbox):
    letterbox.fails_with = "MessageRejected"
    tell(world, "funds.top_up_credited", **TOP_UP)
    assert (the_delivery().status, letterbox.tried) == (DeliveryStatus.FAILED, 1)


def test_a_run_as_of_a_later_instant_sends_what_is_due_then(world, finance, letterbox):
    letterbox.fails_with = "ServiceUnavailable"
    tell(world, "funds.top_up_credited", **TOP_UP)
    letterbox.fails_with = None
    release(world, at=clock.now() + PAUSES[0])
    assert the_delivery().status is DeliveryStatus.SENT


def test_neither_content_nor_addresses_are_logged(world, finance, letterbox, monkeypatch):
    written = []
    monkeypatch.setattr(logger, "warning", lambda text, **more: written.append((text, more)))
    monkeypatch.setattr(logger, "exception", lambda text, **more: written.append((text, more)))
    letterbox.fails_with = "ThrottlingException"
    tell(world, "funds.top_up_credited", **TOP_UP)
    said = json.dumps(written, default=str)
    assert "ThrottlingException" in said
    assert not [secret for secret in ("partner.example", "REF-1", "secret.example", "充值") if secret in said]


# --- working hours -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("4.2/r21")
@pytest.mark.parametrize(
    ("zone", "moment", "opens"),
    [
        ("Asia/Shanghai", "2024-09-02T10:00:00+08:00", "2024-09-02T10:00:00+08:00"),
        ("Asia/Shanghai", "2024-09-02T08:59:59+08:00", "2024-09-02T09:00:00+08:00"),
        ("Asia/Shanghai", "2024-09-02T18:00:00+08:00", "2024-09-03T09:00:00+08:00"),
        ("Asia/Shanghai", "2024-09-06T20:00:00+08:00", "2024-09-09T09:00:00+08:00"),  # Friday evening
        ("Asia/Shanghai", "2024-09-30T20:00:00+08:00", "2024-10-08T09:00:00+08:00"),  # the national holiday
        ("Asia/Shanghai", "2024-09-13T20:00:00+08:00", "2024-09-14T09:00:00+08:00"),  # a Saturday that is worked
        ("Europe/Berlin", "2024-09-02T10:00:00+08:00", "2024-09-02T15:00:00+08:00"),
        ("Europe/Berlin", "2024-12-02T10:00:00+08:00", "2024-12-02T16:00:00+08:00"),  # winter time
        ("America/New_York", "2024-09-02T10:00:00+08:00", "2024-09-02T21:00:00+08:00"),  # Sunday evening there, Labor Day counts not
    ],
)
def test_working_hours_are_the_zones_own(zone, moment, opens):
    assert within_hours(clock.instant(moment), zone_of(zone)) == clock.instant(opens)


@pytest.mark.rule("4.2/r21")
def test_what_waits_for_working_hours_is_sent_when_they_begin_where_the_partner_is(world, letterbox, stopped_clock):
    an_organisation("P2", time_zone="Europe/Berlin")
    for partner_id in ("P1", "P2"):
        a_member(f"of{partner_id}", of=partner_id)
    stopped_clock.at("2024-09-02T23:00:00+08:00")  # 17:00 in Berlin
    for partner_id in ("P1", "P2"):
        tell(world, "incentives.payout_completed", **{"partner_id": partner_id, **PAYOUT})
    assert [to for to, *_ in letterbox.mails] == ["ofP2@partner.example"]
    release(world)
    assert len(letterbox.mails) == len(letterbox.texts) == 1
    release(world, at=stopped_clock.at("2024-09-03T09:00:00+08:00"))
    assert [to for to, *_ in letterbox.mails] == ["ofP2@partner.example", "ofP1@partner.example"]
    assert letterbox.texts[1][1] == "激励发放 PO1 已完成，金额 ¥1,234.50。"


def test_the_portal_message_does_not_wait(world, stopped_clock, finance):
    stopped_clock.at("2024-09-02T23:00:00+08:00")
    tell(world, "incentives.payout_completed", **PAYOUT)
    assert len(inbox("partner/P1/U-finance")) == 1
    assert {delivery.status for delivery in deliveries()} == {DeliveryStatus.PLANNED}


# --- what operations see -----------------------------------------------------------------------------------------------------


def failed(world, letterbox):
    letterbox.fails_with = "MessageRejected"
    tell(world, "funds.top_up_credited", **TOP_UP)
    letterbox.fails_with = None
    return the_delivery().delivery_id


def test_a_failed_notice_is_seen_by_operations_and_by_its_partner_masked(world, finance, letterbox):
    delivery_id = failed(world, letterbox)
    pages = [
        world.call(OPERATIONS, "GET", "/notices/deliveries?status=failed"),
        world.call(OPERATIONS, "GET", "/notices/partners/P1/deliveries"),
        world.call(partner_user("P1"), "GET", "/notices/own-deliveries"),
    ]
    for page in pages:
        (row,) = page.ok()["items"]
        assert (row["delivery_id"], row["status"], row["problem"]) == (delivery_id, "failed", "MessageRejected")
        assert row["sent_to"] == "f****@partner.example"
        assert "text" not in row
    assert world.call(OPERATIONS, "GET", f"/notices/deliveries/{delivery_id}").ok()["status"] == "failed"
    assert world.call(OPERATIONS, "GET", "/notices/deliveries?status=planned").ok()["items"] == []
    assert world.call(partner_user("P2"), "GET", "/notices/own-deliveries").ok()["items"] == []
    assert world.call(partner_user("P1"), "GET", f"/notices/own-deliveries/{delivery_id}").ok()["problem"] == "MessageRejected"
    assert world.call(partner_user("P2"), "GET", f"/notices/own-deliveries/{delivery_id}").status == 404
    assert world.call(OPERATIONS, "GET", f"/notices/partners/P2/deliveries/{delivery_id}").status == 404
    assert world.call(partner_user("P1"), "GET", "/notices/deliveries?status=failed").status == 403


def test_operations_let_it_be_tried_anew(world, finance, letterbox):
    delivery_id = failed(world, letterbox)
    answer = world.call(OPERATIONS, "POST", f"/notices/deliveries/{delivery_id}/retry").ok()
    assert (answer["status"], answer["tries"]) == ("planned", 0)
    world.settle()
    assert len(letterbox.mails) == 1
    assert the_delivery().status is DeliveryStatus.SENT
    again = world.call(OPERATIONS, "POST", f"/notices/deliveries/{delivery_id}/retry")
    assert again.refused_as == "delivery_not_failed"
    assert world.call(OPERATIONS, "POST", "/notices/deliveries/ND1/retry").status == 404


def test_the_vendors_own_notices_are_watched_too(world, letterbox, stopped_clock):
    a_member("reviewer", Role.VENDOR_REVIEWER, of=VENDOR)
    letterbox.fails_with = "OptedOut"
    late = {
        "task_id": "RT1",
        "review_kind": "customers.report",
        "duty": "customers.review_reports",
        "title": "晨星",
        "due_at": "2024-09-02T02:00:00.000000Z",
    }
    tell(world, "reviews.review_overdue", claimed_by=None, partner_id="", **late)
    (row,) = world.call(OPERATIONS, "GET", "/notices/deliveries?status=failed").ok()["items"]
    assert row["partner_id"] is None
