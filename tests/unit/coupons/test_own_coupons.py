"""A customer's own coupons of every kind, with uses and locks (13.5.1, 14.3.1, 14.3.2, 13.5.2/r9, 10.4.6.1.3/r5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.kit.agency import a_partners_user, an_agent, an_authorization
from tests.kit.coupon_orders import AnOrder, a_coupon
from tests.kit.coupons import CouponDesk
from tests.kit.customers import a_linked_customer
from tests.kit.partners import a_partner
from tests.kit.world import customer_user

PAGES = {"voucher": "customer-vouchers", "cash_coupon": "customer-cash-coupons", "pickup_coupon": "customer-pickup-coupons"}
EVERY_KIND = [
    pytest.param(kind, marks=pytest.mark.rule(rule))
    for kind, rule in (("voucher", "13.5.1/r1"), ("cash_coupon", "14.3.3/r5"), ("pickup_coupon", "13.5.1/r1"))
]


def see(desk, path: str, by: str = "C1") -> Any:
    """A page of the customer's."""
    return desk.world.call(customer_user(by), "GET", f"/coupons/{path}")


def own(desk, kind: str, by: str = "C1") -> list[str]:
    """The ids that the customer's list of a kind shows."""
    return [one["coupon_id"] for one in see(desk, PAGES[kind], by).ok()["items"]]


def id_of(ref: str) -> str:
    return ref.rsplit("/", 1)[1]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_kind_has_its_page_and_each_coupon_its_detail(desk, kind):
    mine = {one: a_coupon(one) for one in PAGES}
    a_coupon(kind, to="C2")
    assert own(desk, kind) == [id_of(mine[kind])]
    detail = see(desk, f"{PAGES[kind]}/{id_of(mine[kind])}").ok()
    assert (detail["face_value"]["amount"], detail["status"]) == ("10.00", "usable")


@pytest.mark.rule("10.4.6.1.2/r5", "14.2.1.2/r7", "16.2.2.2/r8")
@pytest.mark.parametrize("kind", PAGES)
def test_the_issuers_remark_is_nowhere_on_the_customers_side(desk, kind):
    ref = a_coupon(kind, remark="for our eyes only")
    AnOrder("3").lock(ref)
    pages = (PAGES[kind], f"{PAGES[kind]}/{id_of(ref)}", f"customer-coupons/{kind}/{id_of(ref)}/uses")
    for page in (*pages, f"customer-coupons/{kind}/{id_of(ref)}/locks"):
        assert "for our eyes only" not in str(see(desk, page).ok())


@pytest.mark.rule("13.5.1/r1")
@pytest.mark.parametrize("kind", PAGES)
def test_the_uses_say_what_was_paid_and_what_came_back(desk, stopped_clock, kind):
    ref, order = a_coupon(kind), AnOrder("6")
    order.lock(ref)
    assert see(desk, f"customer-coupons/{kind}/{id_of(ref)}/uses").ok()["items"] == []
    order.pay()
    stopped_clock.pass_(hours=1)
    order.unsubscribe()
    uses = see(desk, f"customer-coupons/{kind}/{id_of(ref)}/uses").ok()["items"]
    told = [(use["movement"], use["amount"]["amount"], use["balance"]["amount"], use["reference"]) for use in uses]
    assert told == [("coupon_refund", "-6.00", "10.00", order.order_no), ("coupon_deduction", "6.00", "4.00", order.order_no)]


@pytest.mark.rule("13.5.1/r1")
def test_the_locks_say_which_order_has_how_much_and_until_when_it_had_it(desk, stopped_clock):
    ref, first, second = a_coupon("voucher"), AnOrder("3", order_no="CS1"), AnOrder("4", order_no="CS2")
    first.lock(ref)
    stopped_clock.pass_(hours=1)
    second.lock(ref)
    first.cancel()
    locks = see(desk, f"customer-coupons/voucher/{id_of(ref)}/locks").ok()["items"]
    assert [(lock["order_no"], lock["amount"]["amount"], lock["state"]) for lock in locks] == [
        ("CS2", "4.00", "locked"),
        ("CS1", "3.00", "released"),
    ]
    assert (locks[0]["ended_at"], locks[1]["ended_at"]) == (None, "2024-09-02T03:00:00.000000Z")
    detail = see(desk, f"customer-vouchers/{id_of(ref)}").ok()
    assert (detail["balance"]["amount"], detail["locked"]["amount"]) == ("6.00", "4.00")


@pytest.mark.parametrize("page", ["uses", "locks"])
def test_another_customers_coupon_shows_nothing(desk, page):
    ref = a_coupon("voucher", to="C2")
    for kind in ("voucher", "cash_coupon", "nonsense"):
        assert see(desk, f"customer-coupons/{kind}/{id_of(ref)}/{page}").refused_as == "not_found"
    assert see(desk, f"customer-vouchers/{id_of(ref)}").refused_as == "not_found"
    assert see(desk, f"customer-coupons/voucher/{id_of(ref)}/{page}", by="C2").status == 200


def test_a_partners_user_who_acts_for_the_customer_sees_what_the_customer_sees(world):
    desk = CouponDesk(world)
    a_partner()
    a_linked_customer()
    ref = a_coupon("cash_coupon")
    partner = a_partners_user()
    an_authorization(desk.world, partner)
    agent = an_agent(desk.world, partner)
    order = "order_type=subscribe&billing_mode=subscription&product_types=ecs&order_total=100"
    uses = f"customer-coupons/cash_coupon/{id_of(ref)}"
    for page in (
        "customer-cash-coupons",
        f"customer-cash-coupons/{id_of(ref)}",
        f"{uses}/uses",
        f"{uses}/locks",
        f"usable-coupons?{order}",
    ):
        assert desk.world.call(agent, "GET", f"/coupons/{page}").ok() == see(desk, page).ok()


@pytest.mark.rule("10.4.6.1.3/r5", "14.2.2.3/r1")
def test_a_recalled_coupon_is_not_shown_nor_its_uses(desk):
    ref = a_coupon("voucher")
    AnOrder("6").lock(ref)
    desk.recall_voucher(id_of(ref)).ok()
    assert own(desk, "voucher") == []
    for page in (f"customer-vouchers/{id_of(ref)}", f"customer-coupons/voucher/{id_of(ref)}/locks"):
        assert see(desk, page).refused_as == "not_found"


@pytest.mark.rule("13.5.2/r9", "0.6/r4")
@pytest.mark.parametrize("kind", PAGES)
def test_an_expired_coupon_is_shown_for_six_months(desk, stopped_clock, kind):
    ref = a_coupon(kind, until="2024-09-10T00:00:00+08:00")
    stopped_clock.at("2025-03-10T00:00:00+08:00")
    assert own(desk, kind) == [id_of(ref)]
    assert see(desk, f"customer-coupons/{kind}/{id_of(ref)}/uses").status == 200
    stopped_clock.at("2025-03-10T00:00:01+08:00")
    assert own(desk, kind) == []
    assert see(desk, f"{PAGES[kind]}/{id_of(ref)}").refused_as == "not_found"
    assert see(desk, f"customer-coupons/{kind}/{id_of(ref)}/uses").refused_as == "not_found"
