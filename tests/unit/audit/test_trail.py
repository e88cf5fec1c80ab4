"""What the trail holds: every command, every refusal, for whom; and never a secret."""

import json
import re

import pytest

from partner_center.audit import AUDIT_RECORDS
from partner_center.kernel import clock
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform.audit import HIDDEN, AuditRecord, Level, Result, change_of, name_of, record_deed
from partner_center.platform.caller import Caller
from partner_center.platform.table import Place, Record, Text
from partner_center.platform.work import Origin, Work, carry_out
from tests.kit.audit import trail
from tests.kit.customers import CUSTOMER, PARTNER, VENDOR, an_account, apply_for_review, report
from tests.kit.world import partner_user, vendor_user


class Safe(Record, kind="sample_safe"):
    """Something with a secret in a field, and something with one in its key."""

    PLACE = Place("sample/{owner}/safe", "{code}")
    SECRET = ("code", "pin")
    owner = Text()
    code = Text()
    pin = Text()
    place = Text()


def records(world, caller=PARTNER, query=""):
    return world.call(caller, "GET", f"/audit/records{query}").ok()["items"]


def test_a_command_says_who_did_what_for_whom_and_from_where(world):
    report_id = report(world).ok()["report_id"]
    (shown,) = records(world)
    assert (shown["action"], shown["user_id"], shown["user_name"], shown["actor"]) == (
        "customers.report_customer", "P1-admin", "admin", "partner",
    )  # fmt: skip
    assert (shown["source"], shown["result"], shown["level"]) == ("203.0.113.7", "done", "normal")
    detail = world.call(PARTNER, "GET", f"/audit/records/{shown['occurred_at']}/{shown['audit_id']}").ok()
    assert f"customer_report/{report_id}" in detail["added"]


def test_a_change_shows_before_and_after(world):
    report_id = report(world).ok()["report_id"]
    world.call(PARTNER, "DELETE", f"/customers/reports/{report_id}").ok()
    (deletion,) = records(world, query="?action=customers.delete")
    detail = world.call(PARTNER, "GET", f"/audit/records/{deletion['occurred_at']}/{deletion['audit_id']}").ok()
    changed = next(change for change in detail["changed"] if change["kind"] == "customer_report")
    assert changed["fields"]["status"] == ["reported", "deleted"]


def test_a_refused_command_leaves_its_codes_and_changes_nothing(world):
    report(world).ok()
    assert report(world).refused_as == "already_reported"
    (refused,) = records(world, query="?result=refused")
    assert (refused["codes"], refused["level"]) == (["already_reported"], "warning")


def test_a_missing_permission_and_a_foreign_record_are_refusals_too(world):
    world.call(partner_user("P1", Role.PARTNER_SA), "POST", "/customers/reports", {})
    world.call(PARTNER, "DELETE", "/customers/reports/CRNOTHING")
    assert sorted(tuple(record.codes) for record in trail("partner/P1")) == [("forbidden",), ("not_found",)]
    assert [record.note for record in trail("partner/P1") if "not_found" in record.codes] == [{"asked": {"report_id": "CRNOTHING"}}]


def test_malformed_input_a_query_and_a_dry_run_leave_nothing(world):
    report(world).ok()
    before = len(trail("partner/P1"))
    world.call(PARTNER, "POST", "/customers/reports", {"mobile": "nothing"})
    world.call(PARTNER, "GET", "/customers/reports/CRNOTHING")
    world.call(PARTNER, "POST", "/customers/reports?dry_run=true", {"customer_full_name": "晨星网络有限公司", "mobile": "13812345678"})
    assert len(trail("partner/P1")) == before


def test_a_visitor_fills_no_trail(world):
    world.call(None, "DELETE", "/customers/reports/CRNOTHING")
    assert not list(AuditRecord.scan())


def test_a_trail_that_cannot_be_written_does_not_fail_the_answer(world, monkeypatch):
    monkeypatch.setattr(AuditRecord, "save", lambda self: (_ for _ in ()).throw(RuntimeError))
    assert world.call(PARTNER, "DELETE", "/customers/reports/CRNOTHING").status == 404


def test_the_refused_items_of_a_batch_leave_their_trace(world):
    body = {"allocations": [{"customer_id": "C9", "allocation_type": "normal", "amount": "1"}]}
    world.call(PARTNER, "POST", "/funds/allocations", body, key="k").ok()
    (refused,) = trail("partner/P1")
    assert (refused.action, refused.codes, refused.note) == ("funds.batch_allocate_funds", ["not_found"], {"item": "C9"})


