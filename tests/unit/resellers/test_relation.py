"""The list of resellers (11.1.3), and what the vendor's decisions make of a relation."""

import random

import pytest

from partner_center.partners import partner_key, refuses_expansion
from tests.kit.customers import a_linked_customer
from tests.kit.organisation import a_member, found, organisation_now
from tests.kit.resellers import (
    DISTRIBUTOR,
    OTHER,
    REGION,
    a_free_reseller,
    a_related_reseller,
    accept,
    admit,
    former_relations,
    invited,
    listed,
    reach_now,
    relation_now,
    reseller_user,
    stands,
    works_with,
)


@pytest.mark.rule("11.1.3/r1")
def test_only_its_own_resellers_are_listed(world, stopped_clock):
    a_related_reseller("R1")
    stopped_clock.pass_(hours=1)
    a_related_reseller("R2")
    a_related_reseller("R3", of="D2")
    assert (listed(world), listed(world, OTHER)) == (["R2", "R1"], ["R3"])
    assert world.call(OTHER, "GET", "/resellers/resellers/R1").status == 404


@pytest.mark.rule("11.1.3/r2")
def test_names_and_contacts_are_masked(world):
    a_related_reseller("R1", manager_id="AM1")
    (row,) = world.call(DISTRIBUTOR, "GET", "/resellers/resellers").ok()["items"]
    assert {name: row[name] for name in ("reseller_name", "mobile", "email", "manager_name")} == {
        "reseller_name": "云****1",
        "mobile": "139****001",
        "email": "s****@yunfan.example",
        "manager_name": "A****1",
    }
    assert (row["business_region"], row["status"], row["task_authorization"]) == (REGION, "active", "unauthorized")
    form = {"kind": "resellers.list_resellers", "record": {"reseller_id": "R1"}, "field": "reseller_name"}
    assert world.call(DISTRIBUTOR, "POST", "/exports/reveals", form).ok()["value"] == "云经销商R1"


def test_the_list_is_found_by_name_contacts_and_manager(world):
    a_related_reseller("R1", mobile="13712345678", email="a@r1.example", manager_id="AM1")
    a_related_reseller("R2")
    for query in ("?reseller_name=R1", "?mobile=13712345678", "?email=a@r1.example", "?manager_name=AM", "?manager_id=AM1"):
        assert listed(world, query=query) == ["R1"], query
    assert set(listed(world, query="?status=active&task_authorization=unauthorized")) == {"R1", "R2"}


@pytest.mark.rule("11.1.3/r3")
def test_a_reseller_that_is_leaving_stays_in_the_list(world):
    a_related_reseller("R1")
    a_member("AM1", of="D1")
    stands(world, "R1", "exiting")
    world.settle()
    assert listed(world, query="?status=exiting") == ["R1"]
    world.call(DISTRIBUTOR, "PUT", "/resellers/resellers/R1/account-manager", {"manager_id": "AM1"}).ok()
    stands(world, "R1", "active")
    world.settle()
    assert relation_now().status == "active"


@pytest.mark.rule("0.5/r6")
def test_a_reseller_that_left_is_gone_and_its_time_stays(world, mailbox, stopped_clock):
    a_related_reseller("R1", manager_id="AM1")
    a_linked_customer("C1", of="R1")
    stopped_clock.pass_(days=30)
    stands(world, "R1", "delisted")
    world.settle(twice=True)
    assert (works_with(), listed(world), reseller_user().distributor_id) == (None, [], None)
    (former,) = former_relations()
    assert (former.reseller_id, former.status, former.manager_id) == ("R1", "ended", "AM1")
    assert world.call(DISTRIBUTOR, "GET", "/customers/reseller-customers?reseller_id=R1").status == 404
    (row,) = world.call(DISTRIBUTOR, "GET", "/resellers/resellers/R1/account-managers").ok()["items"]
    assert row["manager_name"] == "A****1"
    stands(world, "R1", "active")
    world.settle()
    assert works_with() is None
    _, token = invited(world, mailbox)
    accept(world, token).ok()
    assert works_with() == "D1"
    assert relation_now().manager_id is None


def test_a_reseller_may_go_to_another_distributor_afterwards(world, mailbox):
    a_related_reseller("R1")
    stands(world, "R1", "delisted")
    world.settle()
    stands(world, "R1", "active")
    _, token = invited(world, mailbox, by=OTHER)
    accept(world, token).ok()
    world.settle(twice=True)
    assert works_with() == "D2"
    assert len(former_relations("D1")) == 1


@pytest.mark.rule("12.2.1.1/r1")
def test_a_delisted_distributor_keeps_its_resellers_who_win_no_customers(world):
    a_related_reseller("R1")
    stands(world, "D1", "delisted")
    world.settle()
    assert works_with() == "D1"
    assert refuses_expansion(found(partner_key("R1")), found(partner_key("D1"))).code == "distributor_delisted"


def test_admitted_with_a_distributor_the_relation_is_written_once(world):
    reseller_id = admit(world, distributor_id="D1")
    assert organisation_now(reseller_id).distributor_id == "D1"
    world.settle(twice=True)
    assert listed(world) == [reseller_id]
    assert relation_now(reseller_id).associated_at == reach_now(reseller_id).since


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_of_the_events_the_last_decision_holds(world, seed):
    reseller_id = admit(world, distributor_id="D1")
    for standing in ("exiting", "active", "delisted"):
        stands(world, reseller_id, standing)
    world.settle(twice=True, shuffled=random.Random(seed))
    assert (listed(world), organisation_now(reseller_id).distributor_id) == ([], None)
    assert len(former_relations()) == 1


def test_other_partners_standing_changes_no_relation(world):
    a_free_reseller("R1")
    stands(world, "R1", "exiting")
    stands(world, "D2", "exiting")
    world.settle()
    assert works_with() is None


def test_a_first_page_of_two_thousand_costs_one_query_and_one_round_for_the_balances(world):
    for number in range(30):
        a_related_reseller(f"R{number:03}")
    page = world.call(DISTRIBUTOR, "GET", "/resellers/resellers?limit=20").ok()
    assert (len(page["items"]), page["cursor"] is not None) == (20, True)
    assert world.calls["resellers.list_resellers"][-1] == {"Query": 1, "BatchGetItem": 1}
