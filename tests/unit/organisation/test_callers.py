"""Who a caller is: token, session, membership and roles as they are at the moment of the call."""

from __future__ import annotations

import pytest

from partner_center.kernel.permissions import Role
from partner_center.organisation import callers
from partner_center.platform.signin import NotSignedIn
from tests.kit import faults
from tests.kit.identity import a_membership, an_account, sign_in
from tests.kit.organisation import a_member, a_reseller, a_role, acting, assign, behind, kept, member_now, organisation_now

pytestmark = pytest.mark.usefixtures("partner")


@pytest.fixture
def session(world, pool):
    """Somebody with an account of his own and a membership of P1 in which he is in finance, signed in for it."""
    name = an_account(world)
    user_id = behind(sign_in(world, name).ok()).user_id
    a_membership(user_id, "P1", roles=[Role.PARTNER_FINANCE.value])
    return sign_in(world, name, partner_id="P1").ok()


def test_a_caller_has_what_its_membership_and_its_partner_say(session):
    caller = behind(session)
    assert (caller.partner, caller.partner_type, caller.roles) == ("P1", "solution_provider", ("partner_finance",))
    assert caller.session
    assert caller.limited_to is None


def test_a_change_of_role_takes_effect_on_the_next_call(world, session):
    caller = behind(session)
    assert caller.may("funds.adjust")
    assign(world, caller.user_id, "partner_sa", a_role(world, "incentives.read")).ok()
    assert not behind(session).may("funds.adjust")
    assert behind(session).may("incentives.read")


def test_a_session_for_no_tenant_is_the_persons_own_account(world, pool):
    caller = behind(sign_in(world, an_account(world)).ok())
    assert (caller.customer, caller.partner) == (caller.user_id, None)


def test_codes_of_the_partner_and_the_distributor_of_a_reseller_are_told(world, session):
    partner = organisation_now()
    partner.codes_on = True
    kept(partner)
    assert behind(session).codes_on
    a_reseller("R1", of="D1")
    assert acting(a_member("U9", Role.PARTNER_SA, of="R1")).distributor_id == "D1"


@pytest.mark.rule("5.1.1.3/r8", "5.1.1.3/r9")
@pytest.mark.parametrize(
    ("roles", "scope"),
    [
        (["account_manager"], ("U1",)),
        (["account_manager_supervisor"], ("U1", "AM1", "AM2")),
        (["account_manager", "partner_sa"], None),
        (["account_manager_supervisor", "partner_finance"], None),
        (["partner_admin"], None),
        (["partner_finance"], None),
    ],
)
def test_the_scope_follows_from_the_roles(world, roles, scope):
    assert acting(a_member("U1", *(Role(role) for role in roles), managers=["AM1", "AM2"])).limited_to == scope


@pytest.mark.rule("5.1.1.3/r9")
def test_a_role_of_the_partners_own_beside_that_of_the_account_manager_opens_all_customers(world):
    role_id = a_role(world, "incentives.read")
    assert acting(a_member("U1", Role.ACCOUNT_MANAGER, custom=(role_id,))).limited_to is None


def test_a_locked_member_is_not_signed_in(session):
    member = member_now(behind(session).user_id)
    member.status = "locked"
    kept(member)
    with pytest.raises(NotSignedIn):
        behind(session)


@pytest.mark.parametrize("own_roles", [0, 3])
def test_finding_a_caller_takes_one_query_one_batch_and_one_update(world, session, own_roles):
    caller = behind(session)
    if own_roles:
        assign(world, caller.user_id, *(a_role(world, name=f"角色{number}") for number in range(own_roles))).ok()
    with faults.watching() as calls:
        behind(session)
    assert dict(calls) == {"Query": 1, "BatchGetItem": 1, "UpdateItem": 1}


def test_who_calls_too_often_is_told_so_and_nobody_else(world, session, pool, monkeypatch):
    monkeypatch.setattr(callers, "MOST_OF_USER", 3)
    answers = [behind(session).throttled for _ in range(4)]
    assert answers == [False, False, False, True]
    assert world.call(behind(session), "GET", "/organisation/settings").status == 429
    assert not acting(a_member("U2", Role.PARTNER_SA)).throttled


def test_a_partners_people_together_have_a_limit_of_their_own(session, monkeypatch):
    monkeypatch.setattr(callers, "MOST_OF_PARTNER", 2)
    assert [behind(session).throttled for _ in range(3)] == [False, False, True]


def test_without_the_counter_a_call_passes(session, monkeypatch):
    def fail(operation, _):
        if operation == "UpdateItem":
            from botocore.exceptions import ConnectionClosedError

            raise ConnectionClosedError(endpoint_url="table")

    with faults.watching(before=fail):
        assert not behind(session).throttled
