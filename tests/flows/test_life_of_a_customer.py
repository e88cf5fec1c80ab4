"""The whole life of a customer on a deployed cloud, with each type of partner: from the report to the day it leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from infra.client import Person, eventually
from infra.demo_resources import demo_resources
from infra.deployed_stage import SIGN_UP_CODE, Deployed
from infra.story import PASSWORD, Story
from partner_center.kernel import clock

pytestmark = pytest.mark.flow

REGION = "江苏代表处"
TYPES = ("solution_provider", "distributor", "reseller")


@dataclass
class Life:
    """A partner with one customer, and what happens to them."""

    stage: Deployed
    vendor: Person
    partner_type: str
    number: int
    partner_id: str = ""
    customer_id: str = ""

    @property
    def mobile(self) -> str:
        """The customer's."""
        return f"1370007000{self.number}"

    @property
    def email(self) -> str:
        """The customer's."""
        return f"it{self.number}@changqing.example"

    def admit(self, name: str, partner_type: str, **more: Any) -> tuple[str, Person]:
        """A partner with its administrator, signed in."""
        form = {
            "name": f"{name}有限公司",
            "partner_type": partner_type,
            "mobile": "13900007000",
            "email": f"{name}-{self.number}@partners.example",
            "contracting_entity": "hcc",
            "business_region": REGION,
            **more,
        }
        partner_id = str(self.vendor.post("/partners/partners", form)["partner_id"])
        account = f"life-{name}-{self.number}"
        self.stage.staff(account, actor="partner", roles="super_admin,partner_admin", partner_id=partner_id, partner_type=partner_type)
        return partner_id, self.stage.signed_in(f"{name} administrator", account)

    def partner_joins(self) -> None:
        """A distributor needs the vendor's leave, a reseller its distributor's yes (11.1.1, 11.2.2.1/r1)."""
        more: dict[str, Any] = {}
        if self.partner_type == "reseller":
            self.distributor_id, self.distributor = self.admit("zongdai", "distributor")
            more = {"intended_distributor_id": self.distributor_id}
        self.partner_id, self.partner = self.admit("huoban", self.partner_type, **more)
        if self.partner_type == "distributor":
            assert self.report().refused_as == "customer_development_missing"
            self.vendor.put(f"/partners/partners/{self.partner_id}/facts", {"customer_development": True})
        if self.partner_type == "reseller":
            assert self.report().refused_as == "no_distributor"
            page = eventually(lambda: self.distributor.get("/resellers/cooperation-applications"), lambda page: bool(page["items"]))
            path = f"/resellers/cooperation-applications/{page['items'][0]['application_id']}/review"
            self.distributor.post(path, {"result": "approve"})

    def report(self) -> Any:
        """The partner reports the customer and asks for the invitation."""
        form = {
            "customer_full_name": f"长青{self.number}号科技有限公司",
            "mobile": self.mobile,
            "email": f"it{self.number}@changqing.example",
        }
        return self.partner.call("POST", "/customers/reports", {**form, "send_invite": True, "association_type": "resale"})

    def customer_joins(self) -> None:
        """By the link in the mail."""
        self.report().ok()
        (mail, *_) = self.stage.eventually(lambda: self.stage.mail_to(self.email), bool)
        found = re.search(r"/invitations/([0-9A-Z]{20,})", mail)
        assert found, mail
        path, name = f"/customers/invitations/{found.group(1)}", f"changqing-{self.number}"
        visitor = self.stage.visitor(name)
        visitor.post(f"{path}/registrations", {"account_name": name, "password": PASSWORD, "mobile": self.mobile, "notice_accepted": True})
        visitor.post(f"{path}/registrations/{name}/confirmation", {"code": SIGN_UP_CODE})
        self.customer = self.stage.signed_in(name, name)
        self.customer_id = str(self.customer.get("/identity/me")["customer_id"])
        outcome = self.customer.post(f"{path}/association", {"notice_accepted": True, "cloud_terms_accepted": True})
        assert outcome["outcome"] == "associated", outcome

    def pass_for(self, operation: str) -> dict[str, str]:
        """The customer's verification pass, by a code sent to its mobile."""
        before = len(self.stage.backstage.sms_to(self.mobile))
        self.customer.post("/identity/verification-codes", {"operation": operation, "channel": "sms"})
        codes = eventually(lambda: _codes_in(self.stage.backstage.sms_to(self.mobile)[before:]), bool)  # other texts may arrive as well
        checked = self.customer.post("/identity/verification-codes/check", {"operation": operation, "code": codes[-1]})
        return {"X_Verification_Pass": str(checked["verification_pass"])}

    def money_is_given(self) -> None:
        """Funds, which a reseller has of its distributor (12.1.3/r1), and a voucher."""
        holder = self.distributor_id if self.partner_type == "reseller" else self.partner_id
        flow = {"amount": "100.00", "external_flow_no": f"BANK-LIFE-{self.number}"}
        self.vendor.post(f"/funds/partners/{holder}/top-ups", flow)
        if self.partner_type == "reseller":
            self.distributor.post(f"/funds/resellers/{self.partner_id}/allocations", {"amount": "100.00", "confirmed": True})
        self.partner.post(f"/funds/customers/{self.customer_id}/allocations", {"allocation_type": "normal", "amount": "30.00"})
        voucher = {"customer_ids": [self.customer_id], "face_value": "10.00"}
        self.partner.post(f"/coupons/quotas/{self.quota()}/vouchers", voucher)

    def quota(self) -> str:
        """A quota of the partner: the vendor's, or what a reseller's distributor passed on of its own (12.3.6.1/r1)."""
        holder = self.distributor_id if self.partner_type == "reseller" else self.partner_id
        granted = self.vendor.post(f"/coupons/partners/{holder}/quotas", {"amount": "50.00", "expires_at": "2099-12-31T23:59:59+08:00"})
        if self.partner_type != "reseller":
            return str(granted["quota_id"])
        passed_on = {"amount": "20.00", "reseller_ids": [self.partner_id]}
        given = self.distributor.post(f"/coupons/quotas/{granted['quota_id']}/reseller-quotas", passed_on)
        return str(given["quotas"][0]["quota_id"])

    def resources_and_an_alert(self) -> None:
        """The platform tells of resources, and warns; whoever is responsible answers."""
        (row,) = eventually(lambda: self.partner.get("/customers/customers")["items"], bool)
        now = clock.instant(row["associated_at"])
        self.vendor.post("/customers/resources", {"resources": demo_resources(self.customer_id, now)})
        page = self.partner.get(f"/customers/customers/{self.customer_id}/subscription-resources")
        assert {resource["product_type"] for resource in page["items"]} >= {"弹性云服务器", "云数据库"}
        warning = {
            "alert_id": f"AL-LIFE-{self.number}",
            "customer_id": self.customer_id,
            "scene_name": "消费骤降",
            "category": "churn",
            "title": "近7日消费下降",
            "detail": "近7日消费较前7日下降80%",
            "sent_at": clock.iso(now),
        }
        self.vendor.post("/customers/alerts", {"alerts": [warning]})
        self.stage.run("customers/refresh_alerts", clock.iso(now + timedelta(days=1)))
        alert = eventually(lambda: self.partner.get("/customers/pending-alerts"), lambda page: bool(page["items"]))["items"][0]
        answer = {"customer_churned": False, "not_churned_feedback": "normal_fluctuation"}
        path = f"/customers/customers/{self.customer_id}/alerts/{alert['alert_id']}/churn-handling"
        self.partner.post(path, answer)

    def partner_acts_for_it(self) -> None:
        """Only with the customer's authorization, and only until it is withdrawn (10.4.1.7-9, 13.8)."""
        start = {"customer_id": self.customer_id, "confirmed": True}
        assert self.partner.call("POST", "/customers/agency-sessions/operations", start).status in {403, 409, 422}
        commitment = self.partner.get("/identity/documents/on_behalf_commitment")["version"]
        asked = {"customer_id": self.customer_id, "commitment_accepted": True, "commitment_version": commitment}
        self.partner.post("/customers/authorizations", asked)
        letter = self.customer.get("/identity/documents/customer_authorization_letter")["version"]
        path, signed = f"/customers/me/authorizations/{self.partner_id}", {"letter_accepted": True, "version": letter}
        assert self.customer.call("POST", f"{path}/acceptance", signed).refused_as == "verification_code_required"
        self.customer.call("POST", f"{path}/acceptance", signed, **self.pass_for("authorize_partner")).ok()
        self.partner.post("/customers/agency-sessions/operations", start)
        assert self.partner.get("/customers/me/resources")["items"]  # the customer's own page: the identity is the customer's now
        assert self.partner.call("GET", "/customers/customers").status in {403, 404}
        withdrawn = {"cancel_reason": "项目结束"}
        self.customer.call("POST", f"{path}/revocation", withdrawn, **self.pass_for("cancel_authorization")).ok()
        assert self.partner.call("GET", "/customers/me/resources").status in {403, 404}
        assert len(self.partner.get("/customers/customers")["items"]) == 1
        assert self.customer.get("/customers/me/agency-journal")["items"]

    def it_leaves(self) -> None:
        """The partner asks, the customer agrees with a code; money and voucher are the partner's again (10.4.1.5, 13.2)."""
        before = self.partner.get("/funds/balances")
        asked = {"notes_acknowledged": True, **({} if self.partner_type == "reseller" else {"reason": "客户业务结束"})}
        checked = self.partner.get(f"/customers/customers/{self.customer_id}/account-check?operation=unlink")
        assert checked["passed"], checked
        filed = self.partner.post(f"/customers/customers/{self.customer_id}/unlink-applications", asked)
        waiting = self.customer.get("/customers/own-association/open-request")
        assert waiting["handle_now"]
        decision = {"application_id": filed["application_id"], "agreed": True}
        agreed = self.customer.call("POST", "/customers/own-association/decision", decision, **self.pass_for("handle_partner_request")).ok()
        assert agreed["status"] == "completed"
        eventually(lambda: self.partner.get("/customers/customers")["items"], lambda rows: rows == [])
        assert self.partner.call("GET", f"/customers/customers/{self.customer_id}/subscription-resources").status == 404
        rows = eventually(
            lambda: self.partner.get("/funds/adjustments")["items"],
            lambda rows: any(row["adjustment_type"] == "unlink_recall" for row in rows),
        )
        assert [row["amount"]["amount"] for row in rows if row["adjustment_type"] == "unlink_recall"] == ["30.00"]
        eventually(
            lambda: self.partner.get("/coupons/operations")["items"],
            lambda rows: any(row["operation_type"] == "system_recall" for row in rows),
        )
        after = self.partner.get("/funds/balances")
        assert after != before
        (record, *_) = [
            row for row in self.partner.get("/customers/association-applications")["items"] if row["application_type"] == "unlink"
        ]
        assert record["status"] == "completed"
        if self.partner_type == "reseller":
            self.vendor.put(f"/partners/partners/{self.partner_id}/facts", {"standing": "exiting"})


def _codes_in(texts: list[str]) -> list[str]:
    return [found[1] for text in texts if (found := re.search(r"\b(\d{6})\b", text))]


@pytest.mark.parametrize(("number", "partner_type"), list(enumerate(TYPES, 1)))
def test_the_whole_life_of_a_customer(stage: Deployed, story: Story, number: int, partner_type: str):
    life = Life(stage, story.vendor, partner_type, number)  # type: ignore[arg-type]
    life.partner_joins()
    life.customer_joins()
    life.money_is_given()
    life.resources_and_an_alert()
    life.partner_acts_for_it()
    life.it_leaves()
