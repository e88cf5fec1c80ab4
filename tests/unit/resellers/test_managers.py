"""A distributor's account managers and its resellers (11.1.4), and who sees them."""

import pytest

from partner_center.kernel.permissions import Role
from tests.kit import faults
from tests.kit.customers import a_linked_customer
from tests.kit.organisation import a_member, acting, member_now
from tests.kit.resellers import DISTRIBUTOR, OTHER, a_related_reseller, listed, reach_now, relation_now


@pytest.fixture(autouse=True)
def people(world):
    a_member("AM1", of="D1", name="王经理")
    a_member("AM2", of="D1", name="李经理")
    for number in (1, 2):
        a_related_reseller(f"R{number}")


def manager(user_id="AM1"):
    return acting(member_now(user_id, "D1"))


def give(world, reseller_id="R1", to="AM1", by=DISTRIBUTOR):
    return world.call(by, "PUT", f"/resellers/resellers/{reseller_id}/account-manager", {"manager_id": to})


def take_back(world, reseller_id="R1", by=DISTRIBUTOR):
    return world.call(by, "DELETE", f"/resellers/resellers/{reseller_id}/account-manager")


def history(world, reseller_id="R1", by=DISTRIBUTOR):
    return world.call(by, "GET", f"/resellers/resellers/{reseller_id}/account-managers").ok()["items"]


def customers_of(world, caller, reseller_id="R1"):
    return world.call(caller, "GET", f"/customers/reseller-customers?reseller_id={reseller_id}")


@pytest.mark.rule("11.1.4/r2")
def test_a_reseller_gets_a_manager_and_is_taken_back(world):
    assert give(world).ok()["manager_id"] == "AM1"
    assert (relation_now().manager_id, relation_now().manager_name, reach_now().manager_id) == ("AM1", "王经理", "AM1")
    assert take_back(world).ok()["manager_id"] is None
    assert (relation_now().manager_id, reach_now().manager_id) == (None, None)
    assert take_back(world).refused_as == "reseller_has_no_manager"


@pytest.mark.rule("11.1.4/r3")
def test_former_managers_stay_in_the_history(world, stopped_clock):
    give(world).ok()
    stopped_clock.pass_(days=1)
    give(world, to="AM2").ok()
    stopped_clock.pass_(days=1)
    take_back(world).ok()
    rows = history(world)
    assert [row["manager_name"] for row in rows] == ["李****理", "王****理"]
    assert [row["assigned_at"] for row in rows] == [rows[1]["taken_back_at"], "2024-09-02T02:00:00.000000Z"]
    assert history(world, "R2") == []
    assert history(world, by=OTHER) == []


def test_the_same_manager_again_changes_nothing(world, stopped_clock):
    since = give(world).ok()["managed_since"]
    stopped_clock.pass_(days=1)
    assert give(world).ok()["managed_since"] == since
    assert history(world) == []


@pytest.mark.rule("11.1.4/r1")
@pytest.mark.parametrize("reseller_id", ["R9", "D1", "R1"])
def test_only_the_distributors_own_resellers(world, reseller_id):
    a_member("AM9", of="D2")
    assert give(world, reseller_id, to="AM9", by=OTHER).status == 404
    assert take_back(world, reseller_id, by=OTHER).status == 404
    assert relation_now().manager_id is None


def test_only_account_managers_and_supervisors_get_resellers(world):
    a_member("SA1", Role.PARTNER_SA, of="D1")
    a_member("AM9", of="D2")
    assert give(world, to="SA1").refused_as == "not_an_account_manager"
    assert give(world, to="AM9").status == 404
    a_member("S1", Role.ACCOUNT_MANAGER_SUPERVISOR, of="D1")
    give(world, to="S1").ok()


@pytest.mark.rule("11.1.4/r2")
def test_several_are_given_and_taken_back_each_on_its_own(world):
    asked = {"reseller_ids": ["R1", "R2", "R9"], "manager_id": "AM1"}
    answer = world.call(DISTRIBUTOR, "POST", "/resellers/manager-assignments", asked).ok()
    assert (answer["done"], answer["failed"], answer["results"][2]["problem"]["code"]) == (2, 1, "not_found")
    assert {relation_now(one).manager_id for one in ("R1", "R2")} == {"AM1"}
    answer = world.call(DISTRIBUTOR, "POST", "/resellers/manager-recalls", {"reseller_ids": ["R1", "R2"]}).ok()
    assert answer["done"] == 2
    assert {reach_now(one).manager_id for one in ("R1", "R2")} == {None}


def test_of_two_at_once_both_are_in_the_history_or_in_charge(world):
    with faults.watching(before=faults.before_first_commit(lambda: give(world, to="AM2").ok())):
        give(world, to="AM1").ok()
    assert (relation_now().manager_id, reach_now().manager_id) == ("AM1", "AM1")
    assert [row["manager_name"] for row in history(world)] == ["李****理"]


def test_an_assigned_manager_sees_the_reseller_and_its_customers(world):
    a_linked_customer("C1", of="R1")
    a_linked_customer("C2", of="R2")
    give(world, "R1", to="AM1").ok()
    assert listed(world, manager()) == ["R1"]
    assert [row["customer_id"] for row in customers_of(world, manager(), "R1").ok()["items"]] == ["C1"]
    assert customers_of(world, manager(), "R2").status == 404
    assert world.call(manager(), "GET", "/resellers/resellers/R1").ok()["manager_id"] == "AM1"
    assert world.call(manager(), "GET", "/resellers/resellers/R2").status == 404


def test_one_without_resellers_sees_none(world):
    a_linked_customer("C1", of="R1")
    assert listed(world, manager("AM2")) == []
    assert customers_of(world, manager("AM2")).status == 404
    give(world, to="AM2").ok()
    take_back(world).ok()
    assert customers_of(world, manager("AM2")).status == 404
    assert listed(world, manager("AM2")) == []


def test_a_supervisor_sees_and_shares_out_what_his_managers_have(world):
    a_linked_customer("C1", of="R1")
    supervisor = acting(a_member("S1", Role.ACCOUNT_MANAGER_SUPERVISOR, of="D1", managers=["AM1", "AM2"]))
    give(world, to="AM1").ok()
    assert listed(world, supervisor) == ["R1"]
    assert [row["customer_id"] for row in customers_of(world, supervisor).ok()["items"]] == ["C1"]
    give(world, to="AM2", by=supervisor).ok()
    assert give(world, "R2", to="AM2", by=supervisor).status == 404


def test_an_administrator_and_a_further_role_see_all(world):
    assert set(listed(world)) == {"R1", "R2"}
    finance = acting(a_member("F1", Role.PARTNER_FINANCE, of="D1"))
    assert set(listed(world, finance)) == {"R1", "R2"}


def test_a_manager_assigns_nothing(world):
    assert give(world, by=manager()).refused_as == "forbidden"


def test_managers_to_choose_from_are_the_distributors_own(world):
    rows = world.call(DISTRIBUTOR, "GET", "/resellers/account-managers").ok()["items"]
    assert [(row["user_id"], row["name"]) for row in rows] == [("AM1", "王****理"), ("AM2", "李****理")]
    assert world.call(OTHER, "GET", "/resellers/account-managers").ok()["items"] == []
