"""What a partner sees of its customers' resources, and how the platform's news gets there (10.4.1.6; 11.3.1.6, 12.3.1.5 alike)."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from partner_center.customers import AssociationStatus, CustomerAssociated
from partner_center.customers.account import customer_account_key
from partner_center.customers.association import association_key
from partner_center.customers.resources.resource import ResourceStatus
from partner_center.kernel import clock
from partner_center.platform.events import outbox_of
from tests.kit import exports, faults
from tests.kit.customers import OTHER, PARTNER, VENDOR, a_linked_customer, found
from tests.kit.organisation import a_member, a_reseller, acting, kept, managed
from tests.kit.resources import (
    COLUMNS,
    EXPIRY,
    a_savings_plan,
    a_subscription,
    an_on_demand,
    as_lines,
    deliver,
    feed,
    listed,
    numbers,
    resource,
    the_guides_sample,
    told,
)
from tests.kit.world import customer_user, partner_user

PARTNER_TYPES = ("solution_provider", "distributor", "reseller")


@pytest.fixture
def customer(world):
    """C1, a customer of P1."""
    return a_linked_customer("C1")


@pytest.fixture(params=PARTNER_TYPES)
def partner(request):
    """P1's administrator, as a partner of each type."""
    return partner_user("P1", partner_type=request.param)


def leaves(customer_id="C1", partner_id="P1"):
    """The customer is associated with nobody any more."""
    association, account = found(association_key(partner_id, customer_id)), found(customer_account_key(customer_id))
    association.status, account.associated_partner_id = AssociationStatus.UNLINKED, None
    kept(association, account)


def joins(world, partner_id="P2", customer_id="C1"):
    """The customer is associated with a partner, which is told as always."""
    association = a_linked_customer_again(partner_id, customer_id)
    event = CustomerAssociated(
        partner_id=partner_id,
        customer_id=customer_id,
        association_type=association.association_type,
        associated_at=association.associated_at,
    )
    kept(outbox_of(f"CM-{partner_id}-{association.associated_at}", "test-0001", clock.now(), [event]))


def a_linked_customer_again(partner_id, customer_id):
    account = found(customer_account_key(customer_id))
    account.delete()
    known = found(association_key(partner_id, customer_id))
    if known is not None:
        known.delete()
    return a_linked_customer(customer_id, of=partner_id)


# --- pages ----------------------------------------------------------------------------------------------------------------


def test_a_partner_sees_the_subscriptions_of_its_customer_with_their_columns(world, customer, partner):
    feed(world, a_subscription("vm-1", days=20)).ok()
    (row,) = world.call(partner, "GET", "/customers/customers/C1/subscription-resources").ok()["items"]
    assert row.keys() >= COLUMNS | {"effective_at", "expires_at", "expiry_policy", "order_no"}
    assert (row["name"], row["status"], row["expiry_policy"]) == ("ecs-vm-1", "in_use", "delete_after_retention")


def test_the_detail_shows_instance_and_provisioning(world, customer, partner):
    feed(world, *the_guides_sample()).ok()
    detail = world.call(partner, "GET", "/customers/customers/C1/subscription-resources/vm-0001").ok()
    assert detail["instance_info"] == [{"name": "规格", "value": "2核 | 4GB"}]
    assert detail["provisioning_info"] == [{"name": "购买时长", "value": "1年"}]
    assert world.call(partner, "GET", "/customers/customers/C1/on-demand-resources/vm-0001").status == 404


def test_what_is_attached_to_a_server_is_associated_with_it(world, customer, partner):
    feed(world, *the_guides_sample(), a_subscription("vm-2")).ok()
    rows = world.call(partner, "GET", "/customers/customers/C1/resources/vm-0001/associated-resources").ok()["items"]
    assert [row["resource_id"] for row in rows] == ["disk-0001", "disk-0002", "disk-0003", "eip-0001"]
    assert {row["expires_at"] for row in rows} == {clock.iso(clock.instant(EXPIRY))}
    assert world.call(partner, "GET", "/customers/customers/C1/resources/vm-2/associated-resources").ok()["items"] == []


