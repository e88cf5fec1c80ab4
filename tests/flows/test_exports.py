"""Exports on a deployed cloud: asked for, made behind the queue, fetched by their address, opened; and the eye beside a field."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import requests
from openpyxl import load_workbook

from infra.deployed_stage import Deployed
from infra.story import Story
from partner_center.platform.contracts import masked

pytestmark = pytest.mark.flow

CUSTOMERS = "customers.list_customers"


def exported(story: Story, stage: Deployed, kind: str, **wishes: Any) -> tuple[dict[str, Any], bytes]:
    """A completed export and its file."""
    task_id = story.partner.call("POST", "/exports/tasks", {"kind": kind, **wishes}).ok()["task_id"]
    task = stage.eventually(
        lambda: story.partner.call("GET", f"/exports/tasks/{task_id}").ok(), lambda seen: seen["status"] != "processing"
    )
    assert task["status"] == "completed", task
    url = story.partner.call("POST", f"/exports/tasks/{task_id}/download").ok()["url"]
    return task, behind(url, stage)


def behind(url: str, stage: Deployed) -> bytes:
    """What an address leads to. The emulator may sign a name that only its own functions reach; then the object itself."""
    try:
        answer = requests.get(url, timeout=10)
    except requests.ConnectionError:
        path = unquote(urlsplit(url).path)
        found = stage.settings.client("s3").get_object(Bucket=stage.backstage.outputs["FilesBucket"], Key=path[path.index("exports/") :])
        return bytes(found["Body"].read())
    assert answer.status_code == 200, answer.text
    return answer.content


def test_the_customer_list_as_a_workbook(story: Story, stage: Deployed):
    listed = story.partner.call("GET", "/customers/customers?limit=100").ok()["items"]
    task, content = exported(story, stage, CUSTOMERS)
    sheet = load_workbook(io.BytesIO(content)).active
    rows = [list(row) for row in sheet.iter_rows()]
    header = [cell.value for cell in rows[0]]
    assert header[:4] == ["客户ID", "客户名称", "账号名", "客户等级"]
    columns = {"customer_id": "客户ID", "customer_name": "客户名称", "account_name": "账号名", "mobile": "移动电话"}
    shown = [{name: row[header.index(label)].value for name, label in columns.items()} for row in rows[1:]]
    assert shown == [{name: item[name] for name in columns} for item in listed]
    assert all("****" in row["mobile"] for row in shown)
    assert not [cell.coordinate for row in rows for cell in row if cell.data_type == "f"]
    assert task["rows"] == len(listed) > 0


def test_a_statement_as_text_with_exact_amounts(story: Story, stage: Deployed):
    path = "/funds/ledger?account_type=top_up&limit=100"
    listed = story.partner.call("GET", path).ok()["items"]
    wishes = {"filters": {"account_type": "top_up"}, "format": "csv", "language": "en", "columns": ["movement_id", "amount", "balance"]}
    _, content = exported(story, stage, "funds.list_ledger_entries", **wishes)
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert header == ["Transaction no.", "Amount (CNY)", "Balance (CNY)"]
    assert [row[0] for row in rows][: len(listed)] == [item["movement_id"] for item in listed]
    assert [f"{float(row[1]):.2f}" for row in rows][: len(listed)] == [item["amount"]["amount"] for item in listed]


def test_a_masked_field_is_revealed_to_who_sees_the_record_only(story: Story):
    listed = story.partner.call("GET", "/customers/customers?limit=1").ok()["items"][0]
    asked = {"kind": CUSTOMERS, "record": {"customer_id": listed["customer_id"]}, "field": "mobile"}
    revealed = story.partner.call("POST", "/exports/reveals", asked).ok()["value"]
    assert "****" not in revealed
    assert masked(revealed) == listed["mobile"]
    elsewhere = story.partner.call("POST", "/exports/reveals", {**asked, "record": {"customer_id": "CNOBODY"}})
    assert elsewhere.status == 404


def test_the_purge_leaves_what_is_young(story: Story, stage: Deployed):
    task, _ = exported(story, stage, CUSTOMERS, format="csv")
    stage.run("exports/purge_export_files", task["requested_at"])
    assert story.partner.call("GET", f"/exports/tasks/{task['task_id']}").ok()["status"] == "completed"
