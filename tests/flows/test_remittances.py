"""Transfers on a deployed cloud: own money credited, a foreign payer's checked, a remittance to the general account claimed."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from infra.client import Person, eventually
from infra.deployed_stage import Deployed
from infra.story import Story
from tests.kit.deployed_bank import DeployedBank, captcha_read
from tests.kit.files import PNG

pytestmark = pytest.mark.flow

COMPANY, FOREIGN, AGREED = "海河数据有限公司", "渤海控股有限公司", "滨江贸易有限公司"
MOBILE = "13900007777"
ARRIVED_AT = "2024-10-10T09:00:00+08:00"
TRANSFER = {"payer_name": COMPANY, "payer_account": "6222021234567890", "amount": "300.00"}


@dataclass
class Remitter:
    """A partner with its administrator, the vendor and the bank."""

    stage: Deployed
    vendor: Person
    partner: Person
    bank: DeployedBank
    account_no: str = ""
    found: dict[str, Any] = field(default_factory=dict)

    def topped_up(self) -> str:
        """What was credited so far."""
        return str(self.partner.get("/funds/balances")["top_up_balance"]["amount"])

    def transfer(self, flow: str, amount: str, payer: str, arrived_at: str = ARRIVED_AT) -> None:
        """The bank tells twice of a transfer to the dedicated account."""
        notice = {"account_no": self.account_no, "amount": amount, "flow_no": flow, "payer_name": payer, "arrived_at": arrived_at}
        assert [self.bank.dedicated(f"{flow}-{number}", notice) for number in (1, 2)] == [204, 204]

    def task(self, kind: str, subject: str) -> dict[str, Any]:
        """What waits at the review desk for vendor finance about a subject."""

        def look() -> list[dict[str, Any]]:
            waiting = self.vendor.get("/reviews/duties/funds.review_remittances/tasks?limit=100")["items"]
            return [task for task in waiting if task["review_kind"] == kind and subject in task["subject_id"]]

        return dict(eventually(look, bool)[0])

    def decide(self, task: dict[str, Any], decision: str, **more: Any) -> None:
        """Vendor finance decides."""
        path = f"/reviews/duties/funds.review_remittances/tasks/{task['task_id']}/decision"
        self.vendor.post(path, {"decision": decision, **more})

    def voucher(self) -> str:
        """A voucher uploaded as a browser does, accepted."""
        form = self.partner.post("/files/uploads", {"purpose": "transfer_voucher", "file_name": "voucher.png", "size": len(PNG)})
        try:
            requests.post(form["url"], data=form["fields"], files={"file": PNG}, timeout=10).raise_for_status()
        except requests.ConnectionError:  # the emulator may sign a name that only its own functions reach
            bucket = self.stage.backstage.outputs["FilesBucket"]
            self.stage.settings.client("s3").put_object(Bucket=bucket, Key=form["fields"]["key"], Body=PNG)
        path = f"/files/uploads/{form['file_id']}"
        state = eventually(lambda: self.partner.get(path), lambda seen: seen["status"] in {"accepted", "refused"})
        assert state["status"] == "accepted", state
        return str(form["file_id"])


@pytest.fixture(scope="module")
def remitter(story: Story, stage: Deployed) -> Remitter:
    """A partner of its own, so that the story's partners are left alone."""
    form = {
        "name": COMPANY,
        "partner_type": "solution_provider",
        "mobile": "13900007770",
        "email": "it@haihe.example",
        "business_certified": True,
        "contracting_entity": "hst",
    }
    partner_id = str(story.vendor.call("POST", "/partners/partners", form).ok()["partner_id"])
    claims = {"actor": "partner", "roles": "super_admin,partner_admin", "partner_type": "solution_provider"}
    stage.staff("haihe-admin", partner_id=partner_id, **claims)
    partner = stage.signed_in("海河 administrator", "haihe-admin")
    partner.put("/organisation/profile", {"name": "王芳", "mobile": MOBILE, "email": "finance@haihe.example"})
    remitter = Remitter(stage, story.vendor, partner, DeployedBank(stage))  # type: ignore[arg-type]  # this stage has such a vendor
    opened = partner.call("POST", "/funds/remittance-account", captcha_read(stage, partner)).ok()
    remitter.account_no = opened["account_no"]
    return remitter


