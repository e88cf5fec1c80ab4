"""Sensitive operations: who must bring a pass for what, and what becomes of it."""

from dataclasses import replace

import pytest

from partner_center.kernel import clock
from partner_center.kernel.permissions import Actor, PartnerType
from partner_center.platform.audit import AuditRecord
from partner_center.platform.caller import Caller
from partner_center.platform.sensitive import HEADER, Asked, Sensitive, VerificationPass, asked_of, policy_of
from tests.kit import faults
from tests.kit.codes import a_pass, with_codes
from tests.kit.funds import Desk, a_customer, a_partner
from tests.kit.world import customer_user, partner_user, vendor_user

USER = with_codes(partner_user("P1"))
ALLOCATION = {"allocation_type": "normal", "amount": "5.00"}
PATH = "/funds/customers/C1/allocations"


@pytest.fixture
def desk(world) -> Desk:
    a_partner("P1")
    for customer in ("C1", "C2", "C3"):
        a_customer(customer)
    desk = Desk(world)
    desk.top_up("100")
    return desk


def allocate(world, caller=USER, headers=None, key="k1", body=ALLOCATION, query=""):
    return world.call(caller, "POST", f"{PATH}{query}", body, headers=headers, key=key)


def batch(world, headers=None, key="b1", customers=("C1", "C2")):
    body = {"allocations": [{"customer_id": customer, **ALLOCATION} for customer in customers]}
    return world.call(USER, "POST", "/funds/allocations", body, headers=headers, key=key)


def left(desk):
    return f"{desk.balances()['top_up_unallocated'].amount:.0f}"


def of_type(partner_type: str | None, *, codes_on: bool = True) -> Caller:
    return replace(partner_user("P1", partner_type=partner_type), codes_on=codes_on)


def asked(caller: Caller) -> set[str]:
    return {operation.value for operation in Sensitive if asked_of(caller, operation, clock.now())}


COMMON = {"pay_order", "adjust_funds", "issue_vouchers", "recall_vouchers", "start_unlink_or_switch", "handle_unlink"}
OURS = {"withdraw", "switch_codes_off"}
OF_RESELLERS = {"issue_voucher_quotas", "recall_voucher_quotas", "adjust_reseller_funds"}  # the last one by 11.1.5/r5
CONTRACT = {"pay_contract"}
GOVERNMENT = {"issue_vouchers", "recall_vouchers", "issue_cash_coupons", "recall_cash_coupons"}
PICKUP = {"issue_pickup_coupons", "recall_pickup_coupons"}


@pytest.mark.rule("19.8/r2", "19.8/r3", "19.8/r5", "19.8/r6", "10.6.5.1.2/r3", "10.4/r5")
@pytest.mark.parametrize(
    ("partner_type", "operations"),
    [
        ("solution_provider", COMMON | CONTRACT | OURS | {"change_marketplace_price"}),
        ("distributor", COMMON | CONTRACT | OURS | {"change_marketplace_price"} | OF_RESELLERS),
        ("reseller", COMMON | CONTRACT | OURS),
        ("government_subsidy", GOVERNMENT | PICKUP | OURS),
        ("procurement", GOVERNMENT | PICKUP | OURS),
        ("government_cloud", GOVERNMENT | PICKUP | OURS),
    ],
)
def test_each_type_of_partner_confirms_its_own_operations(partner_type, operations):
    assert asked(of_type(partner_type)) == operations


@pytest.mark.parametrize("partner_type", list(PartnerType))
def test_with_codes_off_only_withdrawals_ask(partner_type):
    assert asked(of_type(partner_type, codes_on=False)) == {"withdraw"}


@pytest.mark.rule("19.8/r4", "13.2/r12", "13.8/r2")
def test_customers_are_always_asked():
    always = {"request_unlink", "handle_partner_request", "authorize_partner", "cancel_authorization"}
    assert asked(customer_user()) == always
    assert {policy_of(customer_user(), Sensitive(name), clock.now()).asked for name in always} == {Asked.ALWAYS}


def test_the_vendors_staff_and_other_sides_are_not_asked():
    employee = Caller("E1", Actor.EMPLOYEE, codes_on=True, partner_type="solution_provider")
    assert asked(replace(vendor_user(), codes_on=True)) == asked(employee) == set()


@pytest.mark.rule("19.8/r1", "10.4/r5")
def test_without_a_pass_nothing_moves(world, desk):
    answer = allocate(world)
    assert (answer.status, answer.refused_as) == (403, "verification_code_required")
    receipt = answer.refusals["verification_code_required"]
    assert receipt["facts"]["operation"] == "adjust_funds"
    assert receipt["rule"] == "19.8/r3"
    assert left(desk) == "100"


@pytest.mark.rule("19.8/r1")
def test_with_a_pass_it_does_in_the_rounds_it_needs_without_one(world, desk):
    allocate(world, caller=partner_user("P1"), key="plain").ok()
    allocate(world, headers=a_pass(USER, Sensitive.ADJUST_FUNDS)).ok()
    plain, passed = world.calls["funds.allocate_funds"][-2:]
    assert plain == passed == {"TransactGetItems": 1, "TransactWriteItems": 1}
    assert left(desk) == "90"


