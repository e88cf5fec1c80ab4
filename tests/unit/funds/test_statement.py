"""The statement of a fund account: every cent in one order, with the balance after it (10.6.3.6)."""

import random

import pytest

from partner_center.funds import FundAccount, StatementDue, account_id_of, write_statement
from partner_center.platform.audit import AuditRecord
from partner_center.platform.ledger import LedgerEntry, statement_partition
from tests.kit.audit import trail
from tests.kit.funds import as_system, stored
from tests.kit.world import functions, partner_user

AS_PARTNER = (partner_user("P1"), "GET", "/funds/ledger?account_type=top_up")


def shown(rows):
    return [(row["movement"], row["amount"]["amount"], row["balance"]["amount"]) for row in rows]


def entries(account_type="top_up"):
    return list(LedgerEntry.query(statement_partition(account_id_of("P1", account_type)), consistent_read=True))


def heard(places, token=None):
    due = StatementDue(partner_id="P1", account_id=account_id_of("P1", "top_up"), entries=tuple(places))
    as_system("P1", lambda work: write_statement(due, work), token)


@pytest.fixture
def busy(desk, stopped_clock):
    """A partner whose money went in and out, a minute between."""
    desk.top_up("100").ok()
    for _ in range(3):
        stopped_clock.pass_(minutes=1)
        desk.allocate("10").ok()
        stopped_clock.pass_(minutes=1)
        desk.recall("4").ok()
    return desk


RUNNING = [
    ("recall", "4.00", "82.00"),
    ("allocation", "-10.00", "78.00"),
    ("recall", "4.00", "88.00"),
    ("allocation", "-10.00", "84.00"),
    ("recall", "4.00", "94.00"),
    ("allocation", "-10.00", "90.00"),
    ("top_up", "100.00", "100.00"),
]


@pytest.mark.rule("10.6.3.6/r1")
def test_each_line_has_the_balance_after_it(busy):
    assert shown(busy.statement()) == RUNNING


@pytest.mark.parametrize("seed", range(5))
def test_events_that_come_twice_and_in_any_order_write_each_line_once(busy, seed):
    busy.world.settle(twice=True, shuffled=random.Random(seed))
    rows = busy.statement()
    assert [row["balance"]["amount"] for row in reversed(rows)] == running(reversed(rows))
    assert sorted(row["movement_id"] for row in rows) == sorted(entry.movement_id for entry in entries())
    assert rows[0]["balance"] == {"amount": "82.00", "currency": "CNY"}


def running(rows):
    """The balances that the amounts make, from the first line on."""
    cents, found = 0, []
    for row in rows:
        cents += round(float(row["amount"]["amount"]) * 100)
        found.append(f"{cents / 100:.2f}")
    return found


def test_one_event_takes_in_whatever_came_since_the_last_line(busy):
    heard([entries()[0].sk])
    assert len(entries()) == 7
    heard([entries()[6].sk])
    assert shown(busy.world.call(*AS_PARTNER).ok()["items"]) == RUNNING


@pytest.mark.rule("10.6.3.6/r7")
def test_entries_appear_behind_the_command_and_not_before_they_are_heard_of(busy):
    assert busy.world.call(*AS_PARTNER).ok()["items"] == []
    assert len(busy.statement()) == 7


@pytest.mark.rule("10.6.3.6/r5")
def test_a_customers_balance_that_became_its_partners_is_an_entry_of_its_own_type(desk):
    desk.top_up("30", channel="mode_change").ok()
    (row,) = desk.statement()
    assert (row["movement"], row["amount"]["amount"], row["balance"]["amount"]) == ("mode_change", "30.00", "30.00")


def test_an_entry_heard_of_late_stands_where_it_was_heard_of(desk, stopped_clock):
    desk.top_up("100").ok()
    stopped_clock.pass_(minutes=5)
    desk.statement()
    desk.top_up("5").ok()
    account = FundAccount.key(partner_id="P1", account_type="top_up")
    late = LedgerEntry(
        account_id=f"{account.partition}/{account.sort}", order="00000009.000/MVLATE", movement_id="MVLATE", movement="top_up",
        partner_id="P1", amount=entries()[0].amount, occurred_at=entries()[0].occurred_at,
    )  # fmt: skip
    desk.statement()
    stored(late)
    heard([late.sk])
    rows = desk.statement()
    assert shown(rows) == [("top_up", "100.00", "205.00"), ("top_up", "5.00", "105.00"), ("top_up", "100.00", "100.00")]
    assert rows[0]["occurred_at"] == rows[1]["occurred_at"], "no line lies before its predecessor"


def test_the_last_line_says_what_the_account_holds(busy):
    (account,) = (found for found in FundAccount.query(FundAccount.partition(partner_id="P1")) if found.sk == "top_up")
    assert busy.statement()[0]["balance"]["amount"] == f"{account.balance.amount:.2f}"


def test_every_line_leads_to_the_command_that_made_it(busy):
    row = busy.statement()[0]
    (record,) = (found for found in trail("partner/P1") if isinstance(found, AuditRecord) and found.audit_id == row["commit_id"])
    assert (row["action"], record.action, record.user_name) == ("funds.recall_funds", "funds.recall_funds", row["operator"])


def test_a_line_names_the_partners_own_user_and_nobody_of_the_vendors(busy):
    assert [row["operator"] for row in busy.statement()] == ["admin"] * 6 + [None]


def test_writing_the_statement_leaves_no_trail_of_its_own(busy):
    busy.statement()
    assert "funds.write_statement" not in {record.action for record in trail("partner/P1")}


def test_the_statement_is_written_by_a_consumer():
    assert functions()["funds.write_statement"].declaration.trigger.names == ("funds.statement_due",)
