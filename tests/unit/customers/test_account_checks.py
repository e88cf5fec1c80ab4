"""The account check before an unlink or a switch: each reason alone, on each side, for each type of partner (10.4.1.5, 12.3.1.4, 13.2)."""

from __future__ import annotations

import pytest

from partner_center.customers.account import EnterpriseRole
from partner_center.customers.applications.application import Operation, Side
from partner_center.customers.applications.conditions import CONDITIONS, Facts, lines_of
from partner_center.customers.applications.filing import Filings
from partner_center.customers.association import AssociationType
from partner_center.funds import Arrears
from partner_center.kernel import clock
from partner_center.kernel.messages import TEXTS
from partner_center.kernel.money import Money
from partner_center.kernel.permissions import PartnerType, Role
from tests.kit.applications import (
    DISTRIBUTOR,
    EVERY_TYPE,
    RESELLER,
    SOLUTION_PROVIDER,
    a_pair,
    answer,
    ask_out,
    asked_out,
    cancel_own,
    check,
    check_own,
    decide,
    failed,
    file,
    filed,
    open_application,
    tell,
)
from tests.kit.customers import account, an_account
from tests.kit.funds import Desk
from tests.kit.organisation import a_member, acting
from tests.kit.world import customer_user, partner_user

pytestmark = pytest.mark.usefixtures("world")
OTHERS = (SOLUTION_PROVIDER, DISTRIBUTOR)
CHILD = {"enterprise_role": EnterpriseRole.CHILD, "managed": False}
MASTER = {"enterprise_role": EnterpriseRole.MASTER, "has_unmanaged_children": True}
OWES = {"partner_arrears": "12.00"}  # kept by funds, not by the account
U, S = "unlink", "switch_type"

