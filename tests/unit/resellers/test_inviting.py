"""A distributor invites resellers by e-mail (11.1.2)."""

import pytest

from partner_center.kernel.permissions import Role
from tests.kit import faults
from tests.kit.organisation import a_member, acting, an_organisation
from tests.kit.partners import a_partner
from tests.kit.resellers import (
    DISTRIBUTOR,
    OTHER,
    a_free_reseller,
    a_related_reseller,
    accept,
    invitation_now,
    invite,
    invited,
    resend,
    signs_in_as,
    stands,
    token_of,
    works_with,
)
from tests.kit.world import partner_user


def opened(world, token):
    return world.call(None, "GET", f"/resellers/invitation-links/{token}")


def invitations(world, query="", by=DISTRIBUTOR):
    return world.call(by, "GET", f"/resellers/invitations{query}").ok()["items"]


@pytest.mark.rule("11.1.2/r5")
def test_an_invited_reseller_gets_a_mail_with_a_link(world, mailbox):
    a_free_reseller()
    invitation_id, token = invited(world, mailbox)
    to, subject, text = mailbox[-1]
    assert to == "boss@r1.example"
    assert "总经销商D1" in subject
    assert "r1-cloud" in text
    assert "Sign in with that account" in text
    shown = opened(world, token).ok()
    assert (shown["distributor_name"], shown["reseller_account"], shown["status"]) == ("总经销商D1", "r****d", "sent")
    assert shown["notice"]["document"] == "reseller_information_authorization"
    assert works_with() is None
    assert token not in str(invitation_now(invitation_id).fields())


@pytest.mark.rule("11.1.2/r4")
@pytest.mark.parametrize("form", [{"email": None}, {"email": "nobody"}, {"reseller_account": None}, {"reseller_account": " "}])
def test_mailbox_and_account_are_needed(world, mailbox, form):
    a_free_reseller()
    assert invite(world, **form).refused_as == "invalid_input"
    assert invitations(world) == []


@pytest.mark.rule("11.1.2/r4")
def test_an_account_manager_may_be_named(world, mailbox):
    a_free_reseller()
    a_member("AM1", of="D1")
    invite(world, manager_id="AM1").ok()
    assert invitations(world)[0]["manager_name"] == "A****1"
    a_member("SA1", Role.PARTNER_SA, of="D1")
    assert invite(world, manager_id="SA1").refused_as == "not_an_account_manager"
    assert invite(world, manager_id="U9").status == 404


@pytest.mark.rule("11.1.2/r1")
def test_only_who_is_a_reseller_is_invited(world, mailbox):
    a_partner("P1", business_region="江苏代表处")
    an_organisation("P1")
    signs_in_as("p1-cloud", "P1")
    a_free_reseller("R1", standing="delisted")
    codes = {invite(world, one).refused_as for one in ("P1", "R1", "R-UNKNOWN")}
    assert codes == {"not_a_reseller"}
    assert invite(world, "P1").refusals.keys() == {"not_a_reseller"}
    a_free_reseller("R2", standing="exiting")
    assert invite(world, "R2").refused_as == "reseller_leaving"
    assert world.settle() == 0


@pytest.mark.rule("11.1.2/r2")
@pytest.mark.parametrize(
    ("facts", "code"),
    [({"country_region": "SG"}, "country_region_differs"), ({"business_region": "浙江代表处"}, "business_region_differs")],
)
def test_only_who_is_in_the_same_region_is_invited(world, mailbox, facts, code):
    a_free_reseller(**facts)
    assert invite(world).refused_as == code


def test_a_reseller_without_a_recorded_region_may_be_invited(world, mailbox):
    a_free_reseller(business_region=None)
    _, token = invited(world, mailbox)
    accept(world, token).ok()
    assert works_with() == "D1"


@pytest.mark.rule("11.1.2/r3")
def test_nobody_is_invited_who_works_with_somebody(world, mailbox):
    a_related_reseller("R1", of="D2")
    a_related_reseller("R2", of="D1")
    assert invite(world, "R1").refused_as == "cooperates_with_another"
    assert "D2" not in str(invite(world, "R1").body)
    assert invite(world, "R2").refused_as == "cooperates_already"


def test_only_a_distributor_in_good_standing_invites(world, mailbox):
    a_free_reseller()
    a_partner("P1", business_region="江苏代表处")
    assert invite(world, by=partner_user("P1")).refused_as == "not_a_distributor"
    stands(world, "D1", "exiting")
    invite(world).ok()
    stands(world, "D1", "delisted")
    assert invite(world).refused_as == "own_distributor_delisted"


def test_an_account_manager_invites_nobody(world):
    a_free_reseller()
    assert invite(world, by=acting(a_member("AM1", of="D1"))).refused_as == "forbidden"


@pytest.mark.rule("11.1.2/r6")
def test_sent_again_the_former_link_is_worthless(world, mailbox):
    a_free_reseller()
    invitation_id, old = invited(world, mailbox)
    assert resend(world, invitation_id).ok()["resend_count"] == 1
    assert opened(world, old).status == 404
    world.settle(twice=True)
    assert len(mailbox) == 2
    new = token_of(mailbox)
    assert accept(world, old).status == 404
    assert works_with() is None
    accept(world, new).ok()
    assert works_with() == "D1"


