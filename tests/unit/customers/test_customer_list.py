"""The customer list: columns, filters and ways, tags and levels, and what which partner sees (10.4.1.1, 11.3.1.1, 12.3.1.1)."""

from __future__ import annotations

import random

import pytest

from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from tests.kit import faults
from tests.kit.customers import (
    PARTNER,
    VENDOR,
    a_custom_link,
    a_linked_customer,
    accept,
    an_account,
    an_invited_customer,
    association,
    token_in,
)
from tests.kit.organisation import a_member, a_reseller, acting, an_organisation, managed, member_now
from tests.kit.overview import adjusted, cny, counters, marked, row, tell, usage
from tests.kit.world import partner_user

pytestmark = pytest.mark.usefixtures("partners")

TYPES = ("solution_provider", "distributor", "reseller")


def listed(world, query="", by=PARTNER, page="customers"):
    return [line["customer_id"] for line in world.call(by, "GET", f"/customers/{page}?limit=100&{query}").ok()["items"]]


def tag(world, customer_id, *tags, by=PARTNER):
    return world.call(by, "PUT", f"/customers/customers/{customer_id}/tags", {"tags": list(tags)})


# --- from the association to the line -------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.1/r1")
def test_a_customer_is_listed_as_soon_as_it_is_associated_and_found_by_a_part_of_its_name(world):
    an_account(world, customer_level="V2", real_name="enterprise")
    _, token = an_invited_customer(world)
    accept(world, token).ok()
    assert listed(world) == ["C1"]
    world.settle()
    shown = row(world)
    assert (shown["level"], shown["real_name"], shown["association_type"]) == ("V2", "enterprise", "resale")
    for part in ("晨", "星网", "晨星网络"):
        assert listed(world, f"customer_name={part}") == ["C1"]
    assert listed(world, "customer_name=星晨") == []
    assert listed(world, "account_name=CCT-c") == ["C1"]


def test_a_renamed_customer_is_found_by_its_new_name_only(world):
    a_linked_customer("C1")
    marked(world, "C1")
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"customer_name": "启明数据"}).ok()
    world.settle(twice=True)
    assert listed(world, "customer_name=启明") == ["C1"]
    assert listed(world, "customer_name=客户") == []


def test_a_name_that_has_the_part_twice_is_shown_once(world):
    a_linked_customer("C1", customer_name="aba ABA", account_name="aaaaaa")
    marked(world, "C1")
    assert listed(world, "customer_name=ab") == ["C1"]
    assert listed(world, "account_name=aa") == ["C1"]


def test_an_unlinked_customer_is_neither_listed_nor_found(world):
    a_linked_customer("C1")
    marked(world, "C1")
    known = association("C1")
    known.status = "unlinked"
    known.settle()
    known.save()
    at = clock.iso(clock.now())
    data = {"customer_id": "C1", "association_type": "resale", "associated_at": at, "unlinked_at": at, "application_id": "A1"}
    tell(world, "customers.customer_unlinked", data, times=2)
    world.settle()
    for query in ("", "customer_name=客户", "customer_id=C1", "association_type=resale"):
        assert listed(world, query) == []
    assert world.call(PARTNER, "GET", "/customers/customers/C1").status == 404
    assert world.call(PARTNER, "GET", "/customers/customers/C1/overview").status == 404


# --- tags and levels ------------------------------------------------------------------------------------------------------


def test_tags_are_set_found_and_taken_away(world):
    for customer_id in ("C1", "C2", "C3"):
        a_linked_customer(customer_id)
    tag(world, "C1", "重点", "华东").ok()
    tag(world, "C2", "华东").ok()
    world.settle(shuffled=random.Random(1), twice=True)
    assert set(listed(world, "tag=华东")) == {"C1", "C2"}
    assert row(world)["tags"] == ["重点", "华东"]
    tag(world, "C1", "重点").ok()
    world.settle()
    assert listed(world, "tag=华东") == ["C2"]
    assert tag(world, "C1", "a\nb").status == 400
    assert tag(world, "C1", *(f"t{number}" for number in range(11))).status == 400
    assert tag(world, "C9", "x").status == 404
    assert row(world)["tags"] == ["重点"]