# what the vendor knows → the code that blocks: by rule, operation, association type, types of partners
BLOCKED_FOR_PARTNER = [
    ("10.4.1.5/r5", "has_unmanaged_children", U, "resale", EVERY_TYPE, MASTER),
    ("10.4.1.5/r5", "has_unmanaged_children", S, "resale", EVERY_TYPE, MASTER),
    ("10.4.1.5/r5", "has_unmanaged_children", U, "consultative", EVERY_TYPE, MASTER),
    ("10.4.1.5/r5", "has_unmanaged_children", S, "consultative", EVERY_TYPE, MASTER),
    ("10.4.1.5/r6", "child_of_enterprise", U, "resale", EVERY_TYPE, CHILD),
    ("10.4.1.5/r6", "child_of_enterprise", S, "resale", EVERY_TYPE, CHILD),
    ("10.4.1.5/r6", "child_of_enterprise", U, "consultative", EVERY_TYPE, CHILD),
    ("10.4.1.5/r6", "child_of_enterprise", S, "consultative", OTHERS, CHILD),
    ("12.3.1.4/r5", "child_never_switched", S, "consultative", (RESELLER,), CHILD),
    ("10.4.1.5/r7", "reserved_instances_left", S, "resale", EVERY_TYPE, {"reserved_instances": True}),
    ("10.4.1.5/r7", "reserved_instances_left", S, "consultative", EVERY_TYPE, {"reserved_instances": True}),
    ("10.4.1.5/r14", "reserved_instances_left", U, "resale", OTHERS, {"reserved_instances": True}),
    ("12.3.1.4/r6", "reserved_instances_left", U, "resale", (RESELLER,), {"reserved_instances": True}),
    ("10.4.1.5/r14", "support_plan_left", U, "resale", OTHERS, {"support_plan": True}),
    ("10.4.1.5/r8", "partner_payment_pending", U, "resale", OTHERS, {"unpaid_partner_orders": 1}),
    ("10.4.1.5/r8", "partner_payment_pending", S, "resale", OTHERS, {"unpaid_partner_orders": 1}),
    ("10.4.1.5/r8", "partner_payment_pending", U, "consultative", OTHERS, {"unpaid_partner_orders": 1}),
    ("10.4.1.5/r8", "partner_payment_pending", S, "consultative", OTHERS, {"unpaid_partner_orders": 1}),
    ("12.3.1.4/r2", "partner_payment_pending", U, "resale", (RESELLER,), {"unpaid_partner_orders": 1}),
    ("12.3.1.4/r2", "partner_payment_pending", S, "resale", (RESELLER,), {"unpaid_partner_orders": 1}),
    ("10.4.1.5/r9", "balance_left", S, "consultative", OTHERS, {"cash_balance": Money.of("0.01")}),
    ("10.4.1.5/r10", "arrears_with_vendor", U, "consultative", EVERY_TYPE, {"arrears": Money.of("0.01")}),
    ("10.4.1.5/r10", "arrears_with_vendor", S, "consultative", EVERY_TYPE, {"arrears": Money.of("0.01")}),
    ("10.4.1.5/r11", "invoices_owed", S, "consultative", EVERY_TYPE, {"owed_invoice_amount": Money.of("5")}),
    ("10.4.1.5/r13", "arrears_with_partner", U, "resale", EVERY_TYPE, OWES),
    ("10.4.1.5/r13", "arrears_with_partner", S, "resale", EVERY_TYPE, OWES),
    ("10.4.1.5/r16", "special_contract_in_force", U, "resale", EVERY_TYPE, {"special_contract": True}),
    ("10.4.1.5/r16", "special_contract_in_force", S, "resale", EVERY_TYPE, {"special_contract": True}),
    ("10.4.1.5/r17", "pickup_coupons_left", U, "resale", OTHERS, {"unused_pickup_coupons": 2}),
    ("10.4.1.5/r17", "pickup_coupons_left", S, "resale", OTHERS, {"unused_pickup_coupons": 2}),
]
# what blocks one side, operation or type and not this one
NOT_BLOCKED_FOR_PARTNER = [
    ("10.4.1.5/r7", U, "consultative", EVERY_TYPE, {"reserved_instances": True}),
    ("10.4.1.5/r14", S, "resale", EVERY_TYPE, {"support_plan": True}),
    ("12.3.1.4/r6", U, "resale", (RESELLER,), {"support_plan": True}),
    ("12.3.1.4/r2", U, "consultative", (RESELLER,), {"unpaid_partner_orders": 1}),
    ("12.3.1.4/r2", S, "consultative", (RESELLER,), {"unpaid_partner_orders": 1}),
    ("12.3.1.4/r3", S, "consultative", (RESELLER,), {"cash_balance": Money.of("9")}),
    ("12.3.1.4/r7", U, "resale", (RESELLER,), {"unused_pickup_coupons": 2}),
    ("12.3.1.4/r7", S, "resale", (RESELLER,), {"unused_pickup_coupons": 2}),
    ("10.4.1.5/r9", U, "consultative", EVERY_TYPE, {"cash_balance": Money.of("9")}),
    ("10.4.1.5/r11", U, "consultative", EVERY_TYPE, {"owed_invoice_amount": Money.of("5")}),
    ("10.4.1.5/r11", S, "resale", EVERY_TYPE, {"owed_invoice_amount": Money.of("5")}),
    ("10.4.1.5/r10", U, "resale", EVERY_TYPE, {"arrears": Money.of("5")}),
    ("10.4.1.5/r13", U, "consultative", EVERY_TYPE, OWES),
    ("10.4.1.5/r16", U, "consultative", EVERY_TYPE, {"special_contract": True}),
    ("10.4.1.5/r17", U, "consultative", EVERY_TYPE, {"unused_pickup_coupons": 2}),
    ("10.4.1.5/r6", U, "resale", EVERY_TYPE, {"enterprise_role": EnterpriseRole.CHILD, "managed": True}),
    ("10.4.1.5/r5", U, "resale", EVERY_TYPE, {"enterprise_role": EnterpriseRole.MASTER, "has_unmanaged_children": False}),
]
BLOCKED_FOR_CUSTOMER = [
    ("13.2/r2", "partner_payment_pending", "resale", {"unpaid_partner_orders": 1}),
    ("13.2/r2", "partner_payment_pending", "consultative", {"unpaid_partner_orders": 1}),
    ("13.2/r3", "arrears_with_vendor", "consultative", {"arrears": Money.of("0.01")}),
    ("13.2/r4", "master_unlinks_child", "consultative", CHILD),
    ("13.2/r4", "master_unlinks_child", "consultative", {"enterprise_role": EnterpriseRole.CHILD, "managed": True}),
    ("13.2/r5", "has_unmanaged_children", "resale", MASTER),
    ("13.2/r6", "arrears_with_partner", "resale", OWES),
    ("13.2/r7", "reserved_instances_left", "resale", {"reserved_instances": True}),
    ("13.2/r7", "support_plan_left", "resale", {"support_plan": True}),
    ("13.2/r8", "special_contract_in_force", "resale", {"special_contract": True}),
    ("13.2/r9", "pickup_coupons_left", "resale", {"unused_pickup_coupons": 2}),
]
NOT_BLOCKED_FOR_CUSTOMER = [
    ("13.2/r3", "resale", {"arrears": Money.of("5")}),
    ("13.2/r4", "resale", CHILD),
    ("13.2/r5", "consultative", MASTER),
    ("13.2/r6", "consultative", OWES),
    ("13.2/r7", "consultative", {"reserved_instances": True, "support_plan": True}),
    ("13.2/r8", "consultative", {"special_contract": True}),
    ("13.2/r9", "consultative", {"unused_pickup_coupons": 2}),
]


