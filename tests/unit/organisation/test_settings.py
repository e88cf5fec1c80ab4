"""A partner's settings: codes, language, time zone (19.8, 4.2)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from partner_center.kernel.permissions import Role
from tests.kit.organisation import ADMIN, a_member, acting, organisation_now

pytestmark = pytest.mark.usefixtures("partner")


@pytest.mark.rule("19.8/r1")
def test_codes_are_switched_on_for_everybody_from_the_next_call(world):
    member = a_member("U1", Role.PARTNER_FINANCE)
    assert not acting(member).codes_on
    assert world.call(ADMIN, "PUT", "/organisation/settings", {"codes_on": True}).ok()["codes_on"] is True
    assert acting(member).codes_on


def test_switching_codes_off_takes_a_code(world):
    world.call(ADMIN, "PUT", "/organisation/settings", {"codes_on": True}).ok()
    refused = world.call(replace(ADMIN, codes_on=True), "PUT", "/organisation/settings", {"codes_on": False})
    assert refused.refused_as == "verification_code_required"
    assert organisation_now().codes_on


def test_language_and_time_zone_are_set(world):
    world.call(ADMIN, "PUT", "/organisation/settings/messages", {"language": "en-US", "time_zone": "Europe/Berlin"}).ok()
    told = world.call(ADMIN, "GET", "/organisation/settings").ok()
    assert (told["language"], told["time_zone"]) == ("en-US", "Europe/Berlin")


@pytest.mark.parametrize("wrong", [{"language": "fr-FR"}, {"time_zone": "Beijing"}, {"time_zone": "../etc/passwd"}])
def test_what_is_no_language_or_time_zone_is_not_taken(world, wrong):
    form = {"language": "zh-CN", "time_zone": "Asia/Shanghai", **wrong}
    assert world.call(ADMIN, "PUT", "/organisation/settings/messages", form).refused_as == "invalid_input"
