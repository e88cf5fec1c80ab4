"""The pick-up coupons of a partner's resale customers: page, counters, account check (10.4.6.2, 11.3.6.2, 12.3.1.1/r4, 10.4.1.5/r17)."""

from __future__ import annotations

import inspect
import random
from dataclasses import replace
from typing import Any

import pytest

from partner_center.coupons import OperationType, PickupHolding, key_of
from partner_center.coupons.recall import take_back
from partner_center.customers import Association, AssociationStatus, AssociationType, association_key, listed_key
from tests.kit import faults
from tests.kit.applications import DISTRIBUTOR, RESELLER, SOLUTION_PROVIDER, a_pair, check
from tests.kit.coupon_orders import AnOrder, a_coupon
from tests.kit.coupons import CouponDesk
from tests.kit.customers import a_linked_customer, account, found
from tests.kit.funds import a_customer, as_system
from tests.kit.organisation import managed
from tests.kit.overview import counters, overview, tell
from tests.kit.partners import a_partner
from tests.kit.world import World, partner_user

NOON = "2024-09-02T04:00:00.000000Z"
ISSUER = "GOV"
PAGE = "/coupons/resale-pickup-coupons"


@pytest.fixture
def desk(world) -> CouponDesk:
    """P1 with the resale customer C1, and a government-cloud partner that issues pick-up coupons."""
    a_pair("resale")
    a_partner(ISSUER, partner_type="government_cloud")
    return CouponDesk(world)


def a_pickup(to: str = "C1", **facts: Any) -> str:
    """A pick-up coupon of the government-cloud partner's."""
    return a_coupon("pickup_coupon", of=ISSUER, to=to, **facts)


def id_of(ref: str) -> str:
    return ref.rsplit("/", 1)[1]


def page(desk, query: str = "", by: Any = None) -> list[str]:
    """The coupons that the partner's page shows."""
    return [one["coupon_id"] for one in desk.world.call(by or partner_user("P1"), "GET", PAGE + query).ok()["items"]]


def stands(association_type: str = "resale", status: str = "associated", of: str = "P1") -> None:
    """How C1 stands with a partner from now on; nobody has heard of it yet."""
    key = association_key(of, "C1")
    association, known = Association.get(key.partition, key.sort), account("C1")
    association.association_type, association.status = AssociationType(association_type), AssociationStatus(status)
    known.associated_partner_id = of if status == "associated" else None
    association.save()
    known.save()


def hear(desk, name: str, of: str = "P1", **facts: Any) -> None:
    """Everybody hears, twice, of an association of C1."""
    data = {"partner_id": of, "customer_id": "C1", "association_type": "resale", "application_id": "AP1", "associated_at": NOON, **facts}
    tell(desk.world, f"customers.{name}", data, times=2)


@pytest.mark.parametrize(
    "partner_type",
    [
        pytest.param(SOLUTION_PROVIDER, marks=pytest.mark.rule("10.4.6.2/r1")),
        pytest.param(DISTRIBUTOR, marks=pytest.mark.rule("10.4.6.2/r1")),
    ],
)
def test_the_page_shows_what_resale_customers_hold_whoever_issued_it(world, partner_type):
    partner, desk = a_pair("resale", partner_type), CouponDesk(world)
    a_linked_customer("C2", mode="consultative")
    a_linked_customer("C3", of="P2")
    held = a_pickup()
    a_pickup(to="C2")
    a_pickup(to="C3")
    a_coupon("voucher")
    world.settle(twice=True)
    assert page(desk, by=partner) == [id_of(held)]


@pytest.mark.rule("10.4.6.2/r2", "16.2.2.2/r8")
def test_a_coupon_has_a_detail_and_its_uses_and_no_remark(desk):
    ref, order = a_pickup(remark="for our eyes only"), AnOrder("6")
    desk.world.settle()
    order.lock(ref)
    order.pay()
    desk.world.settle()
    detail = desk.world.call(partner_user("P1"), "GET", f"{PAGE}/{id_of(ref)}").ok()
    assert (detail["balance"]["amount"], detail["partner_id"]) == ("4.00", ISSUER)
    assert "remark" not in detail
    uses = desk.world.call(partner_user("P1"), "GET", f"{PAGE}/{id_of(ref)}/uses").ok()["items"]
    assert [(use["amount"]["amount"], use["reference"]) for use in uses] == [("6.00", order.order_no)]


@pytest.mark.parametrize("path", ["", "/uses"])
def test_another_partners_user_finds_no_detail(desk, path):
    ref = a_pickup()
    desk.world.settle()
    assert desk.world.call(partner_user("P2"), "GET", f"{PAGE}/{id_of(ref)}{path}").refused_as == "not_found"
    assert page(desk, by=partner_user("P2")) == []


