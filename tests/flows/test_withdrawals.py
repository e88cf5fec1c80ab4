"""Withdrawals on a deployed cloud: money comes in, goes out to a bank card with review and payout, and comes back where finance says no."""

from __future__ import annotations

import pytest

from infra.client import eventually
from infra.deployed_stage import Deployed
from tests.kit.deployed_bank import DeployedBank, captcha_read
from tests.kit.deployed_withdrawals import Window

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
FUNCTION, PATH = "receive_payout_result", "/funds/webhooks/payout-results"


@pytest.fixture(scope="module")
def bank(stage: Deployed) -> DeployedBank:
    return DeployedBank(stage)


@pytest.fixture(scope="module")
def window(stage: Deployed, bank: DeployedBank) -> Window:
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
    window = Window(stage, vendor, admin, MOBILE)
    account = admin.call("POST", "/funds/remittance-account", captcha_read(stage, admin)).ok()["account_no"]
    notice = {
        "account_no": account,
        "amount": "100.00",
        "flow_no": "BANK-WD-1",
        "payer_name": NAME,
        "arrived_at": "2024-10-10T09:00:00+08:00",
    }
    assert bank.dedicated("wd-in-1", notice) == 204
    eventually(window.balance, lambda left: left == "300.00")
    return window


@pytest.mark.rule("10.6.3.5.1/r15", "10.6.3.5.2/r10", "10.6.3.5.4/r3")
def test_money_goes_to_a_bank_card_and_its_arrival_is_told(window: Window, bank: DeployedBank):
    asked = window.admin.call("POST", "/funds/withdrawals/bank-card", {"amount": "80.00", **CARD})
    assert asked.refused_as == "verification_code_required"
    number = window.apply("bank-card", {"amount": "80.00", **CARD}).ok()["withdrawal_no"]
    assert window.balance() == "220.00"
    assert [row["withdrawal_no"] for row in window.admin.get("/funds/withdrawals/in-progress")["items"]] == [number]
    window.decide(number, "approved")
    assert window.look(number)["status"] == "payment_initiated"
    notice = {"payout_no": f"{number}01", "outcome": "arrived", "amount": "80.00", "occurred_at": "2024-10-18T12:00:40+08:00"}
    assert [bank.tell(FUNCTION, PATH, f"wd-out-{number}", notice) for number in (1, 1, 2)] == [204, 204, 204]
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