@pytest.mark.rule("11.1.2/r6")
def test_several_are_sent_again_each_on_its_own(world, mailbox):
    a_free_reseller("R1")
    a_free_reseller("R2")
    first, token = invited(world, mailbox, "R1")
    second, _ = invited(world, mailbox, "R2")
    accept(world, token).ok()
    asked = {"invitation_ids": [first, second, "RI-UNKNOWN"]}
    answer = world.call(DISTRIBUTOR, "POST", "/resellers/invitation-resends", asked, key="k").ok()
    problems = [result["problem"]["code"] if result["problem"] else None for result in answer["results"]]
    assert problems == ["reseller_invitation_used", None, "not_found"]
    world.settle()
    assert len(mailbox) == 3


def test_a_resend_asks_again_whether_the_two_fit(world, mailbox):
    a_free_reseller()
    mine, _ = invited(world, mailbox)
    _, token = invited(world, mailbox, by=OTHER)
    accept(world, token).ok()
    assert resend(world, mine).refused_as == "cooperates_with_another"


def test_an_invitation_lapses_after_seven_days_and_lives_again(world, mailbox, stopped_clock):
    a_free_reseller()
    invitation_id, token = invited(world, mailbox)
    stopped_clock.pass_(days=7)
    assert opened(world, token).ok()["status"] == "expired"
    assert accept(world, token).refused_as == "reseller_invitation_expired"
    assert [row["status"] for row in invitations(world, "?status=expired")] == ["expired"]
    assert invitations(world, "?status=sent") == []
    assert world.run_job("resellers.expire_reseller_invitations", stopped_clock.now.isoformat())["done"] == 1
    assert world.run_job("resellers.expire_reseller_invitations", stopped_clock.now.isoformat())["done"] == 0
    assert invitation_now(invitation_id).status == "expired"
    assert accept(world, token).refused_as == "reseller_invitation_expired"
    resend(world, invitation_id).ok()
    world.settle()
    accept(world, token_of(mailbox)).ok()


def test_the_job_leaves_alone_what_was_sent_again(world, mailbox, stopped_clock):
    a_free_reseller()
    invitation_id, _ = invited(world, mailbox)
    stopped_clock.pass_(days=6)
    resend(world, invitation_id).ok()
    stopped_clock.pass_(days=2)
    assert world.run_job("resellers.expire_reseller_invitations", stopped_clock.now.isoformat())["done"] == 0
    assert invitation_now(invitation_id).status == "sent"


def test_the_list_shows_what_this_distributor_sent(world, mailbox):
    a_free_reseller("R1")
    a_free_reseller("R2")
    invited(world, mailbox, "R1", email="a@r1.example")
    invited(world, mailbox, "R2", by=OTHER)
    (row,) = invitations(world)
    assert (row["email"], row["reseller_account"], row["status"], row["resend_count"]) == ("a****@r1.example", "r****d", "sent", 0)
    assert len(invitations(world, "?reseller_account=r1")) == 1
    assert invitations(world, "?email=b@r1.example") == []
    assert world.call(OTHER, "GET", f"/resellers/invitations/{row['invitation_id']}").status == 404
    assert resend(world, row["invitation_id"], by=OTHER).status == 404


def test_a_manager_sees_the_invitations_that_name_him(world, mailbox):
    a_free_reseller("R1")
    a_free_reseller("R2")
    manager = a_member("AM1", of="D1")
    mine = invite(world, "R1", manager_id="AM1").ok()["invitation_id"]
    invite(world, "R2").ok()
    assert [row["invitation_id"] for row in invitations(world, by=acting(manager))] == [mine]


def test_the_mail_can_be_looked_at_before(world):
    shown = world.call(DISTRIBUTOR, "GET", "/resellers/invitation-mail?reseller_account=r1-cloud").ok()
    assert "总经销商“总经销商D1”邀请" in shown["subject"]
    assert "邀请云经销商账号 r1-cloud" in shown["text"]
    assert "invites the reseller account r1-cloud" in shown["text"]


def test_a_mail_that_died_before_its_note_is_sent_again_and_the_last_link_holds(world, mailbox):
    a_free_reseller()
    invite(world).ok()
    with pytest.raises(faults.Killed), faults.watching(before=died_at_the_commit):
        world.settle()
    first = token_of(mailbox)
    world.delivered.clear()
    world.settle()
    assert len(mailbox) == 2
    assert opened(world, first).status == 404
    assert opened(world, token_of(mailbox)).ok()["status"] == "sent"


def died_at_the_commit(operation, _):
    if operation == "TransactWriteItems":
        raise faults.Killed


def test_no_mail_leaves_for_a_sending_that_was_replaced(world, mailbox):
    a_free_reseller()
    invitation_id = invite(world).ok()["invitation_id"]
    resend(world, invitation_id).ok()
    world.settle()
    assert len(mailbox) == 1
    assert opened(world, token_of(mailbox)).ok()["status"] == "sent"
