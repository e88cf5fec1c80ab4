"""Verification codes on a deployed cloud: switched on, asked for, read from the message, good for one command."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from infra.client import Person, Reply, eventually
from infra.deployed_stage import SIGN_UP_CODE, Deployed
from infra.story import PASSWORD, Story

pytestmark = pytest.mark.flow

ADMIN, MOBILE, EMAIL = "qiming-admin", "13900008888", "finance@qiming.example"
ALLOCATION = {"allocation_type": "normal", "amount": "5.00"}


@dataclass
class Guarded:
    """A partner with money, a resale customer, and codes switched on."""

    stage: Deployed
    admin: Person
    customer_id: str

    def allocate(self, key: str, passed: str | None = None) -> Reply:
        """Allocate five yuan."""
        headers = {"X_Verification_Pass": passed} if passed else {}
        return self.admin.call("POST", f"/funds/customers/{self.customer_id}/allocations", ALLOCATION, key=key, **headers)

    def messages(self, channel: str) -> list[str]:
        """The messages that reached the administrator."""
        return self.stage.backstage.sms_to(MOBILE) if channel == "sms" else self.stage.mail_to(EMAIL)

    def code(self, operation: str, channel: str = "sms") -> str:
        """Ask for a code and read it where it arrives."""
        before = len(self.messages(channel))
        self.admin.post("/identity/verification-codes", {"operation": operation, "channel": channel})
        arrived = eventually(lambda: self.messages(channel), lambda found: len(found) > before)
        found = re.search(r"code is (\d{6})", arrived[-1])
        assert found, arrived[-1]
        return found.group(1)

    def a_pass(self, operation: str, channel: str = "sms") -> str:
        """A pass for a code."""
        checked = self.admin.post("/identity/verification-codes/check", {"operation": operation, "code": self.code(operation, channel)})
        return str(checked["verification_pass"])


@pytest.fixture(scope="module")
def guarded(story: Story, stage: Deployed) -> Guarded:
    """A third partner, with codes of its own, so that the story's partners are left alone."""
    form = {
        "name": "启明信息技术有限公司",
        "partner_type": "solution_provider",
        "mobile": "13900008880",
        "email": "it@qiming.example",
        "business_certified": True,
        "contracting_entity": "hcc",
    }
    partner_id = str(story.vendor.call("POST", "/partners/partners", form).ok()["partner_id"])
    stage.staff(ADMIN, actor="partner", roles="super_admin,partner_admin", partner_id=partner_id, partner_type="solution_provider")
    admin = stage.signed_in("启明 administrator", ADMIN)
    admin.put("/organisation/profile", {"name": "周敏", "mobile": MOBILE, "email": EMAIL})
    link = admin.post("/customers/invitation-links", {"association_type": "resale", "custom_type": "custom_label", "custom_label": "codes"})
    visitor, path = stage.visitor("baihe"), f"/customers/invitations/{link['url'].rsplit('/', 1)[-1]}"
    registration = {"account_name": "baihe", "password": PASSWORD, "mobile": "13800008888", "notice_accepted": True}
    visitor.post(f"{path}/registrations", registration)
    visitor.post(f"{path}/registrations/baihe/confirmation", {"code": SIGN_UP_CODE})
    customer = stage.signed_in("baihe", "baihe")
    customer.post(f"{path}/association", {"notice_accepted": True, "cloud_terms_accepted": True})
    flow = {"amount": "100.00", "external_flow_no": "BANK-CODES-1"}
    story.vendor.call("POST", f"/funds/partners/{partner_id}/top-ups", flow).ok()
    guarded = Guarded(stage, admin, str(customer.get("/identity/me")["customer_id"]))
    guarded.allocate("codes-off").ok()
    admin.put("/organisation/settings", {"codes_on": True})
    return guarded


@pytest.mark.rule("19.8/r1", "10.4/r5")
def test_from_the_next_call_on_an_allocation_needs_a_code(guarded: Guarded):
    refused = guarded.allocate("codes-1")
    assert (refused.status, refused.refused_as) == (403, "verification_code_required")
    passed = guarded.a_pass("adjust_funds")
    done = guarded.allocate("codes-1", passed)
    assert done.status == 201
    assert guarded.allocate("codes-1").ok() == done.body  # the repetition of what was done needs none
    assert guarded.allocate("codes-2", passed).refused_as == "verification_code_required"


def test_a_wrong_code_is_no_pass(guarded: Guarded):
    code = guarded.code("recall_vouchers")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    body = {"operation": "recall_vouchers", "code": wrong}
    assert guarded.admin.call("POST", "/identity/verification-codes/check", body).refused_as == "code_wrong"
    body["code"] = code
    guarded.admin.post("/identity/verification-codes/check", body)
    assert guarded.admin.call("POST", "/identity/verification-codes/check", body).refused_as == "code_wrong"


def test_a_second_code_within_a_minute_is_refused(guarded: Guarded):
    guarded.code("issue_vouchers")
    body = {"operation": "issue_vouchers", "channel": "sms"}
    assert guarded.admin.call("POST", "/identity/verification-codes", body).refused_as == "code_sent_just_now"


def test_switching_codes_off_needs_one_and_a_mail_brings_it_too(guarded: Guarded):
    off = {"codes_on": False}
    assert guarded.admin.call("PUT", "/organisation/settings", off).refused_as == "verification_code_required"
    passed = guarded.a_pass("switch_codes_off", "email")
    guarded.admin.call("PUT", "/organisation/settings", off, X_Verification_Pass=passed).ok()
    guarded.allocate("codes-3").ok()


@pytest.mark.rule("19.7/r1", "13.11/r3")
def test_a_commitment_is_accepted_with_its_text(guarded: Guarded):
    shown = guarded.admin.get("/identity/documents/on_behalf_commitment")
    assert shown["acceptance"]["to_be_accepted"] is True
    accepted = {"version": shown["version"], "accepted": True}
    assert guarded.admin.post("/identity/documents/on_behalf_commitment/acceptances", accepted)["to_be_accepted"] is False
    (row,) = guarded.admin.get("/identity/acceptances?signatory=partner")["items"]
    assert (row["version_signed"], row["content"]) == (shown["version"], shown["content"])
