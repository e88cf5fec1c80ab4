"""Distributors and resellers in tests: who they are, applications, invitations, relations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from partner_center.identity import RESELLER_INFORMATION_AUTHORIZATION, TASK_ENTRUSTMENT, tenant_name
from partner_center.kernel import clock
from partner_center.organisation import Organisation, join_distributor, organisation_key
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.reach import ResellerOf, reseller_of_key
from partner_center.platform.work import Origin, Work
from partner_center.resellers import FormerRelation, ResellerRelation, relation_key
from partner_center.resellers.application import CooperationApplication
from partner_center.resellers.invitation import ResellerInvitation, invitation_key
from partner_center.resellers.relation import Parties, new_relation
from tests.kit.organisation import an_organisation, found, kept, organisation_now
from tests.kit.partners import PARTNER, a_partner
from tests.kit.world import Answer, World, partner_user, vendor_user

REGION = "江苏代表处"
VENDOR = vendor_user()
DISTRIBUTOR = partner_user("D1", partner_type="distributor")
OTHER = partner_user("D2", partner_type="distributor")


def a_distributor(partner_id: str = "D1", **facts: Any) -> Partner:
    """A distributor with its organisation, without commands."""
    an_organisation(partner_id, "distributor")
    return a_partner(partner_id, **{"name": f"总经销商{partner_id}", "partner_type": "distributor", "business_region": REGION, **facts})


def a_free_reseller(partner_id: str = "R1", **facts: Any) -> Partner:
    """A reseller without a distributor, whose administrator signs in as `<id>-cloud`."""
    an_organisation(partner_id, "reseller")
    signs_in_as(account_of(partner_id), partner_id)
    return a_partner(partner_id, **{"name": f"云经销商{partner_id}", "partner_type": "reseller", "business_region": REGION, **facts})


def a_related_reseller(partner_id: str = "R1", *, of: str = "D1", manager_id: str | None = None, **facts: Any) -> ResellerRelation:
    """A reseller that works with a distributor, without commands."""
    reseller = a_free_reseller(partner_id, **facts)
    relation = new_relation(Parties(found(partner_key(of)), reseller, None), clock.now())
    if manager_id is not None:
        relation.manager_id, relation.manager_name = manager_id, manager_id
        relation.managed_since, relation.assigned_by = clock.now(), "D1-admin"
    work = Work(Caller.system("test"), clock.now(), Origin("test", "test-0001"))
    organisation = work.get(organisation_key(partner_id))
    join_distributor(work, organisation, of, manager_id)
    work.add(relation)
    work.commit()
    return relation


def signs_in_as(account: str, partner_id: str) -> None:
    """A partner's account name is known."""
    kept(tenant_name(account, partner_id))


def account_of(partner_id: str) -> str:
    """The account name of a reseller."""
    return f"{partner_id.lower()}-cloud"


def reseller_user(partner_id: str = "R1") -> Caller:
    """A reseller's administrator as the authorizer hands him over now."""
    organisation: Organisation = organisation_now(partner_id)
    return replace(partner_user(partner_id, partner_type="reseller"), distributor_id=organisation.distributor_id)


def admit(world: World, **facts: Any) -> str:
    """The vendor admits a reseller; its id."""
    form = {**PARTNER, "partner_type": "reseller", "business_region": REGION, **facts}
    return str(world.call(VENDOR, "POST", "/partners/partners", form).ok()["partner_id"])


def stands(world: World, partner_id: str, standing: str) -> None:
    """The vendor says how a partner stands."""
    world.call(VENDOR, "PUT", f"/partners/partners/{partner_id}/facts", {"standing": standing}).ok()


# --- applications -----------------------------------------------------------------------------------------------------------------


def an_application(world: World, of: str = "D1", **facts: Any) -> tuple[str, str]:
    """A reseller that was admitted naming a distributor: the application's id and the reseller's."""
    reseller_id = admit(world, intended_distributor_id=of, **facts)
    world.settle()
    applications = CooperationApplication.query(CooperationApplication.partition(partner_id=of))
    return next(a.application_id for a in applications if a.reseller_id == reseller_id), reseller_id


