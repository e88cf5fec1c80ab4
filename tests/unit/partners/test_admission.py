"""The vendor admits partners; a partner sees itself."""

import pytest

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