def test_the_custom_label_of_an_invitation_is_a_tag(world):
    linked = a_linked_customer("C1")
    linked.custom_label = "秋季活动"
    linked.save()
    tell(
        world, "customers.customer_associated", {"customer_id": "C1", "association_type": "resale", "associated_at": clock.iso(clock.now())}
    )
    world.settle()
    assert row(world)["tags"] == ["秋季活动"]
    assert listed(world, "tag=秋季活动") == ["C1"]


def test_a_long_custom_label_stays_beside_further_tags(world):
    an_account(world)
    label = "2024/秋季" + "很长的活动名称" * 8
    assert accept(world, token_in(a_custom_link(world, custom_label=label)["url"])).ok()["outcome"] == "associated"
    world.settle()
    assert tag(world, "C1", label, "重点").ok()["tags"] == [label, "重点"]
    world.settle()
    assert listed(world, f"tag={label}") == listed(world, "tag=重点") == ["C1"]


def test_the_vendor_sets_the_level(world):
    a_linked_customer("C1")
    assert row(world)["level"] == "V0"
    world.call(VENDOR, "PUT", "/customers/accounts/C1/facts", {"customer_level": "V3"}).ok()
    assert row(world)["level"] == "V3"
    assert listed(world, "level=V3") == ["C1"]
    assert world.call(PARTNER, "PUT", "/customers/accounts/C1/facts", {"customer_level": "V9"}).status == 403


# --- figures --------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.1/r3")
def test_a_customer_in_arrears_shows_them_instead_of_its_quota(world):
    from partner_center.funds import AllocationType, Arrears, FundBucket
    from partner_center.kernel.money import Money

    a_linked_customer("C1")
    bucket = FundBucket(
        partner_id="P1",
        customer_id="C1",
        bucket_id="normal",
        allocation_type=AllocationType.NORMAL,
        effective_at=clock.now(),
        balance=Money.of("80.5"),
    )
    bucket.settle()
    bucket.save()
    adjusted(world, amount="80.5", times=2)
    assert (row(world)["available_quota"], row(world)["in_arrears"]) == (cny("80.50"), False)
    debt = Arrears(partner_id="P1", customer_id="C1", balance=Money.of("12.30"))
    debt.settle()
    debt.save()
    usage(world, amount="12.30")
    assert (row(world)["available_quota"], row(world)["in_arrears"]) == (cny("-12.30"), True)


@pytest.mark.rule("10.6.3.5.1/r11")
def test_the_customers_in_arrears_are_found_by_their_quota(world):
    from partner_center.funds import Arrears
    from partner_center.kernel.money import Money

    for customer in ("C1", "C2"):
        a_linked_customer(customer)
        adjusted(world, customer_id=customer)
    debt = Arrears(partner_id="P1", customer_id="C2", balance=Money.of("12.30"))
    debt.settle()
    debt.save()
    usage(world, amount="12.30", customer_id="C2")
    assert set(listed(world)) == {"C1", "C2"}
    assert listed(world, "available_quota=in_arrears") == ["C2"]
    marked(world, "C1", "C2")
    assert listed(world, "available_quota=in_arrears&customer_name=客户C") == ["C2"]  # found by the name, then asked in hand
    assert world.call(PARTNER, "GET", "/customers/customers?available_quota=plenty").status == 400


@pytest.mark.rule("10.4.1.1/r4")
def test_the_arrears_open_their_detail(world):
    from partner_center.funds import Arrears
    from partner_center.kernel.money import Money

    a_linked_customer("C1")
    a_linked_customer("C2", of="P2")
    debt = Arrears(partner_id="P1", customer_id="C1", balance=Money.of("12.30"))
    debt.settle()
    debt.save()
    shown = world.call(PARTNER, "GET", "/funds/customers/C1/arrears").ok()
    assert (shown["arrears"], shown["entries"]) == (cny("12.30"), [])
    assert world.call(PARTNER, "GET", "/funds/customers/C2/arrears").status == 404


