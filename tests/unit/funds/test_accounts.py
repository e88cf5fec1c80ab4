"""A partner's accounts, modes and statements (10.6.3.1, 10.6.3.2, 10.6.3.6)."""

import json

import pytest

from partner_center.funds import FundAccount, return_customer_balances
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import Role
from tests.kit import faults
from tests.kit.agency import unlink
from tests.kit.funds import VENDOR, as_system, check_books, everything, money_records
from tests.kit.world import customer_user, partner_user, vendor_user


def yuan(value) -> Money:
    return Money.of(value)


@pytest.mark.rule("10.6.3.1/r13")
def test_a_new_partner_has_no_allocatable_account_and_no_money(desk):
    seen = desk.balances()
    assert seen["allocation_mode"] == "without_allocatable_account"
    assert seen["allocatable_balance"] is None
    assert seen["account_balance"] == yuan(0)


@pytest.mark.rule("10.6.3.1/r2")
def test_what_the_partner_pays_in_is_on_its_top_up_account(desk):
    desk.top_up("100.50").ok()
    assert desk.balances()["top_up_balance"] == yuan("100.50")
    check_books()


def test_a_partner_is_told_of_another_credit_line_and_of_none_that_stays(desk):
    for limit in ("500", "300", "300"):
        desk.credit_limit(limit).ok()
        desk.world.settle()
    told = [json.loads(event["Detail"])["data"] for event in desk.world.bus if event["DetailType"] == "funds.credit_limit_adjusted"]
    assert [(one["before"]["amount"], one["credit_limit"]["amount"]) for one in told] == [("0.00", "500.00"), ("500.00", "300.00")]


@pytest.mark.rule("10.6.3.1/r3")
def test_the_credit_line_is_what_the_channel_manager_sets(desk):
    desk.credit_limit("500").ok()
    desk.credit_limit("300").ok()
    assert desk.balances()["credit_balance"] == yuan(300)
    check_books()


@pytest.mark.rule("10.6.3.1/r4", "10.6.3.1/r5")
def test_without_an_allocatable_account_an_allocation_takes_from_the_account_balance(desk):
    desk.top_up("100")
    desk.credit_limit("50")
    desk.allocate("30").ok()
    seen = desk.balances()
    assert seen["account_balance"] == seen["top_up_balance"] + seen["credit_balance"] - seen["allocated_amount"] == yuan(120)


@pytest.mark.rule("10.6.3.1/r6")
def test_without_an_allocatable_account_spending_leaves_the_account_balance(desk):
    desk.top_up("100")
    desk.allocate("30")
    desk.charge("20")
    assert desk.balances()["account_balance"] == yuan(70)


@pytest.mark.rule("10.6.3.1/r9", "10.6.3.1/r10")
def test_with_an_allocatable_account_an_allocation_takes_from_the_allocatable_balance_alone(desk):
    desk.top_up("100")
    desk.mode(with_allocatable=True).ok()
    desk.allocate("30").ok()
    seen = desk.balances()
    assert (seen["allocatable_balance"], seen["account_balance"]) == (yuan(70), yuan(100))


@pytest.mark.rule("10.6.3.1/r8", "10.6.3.1/r11")
def test_with_an_allocatable_account_the_account_balance_falls_when_the_customer_spends(desk):
    desk.top_up("100")
    desk.mode(with_allocatable=True)
    desk.allocate("30")
    desk.charge("20")
    seen = desk.balances()
    assert (seen["allocatable_balance"], seen["account_balance"]) == (yuan(70), yuan(80))


@pytest.mark.rule("10.6.3.1/r12")
def test_converting_the_mode_there_and_back_moves_no_money(desk):
    desk.top_up("100")
    desk.allocate("30")
    desk.charge("10")
    before = desk.balances()
    desk.mode(with_allocatable=True).ok()
    desk.mode(with_allocatable=False).ok()
    assert desk.balances() == before
    check_books()