def test_filters_find_by_name_id_product_region_and_status(world, customer):
    feed(world, a_subscription("vm-1"), a_subscription("vm-2", name="数据库", region="贵阳"), a_subscription("vm-3", status="frozen")).ok()
    assert listed(world, name_or_id="数据") == ["vm-2"]
    assert listed(world, name_or_id="vm-3") == ["vm-3"]
    assert listed(world, region="贵阳") == ["vm-2"]
    assert listed(world, status="frozen") == ["vm-3"]
    assert listed(world, product_type="对象存储服务") == []


@pytest.mark.rule("10.4.1.1/r7", "10.4.1.1/r20")
@pytest.mark.parametrize(
    ("window", "seen"), [("7", ["d0", "d7"]), ("15", ["d0", "d7", "d8", "d15"]), ("30", ["d0", "d7", "d8", "d15", "d30"])]
)
def test_a_window_of_expiry_is_one_query_by_whole_beijing_days(world, customer, window, seen):
    feed(world, *(a_subscription(f"d{days}", days=days) for days in (-1, 0, 7, 8, 15, 30, 31))).ok()
    assert listed(world, expires_within=window) == seen
    assert world.calls["customers.list_subscription_resources"][-1]["Query"] == 2  # whose customer it is, and the list


def test_the_end_of_a_window_is_the_end_of_its_day(world, customer, stopped_clock):
    stopped_clock.at("2024-09-02T10:00:00+08:00")
    feed(
        world,
        a_subscription("last", expires_at="2024-09-09T23:59:59+08:00"),
        a_subscription("behind", expires_at="2024-09-10T00:00:00+08:00"),
    ).ok()
    assert listed(world, expires_within="7") == ["last"]
    stopped_clock.pass_(days=1)
    assert listed(world, expires_within="7") == ["last", "behind"]


def test_what_expires_first_comes_first_and_what_is_removed_is_gone(world, customer):
    feed(world, a_subscription("b", days=9), a_subscription("a", days=20), a_subscription("c", days=2)).ok()
    assert listed(world) == ["c", "b", "a"]
    world_later = clock.iso(clock.now() + timedelta(seconds=1))
    feed(world, a_subscription("b", days=9, as_of=world_later, status="removed")).ok()
    assert listed(world) == ["c", "a"]
    assert world.call(PARTNER, "GET", "/customers/customers/C1/subscription-resources/b").status == 404


@pytest.mark.rule("10.4.1.6/r1", "10.4.1.6/r2")
def test_on_demand_resources_are_those_of_the_last_month_unless_more_is_asked_for(world, customer, partner, stopped_clock):
    stopped_clock.at("2024-09-02T10:00:00+08:00")
    feed(
        world, an_on_demand("new", age=1), an_on_demand("month", age=31), an_on_demand("old", age=32), an_on_demand("ancient", age=900)
    ).ok()
    assert listed(world, "on-demand-resources", by=partner) == ["new", "month"]
    assert listed(world, "on-demand-resources", by=partner, activated="all") == ["new", "month", "old", "ancient"]
    assert listed(world, "on-demand-resources", by=partner, activated="last_month") == ["new", "month"]
    since, until = "2024-07-15T00:00:00+08:00", "2024-08-02T00:00:00+08:00"
    assert listed(world, "on-demand-resources", by=partner, since=since, until=until) == ["old"]


def test_on_demand_columns_say_tags_and_who_pays(world, customer, partner):
    feed(world, an_on_demand()).ok()
    (row,) = world.call(partner, "GET", "/customers/customers/C1/on-demand-resources").ok()["items"]
    assert row.keys() >= COLUMNS | {"tags", "activated_at", "payer_account"}
    assert (row["tags"], row["payer_account"]) == (["team=web"], "partner")


def test_savings_plans_have_a_page_of_their_own(world, customer, partner):
    feed(world, a_savings_plan("sp-1"), a_subscription("vm-1")).ok()
    (row,) = world.call(partner, "GET", "/customers/customers/C1/savings-plans").ok()["items"]
    assert (row["resource_id"], row["commitment"], row["term_months"]) == ("sp-1", "1.25", 12)
    assert listed(world, "savings-plans", by=partner, expires_within="30") == []


