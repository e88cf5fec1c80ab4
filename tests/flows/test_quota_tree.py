"""The quota tree on a deployed cloud: a solution provider, and a distributor whose reseller issues to a customer of its own."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from infra.client import Person
from infra.deployed_stage import SIGN_UP_CODE, Deployed
from infra.story import PASSWORD, Story
from tests.flows.test_exports import behind
from tests.kit.consumption import a_line, as_csv

pytestmark = pytest.mark.flow

REGION = "江苏代表处"
UNTIL = "2024-12-31T23:59:59+08:00"
DAY, AFTER = "2024-10-10", "2024-10-21T00:05:00+08:00"  # of usage; of the job that finds vouchers expired


@dataclass
class Branch:
    """Who takes part, and what they saw."""

    stage: Deployed
    vendor: Person
    people: dict[str, Person] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def admit(self, name: str, partner_type: str, **more: Any) -> None:
        """A partner with its administrator, signed in."""
        form = {
            "name": f"{name}有限公司",
            "partner_type": partner_type,
            "mobile": "13900008000",
            "email": f"{name}@tree.example",
            "contracting_entity": "hcc",
            "business_region": REGION,
            **more,
        }
        self.ids[name] = str(self.vendor.post("/partners/partners", form)["partner_id"])
        claims = {"actor": "partner", "roles": "super_admin,partner_admin", "partner_type": partner_type}
        self.stage.staff(f"tree-{name}", partner_id=self.ids[name], **claims)
        self.people[name] = self.stage.signed_in(f"{name} administrator", f"tree-{name}")

    def win(self, partner: str, name: str, mobile: str) -> None:
        """A resale customer of a partner, by a link."""
        asked = {"association_type": "resale", "custom_type": "custom_label", "custom_label": f"tree-{name}"}
        token = str(self.people[partner].post("/customers/invitation-links", asked)["url"]).rsplit("/", 1)[-1]
        path, account = f"/customers/invitations/{token}", f"tree-{name}"
        visitor = self.stage.visitor(name)
        form = {"account_name": account, "password": PASSWORD, "mobile": mobile, "notice_accepted": True}
        visitor.post(f"{path}/registrations", form)
        visitor.post(f"{path}/registrations/{account}/confirmation", {"code": SIGN_UP_CODE})
        self.people[name] = self.stage.signed_in(name, account)
        outcome = self.people[name].post(f"{path}/association", {"notice_accepted": True, "cloud_terms_accepted": True})
        assert outcome["outcome"] == "associated", outcome
        self.ids[name] = str(self.people[name].get("/identity/me")["customer_id"])

    def grant(self, partner: str, amount: str) -> str:
        """The vendor's quota for a partner; its id."""
        path = f"/coupons/partners/{self.ids[partner]}/quotas"
        return str(self.vendor.post(path, {"amount": amount, "expires_at": UNTIL})["quota_id"])

    def issue(self, partner: str, quota: str, customer: str, amount: str, until: str = UNTIL) -> str:
        """A voucher; its id."""
        body = {"customer_ids": [self.ids[customer]], "face_value": amount, "expires_at": until}
        return str(self.people[partner].post(f"/coupons/quotas/{quota}/vouchers", body)["coupons"][0]["coupon_id"])

    def quota(self, partner: str, quota: str) -> dict[str, Any]:
        """A quota as its holder sees it."""
        return dict(self.people[partner].get(f"/coupons/quotas/{quota}"))

    def use(self, customer: str, dollars: str) -> None:
        """Usage of a customer arrives as a file of one line."""
        account = {"provider": "AWS", "sub_account_id": "tree-sub-1", "customer_id": self.ids[customer]}
        self.vendor.put("/consumption/sub-accounts/batch", {"mappings": [account]})
        line = a_line(9_700_001, dollars, sub_account="tree-sub-1", day=DAY, ChargePeriodEnd=f"{DAY} 12:00:00")
        self.stage.upload("consumption/focus/tree.csv", as_csv([line]).encode())

        def arrived() -> list[dict[str, Any]]:
            files = self.vendor.get("/consumption/usage-files")["items"]
            return [file for file in files if file["file_name"].endswith("tree.csv") and file["status"] != "processing"]

        (file,) = self.stage.eventually(arrived, bool)
        assert (file["status"], file["taken"], file["rejected"]) == ("completed", 1, 0), file

    def log_as_file(self, partner: str) -> list[dict[str, str]]:
        """The exported log of what a distributor passed on, read back."""
        person = self.people[partner]
        asked = {"kind": "coupons.list_reseller_quota_operations", "format": "csv", "language": "en"}
        task_id = person.post("/exports/tasks", asked)["task_id"]
        task = self.stage.eventually(lambda: person.get(f"/exports/tasks/{task_id}"), lambda seen: seen["status"] != "processing")
        assert task["status"] == "completed", task
        url = person.post(f"/exports/tasks/{task_id}/download", {})["url"]
        return list(csv.DictReader(io.StringIO(behind(url, self.stage).decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def branch(stage: Deployed, story: Story) -> Branch:
    """A solution provider and a distributor with a reseller, each of them with a customer."""
    branch = Branch(stage, story.vendor)  # type: ignore[arg-type]  # on a deployed cloud it is one
    branch.admit("jiejue", "solution_provider")
    branch.admit("zongdai", "distributor")
    branch.admit("jingxiao", "reseller", intended_distributor_id=branch.ids["zongdai"])
    distributor = branch.people["zongdai"]
    waiting = stage.eventually(lambda: distributor.get("/resellers/cooperation-applications"), lambda page: bool(page["items"]))
    distributor.post(f"/resellers/cooperation-applications/{waiting['items'][0]['application_id']}/review", {"result": "approve"})
    branch.win("jiejue", "songshan", "13700008001")
    branch.win("jingxiao", "huashan", "13700008002")
    return branch


@pytest.mark.rule("10.4.6.1.2/r1", "10.4.6.1.3/r3")
def test_a_solution_provider_issues_from_its_quota_and_recalls(branch: Branch):
    quota = branch.grant("jiejue", "100.00")
    voucher = branch.issue("jiejue", quota, "songshan", "30.00")
    assert branch.quota("jiejue", quota)["remaining_amount"]["amount"] == "70.00"
    assert [row["coupon_id"] for row in branch.people["songshan"].get("/coupons/customer-vouchers")["items"]] == [voucher]
    branch.people["jiejue"].post(f"/coupons/vouchers/{voucher}/recall", {})
    assert branch.quota("jiejue", quota)["remaining_amount"]["amount"] == "100.00"


@pytest.mark.rule(
    "11.1.6/r2", "11.1.6/r5", "11.1.6/r7", "11.1.6/r8", "11.1.6/r10", "11.1.6/r12", "11.3.6.1.4/r5", "11.3.6.1.4/r6", "13.5.2/r6"
)
def test_quota_goes_down_the_tree_and_what_is_left_comes_back(branch: Branch):
    stage, distributor, reseller = branch.stage, branch.people["zongdai"], branch.people["jingxiao"]
    quota, reseller_id = branch.grant("zongdai", "500.00"), branch.ids["jingxiao"]
    passed = distributor.post(f"/coupons/quotas/{quota}/reseller-quotas", {"amount": "200.00", "reseller_ids": [reseller_id]})
    child = passed["quotas"][0]["quota_id"]
    assert branch.quota("zongdai", quota)["remaining_amount"]["amount"] == "300.00"

    voucher = branch.issue("jingxiao", child, "huashan", "10.00", "2024-10-20T23:59:59+08:00")
    branch.issue("jingxiao", child, "huashan", "20.00")
    branch.use("huashan", "1")  # 7 yuan
    below = f"/coupons/resellers/{reseller_id}/vouchers/{voucher}"
    seen = stage.eventually(lambda: distributor.get(below), lambda row: row["balance"]["amount"] == "3.00")
    assert seen["status"] == "usable"
    assert [use["amount"]["amount"] for use in distributor.get(f"{below}/uses")["items"]] == ["7.00"]

    recalled = distributor.post(f"/coupons/resellers/{reseller_id}/quotas/{child}/recall", {})
    assert recalled["amount"]["amount"] == "170.00"
    assert reseller.get("/coupons/quotas")["items"] == []
    (row,) = distributor.get("/coupons/reseller-quotas")["items"]
    assert (row["quota_id"], row["status"], row["remaining_amount"]["amount"]) == (child, "invalid", "0.00")

    assert stage.run("coupons/recall_expired_coupons", AFTER)["done"] >= 1  # the 3 yuan left go on to the distributor
    assert branch.quota("zongdai", quota)["remaining_amount"]["amount"] == "473.00"
    log = distributor.get("/coupons/reseller-quota-operations?sort=oldest")["items"]
    told = [(row["operation_type"], row["amount"]["amount"], row["operator"] == "无") for row in log]
    assert sorted(told) == [("issue", "200.00", False), ("recall", "170.00", False), ("system_recall", "3.00", True)]
    issued = reseller.get("/coupons/operations")["items"]
    assert sorted(row["operation_type"] for row in issued) == ["expiry_recall", "issue", "issue"]

    rows = branch.log_as_file("zongdai")
    assert sorted(Decimal(row["Amount (CNY)"]) for row in rows) == [Decimal(3), Decimal(170), Decimal(200)]
    assert {row["Quota ID"] for row in rows} == {child}
    assert all("****" in row["Reseller"] for row in rows)