def test_a_credit_line_does_not_fall_below_what_is_drawn_from_it(desk):
    desk.credit_limit("100")
    desk.allocate("60")
    answer = desk.credit_limit("59.99")
    assert answer.refused_as == "credit_limit_in_use"
    assert answer.refusals["credit_limit_in_use"]["facts"]["drawn"]["amount"] == "60.00"
    desk.credit_limit("60").ok()
    check_books()


def test_a_credit_line_that_is_set_while_money_is_drawn_from_it_is_what_was_set(desk):
    desk.credit_limit("100")
    with faults.watching(before=faults.before_first_commit(lambda: desk.allocate("60").ok())):
        assert desk.credit_limit("50").refused_as == "credit_limit_in_use"
    with faults.watching(before=faults.before_first_commit(lambda: desk.credit_limit("110").ok())):
        desk.credit_limit("120").ok()
    assert (desk.balances()["credit_limit"], desk.balances()["credit_unallocated"]) == (yuan(120), yuan(60))
    check_books()


def test_a_line_that_somebody_else_set_meanwhile_is_not_overwritten_unseen(desk):
    desk.credit_limit("100")
    desk.allocate("1")
    etag = desk.credit_limit("200").headers["ETag"]
    set_to = {"body": {"credit_limit": "250"}, "headers": {"If-Match": etag}}
    desk.credit_limit("300").ok()
    answer = desk.call(VENDOR, "PUT", "/funds/partners/P1/credit-limit", **set_to)
    assert (answer.status, answer.refused_as) == (412, "stale_version")
    assert desk.balances()["credit_limit"] == yuan(300)


def test_the_same_key_credits_a_top_up_once(desk):
    first = desk.top_up("100", key="k")
    before = everything()
    assert desk.top_up("100", key="k").body == first.ok()
    assert everything() == before


def test_one_payment_of_the_bank_is_credited_once_under_whatever_key(desk):
    desk.top_up("100", flow="F1").ok()
    answer = desk.top_up("100", flow="F1", partner="P2")
    assert answer.refused_as == "top_up_already_credited"
    assert desk.balances()["top_up_balance"] == yuan(100)


def test_what_has_not_arrived_yet_is_not_credited(desk):
    body = {"amount": "1", "external_flow_no": "F1", "arrived_at": "2034-09-02T10:00:00+08:00"}
    assert desk.call(VENDOR, "POST", "/funds/partners/P1/top-ups", body).refused_as == "arrival_in_future"
    desk.call(VENDOR, "POST", "/funds/partners/P1/top-ups", {**body, "arrived_at": "2024-08-30T10:00:00+08:00"}).ok()


def test_only_a_partner_that_exists_is_credited(desk):
    assert desk.top_up("1", partner="nobody").status == 404
    assert desk.credit_limit("1", partner="nobody").status == 404


@pytest.mark.parametrize("body", [{"amount": "0"}, {"amount": "1.001"}, {"amount": {"amount": "1", "currency": "USD"}}])
def test_a_top_up_is_of_yuan_and_fen(desk, body):
    answer = desk.call(VENDOR, "POST", "/funds/partners/P1/top-ups", {**body, "external_flow_no": "F1"})
    assert answer.refused_as == "invalid_input"


@pytest.mark.parametrize(
    "caller", [partner_user("P1"), vendor_user(Role.VENDOR_OPERATIONS), partner_user("P1", Role.ACCOUNT_MANAGER), None]
)
def test_only_vendor_finance_credits_top_ups(desk, caller):
    answer = desk.call(caller, "POST", "/funds/partners/P1/top-ups", {"amount": "1", "external_flow_no": "F1"})
    assert answer.status in (401, 403)


@pytest.mark.rule("10.6.3.6/r1")
def test_each_account_has_a_statement_of_its_own_newest_first(desk, stopped_clock):
    desk.top_up("100")
    stopped_clock.pass_(days=1)
    desk.credit_limit("50")
    desk.allocate("120", remark="for May").ok()
    top_up, credit = desk.statement("top_up"), desk.statement("credit")
    assert [(row["movement"], row["amount"]["amount"], row["balance"]["amount"]) for row in top_up] == [
        ("allocation", "-100.00", "0.00"),
        ("top_up", "100.00", "100.00"),
    ]
    assert [row["amount"]["amount"] for row in credit] == ["-20.00", "50.00"]
    assert (top_up[0]["remark"], top_up[0]["direction"]["zh"]) == ("for May", "支出")


