"""A reseller accepts a distributor's invitation (3.6.2)."""

import pytest

from partner_center.identity import RESELLER_INFORMATION_AUTHORIZATION
from partner_center.kernel import clock
from partner_center.kernel.permissions import Role
from partner_center.platform.agreement import AgreementSignature, Signatory, signatures_of
from partner_center.resellers.relation import relation_key
from tests.kit import faults
from tests.kit.organisation import a_member, acting, found, kept, member_now, organisation_now
from tests.kit.resellers import (
    OTHER,
    a_free_reseller,
    accept,
    invitation_now,
    invited,
    reach_now,
    relation_now,
    reseller_user,
    resend,
    stands,
    works_with,
)
from tests.kit.world import partner_user


@pytest.fixture
def reseller(world):
    return a_free_reseller("R1")


@pytest.mark.rule("3.6.2/r5", "11.1.2/r5")
def test_accepting_begins_the_relation(world, mailbox, reseller):
    invitation_id, token = invited(world, mailbox)
    answer = accept(world, token).ok()
    assert (answer["distributor_name"], answer["status"], answer["task_authorization"]) == ("总经销商D1", "active", "unauthorized")
    assert works_with() == "D1"
    relation = relation_now()
    assert (relation.reseller_name, relation.reseller_account, relation.business_region) == ("云经销商R1", "r1-cloud", "江苏代表处")
    assert (relation.mobile, relation.email) == ("13900000001", "sales@yunfan.example")
    assert (invitation_now(invitation_id).status, invitation_now(invitation_id).accepted_by) == ("accepted", "R1-admin")
    assert reseller_user().distributor_id == "D1"


@pytest.mark.rule("3.6.2/r4", "19.6/r1")
def test_the_notice_must_be_ticked_in_the_version_that_was_shown(world, mailbox, reseller):
    _, token = invited(world, mailbox)
    assert accept(world, token, notice_accepted=False).refused_as == "agreement_not_ticked"
    assert accept(world, token, version="V0001").refused_as == "agreement_version_not_in_force"
    assert works_with() is None
    accept(world, token).ok()
    (signed,) = AgreementSignature.query(signatures_of(Signatory.PARTNER, "R1"))
    assert (signed.code, signed.user_id) == (RESELLER_INFORMATION_AUTHORIZATION.code, "R1-admin")


@pytest.mark.rule("3.6.2/r2", "3.6.1/r15")
def test_the_region_that_is_chosen_must_be_the_distributors(world, mailbox, reseller):
    _, token = invited(world, mailbox)
    assert accept(world, token, business_region="浙江代表处").refused_as == "business_region_differs"
    assert accept(world, token, business_region=None).refused_as == "invalid_input"
    assert works_with() is None


@pytest.mark.rule("3.6.2/r3")
def test_whoever_left_the_program_meanwhile_cannot_accept(world, mailbox, reseller):
    _, token = invited(world, mailbox)
    stands(world, "R1", "delisted")
    assert accept(world, token).refused_as == "not_a_reseller"
    assert works_with() is None


@pytest.mark.rule("3.6.2/r1", "11.1.2/r3")
def test_a_reseller_has_one_distributor_at_a_time(world, mailbox, reseller):
    _, first = invited(world, mailbox)
    _, second = invited(world, mailbox, by=OTHER)
    accept(world, second).ok()
    assert accept(world, first).refused_as == "cooperates_with_another"
    assert works_with() == "D2"


@pytest.mark.rule("3.6.2/r1")
def test_two_acceptances_at_once_begin_one_relation(world, mailbox, reseller):
    _, first = invited(world, mailbox)
    _, second = invited(world, mailbox, by=OTHER)
    with faults.watching(before=faults.before_first_commit(lambda: accept(world, second).ok())):
        assert accept(world, first).refused_as == "cooperates_with_another"
    assert works_with() == "D2"


