"""A customer's account becomes a government-subsidy or government-cloud partner (14.1, 16.1)."""

from __future__ import annotations

import pytest

from partner_center.customers import CustomerAccount
from partner_center.customers.eligibility import Facts, reasons_against_association
from partner_center.identity import Membership, membership_key
from partner_center.kernel import clock
from partner_center.organisation import organisation_key
from tests.kit import faults
from tests.kit.customers import VENDOR, a_linked_customer, account, an_account, found
from tests.kit.funds import stored
from tests.kit.world import Answer, World

SUBSIDY, CLOUD = "subsidy", "cloud"


def enrol(world: World, program: str = CLOUD, customer_id: str = "C1", *, key: str | None = None, **form: str) -> Answer:
    """The vendor's operations enrol an account."""
    told = {"agreement_no": "AGR-2024-001", "signed_at": "2024-09-01T10:00:00+08:00", "contracting_entity": "hcc", **form}
    return world.call(VENDOR, "POST", f"/customers/accounts/{customer_id}/government-{program}-enrolment", told, key=key)


def an_enterprise(world: World, customer_id: str = "C1", **facts: object) -> str:
    """An ordinary account, verified as an enterprise."""
    return an_account(world, customer_id, **{"real_name": "enterprise", "customer_name": f"长青{customer_id}科技有限公司", **facts})


@pytest.mark.parametrize(
    ("program", "partner_type"),
    [
        pytest.param(SUBSIDY, "government_subsidy", marks=pytest.mark.rule("14.1/r1")),
        pytest.param(CLOUD, "government_cloud", marks=pytest.mark.rule("16.1/r1")),
    ],
)
def test_an_ordinary_enterprise_becomes_a_partner_of_the_type(world, program, partner_type):
    partner = enrol(world, program, an_enterprise(world)).ok()
    assert (partner["partner_type"], partner["name"]) == (partner_type, "长青C1科技有限公司")
    assert found(organisation_key(partner["partner_id"])).partner_type == partner_type


def test_whoever_holds_the_account_is_the_partners_super_administrator(world):
    partner = enrol(world, customer_id=an_enterprise(world)).ok()
    member: Membership = found(membership_key("C1", partner["partner_id"]))
    assert member.is_super_admin
    assert "super_admin" in member.roles


@pytest.mark.parametrize("program", [SUBSIDY, CLOUD])
@pytest.mark.parametrize(
    ("facts", "refused_as"),
    [
        ({"real_name": "individual"}, "not_enterprise_verified"),
        ({"real_name": "none"}, "not_enterprise_verified"),
        ({"is_partner": True}, "partner_already"),
        ({"closed_at": "2024-09-01T10:00:00+08:00"}, "account_closed"),
    ],
)
def test_only_an_ordinary_enterprise_joins(world, program, facts, refused_as):
    assert refused_as in enrol(world, program, an_enterprise(world, **facts)).refusals


@pytest.mark.parametrize(
    "program", [pytest.param(SUBSIDY, marks=pytest.mark.rule("14.1/r2")), pytest.param(CLOUD, marks=pytest.mark.rule("16.1/r5"))]
)
def test_a_partners_customer_may_not_join(world, program):
    a_linked_customer("C1")
    an_enterprise(world, "C1")
    assert enrol(world, program).refused_as == "associated_with_partner"


@pytest.mark.rule("16.1/r5")
def test_an_account_below_a_partner_may_not_join(world):
    who = {"user_id": "C1", "tenant": "P1", "actor": "partner", "account_name": "acct-C1", "name": "员工"}
    stored(Membership(**who, roles=["partner_finance"], status="active", joined_at=clock.now()))
    assert enrol(world, customer_id=an_enterprise(world)).refused_as == "account_of_partner"


@pytest.mark.rule("14.1/r3", "13.1.1/r7")
def test_a_member_of_the_subsidy_program_cannot_associate(world):
    enrol(world, SUBSIDY, an_enterprise(world)).ok()
    reasons = reasons_against_association(Facts("P1", clock.now(), None, account("C1")), "resale")
    assert "government_subsidy" in {reason.code for reason in reasons}


@pytest.mark.rule("16.1/r2")
@pytest.mark.parametrize("freeze", ["closure", "arrears", "police", "violation", "partner"])
def test_a_frozen_account_does_not_join_whatever_it_is_frozen_for(world, freeze):
    answer = enrol(world, customer_id=an_enterprise(world, freezes=[freeze]))
    assert answer.refused_as == "account_frozen"
    assert answer.refusals["account_frozen"]["facts"]["freezes"] == [freeze]


@pytest.mark.rule("16.1/r2")
def test_an_account_that_is_frozen_no_more_joins(world):
    an_enterprise(world, freezes=["arrears"])
    enrol(world, customer_id=an_enterprise(world, freezes=[])).ok()


@pytest.mark.rule("16.1/r3")
def test_a_member_of_the_subsidy_program_does_not_join_the_cloud_one(world):
    assert enrol(world, customer_id=an_enterprise(world, government_subsidy=True)).refused_as == "in_government_subsidy"


@pytest.mark.rule("16.1/r4")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"customer_name": "长青科技有限公司"}, {"customer_name": "长青 科技有限公司"}),
        ({"credit_code": "91330106MA2B0W3N0T"}, {"credit_code": "91330106MA2B0W3N0T"}),
    ],
)
def test_a_second_account_of_the_same_company_is_refused(world, first, second):
    enrol(world, customer_id=an_enterprise(world, "C1", **first)).ok()
    assert enrol(world, customer_id=an_enterprise(world, "C2", **second)).refused_as == "company_enrolled_already"


@pytest.mark.rule("16.1/r4")
def test_of_two_accounts_of_a_company_that_are_enrolled_at_once_one_joins(world):
    for customer_id in ("C1", "C2"):
        an_enterprise(world, customer_id, credit_code="91330106MA2B0W3N0T")
    with faults.watching(before=faults.before_first_commit(lambda: enrol(world, customer_id="C2").ok())):
        second = enrol(world, customer_id="C1")
    assert second.refused_as == "company_enrolled_already"


def test_an_account_is_enrolled_once(world):
    first = enrol(world, customer_id=an_enterprise(world), key="k").ok()
    assert enrol(world, key="k").ok() == first
    assert "enrolled_already" in enrol(world).refusals


def test_an_agreement_that_is_not_signed_yet_enrols_nobody(world):
    assert enrol(world, customer_id=an_enterprise(world), signed_at="2024-09-03T10:00:00+08:00").refused_as == "agreement_not_signed"


def test_all_that_stands_against_it_is_told_at_once(world):
    an_enterprise(world, real_name="none", freezes=["police"], government_subsidy=True)
    assert set(enrol(world).refusals) == {"not_enterprise_verified", "account_frozen", "in_government_subsidy"}
    known: CustomerAccount = account("C1")
    assert known.partner_type is None