@pytest.mark.rule("10.6.3.2/r5")
def test_the_account_is_opened_for_a_captcha_and_shows_where_to_transfer(remitter: Remitter, stage: Deployed):
    shown = remitter.partner.get("/funds/remittance-account")
    assert (shown["account_no"], shown["account_holder"]) == (remitter.account_no, "Software Technologies Co., Ltd.")
    assert [known["name"] for known in shown["payer_names"]] == [COMPANY]
    remitter.partner.post("/funds/remittance-account/text-messages")
    (text,) = eventually(lambda: stage.backstage.sms_to(MOBILE), bool)
    assert remitter.account_no in text
    certificate = remitter.partner.get("/funds/remittance-account/certificate")
    assert base64.b64decode(certificate["content"]).startswith(b"%PDF-")


@pytest.mark.rule("10.6.3.2/r6", "10.6.3.2/r7", "10.6.3.2/r9")
def test_own_and_agreed_money_is_credited_and_a_foreign_payer_is_checked(remitter: Remitter, stage: Deployed):
    before = remitter.topped_up()
    assert before == "0.00"
    remitter.transfer("HH-1", "100.00", COMPANY)
    eventually(remitter.topped_up, lambda seen: seen == "100.00")

    remitter.transfer("HH-2", "50.00", FOREIGN)
    task = remitter.task("funds.remittance_payer", "")
    assert task["facts"]["payer_name"] == FOREIGN if "facts" in task else task["title"] == COMPANY
    assert remitter.topped_up() == "100.00"
    remitter.decide(task, "approved")
    assert remitter.topped_up() == "150.00"

    agreed = remitter.partner.post("/funds/payment-agreements", {"entrusted_party": AGREED, "entrusted_party_type": "enterprise"})
    remitter.transfer("HH-3", "25.00", AGREED, arrived_at=agreed["effective_at"])
    eventually(remitter.topped_up, lambda seen: seen == "175.00")
    stage.backstage.queues_empty()
    assert remitter.topped_up() == "175.00"


@pytest.mark.rule("10.6.3.4/r1", "10.6.3.4/r2", "10.6.3.4/r3", "10.6.3.4/r4", "10.6.3.4/r5")
def test_a_remittance_to_the_general_account_is_credited_to_whoever_proves_it(remitter: Remitter, stage: Deployed):
    before = remitter.topped_up()
    notice = {**TRANSFER, "flow_no": "HH-G1", "arrived_at": ARRIVED_AT}
    assert remitter.bank.general("general-1", notice, spoil=" ") == 401
    assert [remitter.bank.general(f"general-{number}", notice) for number in (1, 1, 2)] == [204, 204, 204]
    search = "/funds/unclaimed-remittances/search"
    (found,) = eventually(lambda: remitter.partner.post(search, TRANSFER)["items"], bool)
    assert remitter.partner.post(search, {**TRANSFER, "amount": "300.01"})["items"] == []

    claims = f"/funds/remittances/{found['remittance_id']}/claims"
    made = remitter.partner.post(claims, {"claim_amount": "300.00", "voucher_file_id": remitter.voucher()})
    assert (made["status"], remitter.topped_up()) == ("reviewing", before)
    remitter.decide(remitter.task("funds.remittance_claim", made["claim_id"]), "approved")
    assert remitter.topped_up() == f"{float(before) + 300:.2f}"
    (record,) = remitter.partner.get("/funds/remittance-claims")["items"]
    assert (record["claim_id"], record["status"]) == (made["claim_id"], "succeeded")
    assert remitter.partner.post(search, TRANSFER)["items"] == []
    stage.backstage.queues_empty()
    assert remitter.topped_up() == f"{float(before) + 300:.2f}"