def stand(mode, partner_type, facts):
    """A pair of partner and customer about whom this is known."""
    owed = facts.get("partner_arrears")
    caller = a_pair(mode, partner_type, **{name: value for name, value in facts.items() if name != "partner_arrears"})
    if owed:
        debt = Arrears(partner_id="P1", customer_id="C1", balance=Money.of(owed))
        debt.settle()
        debt.save()
    return caller


def cases(table):
    """Every line for every type of partner, with its rule on it."""
    for rule, *line, types, facts in table:
        for partner_type in types:
            yield pytest.param(*line, partner_type, facts, marks=pytest.mark.rule(rule), id="-".join([rule, *line, partner_type]))


SHOWN_TO_STOP_A_PARTNER = pytest.mark.rule(
    "10.4.1.5/r5", "10.4.1.5/r6", "10.4.1.5/r7", "10.4.1.5/r8", "10.4.1.5/r9", "10.4.1.5/r10", "10.4.1.5/r11", "10.4.1.5/r13",
    "10.4.1.5/r14", "10.4.1.5/r16", "10.4.1.5/r17", "12.3.1.4/r2", "12.3.1.4/r5", "12.3.1.4/r6",
)  # fmt: skip
SHOWN_TO_STOP_A_CUSTOMER = pytest.mark.rule(
    "13.2/r2", "13.2/r3", "13.2/r4", "13.2/r5", "13.2/r6", "13.2/r7", "13.2/r8", "13.2/r9",
)  # fmt: skip


@SHOWN_TO_STOP_A_PARTNER
@pytest.mark.parametrize(("code", "operation", "mode", "partner_type", "facts"), list(cases(BLOCKED_FOR_PARTNER)))
def test_one_reason_alone_stops_the_partner(world, code, operation, mode, partner_type, facts):
    partner = stand(mode, partner_type, facts)
    assert failed(check(world, operation, by=partner)) == [code]
    refused = file(world, operation, by=partner)
    assert (refused.status, list(refused.refusals)) == (409, [code])
    assert refused.refusals[code]["way_out"]
    assert open_application() is None


@pytest.mark.rule("12.3.1.4/r2", "12.3.1.4/r6", "12.3.1.4/r7")
@pytest.mark.parametrize(("operation", "mode", "partner_type", "facts"), list(cases(NOT_BLOCKED_FOR_PARTNER)))
def test_what_is_no_reason_here_does_not_stop_the_partner(world, operation, mode, partner_type, facts):
    partner = stand(mode, partner_type, facts)
    assert failed(check(world, operation, by=partner)) == []
    assert file(world, operation, by=partner).status == 201


@SHOWN_TO_STOP_A_CUSTOMER
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
@pytest.mark.parametrize(
    ("code", "mode", "facts"),
    [pytest.param(*line, marks=pytest.mark.rule(rule), id=f"{rule}-{line[0]}-{line[1]}") for rule, *line in BLOCKED_FOR_CUSTOMER],
)
def test_one_reason_alone_stops_the_customer(world, code, mode, facts, partner_type):
    stand(mode, partner_type, facts)
    assert failed(check_own(world)) == [code]
    refused = ask_out(world)
    assert (refused.status, list(refused.refusals)) == (409, [code])
    assert open_application() is None


