"""The chain of money on a deployed cloud: distributor → reseller → customer, what is used, and back up again."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from infra.deployed_stage import Deployed
from infra.story import Story
from tests.flows.test_exports import behind
from tests.flows.test_quota_tree import Branch
from tests.kit.consumption import a_line, as_csv

pytestmark = pytest.mark.flow

DAY = "2024-10-11"  # of usage


@pytest.fixture(scope="module")
def chain(stage: Deployed, story: Story) -> Branch:
    """A distributor with 500 on its account, a reseller of it, and the reseller's resale customer."""
    chain = Branch(stage, story.vendor)  # type: ignore[arg-type]  # on a deployed cloud it is one
    chain.admit("lianzong", "distributor")
    chain.admit("lianfen", "reseller", intended_distributor_id=chain.ids["lianzong"])
    distributor = chain.people["lianzong"]
    waiting = stage.eventually(lambda: distributor.get("/resellers/cooperation-applications"), lambda page: bool(page["items"]))
    distributor.post(f"/resellers/cooperation-applications/{waiting['items'][0]['application_id']}/review", {"result": "approve"})
    chain.win("lianfen", "taishan", "13700009001")
    paid = {"amount": "500.00", "external_flow_no": "CHAIN-0001"}
    chain.vendor.post(f"/funds/partners/{chain.ids['lianzong']}/top-ups", paid)
    return chain


def balance(chain: Branch, partner: str) -> str:
    """A partner's account balance as it sees it."""
    return str(chain.people[partner].get("/funds/balances")["account_balance"]["amount"])


def use(chain: Branch, customer: str, dollars: str) -> None:
    """Usage of a customer arrives as a file of one line."""
    account = {"provider": "AWS", "sub_account_id": "chain-sub-1", "customer_id": chain.ids[customer]}
    chain.vendor.put("/consumption/sub-accounts/batch", {"mappings": [account]})
    line = a_line(9_800_001, dollars, sub_account="chain-sub-1", day=DAY, ChargePeriodEnd=f"{DAY} 12:00:00")
    chain.stage.upload("consumption/focus/chain.csv", as_csv([line]).encode())


def log(chain: Branch, partner: str, lines: int) -> list[tuple[str, str]]:
    """What a partner's adjustment records say, the oldest first, once there are so many: (type, amount)."""
    seen = chain.stage.eventually(
        lambda: chain.people[partner].get("/funds/adjustments?sort=oldest"), lambda page: len(page["items"]) >= lines
    )
    return [(row["adjustment_type"], row["amount"]["amount"]) for row in seen["items"]]


def statement(chain: Branch, partner: str, lines: int) -> list[tuple[str, str, str]]:
    """A partner's statement, the oldest first, once it has so many lines: (type, amount, balance after it)."""
    seen = chain.stage.eventually(
        lambda: chain.people[partner].get("/funds/ledger?account_type=top_up&sort=oldest"), lambda page: len(page["items"]) >= lines
    )
    return [(row["movement"], row["amount"]["amount"], row["balance"]["amount"]) for row in seen["items"]]


