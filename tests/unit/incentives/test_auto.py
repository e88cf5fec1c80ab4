"""Automatic payout and lapse (10.7.4.2/r24-r29)."""

import pytest

from partner_center.kernel.money import Money, total
from tests.kit import faults
from tests.kit.billing import everything
from tests.kit.incentives import (
    AUTO,
    CONSULTATIVE,
    EXPIRE,
    FINANCE,
    a_partner,
    an_incentive,
    apply,
    approve,
    confirm,
    is_paid,
    left_the_vendor,
    payouts,
    quotas,
    set_auto_payout,
    the_incentive,
    top_up_balance,
)
from tests.kit.world import partner_user

DUE = "2024-10-10T01:30:00+08:00"
NEXT_DUE = "2024-11-10T01:30:00+08:00"


@pytest.fixture(autouse=True)
def partner(world):
    return a_partner()


@pytest.mark.rule("10.7.4.2/r26")
@pytest.mark.parametrize(
    ("as_of", "paid"), [("2024-10-09T23:59:59+08:00", False), ("2024-10-10T00:00:00+08:00", True), ("2025-01-01", True)]
)
def test_it_runs_on_the_fifth_day_after_the_data(world, as_of, paid):
    set_auto_payout(world).ok()
    bill = an_incentive("10")
    world.run_job(AUTO, as_of)
    assert is_paid(bill) is paid


@pytest.mark.rule("10.7.4.2/r26", "10.7.4.2/r28", "10.7.4.2/r29")
def test_each_kind_is_paid_by_its_own_method_in_one_payout(world):
    set_auto_payout(world, method_a="coupon_quota", method_b="cloud_account_owed_invoice").ok()
    an_incentive("10")
    an_incentive("5", period="2024-08")
    an_incentive("20", association_type=CONSULTATIVE)
    world.run_job(AUTO, DUE)
    assert (top_up_balance(), quotas(), len(payouts())) == (Money.of(15), [Money.of(20)], 2)


def test_run_twice_it_pays_once(world):
    set_auto_payout(world).ok()
    an_incentive("10")
    world.run_job(AUTO, DUE)
    before = everything()
    for as_of in (DUE, "2024-10-11T01:30:00+08:00"):
        assert world.run_job(AUTO, as_of)["done"] == 0
    assert everything() == before


def test_killed_after_every_write_it_pays_everybody_once(world):
    partners = ["P1", "P2", "P3"]
    for partner_id in partners:
        if partner_id != "P1":
            a_partner(partner_id)
        an_incentive("10", partner_id=partner_id)
        an_incentive("20", association_type=CONSULTATIVE, partner_id=partner_id)
        set_auto_payout(world, method_b="cloud_account_owed_invoice", caller=partner_user(partner_id)).ok()
    deaths = 0
    while died_after_one_write(world):
        deaths += 1
        assert left_the_vendor() == total(payout.incentive_amount for partner_id in partners for payout in payouts(partner_id))
    assert (deaths, left_the_vendor()) == (6, Money.of(90))


def died_after_one_write(world) -> bool:
    try:
        with faults.watching(after=faults.killed_after(1)):
            world.run_job(AUTO, DUE)
    except faults.Killed:
        return True
    return False


def test_while_it_is_off_nothing_is_paid_and_the_incentive_stays_open(world):
    bill = an_incentive("10")
    world.run_job(AUTO, DUE)
    assert (left_the_vendor(), the_incentive().is_payable, the_incentive().due_at) == (Money.zero(), True, bill.valid_until)
    later = world.run_job(AUTO, "2024-10-11T01:30:00+08:00")
    assert (later["done"], later["postponed"]) == (0, 0)


@pytest.mark.rule("10.7.4.2/r27")
@pytest.mark.parametrize(("amount", "paid"), [("999.99", False), ("1000", True)])
@pytest.mark.parametrize("method", ["bank_transfer", "cloud_account"])
def test_bank_transfer_and_account_wait_for_the_threshold(world, amount, paid, method):
    set_auto_payout(world, method_a=method).ok()
    an_incentive(amount, association_type=CONSULTATIVE)
    world.run_job(AUTO, DUE)
    assert len(payouts()) == paid


@pytest.mark.rule("10.7.4.2/r27")
def test_below_the_threshold_it_counts_again_with_the_next_periods_data(world):
    set_auto_payout(world, method_a="bank_transfer").ok()
    an_incentive("600", association_type=CONSULTATIVE)
    world.run_job(AUTO, DUE)
    an_incentive("400", association_type=CONSULTATIVE, period="2024-10")
    world.run_job(AUTO, "2024-11-09T01:30:00+08:00")
    assert payouts() == []
    world.run_job(AUTO, NEXT_DUE)
    assert [payout.incentive_amount for payout in payouts()] == [Money.of(1000)]


@pytest.mark.rule("10.7.4.2/r36")
def test_coupon_quota_knows_no_threshold(world):
    set_auto_payout(world).ok()
    an_incentive("0.01", association_type=CONSULTATIVE)
    world.run_job(AUTO, DUE)
    assert quotas() == [Money.of("0.01")]


@pytest.mark.rule("10.7.4.2/r23")
def test_deductions_go_first_and_wait_when_they_outweigh(world):
    set_auto_payout(world).ok()
    an_incentive("-30")
    world.run_job(AUTO, DUE)
    assert (payouts(), the_incentive().is_payable) == ([], True)
    an_incentive("100", period="2024-10")
    world.run_job(AUTO, NEXT_DUE)
    assert quotas() == [Money.of(70)]