def review(world: World, application_id: str, result: str = "approve", *, by: Caller = DISTRIBUTOR, **form: Any) -> Answer:
    """A distributor decides about an application."""
    opinion = {"review_opinion": "资料不全"} if result == "reject" else {}
    return world.call(by, "POST", f"/resellers/cooperation-applications/{application_id}/review", {"result": result, **opinion, **form})


def waiting(world: World, by: Caller = DISTRIBUTOR) -> int:
    """The number on a distributor's to-do list."""
    return int(world.call(by, "GET", "/resellers/waiting-cooperation-applications").ok()["waiting"])


# --- invitations ------------------------------------------------------------------------------------------------------------------


def invite(world: World, reseller_id: str = "R1", *, by: Caller = DISTRIBUTOR, **form: Any) -> Answer:
    """A distributor invites a reseller."""
    asked = {"email": "boss@r1.example", "reseller_account": account_of(reseller_id), **form}
    return world.call(by, "POST", "/resellers/invitations", asked)


def resend(world: World, invitation_id: str, *, by: Caller = DISTRIBUTOR) -> Answer:
    """A distributor sends an invitation again."""
    return world.call(by, "POST", f"/resellers/invitations/{invitation_id}/resend", {})


def token_of(mailbox: list[tuple[str, str, str]]) -> str:
    """The token in the last mail."""
    match = re.search(r"/reseller-invitations/([0-9A-Z]{32})", mailbox[-1][2])
    assert match
    return match[1]


def invited(world: World, mailbox: list[tuple[str, str, str]], reseller_id: str = "R1", **more: Any) -> tuple[str, str]:
    """A reseller that has a distributor's mail: the invitation's id and the link's token."""
    invitation_id = invite(world, reseller_id, **more).ok()["invitation_id"]
    world.settle()
    return invitation_id, token_of(mailbox)


def accept(world: World, token: str, by: str = "R1", *, key: str | None = None, **form: Any) -> Answer:
    """A reseller accepts an invitation."""
    version = RESELLER_INFORMATION_AUTHORIZATION.in_force(clock.now()).version
    asked = {"business_region": REGION, "notice_accepted": True, "version": version, **form}
    return world.call(reseller_user(by), "POST", f"/resellers/invitation-links/{token}/acceptance", asked, key=key)


def invitation_now(invitation_id: str, of: str = "D1") -> ResellerInvitation:
    """An invitation as it is now."""
    known: ResellerInvitation = found(invitation_key(of, invitation_id))
    return known


# --- relations --------------------------------------------------------------------------------------------------------------------


def relation_now(reseller_id: str = "R1", of: str = "D1") -> ResellerRelation | None:
    """What a distributor has with a reseller now."""
    known: ResellerRelation | None = found(relation_key(of, reseller_id))
    return known


def reach_now(reseller_id: str = "R1", of: str = "D1") -> ResellerOf | None:
    """A distributor's reach to a reseller now."""
    known: ResellerOf | None = found(reseller_of_key(of, reseller_id))
    return known


def former_relations(of: str = "D1") -> list[FormerRelation]:
    """What a distributor had with resellers."""
    return list(FormerRelation.query(FormerRelation.partition(partner_id=of)))


def works_with(reseller_id: str = "R1") -> str | None:
    """The one distributor of a reseller; all three records say the same."""
    distributor_id: str | None = organisation_now(reseller_id).distributor_id
    for one in ("D1", "D2"):
        assert (relation_now(reseller_id, one) is not None) == (one == distributor_id)
        assert (reach_now(reseller_id, one) is not None) == (one == distributor_id)
    return distributor_id


def entrust(world: World, by: str = "R1", **form: Any) -> Answer:
    """A reseller entrusts its distributor."""
    asked = {"version": TASK_ENTRUSTMENT.in_force(clock.now()).version, "accepted": True, **form}
    return world.call(reseller_user(by), "POST", "/resellers/entrustment", asked)


def listed(world: World, by: Caller = DISTRIBUTOR, query: str = "") -> list[str]:
    """The resellers that a distributor's user finds in the list."""
    return [row["reseller_id"] for row in world.call(by, "GET", f"/resellers/resellers{query}").ok()["items"]]