def test_consumption_of_this_and_the_last_month_is_kept_in_any_order(world, stopped_clock):
    a_linked_customer("C1")
    told = [("100", "2024-09"), ("30", "2024-08"), ("5.50", "2024-09"), ("7", "2024-07")]
    random.Random(3).shuffle(told)
    for amount, period in told:
        usage(world, amount=amount, period=period, times=3)
    assert (row(world)["month_consumption"], row(world)["last_month_consumption"]) == (cny("105.50"), cny("30.00"))
    stopped_clock.at("2024-10-01T00:00:00+08:00")
    assert (row(world)["month_consumption"], row(world)["last_month_consumption"]) == (cny("0.00"), cny("105.50"))
    usage(world, amount="0", refunded="5.50", period="2024-09")
    usage(world, amount="1", period="2024-10")
    assert (row(world)["month_consumption"], row(world)["last_month_consumption"]) == (cny("1.00"), cny("100.00"))
    stopped_clock.at("2024-12-01T00:00:00+08:00")
    assert (row(world)["month_consumption"], row(world)["last_month_consumption"]) == (cny("0.00"), cny("0.00"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("consumption_from=50", ["C1"]),
        ("consumption_to=50", ["C2", "C3"]),
        ("consumption_from=1&consumption_to=50", ["C2"]),
        ("consumption_from=0", ["C1", "C2", "C3"]),
        ("consumption_from=50&customer_name=客户", ["C1"]),
        ("consumption_to=50&tag=华东", []),
    ],
)
def test_the_list_is_filtered_by_this_months_consumption(world, query, found):
    for customer_id in ("C1", "C2", "C3"):
        a_linked_customer(customer_id)
    marked(world, "C1", "C2", "C3")
    usage(world, "C1", "100")
    usage(world, "C2", "10")
    assert sorted(listed(world, query)) == found
    assert world.call(PARTNER, "GET", "/customers/customers?consumption_from=much").status == 400


@pytest.mark.rule("12.3.1.1/r1")
@pytest.mark.parametrize("partner_type", TYPES)
def test_the_list_is_filtered_by_the_time_of_association(world, stopped_clock, partner_type):
    caller = partner_user("P1", partner_type=partner_type)
    stopped_clock.at("2024-08-01T10:00:00+08:00")
    a_linked_customer("C1")
    stopped_clock.at("2024-09-02T10:00:00+08:00")
    a_linked_customer("C2")
    marked(world, "C1", "C2")
    for more in ("", "&customer_name=客户", "&association_type=resale", "&mobile=13812345678"):
        assert listed(world, f"since=2024-09-01T00:00:00Z{more}", by=caller) == ["C2"]
        assert listed(world, f"until=2024-08-31T00:00:00Z{more}", by=caller) == ["C1"]


def test_the_account_managers_name_is_shown_masked_and_found(world):
    a_member("AM1", name="王小明")
    a_linked_customer("C1")
    a_linked_customer("C2")
    world.call(PARTNER, "PUT", "/customers/customers/C1/account-manager", {"manager_id": "AM1"}).ok()
    assert listed(world, "account_manager_name=小明") == ["C1"]
    assert listed(world, "account_manager_id=AM1") == ["C1"]
    assert row(world)["account_manager_name"] == "王****明"


def test_a_customer_that_comes_back_shows_nothing_of_its_earlier_association(world, stopped_clock):
    since = clock.iso(a_linked_customer("C1").associated_at)
    raised = {"customer_id": "C1", "customer_name": "客户C1", "alert_id": "A1", "category": "churn", "title": "消费下降"}
    expiring = [{"kind": "subscription", "expires_on": "2024-09-05", "delta": 1}]

    def tell_of(since, alert_id="A1"):
        tell(world, "customers.alert_raised", {**raised, "alert_id": alert_id, "associated_at": since})
        tell(world, "customers.resources_changed", {"customer_id": "C1", "associated_at": since, "changes": expiring})

    def seen():
        counted = counters(world)
        waiting, due = row(world)["pending_alerts"], listed(world, "expires_within=7")
        return waiting, due, counted["alerts_churn"], counted["subscription_expiring_7"]

    tell_of(since)
    assert seen() == (1, ["C1"], 1, 1)
    stopped_clock.pass_(hours=1)
    again = association("C1")
    again.associated_at = clock.now()
    again.settle()
    again.save()
    back = {"customer_id": "C1", "association_type": "resale", "associated_at": clock.iso(clock.now())}
    tell(world, "customers.customer_associated", back)
    assert seen() == (0, [], 0, 0)
    tell_of(since, "A2")
    assert seen() == (0, [], 0, 0)
    tell_of(clock.iso(clock.now()), "A3")
    assert seen() == (1, ["C1"], 1, 1)