@pytest.mark.parametrize(
    ("mode", "facts"),
    [pytest.param(*line, marks=pytest.mark.rule(rule), id=f"{rule}-{line[0]}") for rule, *line in NOT_BLOCKED_FOR_CUSTOMER],
)
def test_what_is_no_reason_here_does_not_stop_the_customer(world, mode, facts):
    stand(mode, SOLUTION_PROVIDER, facts)
    assert failed(check_own(world)) == []
    assert ask_out(world).status == 201


@pytest.mark.rule("10.4.1.5/r19", "13.2/r11")
def test_all_reasons_are_answered_together_and_the_check_can_be_run_again(world):
    partner = stand("resale", SOLUTION_PROVIDER, {"special_contract": True, "unpaid_partner_orders": 3, **OWES})
    expected = ["partner_payment_pending", "arrears_with_partner", "special_contract_in_force"]
    answered = check(world, by=partner).ok()
    assert [line["code"] for line in answered["checks"] if not line["passed"]] == expected
    assert not answered["passed"]
    hints = {line["code"]: line["hint"] for line in answered["checks"]}
    assert hints["arrears_with_partner"]["zh"] == "请为客户拨款核销欠费"
    assert hints["has_unmanaged_children"] is None
    assert sorted(file(world, by=partner).refusals) == sorted(expected)
    assert sorted(ask_out(world).refusals) == sorted(expected)
    tell(special_contract=False, unpaid_partner_orders=0)
    assert failed(check(world, by=partner)) == failed(check_own(world)) == ["arrears_with_partner"]


@pytest.mark.rule("10.4.1.5/r15", "13.2/r6")
def test_an_allocation_writes_the_arrears_off_and_the_way_is_free(world):
    partner = stand("resale", SOLUTION_PROVIDER, {})
    desk = Desk(world)
    desk.top_up("100").ok()
    desk.charge("12")
    assert list(file(world, by=partner).refusals) == ["arrears_with_partner"]
    desk.allocate("12").ok()
    assert file(world, by=partner).status == 201


# --- the windows of filing -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.5/r4")
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
@pytest.mark.parametrize("operation", [U, S])
def test_a_partner_applies_once_in_three_months(world, stopped_clock, operation, partner_type):
    partner = stand("resale", partner_type, {})
    stopped_clock.at("2024-11-30T10:00:00+08:00")
    answer(world, filed(world, by=partner), agreed=False).ok()
    stopped_clock.at("2025-02-28T09:59:59+08:00")
    refused = file(world, operation, by=partner)
    assert list(refused.refusals) == failed(check(world, operation, by=partner)) == ["partner_applied_recently"]
    assert refused.refusals["partner_applied_recently"]["deadline"] == "2025-02-28T02:00:00.000000Z"
    stopped_clock.at("2025-02-28T10:00:00+08:00")
    assert file(world, operation, by=partner).status == 201


@pytest.mark.rule("10.4.1.5/r3")
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
@pytest.mark.parametrize("operation", [U, S])
@pytest.mark.parametrize("cancelled", [False, True], ids=["refused", "cancelled"])
def test_a_partner_waits_three_months_after_its_customers_filing(world, stopped_clock, cancelled, operation, partner_type):
    partner = stand("consultative", partner_type, {})
    request = asked_out(world)
    (cancel_own(world, request) if cancelled else decide(world, request, agreed=False, by=partner)).ok()
    stopped_clock.at("2024-12-02T09:59:59+08:00")
    assert list(file(world, operation, by=partner).refusals) == failed(check(world, operation, by=partner)) == ["customer_filed_recently"]
    stopped_clock.at("2024-12-02T10:00:00+08:00")
    assert file(world, operation, by=partner).status == 201


@pytest.mark.rule("13.2/r1")
@pytest.mark.parametrize("partner_type", EVERY_TYPE)
@pytest.mark.parametrize("cancelled", [False, True], ids=["refused", "cancelled"])
def test_a_customer_asks_once_in_three_months_whatever_became_of_it(world, stopped_clock, cancelled, partner_type):
    partner = stand("resale", partner_type, {})
    request = asked_out(world)
    (cancel_own(world, request) if cancelled else decide(world, request, agreed=False, by=partner)).ok()
    stopped_clock.at("2024-12-02T09:59:59+08:00")
    refused = ask_out(world)
    assert list(refused.refusals) == failed(check_own(world)) == ["customer_asked_recently"]
    assert refused.refusals["customer_asked_recently"]["deadline"] == "2024-12-02T02:00:00.000000Z"
    stopped_clock.at("2024-12-02T10:00:00+08:00")
    assert ask_out(world).status == 201