def test_an_expired_resource_says_how_many_days_it_is_kept(world, customer, stopped_clock):
    now = stopped_clock.now
    feed(world, a_subscription("vm-1", days=-2, status="expired", retained_until=clock.iso(now + timedelta(days=4, hours=1)))).ok()
    path = "/customers/customers/C1/subscription-resources"
    assert world.call(PARTNER, "GET", path).ok()["items"][0]["retention_days_left"] == 5
    stopped_clock.pass_(days=5)
    assert world.call(PARTNER, "GET", path).ok()["items"][0]["retention_days_left"] is None


@pytest.mark.rule("10.4.1.6/r3")
@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("customers.list_subscription_resources", [a_subscription, a_subscription]),
        ("customers.list_on_demand_resources", [an_on_demand, an_on_demand]),
        ("customers.list_savings_plans", [a_savings_plan, a_savings_plan]),
    ],
)
def test_an_export_holds_all_resources_of_that_kind_of_that_customer(world, customer, partner, page, made):
    a_linked_customer("C2")
    span = {"age": 900} if made[0] is an_on_demand else {"days": 900}
    feed(world, made[0]("r1"), made[1]("r2", **span), made[0]("r3", "C2")).ok()
    feed(world, an_on_demand("x1") if made[0] is not an_on_demand else a_subscription("x1")).ok()
    task = exports.export(world, page, by=partner, filters={"customer_id": "C1"}, format="csv", columns=["resource_id"])
    rows = exports.csv_rows(exports.fetched(world, task, by=partner))
    assert sorted(row[0] for row in rows[1:]) == ["r1", "r2"]


# --- who sees them --------------------------------------------------------------------------------------------------------

PAGES = ("subscription-resources", "on-demand-resources", "savings-plans", "resources/vm-1/associated-resources")


@pytest.mark.parametrize("page", PAGES)
def test_a_former_partner_sees_nothing_and_the_new_one_everything_at_once(world, customer, page):
    feed(world, a_subscription("vm-1"), a_subscription("d", main_resource_id="vm-1"), an_on_demand(), a_savings_plan()).ok()
    assert listed(world, page)
    leaves()
    assert world.call(PARTNER, "GET", f"/customers/customers/C1/{page}").status == 404
    a_linked_customer_again("P2", "C1")
    assert listed(world, page, by=OTHER)
    assert world.call(PARTNER, "GET", f"/customers/customers/C1/{page}").status == 404


@pytest.mark.parametrize("page", PAGES)
def test_an_account_manager_sees_the_resources_of_his_own_customers_alone(world, customer, page):
    feed(world, a_subscription("vm-1"), an_on_demand(), a_savings_plan()).ok()
    caller = acting(a_member("AM1"))
    assert world.call(caller, "GET", f"/customers/customers/C1/{page}").status == 404
    assert world.call(caller, "GET", "/customers/customers/C1/subscription-resources/vm-1").status == 404
    managed("C1", "AM1")
    assert world.call(caller, "GET", f"/customers/customers/C1/{page}").status == 200
    assert world.call(caller, "GET", "/customers/customers/C1/subscription-resources/vm-1").status == 200


def test_a_distributor_does_not_see_the_resources_of_its_resellers_customers(world):
    a_reseller("R1", of="D1")
    a_linked_customer("C1", of="R1")
    feed(world, a_subscription("vm-1")).ok()
    distributor = partner_user("D1", partner_type="distributor")
    assert world.call(distributor, "GET", "/customers/customers/C1/subscription-resources").status == 404
    assert world.call(distributor, "GET", "/customers/customers/C1/subscription-resources?reseller_id=R1").status == 400
    assert listed(world, by=partner_user("R1", partner_type="reseller")) == ["vm-1"]


def test_an_export_asked_for_before_the_customer_left_holds_nothing_afterwards(world, customer):
    feed(world, a_subscription("vm-1")).ok()
    task_id = exports.ask(world, "customers.list_subscription_resources", filters={"customer_id": "C1"}).ok()["task_id"]
    leaves()
    world.settle()
    assert exports.task_of(task_id).status == "failed"


