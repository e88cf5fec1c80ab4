"""One month of a partner's business, told through the API: the demo narrates it, the flow tests assert it, the contract tests live in it.

Where it plays does not matter to it: a `Stage` is a deployed local cloud, or the whole product in one process.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Protocol

PASSWORD = "Correct-Horse-7"  # noqa: S105 - a demo account's
SAMPLE = Path(__file__).resolve().parents[2] / "shared/data/focus_sample_1000.csv"
VENDOR_ROLES = "vendor_operations,vendor_operations_manager,vendor_channel_manager,vendor_finance,vendor_reviewer"
USD_TO_CNY = Decimal("7.0")
LEFT_OUT = "85742851457"  # a sub-account that nobody mapped: its lines are refused


class Reply(Protocol):
    """An HTTP answer."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The HTTP headers."""

    @property
    def body(self) -> Any:
        """The JSON content."""

    @property
    def refused_as(self) -> str | None:
        """The problem's code."""

    def ok(self) -> Any:
        """The body of a success."""


class Person(Protocol):
    """Somebody who calls the API."""

    name: str

    def call(self, method: str, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Reply:
        """One call; commands get an Idempotency-Key unless one is given."""


class Stage(Protocol):
    """Where the story plays."""

    def visitor(self, name: str) -> Person:
        """Somebody who has not signed in."""

    def signed_in(self, name: str, account: str) -> Person:
        """Somebody with an account, signed in."""

    def staff(self, account: str, **claims: str) -> None:
        """Create a user as an administration does."""

    def code_for(self, account: str) -> str:
        """The code that the sign-up of an account sent to its mobile."""

    def mail_to(self, address: str) -> list[str]:
        """The texts of the mails sent to an address."""

    def upload(self, key: str, content: bytes) -> None:
        """Put a file into the intake bucket."""

    def download(self, key: str) -> bytes | None:
        """A file of the intake bucket."""

    def run(self, job: str, as_of: str) -> dict[str, Any]:
        """Run a schedule for an instant."""

    def set_clock(self, text: str) -> None:
        """Move the business clock."""

    def eventually(self, look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
        """What a look shows once it holds."""

    def chapter(self, title: str) -> None:
        """A heading for whoever listens."""

    def remark(self, text: str) -> None:
        """A sentence for whoever listens."""


@dataclass
class Story:
    """The month, chapter by chapter. What the chapters find is kept for whoever checks it."""

    stage: Stage
    suffix: str = ""
    partner_id: str = ""
    other_id: str = ""
    customers: dict[str, str] = field(default_factory=dict)  # account name → customer id
    vouchers: dict[str, str] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)

    def tell(self) -> Story:
        """All chapters in order."""
        self.partners_join()
        self.partner_reports_and_invites()
        self.customers_associate()
        self.ineligible_attempts_are_refused()
        self.money_and_vouchers()
        self.usage_arrives()
        self.deadlines_pass()
        self.the_month_is_billed()
        self.the_incentive_is_issued()
        self.everything_is_explained()
        return self

    def account(self, name: str) -> str:
        """An account name of this telling."""
        return f"{name}{self.suffix}"

    def partners_join(self) -> None:
        """The vendor admits two partners and their administrators get accounts."""
        self.stage.chapter("The vendor admits two solution providers")
        self.stage.set_clock("2024-08-28T10:00:00+08:00")
        self.stage.staff(self.account("vendor-ops"), actor="vendor", roles=VENDOR_ROLES)
        self.vendor = self.stage.signed_in("vendor operator", self.account("vendor-ops"))
        self.partner_id = self._admit("远航云科技有限公司", "yuanhang")
        self.other_id = self._admit("晨星数字有限公司", "chenxing")
        self.partner = self.stage.signed_in("远航云 administrator", self.account("yuanhang-admin"))
        self.other = self.stage.signed_in("晨星 administrator", self.account("chenxing-admin"))
        self.found["profile"] = self.partner.call("GET", "/identity/me").ok()

    def _admit(self, name: str, short: str) -> str:
        admitted = self.vendor.call(
            "POST",
            "/partners/partners",
            {
                "name": name,
                "partner_type": "solution_provider",
                "mobile": "13900000001",
                "email": f"{short}@partners.example",
                "business_certified": True,
                "contracting_entity": "hcc",
            },
        ).ok()
        partner_id = str(admitted["partner_id"])
        self.stage.staff(
            self.account(f"{short}-admin"),
            actor="partner",
            roles="super_admin,partner_admin",
            partner_id=partner_id,
            partner_type="solution_provider",
        )
        return partner_id

    def partner_reports_and_invites(self) -> None:
        """A report with an e-mail invitation, a custom link for resale, one for consultative customers."""
        self.stage.chapter("1. The partner reports a customer and invites")
        report = {"customer_full_name": "青山科技有限公司", "mobile": "13800001111", "email": "it@qingshan.example"}
        invited = {**report, "send_invite": True, "association_type": "resale"}
        self.found["report"] = self.partner.call("POST", "/customers/reports", invited).ok()
        self.stage.remark("The same prospect is claimed now; the other partner cannot report it.")
        self.found["claimed"] = self.other.call("POST", "/customers/reports", report)
        self.found["resale_link"] = self._link("resale", "autumn-fair")
        self.found["consultative_link"] = self._link("consultative", "autumn-fair-consult")
        self.found["links"] = self.partner.call("GET", "/customers/invitation-links").ok()
        self.found["records_before"] = self.stage.eventually(
            lambda: self.partner.call("GET", "/customers/expansion-records").ok(), lambda page: bool(page["items"])
        )
        lapsing = {"customer_full_name": "迟到商贸有限公司", "mobile": "13800009999", "email": "late@chidao.example"}
        self.partner.call("POST", "/customers/reports", {**lapsing, "send_invite": True, "association_type": "resale"}).ok()

    def _link(self, mode: str, label: str) -> str:
        asked = {"association_type": mode, "custom_type": "custom_label", "custom_label": label}
        return str(self.partner.call("POST", "/customers/invitation-links", asked).ok()["url"]).rsplit("/", 1)[-1]

    def customers_associate(self) -> None:
        """The reported customer accepts its e-mail, two others come by link; accepting twice is refused."""
        self.stage.chapter("2. Customers open the link, sign up and accept")
        mails = self.stage.eventually(lambda: self.stage.mail_to("it@qingshan.example"), bool)
        token = _token_in(mails[-1])
        wrong = {"account_name": self.account("qingshan"), "password": PASSWORD, "mobile": "13811112222", "notice_accepted": True}
        self.stage.remark("A new account must use the mobile that the partner reported (13.1.2/r2).")
        self.found["wrong_mobile"] = self.stage.visitor("a visitor").call("POST", f"/customers/invitations/{token}/registrations", wrong)
        self.qingshan = self._register("qingshan", "13800001111", token)
        self.found["duplicate"] = self.qingshan.call("POST", f"/customers/invitations/{token}/association", _ACCEPTED)
        self.baiyun = self._register("baiyun", "13800002222", self.found["resale_link"])
        self.changhe = self._register("changhe", "13800003333", self.found["consultative_link"])
        self.found["customers"] = self.partner.call("GET", "/customers/customers").ok()
        self.found["records"] = self.partner.call("GET", "/customers/expansion-records").ok()

    def _register(self, name: str, mobile: str, token: str) -> Person:
        visitor = self.stage.visitor(f"visitor {name}")
        visitor.call("GET", f"/customers/invitations/{token}").ok()
        form = {"account_name": self.account(name), "password": PASSWORD, "mobile": mobile, "notice_accepted": True}
        visitor.call("POST", f"/customers/invitations/{token}/registrations", form).ok()
        self._confirm(visitor, name, token)
        customer = self.stage.signed_in(f"customer {name}", self.account(name))
        self.customers[name] = str(customer.call("GET", "/identity/me").ok()["customer_id"])
        outcome = customer.call("POST", f"/customers/invitations/{token}/association", _ACCEPTED).ok()
        assert outcome["outcome"] == "associated", outcome
        return customer

    def _confirm(self, visitor: Person, name: str, token: str) -> None:
        path = f"/customers/invitations/{token}/registrations/{self.account(name)}/confirmation"
        visitor.call("POST", path, {"code": self.stage.code_for(self.account(name))}).ok()

    def ineligible_attempts_are_refused(self) -> None:
        """An unknown link, an account that the vendor's facts rule out, a lapsed link."""
        self.stage.remark("An unknown link, and an account that may not be associated (13.1.1): all reasons are answered together.")
        self.found["unknown_link"] = self.stage.visitor("a visitor").call("GET", f"/customers/invitations/{'Z' * 32}")
        visitor = self.stage.visitor("visitor heishi")
        form = {"account_name": self.account("heishi"), "password": PASSWORD, "mobile": "13800004444", "notice_accepted": True}
        visitor.call("POST", f"/customers/invitations/{self.found['resale_link']}/registrations", form).ok()
        self._confirm(visitor, "heishi", self.found["resale_link"])
        heishi = self.stage.signed_in("customer heishi", self.account("heishi"))
        facts = {"arrears": "12.50", "special_contract": True, "has_cash_consumption": True, "reward_programme": True}
        customer_id = heishi.call("GET", "/identity/me").ok()["customer_id"]
        self.vendor.call("PUT", f"/customers/accounts/{customer_id}/facts", facts).ok()
        self.found["ineligible"] = heishi.call("POST", f"/customers/invitations/{self.found['resale_link']}/association", _ACCEPTED).ok()

    def money_and_vouchers(self) -> None:
        """Top-up, both account modes, allocation, quota, vouchers issued and recalled; too much is refused, twice is once."""
        self.stage.chapter("3. Money and vouchers")
        amount = {"amount": "200.00", "external_flow_no": "BANK-20240828-1"}
        self.vendor.call("POST", f"/funds/partners/{self.partner_id}/top-ups", amount).ok()
        self.stage.remark("The partner allocates. Sending the same request twice moves the money once.")
        allocation = {"allocation_type": "normal", "amount": "100.00", "remark": "September"}
        path = f"/funds/customers/{self.customers['qingshan']}/allocations"
        first = self.partner.call("POST", path, allocation, key=f"allocate-1{self.suffix}")
        again = self.partner.call("POST", path, allocation, key=f"allocate-1{self.suffix}")
        self.found["allocated"], self.found["allocated_again"] = first, again
        other = f"/funds/customers/{self.customers['baiyun']}/allocations"
        self.partner.call("POST", other, {"allocation_type": "normal", "amount": "20.00"}).ok()
        self.found["balances_without"] = self.partner.call("GET", "/funds/balances").ok()
        self.stage.remark("More than there is: refused, nothing moves. A dry run says what would happen.")
        self.found["too_much"] = self.partner.call("POST", path, {"allocation_type": "normal", "amount": "1000.00"})
        self.found["dry_run"] = self.partner.call("POST", f"{path}?dry_run=true", {"allocation_type": "normal", "amount": "1.00"}).ok()
        self.stage.remark("Another partner's administrator does not find the customer; a consultative customer gets no funds.")
        self.found["stranger"] = self.other.call("POST", path, allocation)
        consultative = f"/funds/customers/{self.customers['changhe']}/allocations"
        self.found["consultative"] = self.partner.call("POST", consultative, allocation)
        mode = {"allocation_mode": "with_allocatable_account"}
        self.vendor.call("PUT", f"/funds/partners/{self.partner_id}/allocation-mode", mode).ok()
        self.found["balances_with"] = self.partner.call("GET", "/funds/balances").ok()
        self._vouchers()

    def _vouchers(self) -> None:
        granted = {"amount": "100.00", "expires_at": "2024-12-31T23:59:59+08:00", "max_face_value": "50.00"}
        self.found["quota"] = self.vendor.call("POST", f"/coupons/partners/{self.partner_id}/quotas", granted).ok()
        quota_id = self.found["quota"]["quota_id"]
        both = {"customer_ids": [self.customers["qingshan"], self.customers["changhe"]], "face_value": "10.00"}
        issued = self.partner.call("POST", f"/coupons/quotas/{quota_id}/vouchers", both).ok()
        self.vouchers = {voucher["customer_id"]: voucher["coupon_id"] for voucher in issued["coupons"]}
        by_mistake = self._one_voucher(quota_id, "baiyun", "7.00")
        self.found["recalled"] = self.partner.call("POST", f"/coupons/vouchers/{by_mistake}/recall", {}).ok()
        self.found["recalled_again"] = self.partner.call("POST", f"/coupons/vouchers/{by_mistake}/recall", {})
        self.found["expiring"] = self._one_voucher(quota_id, "baiyun", "3.00", expires_at="2024-08-30T23:59:59+08:00")
        self.found["quota_before"] = self.partner.call("GET", f"/coupons/quotas/{quota_id}").ok()

    def _one_voucher(self, quota_id: str, customer: str, face_value: str, **more: str) -> str:
        form = {"customer_ids": [self.customers[customer]], "face_value": face_value, **more}
        return str(self.partner.call("POST", f"/coupons/quotas/{quota_id}/vouchers", form).ok()["coupons"][0]["coupon_id"])

    def usage_arrives(self) -> None:
        """Sub-accounts are mapped, the real FOCUS file arrives, again, and in part; bad lines land in the reject file."""
        self.stage.chapter("4. Consumption arrives as a FOCUS 1.0 file")
        content = SAMPLE.read_bytes()
        mapping = sub_accounts_of(content, self.customers)
        asked = [
            {"provider": provider, "sub_account_id": sub_account, "customer_id": customer}
            for (provider, sub_account), customer in mapping.items()
        ]
        for start in range(0, len(asked), 50):
            self.vendor.call("PUT", "/consumption/sub-accounts/batch", {"mappings": asked[start : start + 50]}).ok()
        # Vouchers that end before the month are recalled in time, as the hourly job would have done.
        self.found["voucher_expiry"] = self.stage.run("coupons/recall_expired_coupons", "2024-08-31T00:05:00+08:00")
        self.stage.set_clock("2024-10-03T10:00:00+08:00")
        self.stage.upload("consumption/focus/focus_sample.csv", content)
        self.found["usage_file"] = self._file_done(1)
        self.stage.remark("The same upload again, the whole file and the first half of it under other names: nothing counts twice.")
        half = b"".join(content.splitlines(keepends=True)[:501])
        self.stage.upload("consumption/focus/focus_sample_part.csv", half)
        self.stage.upload("consumption/focus/focus_sample.csv", content)
        self.stage.upload("consumption/focus/focus_sample_again.csv", content)
        self.found["usage_files"] = self._file_done(3)
        self.found["rejects"] = self.stage.download("consumption/rejected/focus_sample.csv")
        expected = expected_month(content, mapping)
        self.found["expected"] = expected
        self.found["totals"] = self.stage.eventually(
            lambda: self.partner.call("GET", "/consumption/totals?billing_period=2024-09").ok(),
            lambda totals: Decimal(totals["amount"]["amount"]) == expected.consumption_shown and _paid(totals) == expected.charged,
        )
        self.found["summary"] = self.partner.call("GET", "/consumption/summary?billing_period=2024-09&limit=5").ok()

    def _file_done(self, files: int) -> list[dict[str, Any]]:
        page = self.stage.eventually(
            lambda: self.vendor.call("GET", "/consumption/usage-files").ok(),
            lambda page: sum(item["status"] == "completed" for item in page["items"]) >= files,
        )
        return list(page["items"])

    def deadlines_pass(self) -> None:
        """Reports and invitations that nobody used lapse."""
        self.stage.chapter("5. Deadlines, the bill, the incentive")
        self.found["expired_reports"] = self.stage.run("customers/expire_customer_reports", "2024-10-03T10:05:00+08:00")
        self.found["expired_invitations"] = self.stage.run("customers/expire_invitations", "2024-10-03T10:10:00+08:00")
        late = _token_in(self.stage.mail_to("late@chidao.example")[-1])
        self.stage.remark("The lapsed invitation cannot be accepted any more.")
        form = {"account_name": self.account("chidao"), "password": PASSWORD, "mobile": "13800009999", "notice_accepted": True}
        self.found["lapsed"] = self.stage.visitor("a visitor").call("POST", f"/customers/invitations/{late}/registrations", form)
        self.found["operations"] = self.partner.call("GET", "/coupons/operations").ok()

    def the_month_is_billed(self) -> None:
        """On the 5th the bill of September is made; running the job again changes nothing."""
        self.stage.set_clock("2024-10-05T09:00:00+08:00")
        self.found["billing"] = self.stage.run("billing/generate_monthly_bill", "2024-10-05T00:10:00+08:00")
        self.found["billing_again"] = self.stage.run("billing/generate_monthly_bill", "2024-10-05T01:10:00+08:00")
        self.found["bill"] = self.partner.call("GET", "/billing/bills/2024-09").ok()
        self.found["bill_customers"] = self.partner.call(
            "GET", f"/billing/bills/2024-09/customers?bill_id={self.found['bill']['bill_id']}"
        ).ok()

    def the_incentive_is_issued(self) -> None:
        """Confirmed by the partner, approved by operations, issued automatically on the fifth day after."""
        setting = {"enabled": True, "method_a": "coupon_quota", "method_b": "cloud_account_owed_invoice"}
        self.partner.call("PUT", "/incentives/auto-payout", setting).ok()
        bills = self.stage.eventually(
            lambda: self.partner.call("GET", "/incentives/bills?billing_period=2024-09").ok(), lambda page: len(page["items"]) == 2
        )
        self.found["incentive_bills"] = bills
        self.partner.call("POST", "/incentives/periods/2024-09/confirmation", {}).ok()
        waiting = f"/reviews/duties/incentives.review/tasks?partner_id={self.partner_id}"
        tasks = self.stage.eventually(lambda: self.vendor.call("GET", waiting).ok(), lambda page: len(page["items"]) == 2)
        self.found["reviews"] = [
            self.vendor.call("POST", f"/reviews/duties/incentives.review/tasks/{task['task_id']}/decision", {"decision": "approved"}).ok()
            for task in tasks["items"]
        ]
        self.found["payout_early"] = self.stage.run("incentives/run_auto_payout", "2024-10-09T01:30:00+08:00")
        self.stage.set_clock("2024-10-10T09:00:00+08:00")
        self.found["payout"] = self.stage.run("incentives/run_auto_payout", "2024-10-10T01:30:00+08:00")
        self.found["payout_again"] = self.stage.run("incentives/run_auto_payout", "2024-10-10T01:30:00+08:00")
        self.found["payouts"] = self.partner.call("GET", "/incentives/payouts").ok()
        self.found["owed_invoices"] = self.partner.call("GET", "/invoicing/owed-invoices").ok()

    def everything_is_explained(self) -> None:
        """Balances and the statement that explains them."""
        self.stage.chapter("6. The partner reads its books")
        self.found["balances"] = self.partner.call("GET", "/funds/balances").ok()
        self.found["ledger"] = self.partner.call("GET", "/funds/ledger?account_type=top_up&limit=100").ok()
        self.found["qingshan_funds"] = self.partner.call("GET", f"/funds/customers/{self.customers['qingshan']}/balances").ok()
        self.found["baiyun_funds"] = self.partner.call("GET", f"/funds/customers/{self.customers['baiyun']}/balances").ok()
        self.found["quotas"] = self.partner.call("GET", "/coupons/quotas").ok()
        self.found["vouchers"] = self.partner.call("GET", "/coupons/vouchers").ok()
        self.found["other_bills"] = self.other.call("GET", "/billing/bills").ok()
        self.found["other_customers"] = self.other.call("GET", "/customers/customers").ok()


_ACCEPTED = {"notice_accepted": True, "cloud_terms_accepted": True}


def _token_in(mail: str) -> str:
    found = re.search(r"invitations/([0-9A-Z]{32})", mail)
    assert found, mail
    return found[1]


def _paid(totals: dict[str, Any]) -> Decimal:
    """What charges took; what refunds gave back to vouchers stands beside it."""
    paid = totals["by_payment_method"]
    return sum((Decimal(paid[name]["amount"]) for name in ("cash_paid", "voucher_deducted", "arrears")), Decimal(0))


def sub_accounts_of(content: bytes, customers: dict[str, str]) -> dict[tuple[str, str], str]:
    """Which customer each sub-account of the file belongs to in the story: the busiest to 青山, then in turn; one is left out."""
    lines = csv.DictReader(io.StringIO(content.decode()))
    busy = Counter((line["ProviderName"], line["SubAccountId"]) for line in lines if line["SubAccountId"] not in {"", "NULL"})
    ids = [customers[name] for name in ("qingshan", "baiyun", "changhe")]
    chosen = [account for account, _ in busy.most_common() if account[1] != LEFT_OUT]
    return {account: ids[place % 3] for place, account in enumerate(chosen)}


@dataclass(frozen=True)
class ExpectedMonth:
    """What a month comes to by the file alone: exact sums by customer, in CNY."""

    consumption: dict[str, Decimal]
    refund: dict[str, Decimal]
    adjustment: dict[str, Decimal]
    rejected: int

    @property
    def consumption_shown(self) -> Decimal:
        """All customers' consumption, rounded once."""
        return _cents(sum(self.consumption.values(), Decimal(0)))

    @property
    def charged(self) -> Decimal:
        """What was charged: consumption and positive adjustments, each rounded once per customer."""
        adjusted = (_cents(amount) for amount in self.adjustment.values() if amount > 0)
        return sum((_cents(amount) for amount in self.consumption.values()), Decimal(0)) + sum(adjusted, Decimal(0))


def expected_month(content: bytes, mapping: dict[tuple[str, str], str]) -> ExpectedMonth:
    """The independent computation: lines of the mapped sub-accounts, by sign and category, at the configured rate."""
    sums: dict[str, dict[str, Decimal]] = {name: defaultdict(Decimal) for name in ("consumption", "refund", "adjustment")}
    rejected = 0
    for line in csv.DictReader(io.StringIO(content.decode())):
        customer = mapping.get((line["ProviderName"], line["SubAccountId"]))
        if customer is None:
            rejected += 1
            continue
        if not line["BillingPeriodStart"].startswith("2024-09"):
            continue  # one line of the file is billed in October
        cost = Decimal(line["BilledCost"]) * USD_TO_CNY
        kind = "adjustment" if line["ChargeCategory"] == "Adjustment" else "refund" if cost < 0 else "consumption"
        sums[kind][customer] += abs(cost) if kind == "refund" else cost
    return ExpectedMonth(dict(sums["consumption"]), dict(sums["refund"]), dict(sums["adjustment"]), rejected)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