def test_bills_that_nobody_confirmed_stay_due_and_are_paid_when_they_are_approved(world):
    set_auto_payout(world).ok()
    bill = an_incentive("10", approved=False)
    assert world.run_job(AUTO, DUE)["postponed"] == 1
    confirm(world).ok()
    assert world.run_job(AUTO, "2024-10-11T01:30:00+08:00")["postponed"] == 1
    approve(world, bill).ok()
    world.run_job(AUTO, "2024-10-12T01:30:00+08:00")
    assert is_paid(bill)


@pytest.mark.rule("10.7.4.2/r7")
def test_without_certification_it_waits(world, partner):
    set_auto_payout(world).ok()
    bill = an_incentive("10")
    partner.business_certified = False
    partner.save()
    assert world.run_job(AUTO, DUE)["postponed"] == 1
    partner.business_certified = True
    partner.save()
    world.run_job(AUTO, "2024-10-11T01:30:00+08:00")
    assert is_paid(bill)


def test_an_application_by_hand_while_the_job_runs_pays_once(world, stopped_clock):
    stopped_clock.at(DUE)
    set_auto_payout(world).ok()
    an_incentive("10")
    by_hand = []

    def meanwhile(operation, writes):
        if operation == "TransactWriteItems" and not by_hand:
            by_hand.append(1)
            by_hand.append(apply(world, "cloud_account_owed_invoice").ok())

    with faults.watching(before=meanwhile):
        world.run_job(AUTO, DUE)
    assert (left_the_vendor(), quotas(), top_up_balance(), len(payouts())) == (Money.of(10), [], Money.of(10), 1)


def test_the_job_while_an_application_by_hand_is_on_its_way_pays_once(world, stopped_clock):
    stopped_clock.at(DUE)
    set_auto_payout(world).ok()
    an_incentive("10")
    ran = []

    def meanwhile(operation, writes):
        if operation == "TransactWriteItems" and not ran:
            ran.append(1)
            world.run_job(AUTO, DUE)

    with faults.watching(before=meanwhile):
        answer = apply(world, "cloud_account_owed_invoice")
    assert answer.refused_as == "nothing_payable"
    assert (left_the_vendor(), quotas(), len(payouts())) == (Money.of(10), [Money.of(10)], 1)


def test_switched_off_while_the_job_runs_it_does_not_pay(world, stopped_clock):
    set_auto_payout(world).ok()
    bill = an_incentive("10")
    switched = []

    def meanwhile(operation, writes):
        if operation == "TransactWriteItems" and not switched:
            switched.append(1)
            set_auto_payout(world, enabled=False).ok()

    with faults.watching(before=meanwhile):
        world.run_job(AUTO, DUE)
    assert not is_paid(bill)


@pytest.mark.rule("10.7.4.2/r24")
def test_an_incentive_that_nobody_applied_for_lapses_at_its_expiry(world):
    bill = an_incentive("10")
    world.run_job(AUTO, DUE)
    world.run_job(EXPIRE, "2025-10-05T00:09:59+08:00")
    assert the_incentive().is_payable
    world.run_job(EXPIRE, "2025-10-05T00:10:00+08:00")
    assert (the_incentive().payout_status.value, the_incentive().payable_amount) == ("expired", Money.zero())
    before = everything()
    assert world.run_job(EXPIRE, "2025-12-01")["done"] == 0
    assert everything() == before
    assert apply(world, "coupon_quota", bill).refused_as == "incentive_not_payable"


@pytest.mark.rule("10.7.4.2/r23", "10.7.4.2/r24")
def test_a_negative_incentive_does_not_lapse(world):
    an_incentive("-10")
    world.run_job(AUTO, DUE)
    world.run_job(EXPIRE, "2026-01-01")
    assert the_incentive().is_payable


@pytest.mark.rule("10.7.4.2/r28", "10.7.4.2/r29")
@pytest.mark.parametrize(
    ("methods", "code"),
    [
        ({"method_a": "cloud_account_owed_invoice"}, "method_not_allowed_for_incentive"),
        ({"method_b": "bank_transfer"}, "method_not_allowed_for_incentive"),
        ({"method_b": "cloud_account"}, "method_not_allowed_for_incentive"),
        ({"method_b": None}, "auto_payout_method_missing"),
        ({"method_a": "bank_transfer", "method_b": "cloud_account_owed_invoice"}, None),
        ({"enabled": False, "method_a": None, "method_b": None}, None),
    ],
)
def test_each_group_has_its_allowed_methods(world, methods, code):
    assert set_auto_payout(world, **methods).refused_as == code


def test_the_setting_is_off_until_it_is_set_and_shown_as_set(world):
    assert world.call(FINANCE, "GET", "/incentives/auto-payout").ok() == {"enabled": False, "method_a": None, "method_b": None}
    set_auto_payout(world, method_a="bank_transfer").ok()
    shown = world.call(FINANCE, "GET", "/incentives/auto-payout")
    assert shown.ok() == {"enabled": True, "method_a": "bank_transfer", "method_b": "coupon_quota"}
    stale = set_auto_payout(world, headers={"If-Match": '"9"'})
    assert stale.status == 412
    set_auto_payout(world, enabled=False, headers={"If-Match": shown.headers["ETag"]}).ok()


@pytest.mark.rule("10.7.4.2/r7")
def test_it_cannot_be_switched_on_without_certification(world):
    a_partner("P2", certified=False)
    body = {"enabled": True, "method_a": "coupon_quota", "method_b": "coupon_quota"}
    assert world.call(partner_user("P2"), "PUT", "/incentives/auto-payout", body).refused_as == "business_not_certified"