def test_a_customer_sees_its_own_resources_of_all_kinds(world, customer):
    a_linked_customer("C2")
    feed(world, a_subscription("vm-1"), an_on_demand("od-1"), a_savings_plan("sp-1"), a_subscription("vm-2", "C2")).ok()
    own = world.call(customer_user("C1"), "GET", "/customers/me/resources").ok()["items"]
    assert [row["resource_id"] for row in own] == ["od-1", "sp-1", "vm-1"]
    found_one = world.call(customer_user("C1"), "GET", "/customers/me/resources?resource_kind=savings_plan").ok()["items"]
    assert [row["resource_id"] for row in found_one] == ["sp-1"]
    assert world.call(customer_user("C1"), "GET", "/customers/me/resources/vm-2").status == 404


# --- the platform's news --------------------------------------------------------------------------------------------------


def test_the_same_news_twice_changes_nothing_and_older_news_neither(world, customer):
    first = a_subscription("vm-1", days=10)
    assert feed(world, first).ok() == {"recorded": 1, "known": 0}
    version = resource("vm-1").version
    assert feed(world, first).ok() == {"recorded": 0, "known": 1}
    older = a_subscription("vm-1", days=99, as_of=clock.iso(clock.now() - timedelta(seconds=1)))
    assert feed(world, older).ok() == {"recorded": 0, "known": 1}
    assert resource("vm-1").version == version
    assert sum(numbers()["subscription"].values()) == 1


def test_news_of_a_removed_resource_does_not_bring_it_back(world, customer):
    later = clock.iso(clock.now() + timedelta(seconds=1))
    feed(world, a_subscription("vm-1", as_of=later, status="removed")).ok()
    feed(world, a_subscription("vm-1")).ok()
    assert listed(world) == []
    assert resource("vm-1").status is ResourceStatus.REMOVED
    assert numbers() == {}


def test_one_unknown_customer_refuses_the_whole_call(world, customer):
    answer = feed(world, a_subscription("vm-1"), a_subscription("vm-2", "C-NOBODY"))
    assert answer.refused_as == "unknown_customers"
    assert answer.refusals["unknown_customers"]["facts"]["customer_ids"] == ["C-NOBODY"]
    assert resource("vm-1") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_at": None},
        {"effective_at": None},
        {"expires_at": "2001-01-01T00:00:00+08:00"},
        {"main_resource_id": "vm-1"},
        {"as_of": "yesterday"},
        {"status": "lost"},
        {"surprise": 1},
    ],
)
def test_a_subscription_needs_its_facts(world, customer, wrong):
    assert feed(world, {**a_subscription("vm-1"), **wrong}).status == 400


def test_on_demand_resources_need_their_activation_and_never_expire(world, customer):
    assert feed(world, {**an_on_demand(), "activated_at": None}).status == 400
    assert feed(world, {**an_on_demand(), "expires_at": clock.iso(clock.now())}).status == 400


def test_a_call_holds_25_resources_and_none_twice(world, customer):
    assert feed(world, *(a_subscription(f"vm-{number}") for number in range(25))).ok()["recorded"] == 25
    assert feed(world, *(a_subscription(f"vm-{number}") for number in range(26))).status == 400
    assert feed(world, a_subscription("vm-1"), a_subscription("vm-1", days=3)).status == 400


def test_only_the_vendors_feed_may_tell(world, customer):
    assert feed(world, a_subscription(), by=PARTNER).status == 403
    assert world.call(VENDOR, "GET", "/customers/inventory-files").ok()["items"] == []


def test_the_largest_lines_fit_into_a_transaction_and_the_trail(world):
    facts = [{"name": f"{number}" + "n" * 60, "value": "值" * 300} for number in range(20)]
    for number in range(25):
        a_linked_customer(f"C{number}")
    largest = [a_subscription("vm", f"C{number}", instance_info=facts, provisioning_info=facts) for number in range(25)]
    assert deliver(as_lines(*largest)).recorded == 25
    later = clock.iso(clock.now() + timedelta(seconds=1))
    changed = as_lines(*({**one, "as_of": later, "status": "frozen", "instance_info": []} for one in largest))
    assert deliver(changed, "changed.jsonl").recorded == 25


