"""Applying for payouts by hand (10.7.4.2)."""

import pytest

from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.billing import events, everything
from tests.kit.incentives import (
    CONSULTATIVE,
    a_partner,
    an_incentive,
    apply,
    approve,
    is_paid,
    left_the_vendor,
    owed_invoices,
    payouts,
    quotas,
    the_incentive,
    top_up_balance,
)
from tests.kit.world import partner_user

FORMER = {"period": "2023-08", "generated_at": "2023-09-05T00:10:00+08:00"}  # valid until 2024-09-05


@pytest.fixture(autouse=True)
def partner(world, stopped_clock):
    stopped_clock.at("2024-10-20T10:00:00+08:00")
    return a_partner()


@pytest.mark.rule("10.7.4.2/r20", "10.7.4.2/r36", "10.7.4.1/r11")
def test_coupon_quota_is_granted_with_the_application(world):
    bill = an_incentive("120.50")
    made = apply(world, "coupon_quota").ok()
    assert (made["status"], made["incentive_amount"]["amount"], made["reconciliation_periods"]) == ("paid", "120.50", ["2024M9"])
    assert quotas() == [Money.of("120.50")]
    assert is_paid(bill)
    assert made["payout_no"].startswith("ITH-CHN20241020")


@pytest.mark.rule("10.7.4.2/r21", "10.7.4.2/r37", "10.7.4.1/r10")
def test_account_with_owed_invoice_credits_the_top_up_account_and_owes_an_invoice(world):
    bill = an_incentive("120.50")
    made = apply(world, "cloud_account_owed_invoice").ok()
    assert top_up_balance() == Money.of("120.50")
    assert is_paid(bill)
    (owed,) = owed_invoices()
    assert (owed.amount, owed.reference) == (Money.of("120.50"), made["payout_no"])
    assert (owed.contracting_entity, f"{owed.tax_rate}") == ("hcc", "0.06")


@pytest.mark.rule("10.7.4.2/r19", "10.7.4.1/r2")
@pytest.mark.parametrize("method", ["bank_transfer", "cloud_account"])
def test_the_other_methods_begin_their_way_to_an_invoice(world, method):
    an_incentive("50", association_type=CONSULTATIVE)
    assert apply(world, method).ok()["status"] == "slip_pending"
    assert (left_the_vendor(), the_incentive(CONSULTATIVE).status.value) == (Money.zero(), "in_payout")
    assert the_incentive(CONSULTATIVE).payable_amount == Money.zero()


@pytest.mark.rule("10.7.4.2/r2", "10.7.4.2/r12")
def test_all_open_incentives_are_merged_by_default(world):
    bills = [an_incentive("10", period=f"2024-0{month}") for month in (7, 8, 9)]
    made = apply(world, "coupon_quota").ok()
    assert made["incentive_bill_ids"] == [bill.incentive_bill_id for bill in bills]
    assert quotas() == [Money.of(30)]


@pytest.mark.rule("10.7.4.2/r2", "10.7.4.2/r12")
def test_single_incentives_may_be_chosen(world):
    chosen, left = an_incentive("10", period="2024-08"), an_incentive("20")
    apply(world, "coupon_quota", chosen).ok()
    assert (is_paid(chosen), is_paid(left), quotas()) == (True, False, [Money.of(10)])


@pytest.mark.rule("10.7.4.2/r23")
def test_negative_incentives_are_always_taken_along(world):
    deduction = an_incentive("-4", period="2024-08")
    chosen, left = an_incentive("10"), an_incentive("5", period="2024-07")
    apply(world, "coupon_quota", chosen).ok()
    assert quotas() == [Money.of(6)]
    assert [is_paid(bill) for bill in (deduction, chosen, left)] == [True, True, False]


@pytest.mark.rule("10.7.4.2/r9")
def test_negative_incentives_alone_cannot_be_applied_for(world):
    an_incentive("-4")
    assert apply(world, "coupon_quota").refused_as == "nothing_payable"


@pytest.mark.rule("10.7.4.2/r22")
@pytest.mark.parametrize(("deduction", "code"), [("-10.01", "deductions_outweigh"), ("-10", None)])
def test_deductions_must_not_outweigh(world, deduction, code):
    an_incentive(deduction, period="2024-08", association_type=CONSULTATIVE)
    an_incentive("10", association_type=CONSULTATIVE)
    assert apply(world, "bank_transfer").refused_as == code


def test_incentives_that_cancel_out_are_paid_with_nothing_leaving(world):
    bills = [an_incentive("-10", period="2024-08"), an_incentive("10")]
    apply(world, "coupon_quota").ok()
    assert (left_the_vendor(), quotas()) == (Money.zero(), [])
    assert all(is_paid(bill) for bill in bills)


