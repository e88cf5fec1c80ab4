"""What programs decide about a partner, and who may win customers (11.2.2.1/r1, 12.2.1.1/r1, 11.1.1/r3)."""

import pytest

from partner_center.kernel.permissions import PartnerType
from partner_center.partners import Partner, Standing, refuses_expansion
from tests.kit.partners import a_partner
from tests.kit.world import partner_user, vendor_user


def refused(partner_type, distributor=None, **facts):
    refusal = refuses_expansion(Partner(partner_id="P1", partner_type=partner_type, **facts), distributor)
    return refusal and refusal.code


def test_a_solution_provider_needs_no_leave():
    assert refused(PartnerType.SOLUTION_PROVIDER) is None


@pytest.mark.rule("11.2.2.1/r1", "11.2.2.2/r1", "11.2.2.3/r1", "11.2.2.4/r1")
def test_a_distributor_needs_the_vendors_leave():
    assert refused(PartnerType.DISTRIBUTOR) == "customer_development_missing"
    assert refused(PartnerType.DISTRIBUTOR, customer_development=True) is None


@pytest.mark.rule("12.2.1.1/r1")
def test_a_reseller_loses_it_when_its_distributor_is_delisted():
    distributor = Partner(partner_id="D1", partner_type=PartnerType.DISTRIBUTOR)
    assert refused(PartnerType.RESELLER, distributor) is None
    distributor.standing = Standing.EXITING
    assert refused(PartnerType.RESELLER, distributor) is None
    distributor.standing = Standing.DELISTED
    assert refused(PartnerType.RESELLER, distributor) == "distributor_delisted"


@pytest.mark.rule("11.1.1/r3")
def test_a_reseller_without_a_distributor_does_no_business():
    assert refused(PartnerType.RESELLER) == "no_distributor"


def test_the_vendor_keeps_standing_region_and_leave(world):
    a_partner("P1", partner_type="distributor")
    told = {"standing": "exiting", "business_region": "江苏代表处", "customer_development": True}
    seen = world.call(vendor_user(), "PUT", "/partners/partners/P1/facts", told).ok()
    assert {name: seen[name] for name in told} == told
    assert world.call(vendor_user(), "PUT", "/partners/partners/P1/facts", {"business_region": "上海代表处"}).ok()["standing"] == "exiting"
    world.settle()
    assert [event["DetailType"] for event in world.bus] == ["partners.partner_standing_changed"]


def test_nobody_else_keeps_them(world):
    a_partner("P1")
    assert world.call(partner_user("P1"), "PUT", "/partners/partners/P1/facts", {"standing": "active"}).status == 403
    assert world.call(vendor_user(), "PUT", "/partners/partners/NONE/facts", {"standing": "active"}).status == 404
