"""The vendor admits partners; a partner sees itself."""

import pytest

from tests.kit.customers import a_linked_customer
from tests.kit.organisation import organisation_now
from tests.kit.partners import PARTNER
from tests.kit.world import partner_user, vendor_user

VENDOR = vendor_user()


def admit(world, key=None, **facts):
    return world.call(VENDOR, "POST", "/partners/partners", {**PARTNER, **facts}, key=key)


def test_an_admitted_partner_has_a_new_id_and_is_announced(world):
    answer = admit(world)
    partner = answer.ok()
    world.settle()
    assert answer.status == 201
    assert partner["partner_id"].startswith("PT")
    assert [event["DetailType"] for event in world.bus] == ["partners.partner_admitted"]


def test_the_same_key_again_admits_nobody_new(world):
    first, second = admit(world, key="k"), admit(world, key="k")
    assert first.ok() == second.ok()
    assert world.settle() == 1


def test_a_partner_sees_its_own_profile(world):
    partner_id = admit(world, business_certified=True).ok()["partner_id"]
    profile = world.call(partner_user(partner_id), "GET", "/partners/me").ok()
    assert (profile["partner_id"], profile["name"], profile["business_certified"]) == (partner_id, PARTNER["name"], True)


def test_whoever_acts_for_no_partner_finds_none(world):
    assert world.call(partner_user("PT-UNKNOWN"), "GET", "/partners/me").refused_as == "not_found"


def test_a_partner_admits_nobody(world):
    assert world.call(partner_user("P1"), "POST", "/partners/partners", PARTNER).refused_as == "forbidden"


def test_a_dry_run_admits_nobody(world):
    answer = world.call(VENDOR, "POST", "/partners/partners?dry_run=true", PARTNER).ok()
    assert answer["effects"]["events"] == ["partners.partner_admitted"]
    assert world.settle() == 0


@pytest.mark.parametrize("wrong", [{"partner_type": "friend"}, {"mobile": "12"}, {"name": ""}, {"contracting_entity": None}])
def test_a_form_that_is_wrong_is_not_taken(world, wrong):
    assert admit(world, **wrong).refused_as == "invalid_input"


def test_admission_opens_the_organisation(world):
    partner_id = admit(world).ok()["partner_id"]
    organisation = organisation_now(partner_id)
    assert (organisation.name, organisation.partner_type, organisation.codes_on) == (PARTNER["name"], "solution_provider", False)


def test_a_reseller_belongs_to_its_distributor_from_its_admission_on(world):
    distributor_id = admit(world, partner_type="distributor").ok()["partner_id"]
    reseller_id = admit(world, partner_type="reseller", distributor_id=distributor_id).ok()["partner_id"]
    a_linked_customer("C1", of=reseller_id)
    distributor = partner_user(distributor_id, partner_type="distributor")
    assert organisation_now(reseller_id).distributor_id == distributor_id
    assert [row["customer_id"] for row in customers_of(world, distributor, reseller_id).ok()["items"]] == ["C1"]
    assert customers_of(world, partner_user("P9", partner_type="distributor"), reseller_id).status == 404


@pytest.mark.parametrize(
    ("partner_type", "distributor_type", "status"), [("reseller", "reseller", 404), ("solution_provider", "distributor", 400)]
)
def test_only_a_reseller_has_a_distributor_and_only_a_distributor_is_one(world, partner_type, distributor_type, status):
    distributor_id = admit(world, partner_type=distributor_type).ok()["partner_id"]
    assert admit(world, partner_type=partner_type, distributor_id=distributor_id).status == status


def customers_of(world, distributor, reseller_id):
    return world.call(distributor, "GET", f"/customers/reseller-customers?reseller_id={reseller_id}")
