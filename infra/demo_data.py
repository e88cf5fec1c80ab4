"""The demo data that `make run` loads into a fresh local cloud, through the API and the user pool as people would.

`--show` only prints the accounts and a first call to copy.
"""

from __future__ import annotations

import argparse

from infra.client import Backstage, Person, eventually
from infra.demo_resources import demo_alerts, demo_resources
from infra.deployed_stage import SIGN_UP_CODE
from infra.local_cloud.settings import Settings
from infra.story import PASSWORD, VENDOR_ROLES
from partner_center.kernel import clock

ACCOUNTS = (
    ("vendor-ops", "vendor operator: admits partners, credits top-ups, grants quotas, reviews"),
    ("yuanhang-admin", "administrator of the solution provider 远航云"),
    ("yuanhang-finance", "finance of 远航云: funds, bills, incentives, no reports"),
    ("chenxing-admin", "administrator of the solution provider 晨星, which sees nothing of 远航云"),
    ("qingshan", "customer of 远航云 (resale, with funds and a voucher)"),
)


def main() -> None:
    """Load, or show."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--show", action="store_true", help="only print the accounts and a first call")
    settings = Settings.from_environment()
    if not arguments.parse_args().show:
        load(settings)
        return
    print(f"\nDemo accounts (password {PASSWORD}):")
    for account, purpose in ACCOUNTS:
        print(f"  {account:<18} {purpose}")
    reader = """python3 -c 'import json,sys; print(json.load(sys.stdin)["id_token"])'"""
    print(f"""
A first call to copy:
  TOKEN=$(curl -s {settings.address}/identity/sessions -H 'Content-Type: application/json' \\
    -d '{{"account_name": "yuanhang-admin", "password": "{PASSWORD}"}}' | {reader})
  curl -s {settings.address}/funds/balances -H "Authorization: Bearer $TOKEN" -H 'Accept-Language: en'""")


def load(settings: Settings) -> None:
    """Two partners with staff, one customer with funds and a voucher."""
    backstage = Backstage(settings)
    backstage.staff("vendor-ops", PASSWORD, actor="vendor", roles=VENDOR_ROLES)
    vendor = Person(settings.address, "vendor").sign_in("vendor-ops", PASSWORD)
    yuanhang = _partner(vendor, backstage, "远航云科技有限公司", "yuanhang")
    _partner(vendor, backstage, "晨星数字有限公司", "chenxing")
    backstage.staff("yuanhang-finance", PASSWORD, **_claims(yuanhang, "partner_finance"))
    partner = Person(settings.address, "partner").sign_in("yuanhang-admin", PASSWORD)
    customer_id = _customer(settings.address, partner)
    vendor.post(f"/funds/partners/{yuanhang}/top-ups", {"amount": "1000.00", "external_flow_no": "DEMO-TOP-UP-1"})
    partner.post(f"/funds/customers/{customer_id}/allocations", {"allocation_type": "normal", "amount": "300.00"})
    quota = vendor.post(f"/coupons/partners/{yuanhang}/quotas", {"amount": "500.00", "expires_at": "2099-12-31T23:59:59+08:00"})
    partner.post(f"/coupons/quotas/{quota['quota_id']}/vouchers", {"customer_ids": [customer_id], "face_value": "50.00"})
    now = clock.now()
    vendor.post("/customers/resources", {"resources": demo_resources(customer_id, now)})
    vendor.post("/customers/alerts", {"alerts": demo_alerts(customer_id, now)})
    backstage.run("customers/refresh_alerts", clock.iso(clock.now()))


def _partner(vendor: Person, backstage: Backstage, name: str, short: str) -> str:
    form = {
        "name": name,
        "partner_type": "solution_provider",
        "mobile": "13900000001",
        "email": f"{short}@partners.example",
        "business_certified": True,
        "contracting_entity": "hcc",
    }
    partner_id = str(vendor.post("/partners/partners", form)["partner_id"])
    backstage.staff(f"{short}-admin", PASSWORD, **_claims(partner_id, "super_admin,partner_admin"))
    return partner_id


def _claims(partner_id: str, roles: str) -> dict[str, str]:
    return {"actor": "partner", "partner_type": "solution_provider", "partner_id": partner_id, "roles": roles}


def _customer(address: str, partner: Person) -> str:
    link = partner.post(
        "/customers/invitation-links", {"association_type": "resale", "custom_type": "custom_label", "custom_label": "demo"}
    )
    path = f"/customers/invitations/{link['url'].rsplit('/', 1)[-1]}"
    visitor = Person(address, "visitor")
    form = {"account_name": "qingshan", "password": PASSWORD, "mobile": "13800001111", "notice_accepted": True}
    visitor.post(f"{path}/registrations", form)
    visitor.post(f"{path}/registrations/qingshan/confirmation", {"code": SIGN_UP_CODE})
    customer = visitor.sign_in("qingshan", PASSWORD)
    customer.post(f"{path}/association", {"notice_accepted": True, "cloud_terms_accepted": True})
    found = eventually(lambda: partner.get("/customers/customers")["items"], bool)
    return str(found[0]["customer_id"])


if __name__ == "__main__":
    main()