# --- what is told of them -------------------------------------------------------------------------------------------------


def test_every_change_of_the_number_of_a_day_is_told(world, customer, stopped_clock):
    stopped_clock.at("2024-09-02T10:00:00+08:00")
    feed(world, a_subscription("a", days=5), a_subscription("b", days=5), an_on_demand("o")).ok()
    world.settle()
    assert told(world) == {("subscription", "2024-09-07"): 2, ("on_demand", None): 1}
    stopped_clock.pass_(minutes=1)
    feed(world, a_subscription("a", expires_at="2025-09-07T10:00:00+08:00"), an_on_demand("o", status="removed")).ok()
    world.settle(twice=True)
    assert numbers() == {"subscription": {"2024-09-07": 1, "2025-09-07": 1}}
    assert len([event for event in world.bus if event["DetailType"] == "customers.resources_changed"]) == 2


def test_news_that_leaves_the_numbers_alone_tells_nothing(world, customer, stopped_clock):
    day = "2024-10-01T00:00:00+08:00"
    feed(world, a_subscription("a", expires_at=day)).ok()
    world.settle()
    stopped_clock.pass_(minutes=1)
    before = len(world.bus)
    feed(world, a_subscription("a", expires_at=day, status="frozen")).ok()
    world.settle()
    assert len(world.bus) == before


def test_a_customer_without_partner_is_told_to_nobody_and_to_its_next_partner_as_a_whole(world, customer, stopped_clock):
    feed(world, a_subscription("a", expires_at="2024-10-01T00:00:00+08:00")).ok()
    world.settle()
    leaves()
    stopped_clock.pass_(minutes=1)
    before = len(world.bus)
    feed(world, a_subscription("b", expires_at="2024-10-01T00:00:00+08:00")).ok()
    world.settle()
    assert len(world.bus) == before
    joins(world, "P2")
    world.settle(twice=True)
    assert told(world, "P2") == {("subscription", "2024-10-01"): 2}


@pytest.mark.parametrize("seed", range(4))
def test_news_and_a_new_association_add_up_in_any_order(world, customer, stopped_clock, seed):
    feed(world, a_subscription("a", expires_at="2024-10-01T00:00:00+08:00")).ok()
    leaves()
    stopped_clock.pass_(minutes=1)
    joins(world, "P2")
    feed(world, a_subscription("b", expires_at="2024-10-02T00:00:00+08:00")).ok()
    world.settle(twice=True, shuffled=random.Random(seed))
    stopped_clock.pass_(minutes=1)
    feed(world, a_subscription("c", expires_at="2024-10-03T00:00:00+08:00")).ok()
    world.settle()
    assert told(world, "P2") == {("subscription", f"2024-10-0{day}"): 1 for day in (1, 2, 3)}


def test_two_feeds_at_once_count_both(world, customer):
    with faults.watching(
        before=faults.before_first_commit(lambda: feed(world, a_subscription("b", expires_at=EXPIRY, effective_at=EXPIRY)).ok())
    ):
        feed(world, a_subscription("a", expires_at=EXPIRY, effective_at=EXPIRY)).ok()
    assert numbers() == {"subscription": {"2018-11-30": 2}}


@pytest.mark.parametrize("writes", [1, 2])
def test_a_killed_consumer_tells_once_when_it_comes_again(world, customer, stopped_clock, writes):
    feed(world, a_subscription("a", expires_at="2024-10-01T00:00:00+08:00")).ok()
    world.settle()
    leaves()
    stopped_clock.pass_(minutes=1)
    joins(world, "P2")
    try:
        with faults.watching(after=faults.killed_after(writes)):
            world.settle()
    except faults.Killed:
        for event in list(world.bus[-1:]):
            world.deliver(event)
    world.settle()
    assert told(world, "P2") == {("subscription", "2024-10-01"): 1}
