"""Government partners on a deployed cloud: enrolled, they list customers, issue, recall and export their log; the rest expires.

Independent of the month's story: accounts register themselves, the vendor tells their facts, everything else is the partners' own.
"""

from __future__ import annotations

import csv
import io
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import requests

from infra.client import Person, eventually
from infra.deployed_stage import SIGN_UP_CODE, Deployed
from infra.story import PASSWORD, VENDOR_ROLES
from partner_center.kernel import clock

pytestmark = pytest.mark.flow

TAG = secrets.token_hex(3)


@dataclass
class Company:
    """An account that registered itself, and what the vendor knows of it."""

    account_name: str
    customer_id: str
    name: str
    person: Person


@pytest.fixture(scope="module")
def vendor(stage: Deployed) -> Person:
    """The vendor's staff with all duties."""
    stage.staff(f"gov-vendor-{TAG}", actor="vendor", roles=VENDOR_ROLES)
    return stage.signed_in("vendor", f"gov-vendor-{TAG}")


def a_company(stage: Deployed, vendor: Person, number: int, **facts: Any) -> Company:
    """A verified enterprise with an account of its own."""
    mobile, visitor = f"1350{secrets.randbelow(10**7):07d}", stage.visitor(f"company {number}")
    form = {"mobile": mobile, "new_password": PASSWORD, "confirm_password": PASSWORD}
    registration_id = visitor.post("/identity/accounts", form)["registration_id"]
    asked = {"code": SIGN_UP_CODE, "account_name": f"gov-{TAG}-{number}"}
    account_name = visitor.post(f"/identity/accounts/{registration_id}/confirmation", asked)["account_name"]
    person = stage.signed_in(f"company {number}", account_name)
    customer_id, name = str(person.get("/identity/me")["customer_id"]), f"政务客户{TAG}{number}有限公司"
    known = {"account_name": account_name, "customer_name": name, "mobile": mobile, "real_name": "enterprise", "contracting_entity": "hcc"}
    vendor.put(f"/customers/accounts/{customer_id}/facts", {**known, **facts})
    return Company(account_name, customer_id, name, person)


def enrolled(stage: Deployed, vendor: Person, company: Company, program: str) -> tuple[str, Person]:
    """The company as a partner: its id, and its account signed in anew."""
    form = {"agreement_no": f"AGR-{TAG}", "signed_at": "2024-01-02T10:00:00+08:00"}
    partner = vendor.post(f"/customers/accounts/{company.customer_id}/{program}-enrolment", form)
    assert vendor.call("POST", f"/customers/accounts/{company.customer_id}/{program}-enrolment", form).status == 409
    return str(partner["partner_id"]), stage.signed_in(company.name, company.account_name)


def uploaded(stage: Deployed, partner: Person, content: bytes) -> str:
    """A whitelist uploaded as a browser does, accepted."""
    form = partner.post("/files/uploads", {"purpose": "customer_whitelist", "file_name": "list.csv", "size": len(content)})
    try:
        requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=10).raise_for_status()
    except requests.ConnectionError:  # the emulator may sign a name that only its own functions reach
        bucket = stage.backstage.outputs["FilesBucket"]
        stage.settings.client("s3").put_object(Bucket=bucket, Key=form["fields"]["key"], Body=content)
    state = eventually(lambda: partner.get(f"/files/uploads/{form['file_id']}"), lambda seen: seen["status"] in {"accepted", "refused"})
    assert state["status"] == "accepted", state
    return str(form["file_id"])


def exported(stage: Deployed, partner: Person, kind: str, **filters: str) -> list[list[str]]:
    """The rows of an exported page, the header first."""
    task_id = partner.post("/exports/tasks", {"kind": kind, "format": "csv", "filters": filters})["task_id"]
    task = eventually(lambda: partner.get(f"/exports/tasks/{task_id}"), lambda seen: seen["status"] != "processing")
    assert task["status"] == "completed", task
    url = partner.post(f"/exports/tasks/{task_id}/download")["url"]
    try:
        content = requests.get(url, timeout=10).content
    except requests.ConnectionError:
        path = unquote(urlsplit(url).path)
        found = stage.settings.client("s3").get_object(Bucket=stage.backstage.outputs["FilesBucket"], Key=path[path.index("exports/") :])
        content = found["Body"].read()
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def remaining(partner: Person, page: str, quota_id: str) -> str:
    """What a quota has left."""
    return str(partner.get(f"/coupons/{page}/{quota_id}")["remaining_amount"]["amount"])


