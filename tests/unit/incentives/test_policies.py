"""Product incentive policies (10.7.1.1)."""

from decimal import Decimal

import pytest

from partner_center.incentives.policy import policy_of, terms_at
from partner_center.kernel import effective
from partner_center.kernel.money import Money
from tests.kit.incentives import CONSULTATIVE, FINANCE, RESALE, beijing

AT = beijing("2024-09-01")


@pytest.mark.rule("10.7.1.1/r1")
def test_the_policy_of_each_product_category_can_be_looked_up(world):
    items = world.call(FINANCE, "GET", "/incentives/policies").ok()["items"]
    found = {(row["product_category"], row["association_type"]): (row["policy"], row["rebate_ratio"]) for row in items}
    assert found["*", "resale"] == ("standard", "0.15")
    assert found["Support", "consultative"] == ("performance_without_rebate", "0")


@pytest.mark.rule("10.7.1.1/r2")
def test_the_filter_lists_the_products_under_a_policy(world):
    items = world.call(FINANCE, "GET", "/incentives/policies?policy=neither").ok()["items"]
    assert {row["product_category"] for row in items} == {"Tax"}


@pytest.mark.rule("10.7.1.1/r3")
def test_another_time_gives_the_history(world):
    assert world.call(FINANCE, "GET", "/incentives/policies?as_of=2018-09-30T23:59:59%2B08:00").ok()["items"] == []
    assert world.call(FINANCE, "GET", "/incentives/policies").ok()["as_of"] == "2024-09-02T02:00:00.000000Z"


@pytest.mark.rule("10.7.1.1/r3")
def test_a_past_month_keeps_its_policy_when_a_new_one_begins(monkeypatch):
    old = next(row for row in effective.rows("partner_center.incentives", "policies") if row["association_type"] == "resale")
    new = {**old, "effective_from": "2024-10-01", "rebate_ratio": Decimal("0.2")}
    monkeypatch.setattr(effective, "rows", lambda package, name: (old, new))
    assert policy_of(RESALE, "ECS", beijing("2024-09-30T23:59:59+08:00")).rebate_ratio == Decimal("0.15")
    assert policy_of(RESALE, "ECS", beijing("2024-10-01")).rebate_ratio == Decimal("0.2")


def test_a_product_without_a_policy_of_its_own_has_that_of_every_product():
    assert policy_of(CONSULTATIVE, "ECS", AT).rebate_ratio == Decimal("0.10")
    assert policy_of(CONSULTATIVE, "Tax", AT).rebate_ratio == 0


@pytest.mark.rule("10.7.3.2/r1")
@pytest.mark.parametrize(
    ("performance", "incentive"),
    [
        ("45.12", "6.76800000"),
        ("8.88", "1.33200000"),
        ("0.00000003", "0.00000000"),
        ("0.00000004", "0.00000001"),
        ("-0.00000004", "-0.00000001"),
    ],
)
def test_a_detail_is_performance_by_the_ratio_at_eight_decimals(performance, incentive):
    assert policy_of(RESALE, "ECS", AT).incentive_on(Money.of(performance)) == Money.of(incentive)


@pytest.mark.rule("10.7.4.2/r27")
def test_the_terms_are_data():
    terms = terms_at(AT)
    assert (terms.auto_payout_threshold, terms.auto_payout_after_days) == (Money.of(1000), 5)
    assert terms.new_resale_from == beijing("2023-10-01")