def test_figures_that_are_told_before_the_line_is_there_are_not_lost(world):
    from partner_center.customers.overview.listed import listed_key
    from tests.kit.organisation import found

    since = clock.iso(a_linked_customer("C1").associated_at)
    for part, event in enumerate(("alert_raised", "resources_changed")):
        found(listed_key("P1", "C1")).delete()
        assert counters(world)["alerts_churn"] == 0
        told = {
            "alert_raised": {"customer_name": "客户C1", "alert_id": "A1", "category": "churn", "title": "消费下降"},
            "resources_changed": {"changes": [{"kind": "subscription", "expires_on": "2024-09-05", "delta": 1}]},
        }[event]
        tell(world, f"customers.{event}", {"customer_id": "C1", "associated_at": since, **told})
        assert (row(world)["pending_alerts"], listed(world, "expires_within=7")) == [(1, []), (0, ["C1"])][part]


# --- ways, pages and their costs ------------------------------------------------------------------------------------------


def pages(world, query, by=PARTNER):
    seen, cursor = [], ""
    while True:
        answer = world.call(by, "GET", f"/customers/customers?limit=7&{query}{cursor}").ok()
        seen.append([line["customer_id"] for line in answer["items"]])
        if answer["cursor"] is None:
            return seen
        cursor = f"&cursor={answer['cursor']}"


@pytest.mark.parametrize(
    "query", ["", "customer_name=客户", "tag=t", "association_type=resale", "account_manager_id=AM1", "mobile=13812345678"]
)
def test_every_way_pages_through_all_customers_once(world, query):
    a_member("AM1")
    ids = [f"C{number:02}" for number in range(23)]
    for customer_id in ids:
        a_linked_customer(customer_id)
        managed(customer_id, "AM1")
        tag(world, customer_id, "t").ok()
    world.settle()
    seen = [customer_id for page in pages(world, query) for customer_id in page]
    assert sorted(seen) == ids


def test_a_supervisor_pages_through_his_managers_customers(world):
    a_member("AM1")
    a_member("AM2")
    supervisor = acting(a_member("SUP", Role.ACCOUNT_MANAGER_SUPERVISOR, managers=["AM1", "AM2"]))
    for number in range(20):
        a_linked_customer(f"C{number:02}")
        managed(f"C{number:02}", ("AM1", "AM2", "AM9")[number % 3]) if number % 3 < 2 else None
    seen = [customer_id for page in pages(world, "", by=supervisor) for customer_id in page]
    assert sorted(seen) == [f"C{number:02}" for number in range(20) if number % 3 < 2]


@pytest.mark.parametrize("query", ["customer_name=CHEN", "account_name=Acct", "tag=t", "consumption_to=0", "association_type=resale"])
def test_a_managers_search_reads_his_own_customers_alone(world, query):
    a_member("AM1")
    a_member("AM2")
    for number in range(30):
        a_linked_customer(f"C{number:02}", customer_name=f"Chenxing {number}")
        managed(f"C{number:02}", "AM1" if number < 3 else "AM2")
        tag(world, f"C{number:02}", "t").ok()
    world.settle()
    manager = acting(member_now("AM1"))
    with faults.watching() as counted:
        assert sorted(listed(world, query, by=manager)) == ["C00", "C01", "C02"]
    assert counted == {"Query": 1, "BatchGetItem": 1}
    assert listed(world, f"{query}&account_manager_id=AM2", by=manager) == []


