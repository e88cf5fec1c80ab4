"""Inviting people with accounts of their own: one person may act for several partners."""

from __future__ import annotations

import re

import pytest

from partner_center.kernel.permissions import Actor, Role
from partner_center.organisation import MemberInvited, mail
from partner_center.organisation.invitation import invitation_key
from tests.kit import faults
from tests.kit.identity import an_account, sign_in
from tests.kit.organisation import ADMIN, a_member, a_role, acting, an_organisation, behind, found, member_now, role_now
from tests.kit.partners import a_partner
from tests.kit.world import customer_user, partner_user

pytestmark = pytest.mark.usefixtures("partner")
PERSON = customer_user("PERSON")


@pytest.fixture
def mailbox(monkeypatch):
    """What went out by e-mail: (to, subject, text)."""
    sent = []
    monkeypatch.setattr(mail, "send_mail", lambda to, subject, text: sent.append((to, subject, text)))
    return sent


def invite(world, *roles, by=ADMIN, **form):
    asked = {"email": "ming@example.org", "name": "小明", "roles": list(roles) or ["partner_sa"], **form}
    return world.call(by, "POST", "/organisation/invitations", asked)


def token_of(mailbox):
    return re.search(r"/join/([0-9A-Z]{32})", mailbox[-1][2])[1]


def invited(world, mailbox, *roles, **more):
    invitation_id = invite(world, *roles, **more).ok()["invitation_id"]
    world.settle()
    return invitation_id, token_of(mailbox)


def accept(world, token, by=PERSON):
    return world.call(by, "POST", f"/organisation/invitation-links/{token}/acceptance", {})


def test_whoever_accepts_is_a_member_with_the_roles_of_the_invitation(world, mailbox):
    role_id = a_role(world, "incentives.read")
    _, token = invited(world, mailbox, "partner_sa", role_id)
    assert mailbox[-1][0] == "ming@example.org"
    opened = world.call(None, "GET", f"/organisation/invitation-links/{token}").ok()
    assert (opened["partner_name"], opened["status"]) == ("伙伴P1", "invited")
    assert accept(world, token).ok()["roles"] == ["partner_sa", role_id]
    member = member_now("PERSON")
    assert (member.user_name, member.status) == (None, "active")
    assert acting(member).may("incentives.read")
    assert role_now(role_id).member_count == 1


def test_one_person_acts_for_several_partners_and_a_session_for_one_of_them(world, mailbox, pool):
    a_partner("P2", name="启明信息")
    an_organisation("P2")
    name = an_account(world)
    person = behind(sign_in(world, name).ok())
    assert person.actor is Actor.CUSTOMER
    for partner_id, role in (("P1", "partner_sa"), ("P2", "partner_finance")):
        _, token = invited(world, mailbox, role, by=partner_user(partner_id))
        accept(world, token, by=person).ok()
    first = behind(sign_in(world, name, partner_id="P1").ok())
    second = behind(sign_in(world, name, partner_id="P2").ok())
    assert (first.partner, first.roles) == ("P1", ("partner_sa",))
    assert (second.partner, second.roles) == ("P2", ("partner_finance",))


def test_a_link_lapses_after_seven_days(world, mailbox, stopped_clock):
    _, token = invited(world, mailbox)
    stopped_clock.pass_(days=7)
    assert "invitation_not_open" in accept(world, token).refusals
    assert world.call(None, "GET", f"/organisation/invitation-links/{token}").ok()["status"] == "expired"
    (row,) = world.call(ADMIN, "GET", "/organisation/invitations").ok()["items"]
    assert (row["status"], row["email"]) == ("expired", "m****@example.org")


def test_a_withdrawn_or_used_link_is_worth_nothing(world, mailbox):
    invitation_id, token = invited(world, mailbox)
    world.call(ADMIN, "DELETE", f"/organisation/invitations/{invitation_id}").ok()
    assert "invitation_not_open" in accept(world, token).refusals
    _, token = invited(world, mailbox)
    accept(world, token).ok()
    assert "invitation_not_open" in accept(world, token, by=customer_user("SOMEBODY")).refusals


def test_a_locked_member_does_not_come_back_by_a_link(world, mailbox):
    a_member("PERSON", Role.PARTNER_SA, status="locked")
    _, token = invited(world, mailbox)
    assert "already_member" in accept(world, token).refusals
    assert member_now("PERSON").status == "locked"


def test_a_deleted_member_may_be_invited_again(world, mailbox):
    a_member("PERSON", Role.PARTNER_FINANCE, status="deleted")
    _, token = invited(world, mailbox, "partner_sa")
    accept(world, token).ok()
    assert (member_now("PERSON").status, list(member_now("PERSON").roles)) == ("active", ["partner_sa"])


def test_an_account_that_another_partner_or_the_vendor_administers_does_not_join(world, mailbox):
    _, token = invited(world, mailbox)
    theirs = a_member("THEIRS", Role.PARTNER_SA, of="P2", user_name="P2/theirs")
    staff = a_member("STAFF", Role.VENDOR_FINANCE, of="vendor", actor=Actor.VENDOR)
    for member in (theirs, staff):
        assert "account_of_another" in accept(world, token, by=acting(member)).refusals


def test_the_token_is_nowhere_in_clear_and_an_invitation_is_mailed_once(world, mailbox):
    invitation_id = invite(world).ok()["invitation_id"]
    world.settle(twice=True)
    assert len(mailbox) == 1
    kept = found(invitation_key("P1", invitation_id))
    assert token_of(mailbox) not in str(kept.serialize())
    assert token_of(mailbox) not in str(world.bus)


def test_a_mail_whose_note_was_lost_goes_out_again_with_a_link_that_holds(world, mailbox):
    invite(world).ok()

    def die(operation, _):
        if operation == "TransactWriteItems" and mailbox:
            raise faults.Killed

    with pytest.raises(faults.Killed), faults.watching(before=die):
        world.settle()
    world.deliver(next(event for event in world.bus if event["DetailType"] == MemberInvited.NAME))
    assert len(mailbox) == 2
    accept(world, token_of(mailbox)).ok()


def test_invitations_are_limited_per_day(world, monkeypatch):
    from dataclasses import replace

    from partner_center.organisation import inviting

    monkeypatch.setattr(inviting, "PER_DAY", replace(inviting.PER_DAY, times=2))
    assert [invite(world).status for _ in range(3)] == [201, 201, 429]


@pytest.mark.parametrize("roles", [["partner_admin", "partner_sa"], ["super_admin"], ["vendor_finance"]])
def test_an_invitation_gives_no_more_than_an_assignment(world, roles):
    assert invite(world, *roles).status in {404, 409}
