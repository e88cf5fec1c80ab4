"""A reseller opens its customers' contacts to the distributor that it entrusts with its sales tasks, and closes them again (19.6, 19.9)."""

from __future__ import annotations

import pytest

from tests.kit.customers import a_linked_customer
from tests.kit.organisation import a_member, acting
from tests.kit.resellers import DISTRIBUTOR, OTHER, a_distributor, a_related_reseller, entrust, reseller_user, stands

CONTACTS = "/customers/entrusted-customers?reseller_id=R1"
DETAIL = "/customers/customers/C1?reseller_id=R1"
TAB = "/customers/reseller-customers?reseller_id=R1"


@pytest.fixture(autouse=True)
def a_resellers_customer(world):
    """The reseller R1 of the distributor D1 has the customer C1; D2 is another distributor."""
    a_distributor("D1")
    a_distributor("D2")
    a_related_reseller("R1")
    a_linked_customer("C1", of="R1", email="it@chenxing.example")


def contacts_in_detail(world):
    shown = world.call(DISTRIBUTOR, "GET", DETAIL).ok()
    return shown["mobile"], shown["email"]


def reveal(world, field, by=DISTRIBUTOR):
    asked = {"kind": "customers.list_entrusted_customers", "record": {"reseller_id": "R1", "customer_id": "C1"}, "field": field}
    return world.call(by, "POST", "/exports/reveals", asked)


@pytest.mark.rule("19.6/r1")
def test_without_the_entrustment_a_distributor_sees_names_and_no_contacts(world):
    (row,) = world.call(DISTRIBUTOR, "GET", TAB).ok()["items"]
    assert row["customer_name"] is not None
    assert "mobile" not in row
    assert world.call(DISTRIBUTOR, "GET", f"{TAB}&mobile=13812345678").status == 400  # nor can it find out by asking
    assert contacts_in_detail(world) == (None, None)
    assert world.call(DISTRIBUTOR, "GET", CONTACTS).status == 404
    assert reveal(world, "mobile").status == 404


@pytest.mark.rule("19.9/r1")
def test_the_entrustment_opens_mobile_and_email_masked_until_they_are_revealed(world):
    entrust(world).ok()
    (row,) = world.call(DISTRIBUTOR, "GET", CONTACTS).ok()["items"]
    assert (row["customer_id"], row["mobile"], row["email"]) == ("C1", "138****678", "i****@chenxing.example")
    assert contacts_in_detail(world) == ("138****678", "i****@chenxing.example")
    assert reveal(world, "mobile").ok()["value"] == "13812345678"
    assert reveal(world, "email").ok()["value"] == "it@chenxing.example"


@pytest.mark.rule("19.9/r2")
def test_taken_back_it_closes_them_at_once(world, stopped_clock):
    entrust(world).ok()
    stopped_clock.pass_(seconds=1)
    world.call(reseller_user(), "DELETE", "/resellers/entrustment").ok()
    assert contacts_in_detail(world) == (None, None)
    assert world.call(DISTRIBUTOR, "GET", CONTACTS).status == reveal(world, "mobile").status == 404


def test_with_the_relation_it_ends(world):
    entrust(world).ok()
    stands(world, "R1", "delisted")
    world.settle()
    assert world.call(DISTRIBUTOR, "GET", CONTACTS).status == world.call(DISTRIBUTOR, "GET", DETAIL).status == 404


def test_no_other_distributor_and_no_manager_without_the_reseller_reaches_them(world):
    entrust(world).ok()
    assert world.call(OTHER, "GET", CONTACTS).status == reveal(world, "mobile", by=OTHER).status == 404
    assert world.call(acting(a_member("AM1", of="D1")), "GET", CONTACTS).status == 404


def test_customers_that_have_left_are_not_among_them(world):
    entrust(world).ok()
    known = a_linked_customer("C2", of="R1")
    known.status = "unlinked"
    known.settle()
    known.save()
    assert [row["customer_id"] for row in world.call(DISTRIBUTOR, "GET", CONTACTS).ok()["items"]] == ["C1"]
