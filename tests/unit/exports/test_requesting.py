"""Asking for an export: the page decides who may, and what can be asked."""

import pytest
from pynamodb.exceptions import DoesNotExist

from partner_center.coupons.operation import CouponOperation
from partner_center.customers.invitation import ExpansionRecord
from partner_center.exports import requesting
from partner_center.funds import StatementLine, account_id_of
from partner_center.funds.adjustment import FundAdjustment
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Actor, Role
from partner_center.platform import catalogue
from partner_center.platform.audit import AuditRecord
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from tests.kit import faults
from tests.kit.exports import ADMIN, BOSS, ask, csv_rows, export, fetched, objects, sheet_of, task_of, xlsx_rows
from tests.kit.funds import stored
from tests.kit.overview import marked
from tests.kit.world import customer_user, partner_user, vendor_user

CUSTOMERS = "customers.list_customers"
ADJUSTMENTS = "funds.list_fund_adjustments"


@pytest.mark.rule("10.4/r2", "10.4.1.1/r6")
def test_an_export_is_a_task_first_and_a_file_of_all_customers_then(world, customers):
    created = ask(world, CUSTOMERS, by=BOSS)
    assert (created.status, created.ok()["message"], created.ok()["status"]) == (201, "导出任务创建成功", "processing")
    (listed,) = world.call(BOSS, "GET", "/exports/tasks").ok()["items"]
    assert (listed["status"], listed["content"]["zh"], listed["requested_at"]) == ("processing", "客户列表", created.ok()["requested_at"])
    world.settle()
    (listed,) = world.call(BOSS, "GET", "/exports/tasks").ok()["items"]
    assert (listed["status"], listed["rows"]) == ("completed", 3)
    rows = xlsx_rows(fetched(world, created.ok()["task_id"], by=BOSS))
    assert rows[0][:4] == ["客户ID", "客户名称", "账号名", "客户等级"]
    assert [row[0] for row in rows[1:]] == ["C3", "C2", "C1"]


@pytest.mark.rule("10.4/r4")
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_sensitive_fields_leave_masked_whichever_columns_are_chosen(world, customers, file_format):
    columns = ["customer_id", "customer_name", "account_name", "mobile", "email"]
    task_id = export(world, CUSTOMERS, by=BOSS, columns=columns, format=file_format)
    content = fetched(world, task_id, by=BOSS)
    rows = xlsx_rows(content) if file_format == "xlsx" else csv_rows(content)
    assert rows[-1] == ["C1", "青****技", "a****1", "138****678", "i****@c1.example"]
    assert all(part.encode() not in content for part in ("青山科技", "13812345678", "it@c1.example"))


def test_a_file_speaks_the_language_asked_for(world, customers):
    task_id = export(world, CUSTOMERS, by=BOSS, language="en", columns=["association_type", "associated_at"], format="csv")
    assert csv_rows(fetched(world, task_id, by=BOSS))[:2] == [["Association type", "Associated at"], ["Resale", "2024/09/02 10:02:00"]]


def test_columns_stand_in_the_order_asked_for_and_rows_too(world, customers):
    task_id = export(world, CUSTOMERS, by=BOSS, columns=["mobile", "customer_id"], sort="oldest")
    rows = xlsx_rows(fetched(world, task_id, by=BOSS))
    assert rows[0] == ["移动电话", "客户ID"]
    assert [row[1] for row in rows[1:]] == ["C1", "C2", "C3"]


def test_an_export_filters_as_its_page_does(world, customers):
    marked(world, *customers)
    task_id = export(world, CUSTOMERS, by=BOSS, filters={"customer_name": "远航"})
    assert [row[0] for row in xlsx_rows(fetched(world, task_id, by=BOSS))[1:]] == ["C2"]
    assert world.call(BOSS, "GET", f"/exports/tasks/{task_id}").ok()["asked"] == {"customer_name": "远航"}


