"""Online top-ups on a deployed cloud: begun, paid at each provider, told by a signed notice, credited once; compared the morning after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from infra.client import Person, eventually
from infra.deployed_stage import Deployed
from infra.story import VENDOR_ROLES
from partner_center.kernel import clock
from tests.flows.conftest import business_clock
from tests.kit.deployed_withdrawals import Window
from tests.kit.providers import Sent, Street

pytestmark = pytest.mark.flow

CHANNELS = ("alipay", "wechat_pay", "union_pay", "corporate_banking")


@dataclass
class Till:
    """A partner at its portal, the providers, and vendor finance."""

    stage: Deployed
    street: Street
    partner: Person
    finance: Person

    def paid(self, channel: str, amount: str) -> tuple[str, Any]:
        """A top-up that was begun here and paid at the provider's: its number and the provider."""
        started = self.partner.post("/funds/online-top-ups", {"amount": amount, "channel": channel})
        number = started["payment_no"]
        if channel == "wechat_pay":
            till: Any = self.street.wechat_pay
        elif channel == "alipay":
            till = self.street.alipay
            till.open(started["page_url"])
        else:
            till = self.street.union_pay
            till.open(started["page_form"])
        till.paid(number)
        return number, till

    def tell(self, sent: Sent) -> tuple[int, str]:
        """A notice arrives at the public address."""
        url = f"{self.stage.settings.address}/funds{sent.path}"
        answer = requests.post(url, data=sent.body.encode(), headers=sent.headers, timeout=30)
        return answer.status_code, answer.text

    def balance(self) -> str:
        """What the partner has topped up."""
        return str(self.partner.get("/funds/balances")["top_up_balance"]["amount"])

    def becomes(self, amount: str) -> None:
        """The balance is this before long, and stays so when all queues are empty."""
        eventually(self.balance, lambda found: found == amount, within=60)
        self.stage.backstage.queues_empty()
        assert self.balance() == amount


@pytest.fixture(scope="module")
def till(stage: Deployed, street: Street) -> Till:
    stage.staff("pay-ops", actor="vendor", roles=VENDOR_ROLES)
    vendor = stage.signed_in("vendor finance", "pay-ops")
    form = {
        "name": "云汇支付有限公司",
        "partner_type": "solution_provider",
        "mobile": "13900007000",
        "email": "pay@partners.example",
        "contracting_entity": "hst",
        "business_certified": True,
    }
    partner_id = str(vendor.post("/partners/partners", form)["partner_id"])
    claims = {"actor": "partner", "roles": "super_admin,partner_admin", "partner_type": "solution_provider"}
    stage.staff("pay-admin", partner_id=partner_id, **claims)
    return Till(stage, street, stage.signed_in("云汇 administrator", "pay-admin"), vendor)


@pytest.mark.rule("10.6.3.2/r1", "10.6.3.2/r4")
def test_each_provider_tops_up_the_partner_once(till: Till):
    expected = 0
    for channel in CHANNELS:
        number, provider = till.paid(channel, "100.10")
        sent = provider.notice(number)
        status, body = till.tell(sent)
        assert status < 300, body
        assert till.tell(sent)[0] == status  # told again
        expected += 10_010
        till.becomes(f"{expected // 100}.{expected % 100:02d}")


def test_what_the_provider_did_not_sign_changes_nothing(till: Till):
    before = till.balance()
    for channel, old, new in (
        ("alipay", "total_amount=5.00", "total_amount=9.00"),
        ("wechat_pay", '"nonce": "', '"nonce": "0'),
        ("union_pay", "txnAmt=500", "txnAmt=900"),
    ):
        number, provider = till.paid(channel, "5.00")
        sent = provider.notice(number)
        assert old in sent.body
        assert till.tell(sent.with_body(sent.body.replace(old, new)))[0] == 401
    till.becomes(before)


def test_the_morning_after_shows_what_nobody_told(till: Till):
    number, _ = till.paid("wechat_pay", "7.70")
    tomorrow = (datetime.now(UTC) + business_clock(till.stage) + clock.DAY).isoformat()
    report = till.stage.run("funds/reconcile_providers", tomorrow)
    assert report["failed"] == []
    items = till.finance.get("/funds/reconciliation-items?status=open&limit=100")["items"]
    (item,) = [item for item in items if item["payment_no"] == number]
    assert (item["difference"], item["theirs"]["amount"]) == ("missing_with_us", "7.70")
    till.finance.post(f"/funds/reconciliation-items/{item['item_id']}/close", {"note": "等待渠道通知"})
    assert till.finance.get(f"/funds/reconciliation-items/{item['item_id']}")["status"] == "closed"


@pytest.mark.rule("10.6.3.5.1/r2", "10.6.3.5.1/r3", "10.6.3.5.1/r12")
def test_what_came_by_a_provider_goes_back_by_it(till: Till):
    till.partner.put("/organisation/profile", {"name": "云汇", "mobile": "13900007001", "email": "finance@yunhui.example"})
    window = Window(till.stage, till.finance, till.partner, "13900007001")
    number, provider = till.paid("alipay", "60.00")
    before = till.balance()
    assert till.tell(provider.notice(number))[0] < 300
    eventually(till.balance, lambda found: found != before, within=60)
    left = window.balance()
    application = window.apply("original-route", {"amount": "45.00"}).ok()["withdrawal_no"]
    window.decide(application, "approved")
    arrived = eventually(lambda: window.look(application), lambda found: found["actual_arrival_at"] is not None)
    assert [(flow["channel"], flow["status"], flow["amount"]["amount"]) for flow in arrived["flows"]] == [("alipay", "arrived", "45.00")]
    assert provider.refunds[f"{application}01"].fen == 4500
    assert float(left) - float(window.balance()) == pytest.approx(45)