def test_a_pass_serves_one_command(world, desk):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    allocate(world, headers=headers).ok()
    again = allocate(world, headers=headers, key="k2")
    assert (again.refused_as, left(desk)) == ("verification_code_required", "95")


def test_the_repetition_of_a_done_command_needs_no_pass(world, desk):
    first = allocate(world, headers=a_pass(USER, Sensitive.ADJUST_FUNDS)).ok()
    again = allocate(world)
    assert (again.ok(), again.headers["Idempotency-Replayed"], left(desk)) == (first, "true", "95")


def test_a_refused_command_leaves_the_pass_usable(world, desk):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    assert allocate(world, headers=headers, body={**ALLOCATION, "amount": "1000.00"}).refused_as == "allocatable_balance_exceeded"
    allocate(world, headers=headers, key="k2").ok()


@pytest.mark.parametrize(
    "caller",
    [
        pytest.param(with_codes(partner_user("P1", name="colleague")), id="a colleague's"),
        pytest.param(replace(USER, session="S2"), id="of another session"),
        pytest.param(replace(USER, partner="P2"), id="of another tenant"),
    ],
)
def test_somebody_elses_pass_does_not_serve(world, desk, caller):
    assert allocate(world, headers=a_pass(caller, Sensitive.ADJUST_FUNDS)).refused_as == "verification_code_required"


def test_a_pass_for_something_else_does_not_serve(world, desk):
    assert allocate(world, headers=a_pass(USER, Sensitive.ISSUE_VOUCHERS)).refused_as == "verification_code_required"


@pytest.mark.parametrize(("seconds", "refused_as"), [(299, None), (300, "verification_code_required")])
def test_a_pass_holds_five_minutes(world, desk, stopped_clock, seconds, refused_as):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    stopped_clock.pass_(seconds=seconds)
    assert allocate(world, headers=headers).refused_as == refused_as


@pytest.mark.parametrize("sent", ["", "x", "0" * 32, "Z" * 5000, "partner/P1", "' OR 1=1"])
def test_a_made_up_pass_is_refused_like_none(world, desk, sent):
    assert allocate(world, headers={HEADER: sent}).refused_as == "verification_code_required"


def test_a_dry_run_neither_needs_nor_uses_a_pass(world, desk):
    assert allocate(world, query="?dry_run=true").ok()["dry_run"] is True
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    allocate(world, headers=headers, query="?dry_run=true").ok()
    allocate(world, headers=headers).ok()


def test_two_commands_at_once_share_no_pass(world, desk):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    overtaking = faults.before_first_commit(lambda: allocate(world, headers=headers, key="faster").ok())
    with faults.watching(before=overtaking):
        assert allocate(world, headers=headers).refused_as == "verification_code_required"
    assert left(desk) == "95"


def test_a_command_that_died_before_its_commit_left_the_pass_usable(world, desk):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)

    def die(operation, _):
        if operation == "TransactWriteItems":
            raise faults.Killed

    with pytest.raises(faults.Killed), faults.watching(before=die):
        allocate(world, headers=headers)
    allocate(world, headers=headers).ok()
    assert left(desk) == "95"


def test_a_batch_is_one_command_for_one_pass(world, desk):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    assert batch(world, headers).ok()["done"] == 2
    assert left(desk) == "90"
    assert batch(world, headers, key="b2").refused_as == "verification_code_required"
    assert batch(world).ok()["done"] == 2  # its repetition needs none
    assert left(desk) == "90"


def test_a_batch_without_a_pass_is_refused_whole(world, desk):
    assert batch(world).refused_as == "verification_code_required"
    assert left(desk) == "100"


def test_a_batch_that_died_goes_on_with_its_pass(world, desk):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(1)):
        batch(world, headers, customers=("C1", "C2", "C3"))
    assert left(desk) == "95"
    assert batch(world, headers, customers=("C1", "C2", "C3")).ok()["done"] == 3
    assert left(desk) == "85"


def test_a_batch_that_came_to_nothing_leaves_the_pass_usable(world, desk):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    assert batch(world, headers, customers=("NOBODY",)).ok()["failed"] == 1
    allocate(world, headers=headers).ok()


def test_a_pass_is_nowhere_in_clear(world, desk):
    headers = a_pass(USER, Sensitive.ADJUST_FUNDS)
    allocate(world, headers=headers).ok()
    (used,) = VerificationPass.query(VerificationPass.partition(user_id=USER.user_id))
    assert used.used_for is not None
    everything = [item.to_dynamodb_dict() for item in AuditRecord.scan()] + [used.to_dynamodb_dict()]
    assert headers[HEADER] not in str(everything)
    audits = str([item.to_dynamodb_dict() for item in AuditRecord.query("audit/partner%2FP1")])
    assert "verification_pass/" in audits
    assert used.digest not in audits