@pytest.mark.rule("10.4.2.1/r2")
def test_an_account_manager_sees_the_coupons_of_his_own_customers_only(desk):
    a_linked_customer("C2")
    ours, others = a_pickup(), a_pickup(to="C2")
    desk.world.settle()
    managed("C1", by="M1")
    managed("C2", by="M2")
    manager = replace(partner_user("P1"), limited_to=("M1",))
    assert page(desk, by=manager) == [id_of(ours)]
    assert desk.world.call(manager, "GET", f"{PAGE}/{id_of(others)}").refused_as == "not_found"


def test_the_page_is_filtered_by_customer_status_and_expiry_and_goes_on_by_cursor(desk, stopped_clock):
    a_linked_customer("C2")
    soon = a_pickup(until="2024-09-05T00:00:00+08:00")
    stopped_clock.pass_(seconds=2)
    late = a_pickup()
    stopped_clock.pass_(seconds=2)
    others = a_pickup(to="C2")
    desk.world.settle()
    assert page(desk) == [id_of(others), id_of(late), id_of(soon)]
    assert page(desk, "?customer_id=C1") == [id_of(late), id_of(soon)]
    assert page(desk, "?expires_within=7") == [id_of(soon)]
    assert page(desk, f"?coupon_id={id_of(late)}") == [id_of(late)]
    stopped_clock.at("2024-09-06T00:00:00+08:00")
    assert page(desk, "?status=expired") == [id_of(soon)]
    first = desk.world.call(partner_user("P1"), "GET", f"{PAGE}?limit=2").ok()
    assert page(desk, f"?limit=2&cursor={first['cursor']}") == [id_of(soon)]


@pytest.mark.rule("16.2.2.3/r1")
def test_a_recalled_coupon_leaves_the_page(desk):
    ref = a_pickup()
    desk.world.settle()
    as_system(ISSUER, lambda work: take_back(work, work.get(key_of(ref)), OperationType.RECALL))
    assert page(desk) == []
    assert desk.world.call(partner_user("P1"), "GET", f"{PAGE}/{id_of(ref)}").refused_as == "not_found"


# --- resellers ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("12.3.1.1/r4")
def test_a_reseller_has_no_page_but_opens_a_customers_list_from_its_overview(world):
    reseller, desk = a_pair("resale", RESELLER), CouponDesk(world)
    ref = a_pickup()
    world.settle()
    assert world.call(reseller, "GET", PAGE).refused_as == "pickup_coupons_by_customer_only"
    assert world.call(reseller, "GET", f"{PAGE}/{id_of(ref)}").refused_as == "not_found"
    seen = counters(world, by=reseller)
    assert (seen["pick_ups_usable"], seen["pick_ups_expiring_7"]) == (1, 0)
    opens = {counter["name"]: counter["opens"] for counter in overview(world, by=reseller)["counters"]}
    assert page(desk, opens["pick_ups_usable"].removeprefix(PAGE), by=reseller) == [id_of(ref)]


# --- counters -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.1/r9")
def test_the_counters_move_with_time_though_nobody_writes(desk, stopped_clock):
    a_pickup(until="2024-09-20T00:00:00+08:00")
    a_pickup(until="2024-12-31T00:00:00+08:00")
    desk.world.settle(twice=True, shuffled=random.Random(1))
    for at, expected in (("2024-09-02", (2, 0)), ("2024-09-15", (2, 1)), ("2024-09-21", (1, 0))):
        stopped_clock.at(f"{at}T10:00:00+08:00")
        seen = counters(desk.world)
        assert (seen["pick_ups_usable"], seen["pick_ups_expiring_7"]) == expected


@pytest.mark.rule("10.4.1.1/r9", "10.4.1.1/r20")
def test_a_coupon_that_is_used_up_counts_no_more(desk):
    ref, order = a_pickup(), AnOrder("10")
    desk.world.settle()
    assert counters(desk.world)["pick_ups_usable"] == 1
    order.lock(ref)
    order.pay()
    desk.world.settle(twice=True)
    assert counters(desk.world)["pick_ups_usable"] == 0


# --- who has the customer ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.6.2/r1")
def test_a_switch_to_consultative_takes_the_coupons_from_the_page_and_one_back_brings_them(desk):
    ref = a_pickup()
    desk.world.settle()
    stands("consultative")
    assert page(desk) == []  # from that very instant
    hear(desk, "association_type_switched", former_type="resale", association_type="consultative", switched_at=NOON)
    assert (page(desk), counters(desk.world)["pick_ups_usable"]) == ([], 0)
    assert list(PickupHolding.query("partner/P1/pickup_of/C1")) == []
    stands("resale")
    hear(desk, "association_type_switched", former_type="consultative", switched_at=NOON)
    assert (page(desk), counters(desk.world)["pick_ups_usable"]) == ([id_of(ref)], 1)