def test_a_command_without_changes_is_audited_for_its_note(world):
    def reveal(work):
        work.note(page="customers.list_customers", record="C1", field="mobile")

    carry_out(lambda: Work(PARTNER, clock.now(), Origin("exports.reveal", "c1", "192.0.2.1")), reveal)
    (revealed,) = trail("partner/P1")
    assert revealed.note == {"page": "customers.list_customers", "record": "C1", "field": "mobile"}
    assert (revealed.source, revealed.added, revealed.changed) == ("192.0.2.1", [], [])


def test_a_deed_is_written_once_however_often_it_is_told(world, stopped_clock):
    caller = Caller("U1", Actor.PARTNER, partner="P1")
    for _ in range(3):
        record_deed(caller, "identity.sign_in", correlation_id="c", result="refused", codes=["sign_in_failed"], deed_id="S1",
                    at=stopped_clock.now, source="192.0.2.9")  # fmt: skip
    (deed,) = trail("partner/P1")
    assert (deed.result, deed.level, deed.codes) == (Result.REFUSED, Level.WARNING, ["sign_in_failed"])


def test_what_a_record_declares_secret_is_in_no_trail():
    old = Safe(owner="P1", code="4711", pin="1234", place="cellar")
    old.settle()
    before = old.serialize(null_check=False)
    old.pin, old.place = "9999", "attic"
    change = change_of(old, before)
    assert change["fields"] == {"pin": [HIDDEN, HIDDEN], "place": ["cellar", "attic"]}
    told = json.dumps(change) + name_of(old)
    assert not any(secret in told for secret in ("1234", "9999", "4711"))


def test_neither_a_links_token_nor_a_customers_mobile_is_in_the_trail(world):
    link = world.call(
        PARTNER,
        "POST",
        "/customers/invitation-links",
        {"association_type": "resale", "custom_type": "custom_label", "custom_label": "展会"},
    ).ok()
    token = re.search(r"invitations/([0-9A-Z]{32})", json.dumps(link))[1]
    report_id = report(world).ok()["report_id"]
    world.call(PARTNER, "PUT", f"/customers/reports/{report_id}/email", {"email": "it@chenxing.example"}).ok()
    kept = json.dumps([record.serialize(null_check=False) for record in AuditRecord.scan()])
    assert report_id in kept
    assert not any(secret in kept for secret in (token, "13812345678", "it@chenxing.example"))


@pytest.mark.parametrize(
    ("query", "count"),
    [("?resource_kind=customer_report", 1), ("?resource_kind=voucher", 0), ("?user_id=P1-admin", 2), ("?user_id=nobody", 0),
     ("?level=warning", 1), ("?since=2024-09-03T00:00:00Z", 0), ("?until=2024-09-03T00:00:00Z", 2)],
)  # fmt: skip
def test_the_partner_filters_its_trail(world, query, count):
    report(world).ok()
    report(world)
    assert len(records(world, query=query)) == count


def test_the_trail_is_found_by_a_resource(world):
    report_id = report(world).ok()["report_id"]
    assert len(records(world, query=f"?resource_id={report_id}")) == 1
    assert records(world, query="?resource_id=CR") == []


def test_the_trail_has_no_end_in_time(world, stopped_clock):
    report(world).ok()
    stopped_clock.pass_(days=400)
    assert len(records(world, query="?since=2024-01-01T00:00:00Z")) == 1
    assert AUDIT_RECORDS.earliest is None


def test_another_partner_sees_nothing_of_it(world):
    report(world).ok()
    (shown,) = records(world)
    other = partner_user("P2")
    assert records(world, other) == []
    assert world.call(other, "GET", f"/audit/records/{shown['occurred_at']}/{shown['audit_id']}").status == 404
    assert world.call(PARTNER, "GET", "/audit/records/yesterday/X1").status == 404


def test_the_vendors_deed_appears_in_the_trail_of_the_partner_whose_records_it_touches(world, stream):
    an_account(world, online_sales_team=True)
    report_id = apply_for_review(world).ok()["report_id"]
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"real_name": "enterprise"}).ok()
    stream.settle()
    copies = [record for record in trail("partner/P1") if record.copy_of]
    assert [record.copy_of for record in copies] == ["vendor"]
    (copy,) = copies
    assert (copy.actor, copy.user_name, copy.source) == ("vendor", None, None)
    assert any(change["id"] == report_id for change in copy.changed)
    assert all("customer_account" not in name for name in [*copy.added, *(change["kind"] for change in copy.changed)])
    assert not [record for record in trail("partner/P2") if record.copy_of]


def test_the_vendors_manager_sees_the_vendors_own_trail(world):
    an_account(world)
    shown = records(world, vendor_user(Role.VENDOR_OPERATIONS_MANAGER))
    assert {record["action"] for record in shown} == {"customers.record_account_facts"}
    assert world.call(vendor_user(Role.VENDOR_FINANCE), "GET", "/audit/records").status == 403
    assert world.call(CUSTOMER, "GET", "/audit/records").status == 403