def test_a_managers_new_customers_are_found_among_his_own_alone(world, stopped_clock):
    a_member("AM1")
    a_linked_customer("C1")
    managed("C1", "AM1")
    stopped_clock.pass_(days=31)
    for number in range(20, 40):
        a_linked_customer(f"C{number}", customer_name=f"晨星{number}")
        managed(f"C{number}", "AM1" if number < 22 else "AM9")
    manager = acting(member_now("AM1"))
    with faults.watching() as counted:
        assert listed(world, by=manager, page="new-customers") == ["C21", "C20"]
    assert counted == {"Query": 1, "BatchGetItem": 1}
    assert listed(world, "customer_name=星21", by=manager, page="new-customers") == ["C21"]


def test_a_cursor_of_one_way_is_none_of_another(world):
    for number in range(12):
        a_linked_customer(f"C{number:02}")
    cursor = world.call(PARTNER, "GET", "/customers/customers?limit=5").ok()["cursor"]
    assert world.call(PARTNER, "GET", f"/customers/customers?limit=5&customer_name=客户&cursor={cursor}").status == 400
    assert world.call(partner_user("P2"), "GET", f"/customers/customers?limit=5&cursor={cursor}").status == 400


def test_a_page_is_one_query_and_a_search_one_more_round(world):
    for number in range(30):
        a_linked_customer(f"C{number:02}")
    marked(world, *(f"C{number:02}" for number in range(30)))
    for query, calls in {
        "": {"Query": 1},
        "account_manager_id=AM1": {"Query": 1},
        "customer_id=C07": {"Query": 1},
        "customer_name=C1": {"Query": 1, "BatchGetItem": 1},
        "tag=none": {"Query": 1},
    }.items():
        with faults.watching() as counted:
            world.call(PARTNER, "GET", f"/customers/customers?limit=10&{query}").ok()
        assert dict(counted) == calls, query


def test_figures_do_not_change_the_association(world):
    a_linked_customer("C1")
    before = association("C1").version
    for _ in range(3):
        usage(world)
    assert association("C1").version == before


# --- who sees what --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("10.4.1.1/r2")
def test_a_distributor_sees_basic_information_of_its_resellers_customers_only(world):
    an_organisation("D1", "distributor")
    a_reseller("R1", of="D1")
    a_linked_customer("C1", of="R1")
    usage(world, "C1", "100", partner_id="R1")
    distributor = partner_user("D1", partner_type="distributor")
    (shown,) = world.call(distributor, "GET", "/customers/reseller-customers?reseller_id=R1").ok()["items"]
    assert not {"available_quota", "month_consumption", "tags", "account_manager_name"} & shown.keys()
    basic = world.call(distributor, "GET", "/customers/customers/C1?reseller_id=R1").ok()
    assert (basic["customer_id"], basic["available_quota"], basic["account_manager"]) == ("C1", None, None)
    assert world.call(distributor, "GET", "/customers/customers/C1/overview").status == 404
    assert world.call(distributor, "GET", "/customers/reseller-customers").status == 400
    assert world.call(partner_user("D2"), "GET", "/customers/customers/C1?reseller_id=R1").status == 404


@pytest.mark.rule("12.3.1.1/r2")
def test_new_customers_are_those_of_the_last_30_days_and_no_page_of_resellers(world, stopped_clock):
    a_linked_customer("C1")
    stopped_clock.pass_(days=31)
    a_linked_customer("C2")
    assert listed(world, page="new-customers") == ["C2"]
    assert listed(world, "since=2020-01-01T00:00:00Z", page="new-customers") == ["C2"]
    assert world.call(partner_user("P1", partner_type="reseller"), "GET", "/customers/new-customers").status == 404


@pytest.mark.rule("10.4.1.1/r5")
@pytest.mark.parametrize("partner_type", TYPES)
def test_only_the_super_administrator_exports_the_list(world, partner_type):
    form = {"kind": "customers.list_customers"}
    assert world.call(partner_user("P1", partner_type=partner_type), "POST", "/exports/tasks", form).status == 409
    chief = partner_user("P1", Role.SUPER_ADMIN, partner_type=partner_type)
    assert world.call(chief, "POST", "/exports/tasks", form).status < 300
