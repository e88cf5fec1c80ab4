"""The two ways in which a partner's customer trades, for each type of partner (10.1, 12.1)."""

from __future__ import annotations

import pytest

from partner_center.customers import AssociationType
from partner_center.kernel.money import Money
from tests.kit.applications import tell
from tests.kit.consumption import usage
from tests.kit.coupons import CouponDesk
from tests.kit.customers import a_custom_link, accept, account, an_account, token_in
from tests.kit.expansion import TYPES, an_expander
from tests.kit.orders import Payer

CONSULTATIVE, RESALE = AssociationType.CONSULTATIVE, AssociationType.RESALE


@pytest.mark.rule("10.1.2/r1")
@pytest.mark.parametrize("mode", [CONSULTATIVE, RESALE])
def test_a_partner_serves_a_customer_from_its_association_on(world, mode):
    partner = an_expander("solution_provider")
    an_account(world)
    desk = CouponDesk(world)
    quota = desk.a_quota()
    assert desk.issue(quota).status == 404
    assert world.call(partner, "GET", "/customers/customers/C1").status == 404
    accept(world, token_in(a_custom_link(world, mode.value, by=partner)["url"])).ok()
    assert world.call(partner, "GET", "/customers/customers/C1").ok()["association_type"] == mode
    assert desk.issue(quota).status == 201


@pytest.mark.rule("10.1.1/r6", "10.1.3/r2", "12.1.1/r3", "12.1.3/r3")
@pytest.mark.parametrize("partner_type", TYPES)
def test_a_resale_customer_spends_what_its_partner_allocated_and_nothing_else(world, partner_type):
    customer = Payer(world, RESALE, partner_type)
    tell(cash_balance=Money.of(100))  # what it left with the vendor is not for spending
    customer.is_allocated("5.00")
    (told,) = customer.uses(usage("18"))
    (group,) = told.groups
    assert (group.cash_paid, group.arrears) == (Money.of(5), Money.of(13))
    assert (customer.balance, customer.arrears, account().cash_balance) == (Money.of(0), Money.of(13), Money.of(100))


@pytest.mark.rule("10.1.1/r3")
@pytest.mark.parametrize("partner_type", TYPES)
def test_a_consultative_customer_pays_the_vendor_and_neither_has_nor_owes_its_partners_money(world, partner_type):
    customer = Payer(world, CONSULTATIVE, partner_type)
    asked = {"allocation_type": "normal", "amount": "5"}
    refused = world.call(customer.partner, "POST", "/funds/customers/C1/allocations", asked, key="a")
    assert refused.refused_as == "customer_not_resale"
    (told,) = customer.uses(usage("18"))
    assert (told.groups[0].cash_paid, told.groups[0].arrears) == (Money.of(18), Money.of(0))
    assert (customer.balance, customer.arrears) == (Money.of(0), Money.of(0))


@pytest.mark.rule("12.1.3/r2", "10.1.3/r1")
@pytest.mark.parametrize("partner_type", TYPES)
def test_a_partner_allocates_to_its_resale_customer_and_recalls_from_it(world, partner_type):
    customer = Payer(world, RESALE, partner_type)
    customer.is_allocated("30.00")
    assert customer.balance == Money.of(30)
    taken = {"buckets": [{"bucket_id": "normal", "amount": "12.50"}]}
    world.call(customer.partner, "POST", "/funds/customers/C1/recalls", taken, key="r").ok()
    assert customer.balance == Money.of("17.50")
    seen = world.call(customer.partner, "GET", "/funds/balances").ok()
    assert seen["account_balance"]["amount"] == "12.50"