@pytest.mark.rule("10.7.4.2/r15", "10.7.4.2/r16", "10.7.4.2/r28", "10.7.4.2/r29", "10.7.4.5/r10", "10.7.4.5/r11", "10.7.4.5/r12")
@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("new_resale", {"coupon_quota", "cloud_account_owed_invoice"}),
        ("consultative", {"coupon_quota", "bank_transfer", "cloud_account"}),
        ("former_resale", {"coupon_quota", "bank_transfer", "cloud_account"}),
    ],
)
@pytest.mark.parametrize("method", ["coupon_quota", "bank_transfer", "cloud_account", "cloud_account_owed_invoice"])
def test_each_kind_of_incentive_has_its_methods(world, stopped_clock, kind, allowed, method):
    stopped_clock.at("2024-09-01")
    given = {"new_resale": {}, "consultative": {"association_type": CONSULTATIVE}, "former_resale": FORMER}[kind]
    bill = an_incentive("10", **given)
    answer = apply(world, method, bill)
    assert answer.refused_as == (None if method in allowed else "method_not_allowed_for_incentive")


def test_a_merged_application_takes_what_the_method_permits(world):
    resale, consultative = an_incentive("10"), an_incentive("20", association_type=CONSULTATIVE)
    apply(world, "cloud_account_owed_invoice").ok()
    assert (is_paid(resale), is_paid(consultative), top_up_balance()) == (True, False, Money.of(10))


@pytest.mark.rule("10.7.4.2/r7")
def test_without_business_certification_nothing_is_paid(world):
    a_partner("P2", certified=False)
    an_incentive("10", partner_id="P2")
    answer = apply(world, "coupon_quota", caller=partner_user("P2"))
    assert answer.refusals["business_not_certified"]["rule"] == "10.7.4.2/r7"


@pytest.mark.rule("10.7.4.2/r24")
def test_a_lapsed_incentive_cannot_be_applied_for(world, stopped_clock):
    bill = an_incentive("10")
    stopped_clock.now = bill.valid_until
    assert apply(world, "coupon_quota", bill).refusals["incentive_lapsed"]["deadline"] == "2025-10-04T16:10:00.000000Z"
    assert apply(world, "coupon_quota").refused_as == "nothing_payable"


def test_a_bill_that_is_not_approved_cannot_be_applied_for(world):
    bill = an_incentive("10", approved=False)
    assert apply(world, "coupon_quota", bill).refused_as == "incentive_not_payable"
    assert apply(world, "coupon_quota").refused_as == "nothing_payable"


def test_another_partners_bill_is_not_found(world):
    a_partner("P2")
    bill = an_incentive("10")
    before = everything()
    assert apply(world, "coupon_quota", bill, caller=partner_user("P2")).status == 404
    assert everything() == before


@pytest.mark.rule("10.7.4.2/r17")
def test_what_was_applied_for_is_not_applied_for_again(world):
    bill = an_incentive("10", association_type=CONSULTATIVE)
    apply(world, "bank_transfer").ok()
    assert apply(world, "coupon_quota", bill, key="again").refused_as == "incentive_not_payable"
    assert left_the_vendor() == Money.zero()


def test_the_same_key_again_pays_nothing_more(world):
    an_incentive("10")
    first = apply(world, "coupon_quota")
    before = everything()
    assert apply(world, "coupon_quota").body == first.body
    assert everything() == before


def test_a_lost_answer_pays_once(world):
    an_incentive("10")
    with faults.watching(after=faults.answer_lost(1)):
        assert apply(world, "coupon_quota").status == 503
    apply(world, "coupon_quota").ok()
    assert (left_the_vendor(), len(payouts())) == (Money.of(10), 1)


def test_a_payout_needs_an_idempotency_key(world):
    assert apply(world, "coupon_quota", key="").refused_as == "idempotency_key_required"


def test_a_dry_run_shows_the_payout_and_pays_nothing(world):
    an_incentive("10")
    before = everything()
    foreseen = apply(world, "coupon_quota", dry_run=True).ok()
    assert foreseen["result"]["incentive_amount"]["amount"] == "10.00"
    assert "incentives.payout_completed" in foreseen["effects"]["events"]
    assert everything() == before


def test_the_application_is_one_transaction(world):
    for month in range(1, 10):
        an_incentive("10", period=f"2024-0{month}")
    with faults.watching() as calls:
        apply(world, "cloud_account_owed_invoice").ok()
    assert calls["TransactWriteItems"] == 1
    assert top_up_balance() == Money.of(90)


def test_the_payout_is_told(world):
    bill = an_incentive("10")
    made = apply(world, "coupon_quota").ok()
    (event,) = events("incentives.payout_completed")
    assert (event["payout_no"], event["incentive_bill_ids"]) == (made["payout_no"], [bill.incentive_bill_id])


def test_approval_while_the_application_is_on_its_way_is_seen_or_not_but_never_half(world):
    an_incentive("10", period="2024-08")
    late = an_incentive("20", approved=False)
    late.status = "in_payout"
    late.save()
    done = []

    def meanwhile(operation, writes):
        if operation == "TransactWriteItems" and not done:
            done.append(1)
            approve(world, late).ok()

    with faults.watching(before=meanwhile):
        apply(world, "coupon_quota").ok()
    assert left_the_vendor() == Money.of(30 if is_paid(late) else 10)
