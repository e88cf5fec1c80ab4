"""From recorded usage through charging to the bill and its incentive, as the events carry it."""

import random
from functools import partial

import pytest

from partner_center.consumption import BillingMode, UsageGroup, UsageRecorded
from partner_center.consumption.sub_account import SubAccount
from partner_center.consumption.usage_control import UsageControl
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.work import Origin, Work, carry_out
from tests.kit.billing import FIFTH, JOB, PERIOD, keep, the_bill
from tests.kit.consumption import a_line, deliver
from tests.kit.funds import as_system
from tests.kit.incentives import details_of, the_incentive
from tests.kit.orders import Payer
from tests.kit.world import partner_user


def usage_recorded(stopped_clock, *consumed: str) -> None:
    """Usage of one resale customer, taken in line by line in one transaction each."""
    zero, exact = Money.zero(), [Money.of(amount) for amount in consumed]
    keep(UsageControl(partner_id="P1", billing_period=PERIOD, consumption=sum(exact, zero), lines=len(exact)))
    for amount in exact:
        group = UsageGroup(
            product_type="ECS", billing_mode=BillingMode.ON_DEMAND, consumption=amount, refund=zero, adjustment=zero, lines=1
        )
        event = UsageRecorded(partner_id="P1", customer_id="C1", association_type="resale", billing_period=PERIOD, groups=(group,))
        carry_out(partial(Work, Caller.system("test").on_behalf_of("P1"), stopped_clock.now, Origin("test", "c")), partial(tell, event))


def tell(event: UsageRecorded, work: Work) -> None:
    work.emit(event)


def test_cash_paid_after_a_refund_to_the_voucher_is_performance(world, stopped_clock):
    customer = Payer(world)
    as_system("P1", lambda work: work.add(SubAccount(provider="AWS", sub_account_id="sub-1", customer_id=customer.customer_id)))
    (voucher,) = customer.is_given_vouchers("100.00")
    spent = []
    for number, amount in enumerate(("100", "-100"), start=1):
        stopped_clock.pass_(hours=1)
        deliver(
            [a_line(number, amount, day="2024-09-02", BillingCurrency="CNY", ChargePeriodEnd="2024-09-02 23:00:00")],
            f"{number}.csv",
            f"v{number}",
        )
        world.settle()
        spent.append(customer.vouchers[voucher])
    recalled = world.call(partner_user(), "POST", f"/coupons/vouchers/{voucher}/recall", {}, key="recall")
    assert (spent, recalled.status) == ([Money.zero(), Money.of(100)], 200)
    customer.is_allocated("50.00")
    deliver([a_line(3, "50", day="2024-09-03", BillingCurrency="CNY")], "3.csv", "v3")
    world.settle(twice=True)
    world.run_job(JOB, FIFTH)
    world.settle()
    bill = the_bill()
    assert (bill.amount, bill.voucher_deducted, bill.voucher_returned, bill.cash_paid) == tuple(Money.of(n) for n in (50, 100, 100, 50))
    assert [detail.performance for detail in details_of(the_incentive())] == [Money.of(50)]


@pytest.mark.rule("10.6.1.2/r1")
def test_nothing_is_billed_before_the_last_charge_is_summed_up(world, stopped_clock):
    usage_recorded(stopped_clock, "10.004", "10.004")
    assert world.run_job(JOB, FIFTH)["postponed"] == 1
    world.settle()
    assert world.run_job(JOB, FIFTH)["done"] == 1


@pytest.mark.parametrize("seed", range(3))
def test_the_bill_is_what_was_charged_in_whatever_order_the_events_come_and_how_often(world, stopped_clock, seed):
    usage_recorded(stopped_clock, *["0.333"] * 10)
    world.settle(twice=True, shuffled=random.Random(seed))
    world.run_job(JOB, FIFTH)
    world.settle(twice=True)
    assert (the_bill().amount, the_bill().arrears) == (Money.of("3.33"), Money.of("3.33"))
    assert the_incentive().incentive_amount == Money.of("0.50")