@pytest.mark.rule("11.1.5/r1", "11.1.5/r6", "11.1.5/r8", "11.3.1.3/r1", "11.3.1.3/r2", "12.1.3/r1", "12.1.3/r2", "10.4.1.3/r2")
def test_money_goes_down_the_chain_is_used_and_comes_back(chain: Branch):
    stage, distributor, reseller = chain.stage, chain.people["lianzong"], chain.people["lianfen"]
    reseller_id, customer_id = chain.ids["lianfen"], chain.ids["taishan"]

    given = distributor.post(f"/funds/resellers/{reseller_id}/allocations", {"amount": "200.00", "confirmed": True})
    assert (given["reseller_balance"]["amount"], given["unallocated"]["amount"]) == ("200.00", "300.00")
    reseller.post(f"/funds/customers/{customer_id}/allocations", {"allocation_type": "normal", "amount": "80.00"})
    assert (balance(chain, "lianzong"), balance(chain, "lianfen")) == ("300.00", "120.00")

    use(chain, "taishan", "1")  # 7 yuan
    of_customer = f"/funds/customers/{customer_id}/balances"
    stage.eventually(lambda: reseller.get(of_customer), lambda seen: seen["cash_balance"]["amount"] == "73.00")
    assert balance(chain, "lianfen") == "120.00"

    reseller.post(f"/funds/customers/{customer_id}/recalls", {"buckets": [{"bucket_id": "normal", "amount": "23.00"}]})
    distributor.post(f"/funds/resellers/{reseller_id}/recalls", {"amount": "43.00", "confirmed": True})
    assert (balance(chain, "lianzong"), balance(chain, "lianfen")) == ("343.00", "100.00")
    rows = distributor.get("/resellers/resellers")["items"]
    assert [row["account_balance"]["amount"] for row in rows] == ["100.00"]

    everything = [("allocate_normal", "200.00"), ("allocate_normal", "80.00"), ("recall", "23.00"), ("recall", "43.00")]
    assert log(chain, "lianzong", 4) == everything
    assert log(chain, "lianfen", 2) == everything[1:3]
    assert statement(chain, "lianfen", 4) == [
        ("reseller_allocation", "200.00", "200.00"),
        ("allocation", "-80.00", "120.00"),
        ("recall", "23.00", "143.00"),
        ("reseller_recall", "-43.00", "100.00"),
    ]
    assert statement(chain, "lianzong", 3) == [
        ("top_up", "500.00", "500.00"),
        ("reseller_allocation", "-200.00", "300.00"),
        ("reseller_recall", "43.00", "343.00"),
    ]
    exported = log_as_file(chain)
    assert sorted(Decimal(row["Amount (CNY)"]) for row in exported) == [Decimal(23), Decimal(43), Decimal(80), Decimal(200)]
    assert all("****" in row["Customer name"] for row in exported if row["Customer ID"])


def log_as_file(chain: Branch) -> list[dict[str, Any]]:
    """The distributor's exported records, read back."""
    person = chain.people["lianzong"]
    asked = {"kind": "funds.list_fund_adjustments", "format": "csv", "language": "en"}
    task_id = person.post("/exports/tasks", asked)["task_id"]
    task = chain.stage.eventually(lambda: person.get(f"/exports/tasks/{task_id}"), lambda seen: seen["status"] != "processing")
    assert task["status"] == "completed", task
    url = person.post(f"/exports/tasks/{task_id}/download", {})["url"]
    return list(csv.DictReader(io.StringIO(behind(url, chain.stage).decode("utf-8-sig"), newline="")))


def test_a_reseller_that_leaves_gives_back_what_it_has_left(chain: Branch):
    chain.vendor.put(f"/partners/partners/{chain.ids['lianfen']}/facts", {"standing": "delisted"})
    chain.stage.eventually(lambda: balance(chain, "lianzong"), lambda seen: seen == "443.00")
    assert balance(chain, "lianfen") == "0.00"
    assert log(chain, "lianzong", 5)[-1] == ("cooperation_recall", "100.00")


@pytest.mark.rule("10.6.3.1/r12")
def test_a_trial_then_the_conversion_of_what_it_found(chain: Branch):
    stage, vendor, distributor_id = chain.stage, chain.vendor, chain.ids["lianzong"]
    asked = {"allocation_mode": "with_allocatable_account", "partner_ids": [distributor_id]}
    trial = vendor.post("/funds/mode-conversions", asked)["conversion_id"]
    stage.eventually(lambda: vendor.get(f"/funds/mode-conversions/{trial}"), lambda run: run["status"] == "completed")
    found = vendor.get(f"/funds/mode-conversions/{trial}/partners/{distributor_id}")
    assert (found["outcome"], found["allocatable_balance_after"]["amount"]) == ("convertible", "443.00"), found
    real = vendor.post(f"/funds/mode-conversions/{trial}/execution", {})["conversion_id"]
    stage.eventually(lambda: vendor.get(f"/funds/mode-conversions/{real}"), lambda run: run["status"] == "completed")
    assert chain.people["lianzong"].get("/funds/balances")["allocatable_balance"]["amount"] == "443.00"