def test_accepted_twice_it_is_accepted_once(world, mailbox, reseller):
    _, token = invited(world, mailbox)
    answer = accept(world, token, key="k").ok()
    assert accept(world, token, key="k").ok() == answer
    assert accept(world, token).refused_as == "reseller_invitation_used"
    world.settle(twice=True)
    began = [event for event in world.bus if event["DetailType"] == "resellers.cooperation_began"]
    assert len(began) == 1


def test_accepted_twice_at_once_it_is_accepted_once(world, mailbox, reseller):
    _, token = invited(world, mailbox)
    with faults.watching(before=faults.before_first_commit(lambda: accept(world, token).ok())):
        assert accept(world, token).refused_as == "reseller_invitation_used"
    assert works_with() == "D1"


def test_sent_again_while_it_is_accepted_one_of_the_two_holds(world, mailbox, reseller):
    invitation_id, token = invited(world, mailbox)
    with faults.watching(before=faults.before_first_commit(lambda: resend(world, invitation_id).ok())):
        assert accept(world, token).status == 404
    assert works_with() is None
    assert invitation_now(invitation_id).status == "sent"


def test_another_account_than_the_invited_one_cannot_accept(world, mailbox, reseller):
    a_free_reseller("R2")
    invitation_id, token = invited(world, mailbox)
    assert accept(world, token, by="R2").refused_as == "not_the_invited_reseller"
    assert (works_with("R1"), works_with("R2"), invitation_now(invitation_id).status) == (None, None, "sent")
    assert accept(world, "0" * 32).status == 404


def test_only_administrators_bind_their_company(world, mailbox, reseller):
    _, token = invited(world, mailbox)
    finance = partner_user("R1", Role.PARTNER_FINANCE, partner_type="reseller")
    asked = {"business_region": "江苏代表处", "notice_accepted": True, "version": "V1001"}
    assert world.call(finance, "POST", f"/resellers/invitation-links/{token}/acceptance", asked).refused_as == "forbidden"


def test_a_named_account_manager_has_the_reseller(world, mailbox, reseller):
    manager = a_member("AM1", of="D1")
    _, token = invited(world, mailbox, manager_id="AM1")
    accept(world, token).ok()
    assert (relation_now().manager_id, reach_now().manager_id) == ("AM1", "AM1")
    assert [row["reseller_id"] for row in world.call(acting(manager), "GET", "/resellers/resellers").ok()["items"]] == ["R1"]


def test_a_named_account_manager_who_is_none_any_more_has_nothing(world, mailbox, reseller):
    a_member("AM1", of="D1")
    _, token = invited(world, mailbox, manager_id="AM1")
    member = member_now("AM1", "D1")
    member.status = "locked"
    kept(member)
    accept(world, token).ok()
    assert (relation_now().manager_id, reach_now().manager_id) == (None, None)


def test_dying_right_after_the_commit_its_repetition_is_answered(world, mailbox, reseller):
    _, token = invited(world, mailbox)
    with pytest.raises(faults.Killed), faults.watching(after=faults.killed_after(1)):
        accept(world, token, key="k")
    assert works_with() == "D1"
    assert accept(world, token, key="k").ok()["status"] == "active"


def test_the_distributor_is_told(world, mailbox, reseller):
    a_member("BOSS", Role.PARTNER_ADMIN, of="D1")
    _, token = invited(world, mailbox)
    accept(world, token).ok()
    world.settle()
    titles = {row["title"]["zh"] for row in world.call(acting(member_now("BOSS", "D1")), "GET", "/notices/messages").ok()["items"]}
    assert "云经销商已接受邀请" in titles


def test_an_acceptance_costs_two_rounds_and_one_transaction(world, mailbox, reseller):
    _, token = invited(world, mailbox)
    with faults.watching() as calls:
        accept(world, token).ok()
    assert calls["Query"] + calls["TransactGetItems"] == 2
    assert calls["TransactWriteItems"] == 1
    assert found(relation_key("D1", "R1")).associated_at == clock.now()
    assert organisation_now("R1").distributor_id == "D1"