def test_a_government_subsidy_partner_from_its_enrolment_to_the_export_of_its_log(stage: Deployed, vendor: Person):
    partner_id, partner = enrolled(stage, vendor, a_company(stage, vendor, 1), "government-subsidy")
    first, master = a_company(stage, vendor, 2), a_company(stage, vendor, 3, enterprise_role="master")
    child = a_company(stage, vendor, 4, enterprise_role="child", master_customer_id=master.customer_id)
    quota = {"coupon_kind": "cash_coupon", "amount": "100.00", "expires_at": "2099-12-31T23:59:59+08:00"}
    quota_id = vendor.post(f"/coupons/partners/{partner_id}/coupon-quotas", quota)["quota_id"]
    issue: dict[str, Any] = {"customer_ids": [first.customer_id], "face_value": "10.00", "usage_limit_ratio": "0.5"}
    path = f"/coupons/quotas/{quota_id}/cash-coupons"
    assert partner.call("POST", path, issue).refused_as == "whitelist_not_valid"

    rows = ["客户名称,账号名", f"{first.name},{first.account_name}", f"{child.name},{child.account_name}", "无此公司,nobody"]
    file_id = uploaded(stage, partner, "\n".join(rows).encode())
    version = partner.post("/coupons/whitelist-versions", {"file_id": file_id})["version_no"]
    shown = eventually(lambda: partner.get(f"/coupons/whitelist-versions/{version}"), lambda seen: seen["status"] != "reading")
    assert (shown["status"], shown["listed"], shown["rejected"]) == ("current", 2, 1), shown
    (rejected,) = partner.get(f"/coupons/whitelist-versions/{version}/rejects")["items"]
    assert (rejected["row"], rejected["reason"]) == (4, "unknown")
    found = partner.get(f"/coupons/whitelist-customers?text={child.account_name}")["customers"]
    assert [hit["customer_id"] for hit in found] == [child.customer_id]

    now = clock.instant(partner.get(f"/coupons/cash-coupon-quotas/{quota_id}")["issued_at"])
    soon = clock.iso(now + timedelta(days=2))
    kept = partner.post(path, issue)["coupons"][0]["coupon_id"]
    (of_master,) = partner.post(path, {**issue, "customer_ids": [child.customer_id], "expires_at": soon})["coupons"]
    assert of_master["customer_id"] == master.customer_id
    assert remaining(partner, "cash-coupon-quotas", quota_id) == "80.00"
    assert partner.post(f"/coupons/cash-coupons/{kept}/recall")["amount"]["amount"] == "10.00"
    assert partner.call("POST", f"/coupons/quotas/{quota_id}/pickup-coupons", {**issue, "order_types": ["renew"]}).refused_as == (
        "kind_not_issued_by_partner"
    )
    stage.run("coupons/recall_expired_coupons", clock.iso(now + timedelta(days=3)))
    assert remaining(partner, "cash-coupon-quotas", quota_id) == "100.00"
    assert partner.get(f"/coupons/cash-coupons/{of_master['coupon_id']}")["status"] == "expired"

    since, until = clock.iso(now - timedelta(days=1)), clock.iso(now + timedelta(days=4))
    header, *lines = exported(stage, partner, "coupons.list_cash_coupon_operations", since=since, until=until)
    assert "操作类型" in header
    assert len(lines) == 4
    asked = {"since": clock.iso(now - timedelta(days=400)), "until": until}
    body = {"kind": "coupons.list_cash_coupon_operations", "format": "csv", "filters": asked}
    assert partner.call("POST", "/exports/tasks", body).refused_as == "export_span_too_long"


def test_a_government_cloud_partner_until_its_customer_changes_sides(stage: Deployed, vendor: Person):
    own = a_company(stage, vendor, 5, freezes=["arrears"])
    form = {"agreement_no": f"AGR-{TAG}", "signed_at": "2024-01-02T10:00:00+08:00"}
    assert vendor.call("POST", f"/customers/accounts/{own.customer_id}/government-cloud-enrolment", form).refused_as == "account_frozen"
    vendor.put(f"/customers/accounts/{own.customer_id}/facts", {"freezes": []})
    partner_id, partner = enrolled(stage, vendor, own, "government-cloud")
    customer = a_company(stage, vendor, 6)
    names = {"customer_name": customer.name, "account_name": customer.account_name, "remark": "政务云首批"}
    eventually(lambda: partner.call("POST", "/coupons/pickup-whitelist", names).status, lambda status: status == 201)
    assert [row["status"] for row in eventually(lambda: partner.get("/coupons/pickup-whitelist")["items"], bool)] == ["valid"]
    quota = {"coupon_kind": "pickup_coupon", "amount": "50.00", "expires_at": "2099-12-31T23:59:59+08:00", "contract_no": f"HW-{TAG}"}
    quota_id = vendor.post(f"/coupons/partners/{partner_id}/coupon-quotas", quota)["quota_id"]
    issue = {"customer_ids": [customer.customer_id], "face_value": "5.00", "usage_limit_ratio": "1", "order_types": ["subscribe"]}
    path = f"/coupons/quotas/{quota_id}/pickup-coupons"
    first, second = (partner.post(path, issue)["coupons"][0]["coupon_id"] for _ in range(2))
    assert partner.post("/coupons/pickup-coupon-recalls", {"coupon_ids": [first]})["done"] == 1
    assert remaining(partner, "pickup-coupon-quotas", quota_id) == "45.00"

    vendor.put(f"/customers/accounts/{customer.customer_id}/facts", {"is_partner": True, "partner_type": "reseller"})
    assert partner.call("POST", path, issue).refused_as == "whitelist_entry_invalid"
    eventually(lambda: partner.get("/coupons/pickup-whitelist")["items"][0]["invalid_type"], lambda kind: kind == "became_partner")
    vendor.put(f"/customers/accounts/{customer.customer_id}/facts", {"closed_at": "2024-01-03T10:00:00+08:00"})
    eventually(lambda: partner.get(f"/coupons/pickup-coupons/{second}")["status"], lambda status: status == "recalled")
    assert remaining(partner, "pickup-coupon-quotas", quota_id) == "50.00"
    partner.call("DELETE", f"/coupons/pickup-whitelist/{customer.customer_id}").ok()
    now = clock.instant(partner.get(f"/coupons/pickup-coupon-quotas/{quota_id}")["issued_at"])
    span = {"since": clock.iso(now - timedelta(days=1)), "until": clock.iso(now + timedelta(days=1))}
    _, *lines = exported(stage, partner, "coupons.list_pickup_operations", **span)
    assert len(lines) == 4
