"""What a customer does that brings its coupons back to their issuers' quotas (13.1.1/r22, 14.2.1.3/r6, 14.3.3/r2, 16.2.2.3/r5)."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from partner_center.coupons import CouponKind, CouponStatus
from partner_center.kernel import clock
from partner_center.kernel.money import Money
from tests.kit import faults
from tests.kit.customers import a_custom_link, accept, token_in
from tests.kit.funds import a_partner, check_books
from tests.kit.government import CASH, PICKUP, VOUCHER, GovernmentDesk, coupon_of, left, the_government_partners

RECALLED, USABLE = CouponStatus.RECALLED, CouponStatus.USABLE
KINDS = (CASH, PICKUP, VOUCHER)


class Held:
    """C1 with a coupon of each kind, of 10 out of 100."""

    def __init__(self, desk: GovernmentDesk) -> None:
        self.desk, self.world = desk, desk.world
        desk.account("C1")
        desk.whitelist("C1")
        desk.listed("C1").ok()
        self.world.settle()
        self.quotas = {kind: desk.quota(kind) for kind in KINDS}
        self.coupons = {kind: desk.coupon(self.quotas[kind], kind=kind) for kind in KINDS}
        self.world.settle()

    def stand(self) -> dict[CouponKind, CouponStatus]:
        """How each stands now."""
        return {kind: coupon_of(coupon, kind).status_at(clock.now()) for kind, coupon in self.coupons.items()}

    def withdrawn(self, at: str | None = None) -> dict[str, Any]:
        """What withdrawals tell once the customer has withdrawn all."""
        data = {"partner_id": "", "customer_id": "C1", "withdrawn_at": at or clock.iso(clock.now())}
        detail = {"event_id": "CMW-0", "correlation_id": "w", "occurred_at": clock.iso(clock.now()), "data": data}
        return {"DetailType": "funds.customer_fully_withdrew", "Source": "partner_center.funds", "Detail": json.dumps(detail)}


@pytest.fixture
def held(world) -> Held:
    """The customer with its coupons."""
    the_government_partners()
    return Held(GovernmentDesk(world))


@pytest.mark.rule("13.1.1/r21", "13.1.1/r22")
@pytest.mark.parametrize(("mode", "cash"), [("resale", RECALLED), ("consultative", USABLE)])
def test_unused_cash_coupons_go_back_when_the_customer_becomes_a_resale_customer(held, mode, cash):
    a_partner("P1")
    accept(held.world, token_in(a_custom_link(held.world, mode)["url"])).ok()
    held.world.settle(twice=True, shuffled=random.Random(5))
    assert held.stand() == {CASH: cash, PICKUP: USABLE, VOUCHER: USABLE}
    assert left(held.quotas[CASH]) == Money.of("100" if cash is RECALLED else "90")
    check_books()


@pytest.mark.rule("14.3.3/r2")
def test_cash_coupons_go_back_when_the_contracting_entity_changes(held):
    held.desk.account("C1", contracting_entity="hst")
    held.world.settle(twice=True)
    assert held.stand() == {CASH: RECALLED, PICKUP: USABLE, VOUCHER: USABLE}
    assert left(held.quotas[CASH]) == Money.of("100")


@pytest.mark.rule("14.3.3/r2")
def test_heard_late_a_change_leaves_what_was_issued_since(held, stopped_clock):
    held.desk.account("C1", contracting_entity="hst")
    late = held.world._new_events()
    stopped_clock.pass_(hours=1)
    since = held.desk.coupon(held.quotas[CASH])
    for event in late:
        held.world.deliver(event)
    assert (held.stand()[CASH], coupon_of(since).status_at(clock.now())) == (RECALLED, USABLE)


@pytest.mark.rule("14.2.1.3/r6", "16.2.2.3/r5")
def test_cash_and_pickup_coupons_go_back_when_the_customer_withdraws_all(held):
    for _ in range(2):
        held.world.deliver(held.withdrawn())
    assert held.stand() == {CASH: RECALLED, PICKUP: RECALLED, VOUCHER: USABLE}
    assert (left(held.quotas[CASH]), left(held.quotas[PICKUP], PICKUP)) == (Money.of("100"), Money.of("100"))
    check_books()


def test_all_coupons_go_back_when_the_account_is_closed(held):
    held.desk.account("C1", closed_at="2024-09-02T09:00:00+08:00")
    held.world.settle(twice=True)
    assert set(held.stand().values()) == {RECALLED}
    check_books()


@pytest.mark.rule("14.2.1.3/r6")
def test_what_was_brought_back_is_logged_in_each_issuers_trail_without_operator(held, stopped_clock):
    stopped_clock.pass_(minutes=1)
    held.world.deliver(held.withdrawn())
    for kind, page in ((CASH, "cash-coupon-operations"), (PICKUP, "pickup-coupon-operations")):
        line = held.desk.page(page, kind)[0]
        assert (line["operation_type"], line["operator"], line["coupon_id"]) == ("system_recall", "无", held.coupons[kind])


@pytest.mark.rule("14.2.1.3/r6")
@pytest.mark.parametrize("writes", [1, 2])
def test_a_consumer_that_dies_in_between_goes_on_where_it_stopped(held, writes):
    event = held.withdrawn()
    try:
        with faults.watching(after=faults.killed_after(writes)):
            held.world.deliver(event)
    except faults.Killed:
        pass
    held.world.deliver(event)
    assert held.stand() == {CASH: RECALLED, PICKUP: RECALLED, VOUCHER: USABLE}
    assert (left(held.quotas[CASH]), left(held.quotas[PICKUP], PICKUP)) == (Money.of("100"), Money.of("100"))
    check_books()


@pytest.mark.rule("14.2.1.3/r6")
def test_another_customers_coupons_stay(held):
    held.desk.account("C2")
    held.desk.whitelist("C1", "C2")
    other = held.desk.coupon(held.quotas[CASH], to=("C2",))
    held.world.deliver(held.withdrawn())
    assert coupon_of(other).status_at(clock.now()) is USABLE
