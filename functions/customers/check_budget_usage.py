"""Consumption arrives: warn at 75, 90 and 100 % of a customer's budget (guide 10.4.1.4)."""

from partner_center.customers import check_budget_usage
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named("orders.usage_charged", "funds.funds_adjusted", guide=["10.4.1.4/check_budget_usage"])
def app(told: Told) -> None:
    check_budget_usage(told)