@pytest.mark.rule("10.4.1.3/r1", "10.4.1.3/r2", "10.6.3.6/r2", "10.6.3.6/r6", "10.3.4.4/r5", "10.4.6.1.4/r3")
@pytest.mark.parametrize(
    ("kind", "filters", "masked"),
    [
        (ADJUSTMENTS, {}, {"客户名称", "账号名"}),
        ("funds.list_ledger_entries", {"account_type": "top_up"}, {"客户名称"}),
        ("customers.list_expansion_records", {}, {"客户全称", "客户名称", "客户账号名", "邮箱"}),
        ("coupons.list_voucher_operations", {}, {"客户名称", "账号名"}),
    ],
)
def test_the_record_pages_are_exported_with_their_sensitive_fields_masked(world, kind, filters, masked):
    one_of_each("不可外传的名称")
    content = fetched(world, export(world, kind, filters=filters, format="csv"))
    header, row = csv_rows(content)
    assert {name for name, cell in zip(header, row, strict=True) if "****" in cell} == masked
    assert "不可外传" not in content.decode()


def one_of_each(name):
    """A record of each of these pages, with a name that must not leave."""
    at, who = clock.now(), {"partner_id": "P1", "customer_id": "C1", "customer_name": name}
    paid = {"amount": Money.of(5), "remark": "备注"}
    stored(
        FundAdjustment(
            **who, **paid, account_name=name, serial_no="AD20240902020000ABCDEF", adjustment_type="allocate_normal", adjusted_at=at
        )
    )
    line = {"account_id": account_id_of("P1", "top_up"), "entry": "1", "number": 1, "movement_id": "MV1", "movement": next(iter(Movement))}
    stored(StatementLine(**who, **paid, **line, balance=Money.of(5), occurred_at=at, decided_at=at))
    operation = {"operation_id": "CO1", "operation_type": "issue", "coupon_kind": "voucher", "coupon_id": "CP1", "quota_id": "Q1"}
    stored(CouponOperation(**who, **paid, **operation, account_name=name, operated_at=at))
    invited = {"record_id": "ER1", "channel": "email", "status": "expired", "association_type": "resale", "link_id": "L1", "created_at": at}
    stored(ExpansionRecord(**who, **invited, customer_full_name=name, account_name=name, email=f"{name}@x.example"))


def test_the_header_row_is_bold_and_stays_in_sight(world, customers):
    sheet = sheet_of(fetched(world, export(world, CUSTOMERS, by=BOSS), by=BOSS))
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.b) == ("客户列表", "A2", True)


@pytest.mark.rule("10.4.1.1/r5")
def test_only_the_super_administrator_exports_the_customer_list(world, customers):
    for role in (Role.PARTNER_ADMIN, Role.ACCOUNT_MANAGER_SUPERVISOR):
        refused = ask(world, CUSTOMERS, by=partner_user("P1", role))
        assert refused.refused_as == "export_not_allowed"
        assert refused.refusals["export_not_allowed"]["way_out"] == "请联系超级管理员导出"
    assert objects() == []


@pytest.mark.parametrize(
    ("caller", "kind", "status", "code"),
    [
        (partner_user("P1", Role.PARTNER_SA), ADJUSTMENTS, 403, "forbidden"),
        (vendor_user(), ADJUSTMENTS, 403, "forbidden"),
        (customer_user(), CUSTOMERS, 403, "forbidden"),
        (ADMIN, "customers.no_such_page", 404, "not_found"),
        (None, ADJUSTMENTS, 401, "unauthenticated"),
    ],
)
def test_who_may_not_see_a_page_does_not_export_it(world, caller, kind, status, code):
    refused = ask(world, kind, by=caller)
    assert (refused.status, refused.refused_as) == (status, code)


@pytest.mark.parametrize(
    ("wishes", "pointer"),
    [
        ({"filters": {"surprise": "x"}}, "/filters/surprise"),
        ({"filters": {"adjustment_type": "gift"}}, "/filters/adjustment_type"),
        ({"filters": {"limit": 5}}, "/filters/limit"),
        ({"filters": {"cursor": "x"}}, "/filters/cursor"),
        ({"filters": {"since": "yesterday"}}, "/filters/since"),
        ({"columns": ["serial_no", "secret"]}, "/columns/1"),
        ({"columns": ["serial_no", "serial_no"]}, "/"),
        ({"columns": []}, "/columns"),
        ({"format": "pdf"}, "/format"),
        ({"sort": "random"}, "/sort"),
        ({"language": "fr"}, "/language"),
    ],
)
def test_what_the_page_does_not_have_cannot_be_asked(world, wishes, pointer):
    refused = ask(world, ADJUSTMENTS, **wishes)
    assert (refused.status, refused.body["fields"][0]["pointer"]) == (400, pointer)
    assert world.call(ADMIN, "GET", "/exports/tasks").ok()["items"] == []