@pytest.mark.parametrize("partner_type", EVERY_TYPE)
def test_while_one_is_open_neither_side_files_another(world, stopped_clock, partner_type):
    partner = stand("resale", partner_type, {})
    asked_out(world)
    stopped_clock.at("2025-01-01T10:00:00+08:00")
    assert list(file(world, by=partner).refusals) == failed(check(world, by=partner)) == ["application_open"]
    assert list(ask_out(world).refusals) == failed(check_own(world)) == ["application_open"]


# --- who may look ----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.5/r1")
@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.ACCOUNT_MANAGER_SUPERVISOR, Role.PARTNER_FINANCE, Role.PARTNER_SA])
def test_only_administrators_check_and_file(world, role):
    stand("resale", SOLUTION_PROVIDER, {})
    member = acting(a_member("U1", role))
    assert [check(world, by=member).status, file(world, U, by=member).status, file(world, S, by=member).status] == [403] * 3
    for role_that_may in (Role.SUPER_ADMIN, Role.PARTNER_ADMIN):
        assert check(world, by=partner_user("P1", role_that_may)).status == 200


def test_a_stranger_finds_no_customer(world):
    stand("resale", SOLUTION_PROVIDER, {})
    assert check(world, by=partner_user("P2")).status == file(world, by=partner_user("P2")).status == 404
    assert check_own(world, by=customer_user("C9")).status == ask_out(world, by=customer_user("C9")).status == 404


def test_an_account_without_a_partner_has_nothing_to_check(world):
    partner = stand("resale", SOLUTION_PROVIDER, {})
    answer(world, filed(world, by=partner)).ok()
    assert account().associated_partner_id is None
    assert check_own(world).status == 404
    assert check(world, by=partner).refused_as == "customer_not_linked"


def test_the_vendor_keeps_the_facts_that_no_area_knows_yet(world):
    partner = stand("resale", SOLUTION_PROVIDER, {})
    told = {
        "support_plan": True,
        "unpaid_partner_orders": 2,
        "unused_pickup_coupons": 1,
        "framework_contract": True,
        "cash_balance": "3.00",
    }
    an_account(world, **told)
    assert failed(check(world, by=partner)) == ["support_plan_left", "partner_payment_pending", "pickup_coupons_left"]
    an_account(world, support_plan=False, unpaid_partner_orders=0, unused_pickup_coupons=0)
    assert failed(check(world, by=partner)) == []
    assert account().framework_contract
    assert account().cash_balance == Money.of(3)


# --- the table itself ------------------------------------------------------------------------------------------------------------


def test_every_line_has_its_texts():
    assert all(line.code in TEXTS and line.way_out in TEXTS for line in CONDITIONS)


def test_no_check_asks_the_same_twice(world):
    a_pair()
    nothing = Filings.of("P1", "C1", None, None)
    for partner_type in PartnerType:
        for mode in AssociationType:
            facts = Facts(clock.now(), partner_type, mode, account(), {}, nothing)
            for side in (Side.PARTNER, Side.CUSTOMER):
                for operation in Operation:
                    codes = [line.code for line in lines_of(side, operation, facts)]
                    assert len(codes) == len(set(codes)), (partner_type, mode, side, operation)


def test_every_line_of_the_table_is_shown_to_block():
    shown = {(rule, code) for rule, code, *_ in (*BLOCKED_FOR_PARTNER, *BLOCKED_FOR_CUSTOMER)}
    windows = {"10.4.1.5/r3", "10.4.1.5/r4", "13.2/r1", None}
    assert {(line.rule, line.code) for line in CONDITIONS if line.rule not in windows} == shown


def test_the_tests_name_the_rules_that_their_tables_show():
    assert set(SHOWN_TO_STOP_A_PARTNER.args) == {rule for rule, *_ in BLOCKED_FOR_PARTNER}
    assert set(SHOWN_TO_STOP_A_CUSTOMER.args) == {rule for rule, *_ in BLOCKED_FOR_CUSTOMER}
