"""The customer's audit console: its switch, the listed operations, seven days (13.12)."""

import pytest

from partner_center.audit.cloud_event import CloudEvent, events_of
from partner_center.kernel import clock
from partner_center.kernel.permissions import Actor
from partner_center.platform.audit import AuditRecord, Level, record_deed
from partner_center.platform.caller import Caller
from tests.kit.applications import answer, asked_out, filed
from tests.kit.customers import CUSTOMER, OTHER, PARTNER, a_linked_customer
from tests.kit.world import customer_user, functions

WHO = Caller("C1", Actor.CUSTOMER, name="晨星网络", customer="C1")


def switch(world, on=True, by=CUSTOMER):
    return world.call(by, "PUT", "/audit/tracker", {"enabled": on}).ok()


def events(world, query="", by=CUSTOMER):
    return world.call(by, "GET", f"/audit/events{query}").ok()["items"]


def enter(stream, action="customers.associate", **facts):
    record_deed(WHO, action, correlation_id="c", source="192.0.2.7", **facts)
    stream.settle(times=2)


@pytest.mark.rule("13.12.1/r2")
@pytest.mark.rule("13.12.2/r2")
def test_nothing_is_shown_of_the_time_before_the_switch(world, stream, stopped_clock):
    enter(stream)
    assert world.call(CUSTOMER, "GET", "/audit/tracker").ok() == {"enabled": False, "changed_at": None}
    stopped_clock.pass_(minutes=1)
    assert switch(world)["enabled"] is True
    assert events(world) == []
    stopped_clock.pass_(minutes=1)
    enter(stream)
    assert [event["event_name"] for event in events(world)] == ["customerEnter"]
    switch(world, on=False)
    stopped_clock.pass_(minutes=1)
    enter(stream)
    assert len(events(world)) == 1


@pytest.mark.rule("13.12.1/r2")
def test_what_counts_is_the_time_of_the_deed_not_of_its_sealing(world, stream, stopped_clock):
    record_deed(WHO, "customers.associate", correlation_id="c")
    stopped_clock.pass_(minutes=1)
    switch(world)
    stream.settle()
    assert events(world) == []


@pytest.mark.rule("13.12.1/r1")
def test_two_operations_are_told_under_both_resource_types():
    names = {}
    for action in (
        "customers.request_unlink",
        "customers.approve_customer_unlink",
        "customers.associate",
        "orders.request_partner_payment",
    ):
        record = AuditRecord.of(WHO, at=clock.now(), action=action, audit_id="A1", correlation_id="c")
        record.settle()
        names[action] = [(event.resource_type, event.event_name) for event in events_of(record, clock.now())]
    assert names == {
        "customers.request_unlink": [
            ("accountInfo", "applyUnbindOrSwitchCooperation"), ("csbchannelsales", "applyUnbindOrSwitchCooperation")],
        "customers.approve_customer_unlink": [
            ("accountInfo", "approvePartnerOrCustomerApply"), ("csbchannelsales", "approvePartnerOrCustomerApply")],
        "customers.associate": [("csbchannelsales", "customerEnter")],
        "orders.request_partner_payment": [("order", "applyPartnerPayment")],
    }  # fmt: skip


UNBUILT = {  # operations of areas to come
    "audit.export_gs_project_applications",
}


@pytest.mark.rule("13.12.1/r1")
def test_each_listed_operation_is_one_of_the_products_functions():
    from partner_center.audit.cloud_event import _names

    assert _names().keys() - functions().keys() == UNBUILT


@pytest.mark.rule("13.12.1/r1")
@pytest.mark.parametrize(
    ("act", "name"),
    [(asked_out, "applyUnbindOrSwitchCooperation"), (lambda world: answer(world, filed(world)).ok(), "approvePartnerOrCustomerApply")],
)
def test_what_a_customer_asks_and_answers_about_leaving_is_told_under_both_resource_types(world, stream, stopped_clock, act, name):
    a_linked_customer("C1")
    switch(world)
    stopped_clock.pass_(minutes=1)
    act(world)
    stream.settle(times=2)
    told = sorted((event["event_name"], event["resource_type"]) for event in events(world) if event["operator_user"] == CUSTOMER.name)
    assert told == [(name, "accountInfo"), (name, "csbchannelsales")]


def test_what_is_no_listed_operation_is_no_event(world, stream, stopped_clock):
    switch(world)
    stopped_clock.pass_(minutes=1)
    enter(stream, "customers.something_else")
    assert events(world) == []


@pytest.mark.rule("13.12.2/r1")
def test_the_console_shows_seven_days(world, stream, stopped_clock):
    switch(world)
    stopped_clock.pass_(minutes=1)
    enter(stream)
    (event,) = events(world)
    stopped_clock.pass_(days=7, seconds=1)
    assert events(world) == []
    assert world.call(CUSTOMER, "GET", f"/audit/events/{event['generated_at']}/{event['event_id']}").status == 404
    refused = world.call(CUSTOMER, "GET", "/audit/events?since=2024-09-01T00:00:00Z")
    assert refused.refusals["audit_event_too_old"]["rule"] == "13.12.2/r1"


@pytest.mark.rule("13.12.1/r1")
def test_an_event_says_what_where_and_who(world, stream, stopped_clock):
    switch(world)
    stopped_clock.pass_(minutes=1)
    enter(stream, result="refused", codes=["already_associated"])
    (event,) = events(world)
    assert (event["resource_type"], event["event_source"], event["event_level"], event["operator_user"]) == (
        "csbchannelsales", "partner_center", "warning", "晨星网络",
    )  # fmt: skip
    detail = world.call(CUSTOMER, "GET", f"/audit/events/{event['generated_at']}/{event['event_id']}").ok()
    assert (detail["source_ip"], detail["remark"], detail["detail"]["result"]) == ("192.0.2.7", "already_associated", "refused")


@pytest.mark.parametrize(
    ("query", "count"),
    [("?event_level=warning&operator_user=晨星网络", 1), ("?event_level=incident", 0), ("?event_name=customerEnter&resource_type=order", 0),
     ("?resource_type=csbchannelsales&event_source=partner_center&event_type=management", 2), ("?until=2024-09-01T00:00:00Z", 0)],
)  # fmt: skip
def test_the_dimensions_combine(world, stream, stopped_clock, query, count):
    switch(world)
    stopped_clock.pass_(minutes=1)
    enter(stream)
    enter(stream, result="refused", codes=["already_associated"])
    assert len(events(world, query)) == count


def test_nobody_else_sees_a_customers_events(world, stream, stopped_clock):
    switch(world)
    stopped_clock.pass_(minutes=1)
    enter(stream)
    assert events(world, by=customer_user("C2")) == []
    for stranger in (PARTNER, OTHER):
        assert world.call(stranger, "GET", "/audit/events").status == 403


def test_an_event_is_told_once_and_goes_by_itself(world, stream, stopped_clock):
    switch(world)
    stopped_clock.pass_(minutes=1)
    record_deed(WHO, "customers.associate", correlation_id="c", level=Level.NORMAL)
    fresh = stream.new()
    for _ in range(3):
        stream.deliver(fresh)
    (event,) = CloudEvent.scan()
    assert event.expires_at_epoch


@pytest.mark.parametrize("on", [True, False])
def test_switching_to_what_is_so_already_changes_nothing(world, on):
    switch(world, on)
    first = world.call(CUSTOMER, "GET", "/audit/tracker").ok()
    switch(world, on)
    assert world.call(CUSTOMER, "GET", "/audit/tracker").ok() == first