def test_a_page_of_something_needs_to_know_of_what(world):
    refused = ask(world, "consumption.list_consumption_details")
    assert {field["pointer"] for field in refused.body["fields"]} == {"/filters/billing_period", "/filters/customer_id"}


def test_what_the_page_refuses_is_refused_before_there_is_a_task(world):
    refused = ask(world, "funds.list_ledger_entries", filters={"account_type": "top_up", "since": "2022-01-01T00:00:00+08:00"})
    assert refused.refused_as == "ledger_too_old"
    assert world.call(ADMIN, "GET", "/exports/tasks").ok()["items"] == []


def test_an_export_covers_no_more_than_the_months_that_its_page_allows(world, monkeypatch):
    monkeypatch.setattr(catalogue.page(ADJUSTMENTS).view, "export_span_months", 6)
    assert ask(world, ADJUSTMENTS).refused_as == "export_span_needed"
    long = {"since": "2024-02-28T00:00:00+08:00", "until": "2024-08-28T00:00:01+08:00"}
    assert ask(world, ADJUSTMENTS, filters=long).refusals["export_span_too_long"]["rule"] == "10.3.5.4/r6"
    assert ask(world, ADJUSTMENTS, filters={"since": "2024-02-28T00:00:00+08:00"}).refused_as == "export_span_too_long"
    assert ask(world, ADJUSTMENTS, filters={**long, "until": "2024-08-28T00:00:00+08:00"}).status == 201


def test_a_request_repeated_with_its_key_is_one_task(world, customers):
    body = {"kind": CUSTOMERS}
    first, second = (world.call(BOSS, "POST", "/exports/tasks", body, key="once").ok() for _ in range(2))
    assert first == second
    assert len(world.call(BOSS, "GET", "/exports/tasks").ok()["items"]) == 1


def test_a_dry_run_makes_no_task_and_is_not_counted(world, customers):
    foreseen = world.call(BOSS, "POST", "/exports/tasks?dry_run=true", {"kind": CUSTOMERS}).ok()
    assert foreseen["effects"]["events"] == ["exports.export_waiting"]
    assert world.call(BOSS, "GET", "/exports/tasks").ok()["items"] == []
    assert requesting.PER_PERSON.count(BOSS.user_id, by=0) == 0


def test_nobody_exports_without_end(world, customers, monkeypatch):
    monkeypatch.setattr(requesting, "PER_PERSON", requesting.Limit("export", times=2, within_s=3600))
    assert [ask(world, CUSTOMERS, by=BOSS).status for _ in range(3)] == [201, 201, 429]


def test_asking_is_one_transaction_and_reads_nothing(world, customers):
    with faults.watching() as calls:
        ask(world, CUSTOMERS, by=BOSS).ok()
    assert calls == {"UpdateItem": 1, "TransactWriteItems": 1}


def test_one_sees_ones_own_exports_only(world, customers):
    task_id = export(world, CUSTOMERS, by=BOSS)
    others = (ADMIN, partner_user("P2", Role.SUPER_ADMIN, name="boss"), Caller(BOSS.user_id, Actor.PARTNER, BOSS.roles, partner="P2"))
    for other in others:
        assert world.call(other, "GET", "/exports/tasks").ok()["items"] == []
        assert world.call(other, "GET", f"/exports/tasks/{task_id}").status == 404
        assert world.call(other, "POST", f"/exports/tasks/{task_id}/download").status == 404


def test_the_vendors_staff_exports_the_vendors_pages(world):
    staff = vendor_user()
    task_id = export(world, "consumption.list_usage_files", by=staff)
    assert xlsx_rows(fetched(world, task_id, by=staff))[0][0] == "文件ID"
    assert task_of(task_id) is None


def test_the_trail_does_not_hold_who_the_file_is_decided_for(world, customers):
    export(world, CUSTOMERS, by=BOSS)
    trail = list(AuditRecord.query(AuditRecord.partition(scope="partner/P1")))
    assert {"exports.request_export", "exports.write_export"} <= {record.action for record in trail}
    assert "super_admin" not in str([record.changed for record in trail])


def test_a_purged_task_is_gone(world, customers):
    task_id = ask(world, CUSTOMERS, by=BOSS).ok()["task_id"]
    task = task_of(task_id, by=BOSS)
    task.delete()
    world.settle()
    assert objects() == []
    with pytest.raises(DoesNotExist):
        task.refresh()
