"""One month of a partner's business through deployed functions: what the story found."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal

import pytest

from infra.deployed_stage import Deployed
from infra.story import LEFT_OUT, SAMPLE, Story, sub_accounts_of
from tests.kit.world import ROOT

pytestmark = pytest.mark.flow


def amount(money: dict[str, str]) -> Decimal:
    return Decimal(money["amount"])


@pytest.mark.rule("10.3.4.1/r3")
def test_a_prospect_that_one_partner_reported_is_claimed(story: Story):
    assert story.found["report"]["status"] == "reported"
    assert story.found["claimed"].refused_as == "reported_by_other"


@pytest.mark.rule("10.3.4.3/r7", "10.3.4.4/r1")
def test_the_partner_sees_its_links_and_whom_it_invited(story: Story):
    assert {link["custom_label"] for link in story.found["links"]["items"]} == {"autumn-fair", "autumn-fair-consult"}
    (record,) = story.found["records_before"]["items"]
    assert (record["status"], record["mobile"]) == ("sent", "138****111")


@pytest.mark.rule("13.1.2/r2", "13.1.1/r4")
def test_customers_associate_once_and_with_the_reported_mobile(story: Story):
    assert story.found["wrong_mobile"].refused_as == "mobile_not_reported"
    assert story.found["duplicate"].refused_as == "already_associated"
    modes = sorted(customer["association_type"] for customer in story.found["customers"]["items"])
    assert modes == ["consultative", "resale", "resale"]


@pytest.mark.rule("13.1.1/r8", "13.1.1/r11", "13.1.1/r13")
def test_an_ineligible_account_learns_all_reasons(story: Story):
    outcome = story.found["ineligible"]
    assert outcome["outcome"] == "failed"
    assert {reason["rule"] for reason in outcome["reasons"]} >= {"13.1.1/r8", "13.1.1/r11", "13.1.1/r13"}
    assert story.found["unknown_link"].status == 404


@pytest.mark.rule("10.3.4.1/r24", "10.3.4.1/r14")
def test_unused_invitations_and_reports_lapse(story: Story):
    assert story.found["expired_reports"]["done"] == 1
    assert story.found["expired_invitations"]["done"] == 1
    assert story.found["lapsed"].refused_as == "link_expired"


def test_the_same_request_twice_moves_the_money_once(story: Story):
    first, again = story.found["allocated"], story.found["allocated_again"]
    assert (again.status, again.body) == (first.status, first.body)
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.rule("10.6.3.1/r4", "10.6.3.1/r5", "10.6.3.1/r8", "10.6.3.1/r9", "10.6.3.1/r10")
def test_both_account_modes_read_the_same_books(story: Story):
    without, with_ = story.found["balances_without"], story.found["balances_with"]
    assert (amount(without["account_balance"]), without["allocatable_balance"]) == (Decimal("80.00"), None)
    assert (amount(with_["account_balance"]), amount(with_["allocatable_balance"])) == (Decimal("200.00"), Decimal("80.00"))


@pytest.mark.rule("10.4.1.2/r1", "10.4.1.2/r2")
def test_money_goes_only_to_the_partners_own_resale_customers(story: Story):
    assert story.found["too_much"].refused_as == "allocatable_balance_exceeded"
    assert story.found["stranger"].status == 404
    assert story.found["consultative"].status == 409
    moved = story.found["dry_run"]["effects"]["moved"]
    assert sum(Decimal(leg["amount"]["amount"]) for leg in moved) == 0


@pytest.mark.rule("10.4.6.1.3/r2", "10.4.6.1.3/r3", "10.4.6.1.3/r7")
def test_vouchers_are_issued_recalled_and_expire_to_the_quota(story: Story):
    assert amount(story.found["recalled"]["amount"]) == Decimal("7.00")
    assert story.found["recalled_again"].status == 409
    assert amount(story.found["quota_before"]["remaining_amount"]) == Decimal("77.00")
    assert story.found["voucher_expiry"]["done"] == 1
    after = next(q for q in story.found["quotas"]["items"] if q["quota_id"] == story.found["quota"]["quota_id"])
    assert amount(after["remaining_amount"]) == Decimal("80.00")
    kinds = [operation["operation_type"] for operation in story.found["operations"]["items"]]
    assert kinds.count("issue") == 4
    assert kinds.count("recall") == 1
    assert kinds.count("expiry_recall") == 1


def test_each_line_of_the_file_counts_once_and_bad_lines_are_named(story: Story):
    files = story.found["usage_files"]
    assert sum(file["taken"] for file in files) == 1000 - story.found["expected"].rejected
    assert story.found["rejects"] is not None
    rejected = list(csv.DictReader(io.StringIO(story.found["rejects"].decode("utf-8-sig"))))
    assert len(rejected) == story.found["expected"].rejected
    with SAMPLE.open(encoding="utf-8", newline="") as lines:
        unmapped = {place for place, line in enumerate(csv.DictReader(lines), start=2) if line["SubAccountId"] == LEFT_OUT}
    assert {int(line["line_number"]) for line in rejected} == unmapped


@pytest.mark.rule("10.4.4.1/r3", "13.5.2/r6")
def test_the_summary_agrees_with_the_file_and_vouchers_go_first(story: Story):
    totals, expected = story.found["totals"], story.found["expected"]
    assert amount(totals["amount"]) == expected.consumption_shown
    paid = totals["by_payment_method"]
    assert sum(amount(paid[name]) for name in ("cash_paid", "voucher_deducted", "arrears")) == expected.charged
    used_up = [voucher["coupon_id"] for voucher in story.found["vouchers"]["items"] if voucher["status"] == "used_up"]
    assert sorted(used_up) == sorted(story.vouchers.values())  # before funds were touched; one also paid a line of October


@pytest.mark.rule("10.6.1.1/r3", "10.6.1.2/r7")
def test_the_bill_reconciles_with_the_file_by_an_independent_script(story: Story, tmp_path):
    resale = {story.customers["qingshan"], story.customers["baiyun"]}
    mapping = sub_accounts_of(SAMPLE.read_bytes(), story.customers)
    (tmp_path / "mapping.json").write_text(
        json.dumps([[*account, customer] for account, customer in mapping.items() if customer in resale])
    )
    (tmp_path / "bill.json").write_text(json.dumps(story.found["bill"]))
    script = [sys.executable, ROOT / "tests/reconcile.py", SAMPLE, tmp_path / "mapping.json", tmp_path / "bill.json"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("agrees") == 3


def test_the_bill_is_made_once_and_is_the_sum_of_its_customers(story: Story):
    assert story.found["billing"]["done"] == 1
    assert story.found["billing_again"]["done"] == 0
    customers = story.found["bill_customers"]["items"]
    assert sum(amount(row["consumption"]) for row in customers) == amount(story.found["bill"]["consumption"])


@pytest.mark.rule("10.7.4.2/r26", "10.7.4.2/r29")
def test_the_incentive_is_issued_on_the_fifth_day_and_once(story: Story):
    bill, found = story.found["bill"], story.found
    resale = next(item for item in found["incentive_bills"]["items"] if item["association_type"] == "resale")
    by_vouchers = amount(bill["voucher_deducted"]) - amount(bill["voucher_returned"])
    performance = amount(bill["consumption"]) - amount(bill["refund"]) + amount(bill["adjustment"]) - by_vouchers
    assert abs(amount(resale["incentive_amount"]) - performance * Decimal("0.15")) <= Decimal(
        "0.02"
    )  # details are exact, the bill is in cents
    assert (found["payout_early"]["done"], found["payout_again"]["done"]) == (0, 0)
    assert sorted(payout["method"] for payout in found["payouts"]["items"]) == ["cloud_account_owed_invoice", "coupon_quota"]
    (owed,) = found["owed_invoices"]["items"]
    assert owed["amount"] == resale["incentive_amount"]


def test_the_statement_explains_the_balance(story: Story):
    entries = list(reversed(story.found["ledger"]["items"]))
    running = Decimal(0)
    for entry in entries:
        running += amount(entry["amount"])
        assert running == amount(entry["balance"])
    assert running == amount(story.found["balances"]["top_up_unallocated"])


def test_the_other_partner_sees_nothing_of_it(story: Story):
    assert story.found["other_bills"]["items"] == []
    assert story.found["other_customers"]["items"] == []
    theirs = {"quota": story.found["quota"]["quota_id"], "voucher": next(iter(story.vouchers.values()))}
    assert story.other.call("GET", f"/coupons/quotas/{theirs['quota']}").status == 404
    assert story.other.call("POST", f"/coupons/vouchers/{theirs['voucher']}/recall", {}).status == 404
    assert story.other.call("GET", "/billing/bills/2024-09").status == 404


def test_an_event_that_comes_again_changes_nothing(story: Story, stage: Deployed):
    before = story.partner.call("GET", "/consumption/totals?billing_period=2024-09").ok()
    again = stage.backstage.send_again("consumption.usage_recorded")
    assert again > 0
    stage.backstage.queues_empty()
    assert story.partner.call("GET", "/consumption/totals?billing_period=2024-09").ok() == before
    assert story.partner.call("GET", "/funds/balances").ok() == story.found["balances"]


def test_jobs_that_ran_may_run_again_for_any_instant(story: Story, stage: Deployed):
    for job, as_of in (
        ("customers/expire_customer_reports", "2024-10-03T10:05:00+08:00"),
        ("customers/expire_invitations", "2024-10-03T10:10:00+08:00"),
        ("coupons/recall_expired_coupons", "2024-10-03T10:05:00+08:00"),
        ("coupons/expire_coupon_quotas", "2024-10-03T10:05:00+08:00"),
        ("billing/generate_monthly_bill", "2024-10-05T02:10:00+08:00"),
        ("incentives/run_auto_payout", "2024-10-11T01:30:00+08:00"),
        ("incentives/expire_unapplied_incentives", "2024-10-11T01:15:00+08:00"),
    ):
        assert stage.run(job, as_of)["done"] == 0, job
    assert story.partner.call("GET", "/funds/balances").ok() == story.found["balances"]
