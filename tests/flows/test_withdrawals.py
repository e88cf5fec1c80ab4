"""Withdrawals on a deployed cloud: money comes in, goes out to a bank card with review and payout, and comes back where finance says no."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from standardwebhooks import Webhook

from infra.client import Person, Reply, eventually
from infra.deployed_stage import Deployed
from infra.local_cloud.settings import PREFIX

pytestmark = pytest.mark.flow

VENDOR, ADMIN, MOBILE, EMAIL = "qiushui-vendor", "qiushui-admin", "13900007777", "finance@qiushui.example"
NAME = "秋水信息技术有限公司"
CARD = {
    "account_holder": NAME,
    "bank": "中国工商银行",
    "bank_location": "北京市",
    "branch": "海淀支行",
    "bank_account_no": "6222020200112233445",
}


@dataclass
class Window:
    """A partner that withdraws, the vendor's finance, and the bank."""

    stage: Deployed
    vendor: Person
    admin: Person
    partner_id: str

    def a_pass(self) -> str:
        """A pass for a code: withdrawals always ask for one."""
        before = len(self.stage.backstage.sms_to(MOBILE))
        self.admin.post("/identity/verification-codes", {"operation": "withdraw", "channel": "sms"})
        arrived = eventually(lambda: self.stage.backstage.sms_to(MOBILE), lambda found: len(found) > before)
        found = re.search(r"(?<!\d)\d{6}(?!\d)", arrived[-1])
        assert found, arrived[-1]
        checked = self.admin.post("/identity/verification-codes/check", {"operation": "withdraw", "code": found.group()})
        return str(checked["verification_pass"])

    def apply(self, path: str, form: dict[str, Any]) -> Reply:
        """An application with its code."""
        return self.admin.call("POST", f"/funds/withdrawals/{path}", form, X_Verification_Pass=self.a_pass())

    def decide(self, number: str, decision: str) -> None:
        """Vendor finance decides."""
        duty = "/reviews/duties/funds.review_withdrawals/tasks"
        waiting = eventually(lambda: self.vendor.get(duty)["items"], lambda items: any(item["subject_id"] == number for item in items))
        (task,) = [item["task_id"] for item in waiting if item["subject_id"] == number]
        reason = {} if decision == "approved" else {"reason": "银行信息不符"}
        self.vendor.call("POST", f"{duty}/{task}/decision", {"decision": decision, **reason}).ok()

    def bank_tells(self, function: str, path: str, notice_id: str, notice: dict[str, Any]) -> int:
        """A signed notice of the bank."""
        secret = self.stage.settings.client("secretsmanager").get_secret_value(SecretId=f"{PREFIX}/funds/{function}")["SecretString"]
        now, raw = datetime.now(UTC), json.dumps(notice)
        signature = Webhook(secret).sign(notice_id, now, raw)
        headers = {"webhook-id": notice_id, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
        headers["Content-Type"] = "application/json"
        return requests.post(f"{self.stage.settings.address}{path}", data=raw, headers=headers, timeout=30).status_code

    def balance(self) -> str:
        """What is left on the top-up account."""
        return str(self.admin.get("/funds/balances")["top_up_unallocated"]["amount"])

    def look(self, number: str) -> dict[str, Any]:
        """An application."""
        found: dict[str, Any] = self.admin.get(f"/funds/withdrawals/{number}")
        return found


@pytest.fixture(scope="module")
def window(stage: Deployed) -> Window:
    """A partner with 200 that vendor finance credited and 100 that it transferred to its dedicated account."""
    stage.staff(VENDOR, actor="vendor", roles="vendor_operations,vendor_finance")
    vendor = stage.signed_in("vendor finance", VENDOR)
    form = {
        "name": NAME,
        "partner_type": "solution_provider",
        "mobile": "13900007770",
        "email": "it@qiushui.example",
        "business_certified": True,
        "contracting_entity": "hcc",
    }
    partner_id = str(vendor.call("POST", "/partners/partners", form).ok()["partner_id"])
    stage.staff(ADMIN, actor="partner", roles="super_admin,partner_admin", partner_id=partner_id, partner_type="solution_provider")
    admin = stage.signed_in("秋水 administrator", ADMIN)
    admin.put("/organisation/profile", {"name": "秦岚", "mobile": MOBILE, "email": EMAIL})
    vendor.call("POST", f"/funds/partners/{partner_id}/top-ups", {"amount": "200.00", "external_flow_no": "FIN-WD-1"}).ok()
    window = Window(stage, vendor, admin, partner_id)
    account = admin.call("POST", "/funds/remittance-account", {}).ok()["account_no"]
    notice = {
        "account_no": account,
        "amount": "100.00",
        "flow_no": "BANK-WD-1",
        "payer_name": NAME,
        "arrived_at": "2024-10-10T09:00:00+08:00",
    }
    assert window.bank_tells("receive_bank_remittance", "/funds/webhooks/bank-remittances", "wd-in-1", notice) == 204
    eventually(window.balance, lambda left: left == "300.00")
    return window


@pytest.mark.rule("10.6.3.5.1/r15", "10.6.3.5.2/r10", "10.6.3.5.4/r3")
def test_money_goes_to_a_bank_card_and_its_arrival_is_told(window: Window):
    asked = window.admin.call("POST", "/funds/withdrawals/bank-card", {"amount": "80.00", **CARD})
    assert asked.refused_as == "verification_code_required"
    number = window.apply("bank-card", {"amount": "80.00", **CARD}).ok()["withdrawal_no"]
    assert window.balance() == "220.00"
    assert [row["withdrawal_no"] for row in window.admin.get("/funds/withdrawals/in-progress")["items"]] == [number]
    window.decide(number, "approved")
    assert window.look(number)["status"] == "payment_initiated"
    notice = {"payout_no": f"{number}01", "outcome": "arrived", "amount": "80.00", "occurred_at": "2024-10-18T12:00:40+08:00"}
    path = "/funds/webhooks/payout-results"
    assert [window.bank_tells("receive_payout_result", path, f"wd-out-{n}", notice) for n in (1, 1, 2)] == [204, 204, 204]
    arrived = eventually(lambda: window.look(number), lambda found: found["actual_arrival_at"] is not None)
    assert (arrived["status"], arrived["arrived_amount"]["amount"]) == ("payment_initiated", "80.00")
    window.stage.backstage.queues_empty()
    assert window.balance() == "220.00"
    assert [row["withdrawal_no"] for row in window.admin.get("/funds/withdrawals/completed")["items"]] == [number]


@pytest.mark.rule("10.6.3.5.1/r14", "10.6.3.5.4/r2")
def test_a_rejected_withdrawal_comes_back_and_is_deleted(window: Window):
    before = window.balance()
    branch = {"channel": "dedicated_account", "external_flow_no": "BANK-WD-1", "bank": "中国工商银行"}
    branch |= {"bank_location": "北京市", "branch": "海淀支行"}
    window.admin.put("/funds/bank-branches", branch)
    number = window.apply("original-route", {"amount": "60.00"}).ok()["withdrawal_no"]
    window.decide(number, "rejected")
    assert (window.balance(), window.look(number)["reason"]) == (before, "银行信息不符")
    window.admin.call("DELETE", f"/funds/withdrawals/{number}").ok()
    assert window.admin.call("GET", f"/funds/withdrawals/{number}").status == 404


def test_the_statement_explains_each_cent(window: Window):
    lines = eventually(
        lambda: window.admin.get("/funds/ledger?account_type=top_up&limit=100")["items"],
        lambda found: bool(found) and found[0]["balance"]["amount"] == window.balance(),
    )
    moved = [(line["movement"], line["amount"]["amount"]) for line in reversed(lines)]
    assert moved[:2] == [("top_up", "200.00"), ("top_up", "100.00")]
    assert moved[2:] == [("withdrawal_hold", "-80.00"), ("withdrawal_hold", "-60.00"), ("withdrawal_release", "60.00")]