@pytest.mark.rule("10.4.6.2/r1")
def test_the_next_partner_of_a_customer_sees_its_coupons_and_the_former_no_more(desk):
    ref = a_pickup()
    desk.world.settle()
    stands(status="unlinked")
    assert page(desk) == []  # from that very instant
    hear(desk, "customer_unlinked", unlinked_at=NOON)
    assert list(PickupHolding.query("partner/P1/pickup_of/C1")) == []
    assert found(listed_key("P1", "C1")).pickup_coupons == []
    a_customer("C1", of="P2")
    stands(of="P2")
    hear(desk, "customer_associated", of="P2")
    assert (page(desk), page(desk, by=partner_user("P2"))) == ([], [id_of(ref)])
    assert counters(desk.world, by=partner_user("P2"))["pick_ups_usable"] == 1


def test_an_unlinking_heard_after_the_customer_came_back_takes_nothing_away(desk):
    ref = a_pickup()
    desk.world.settle()
    stands(status="unlinked")
    stands()
    hear(desk, "customer_associated")
    hear(desk, "customer_unlinked", unlinked_at=NOON)
    assert page(desk) == [id_of(ref)]
    assert counters(desk.world)["pick_ups_usable"] == 1


def test_a_coupon_that_comes_while_the_customer_leaves_is_on_nobodys_page(desk):
    a_pickup()
    with faults.watching(before=_before_commit(2, lambda: stands(status="unlinked"))):
        desk.world.settle()
    hear(desk, "customer_unlinked", unlinked_at=NOON)
    assert list(PickupHolding.query("partner/P1/pickup_of/C1")) == []


def test_a_coupon_that_comes_while_the_customer_comes_is_on_its_partners_page(desk):
    stands(status="unlinked")
    ref = a_pickup()
    with faults.watching(before=_before_commit(1, lambda: (stands(), hear(desk, "customer_associated")))):
        desk.world.settle()
    assert page(desk) == [id_of(ref)]
    assert counters(desk.world)["pick_ups_usable"] == 1


def _before_commit(number: int, meanwhile: Any) -> Any:
    """Something happens just before the n-th commit of the pick-up coupons' own consumer."""
    seen: list[str] = []

    def interfere(operation: str, _: int) -> None:
        follows = any(frame.function == "follow_pickup_coupons" for frame in inspect.stack())
        if operation == "TransactWriteItems" and follows and len(seen) < number:
            seen.append(operation)
            if len(seen) == number:
                meanwhile()

    return interfere


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_a_consumer_that_dies_between_its_transactions_is_made_good_by_the_repetition(desk, writes):
    refs = [a_pickup() for _ in range(3)]
    events = desk.world._new_events()
    for event in events:
        try:
            with faults.watching(after=faults.killed_after(writes)):
                desk.world.deliver(event)
        except faults.Killed:
            desk.world.deliver(event)
    assert sorted(page(desk)) == sorted(map(id_of, refs))
    assert counters(desk.world)["pick_ups_usable"] == 3


# --- the account check --------------------------------------------------------------------------------------------------------------------


def may_go(world: World, operation: str = "unlink") -> bool:
    """Whether the account check finds no unused pick-up coupons."""
    (condition,) = [one for one in check(world, operation).ok()["checks"] if one["code"] == "pickup_coupons_left"]
    return bool(condition["passed"])


@pytest.mark.rule("10.4.1.5/r17")
@pytest.mark.parametrize("operation", ["unlink", "switch_type"])
def test_a_resale_customer_must_use_up_its_pick_up_coupons_first(desk, operation):
    ref, order = a_pickup(), AnOrder("10")
    desk.world.settle()
    assert not may_go(desk.world, operation)
    order.lock(ref)
    order.pay()
    desk.world.settle()
    assert may_go(desk.world, operation)


@pytest.mark.rule("10.4.1.5/r17")
def test_pick_up_coupons_that_expired_hold_nobody(desk, stopped_clock):
    a_pickup(until="2024-09-05T00:00:00+08:00")
    desk.world.settle()
    stopped_clock.at("2024-09-06T00:00:00+08:00")
    assert may_go(desk.world)


def test_of_a_customer_without_any_here_the_vendors_own_number_holds(desk):
    known = account("C1")
    known.unused_pickup_coupons = 2
    known.save()
    assert not may_go(desk.world)