@pytest.mark.rule("10.6.3.6/r2")
def test_customer_names_leave_the_statement_masked(desk):
    desk.top_up("100")
    desk.allocate("1")
    row = desk.statement()[0]
    assert (row["customer_name"], row["account_name"]) == ("C****1", "a****1")


@pytest.mark.rule("10.6.3.6/r4")
def test_a_statement_beyond_twelve_months_is_refused_with_a_hint(desk):
    answer = desk.world.call(partner_user("P1"), "GET", "/funds/ledger?account_type=top_up&since=2023-09-01T00:00:00%2B08:00")
    assert answer.refused_as == "ledger_too_old"
    assert "生态经理" in answer.refusals["ledger_too_old"]["way_out"]


@pytest.mark.rule("10.6.3.6/r4", "10.6.3.6/r3")
def test_a_statement_reaches_back_twelve_months_across_months(desk, stopped_clock):
    stopped_clock.at("2023-09-01T10:00:00+08:00")
    desk.top_up("1")
    stopped_clock.at("2023-10-01T10:00:00+08:00")
    desk.top_up("2")
    stopped_clock.at("2024-09-02T10:00:00+08:00")
    desk.top_up("3")
    assert [row["amount"]["amount"] for row in desk.statement()] == ["3.00", "2.00"]


def test_a_stranger_sees_nothing_of_a_partners_statement(desk):
    desk.top_up("100")
    assert len(desk.statement()) == 1
    assert desk.statement(partner="P2") == []
    assert desk.balances("P2")["account_balance"] == yuan(0)


@pytest.mark.rule("10.4.1.2/r3")
def test_what_a_customer_that_left_would_get_back_is_its_partners_at_once(desk):
    desk.top_up("100").ok()
    desk.allocate("50").ok()
    desk.charge("30")
    left = unlink("C1")
    as_system("P1", lambda work: return_customer_balances(left, work))
    assert desk.balances()["account_balance"] == yuan(70)
    desk.refund("12")
    check_books()
    assert desk.balances()["account_balance"] == yuan(82)
    assert desk.statement()[0]["movement"] == "refund"


@pytest.mark.rule("10.6.3.1/r1", "10.6.3.1/r7")
def test_a_partner_has_two_accounts_and_the_allocatable_one_is_a_reading_of_them(desk):
    desk.top_up("100").ok()
    desk.credit_limit("50").ok()
    desk.mode(with_allocatable=True).ok()
    desk.allocate("30").ok()
    assert desk.balances()["allocatable_balance"] == yuan(120)
    accounts = [record for record in money_records() if isinstance(record, FundAccount)]
    assert sorted((account.account_type.value, account.balance) for account in accounts) == [("credit", yuan(50)), ("top_up", yuan(70))]


@pytest.mark.parametrize("role", [Role.VENDOR_CHANNEL_MANAGER, Role.VENDOR_FINANCE, Role.VENDOR_OPERATIONS_MANAGER])
def test_whoever_decides_about_a_partners_accounts_sees_their_balances(desk, role):
    desk.top_up("100").ok()
    desk.credit_limit("40").ok()
    seen = desk.world.call(vendor_user(role), "GET", "/funds/partners/P1/balances").ok()
    assert seen == desk.world.call(partner_user("P1"), "GET", "/funds/balances").ok()
    assert seen["account_balance"]["amount"] == "140.00"
    assert desk.world.call(vendor_user(role), "GET", "/funds/partners/P9/balances").status == 404


@pytest.mark.parametrize("caller", [partner_user("P1"), partner_user("P2"), customer_user("C1"), vendor_user(Role.VENDOR_REVIEWER)])
def test_nobody_else_asks_for_a_partners_balances_by_its_id(desk, caller):
    assert desk.world.call(caller, "GET", "/funds/partners/P1/balances").status == 403
