"""A reseller opens the link of a distributor's invitation and accepts it (guide 3.6.2).

The notice that is ticked is the authorization on its customers' information (19.6): whoever works with a distributor lets it see them.
OPEN in 19.6, when it is accepted: with the invitation. A reseller whose application was approved, or whom the vendor admitted with a
distributor, gave it with its application to the program (3.6.1, four agreements), and may read and accept it among the documents.
OPEN in 3.6.2: an invitation is refused by leaving it alone.
"""

from __future__ import annotations

from partner_center.identity import (
    RESELLER_INFORMATION_AUTHORIZATION,
    accept,
    document_standing_key,
    refuses_unticked,
)
from partner_center.kernel.errors import Refusal
from partner_center.organisation import manager_key, may_manage
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import masked
from partner_center.platform.work import Work
from partner_center.resellers.contracts import AcceptInvitation, CooperationState, InvitationToken, NoticeShown, OpenedInvitation
from partner_center.resellers.events import InvitationAccepted
from partner_center.resellers.invitation import InvitationStatus, ResellerInvitation, invitation_of
from partner_center.resellers.relation import begin, load_parties
from partner_center.resellers.rules import Step, reasons_against


def open_distributor_invitation(request: InvitationToken, work: Work) -> OpenedInvitation:
    """What the link shows: who invites which account, until when, and the notice. Raises NotFound."""
    invitation = invitation_of(work, request.token)
    distributor = work.get(partner_key(invitation.partner_id))
    notice = RESELLER_INFORMATION_AUTHORIZATION.in_force(work.now)
    return OpenedInvitation(
        distributor_name=distributor.name,
        reseller_account=masked(invitation.reseller_account) or "",
        status=invitation.status_at(work.now),
        expires_at=invitation.expires_at,
        notice=NoticeShown(
            document=notice.code,
            version=notice.version,
            name={"zh": notice.name.zh, "en": notice.name.en},
            content=notice.content,
        ),
    )


def accept_distributor_invitation(request: AcceptInvitation, caller: Caller, work: Work) -> CooperationState:
    """愿意: the reseller works with the distributor from now on; an account manager named in the invitation has it.

    Raises Refused `not_the_invited_reseller`, `reseller_invitation_used`, `reseller_invitation_expired`, `agreement_not_ticked`,
    `agreement_version_not_in_force`, or what stands against the relation; NotFound for an unknown or replaced link.
    """
    invitation = invitation_of(work, request.token)
    work.require(refuses_account(invitation, caller), invitation.refuses_acceptance(work.now))
    notice = RESELLER_INFORMATION_AUTHORIZATION.in_force(work.now)
    managing = [manager_key(invitation.partner_id, invitation.manager_id)] if invitation.manager_id else []
    parties, found = load_parties(work, invitation.partner_id, invitation.reseller_id, document_standing_key(notice, caller), *managing)
    standing, manager = found[0], found[1] if managing else None
    work.require(
        refuses_unticked(request.notice_accepted, notice),
        notice.refuses_version(request.version),
        *reasons_against(Step.ACCEPT, parties, chosen=request.business_region),
    )
    if standing is None or not standing.stands_for(notice.version):
        accept(work, notice, caller, standing)
    relation = begin(
        work,
        parties,
        region=request.business_region,
        account=invitation.reseller_account,
        manager=manager if may_manage(manager) else None,
    )
    invitation.status, invitation.accepted_at, invitation.accepted_by = InvitationStatus.ACCEPTED, work.now, caller.user_id
    work.change(invitation)
    work.emit(
        InvitationAccepted(
            partner_id=invitation.partner_id,
            invitation_id=invitation.invitation_id,
            reseller_id=invitation.reseller_id,
            reseller_name=relation.reseller_name,
            accepted_at=work.now,
        )
    )
    return CooperationState.of(relation, parties.distributor)


def refuses_account(invitation: ResellerInvitation, caller: Caller) -> Refusal | None:
    """Only the invited account accepts, whosever hands the link came into (OPEN in 11.1.2)."""
    if caller.partner == invitation.reseller_id:
        return None
    return Refusal.because("not_the_invited_reseller", "3.6.2/r5", way_out="use_the_invited_account")
