"""A distributor invites resellers, once more where it was not enough, and invitations lapse (guide 11.1.2)."""

from __future__ import annotations

from partner_center.identity import tenant_name_key
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound
from partner_center.organisation import manager_key, refuses_manager
from partner_center.partners import partner_key
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.schedule import Run
from partner_center.platform.throttle import Limit
from partner_center.platform.work import Work
from partner_center.resellers.contracts import (
    InvitationRef,
    InvitationRefs,
    InvitationState,
    InviteReseller,
    MailPreview,
    PreviewMail,
)
from partner_center.resellers.events import ResellerInvited
from partner_center.resellers.invitation import InvitationStatus, ResellerInvitation, invitation_key
from partner_center.resellers.mail import preview
from partner_center.resellers.relation import Parties, load_parties
from partner_center.resellers.rules import Step, reasons_against

PER_DAY = Limit("reseller_invitation", times=200, within_s=86_400)  # mails of one distributor: guards mailboxes, not in the guide


def invite_reseller(request: InviteReseller, caller: Caller, work: Work) -> InvitationState:
    """Invite the reseller that signs in by an account name; a mail with a link follows (11.1.2/r4, r5).

    Raises Refused with whatever stands against the relation (an unknown account is no reseller), `not_an_account_manager`; NotFound for an
    unknown manager; Halt `too_many_requests`.
    """
    distributor_id = caller.partner_id
    managing = [manager_key(distributor_id, request.manager_id)] if request.manager_id else []
    distributor, named, *found = work.look(partner_key(distributor_id), tenant_name_key(request.reseller_account), *managing)
    manager = found[0] if found else None
    if managing and manager is None:
        raise NotFound("account manager")
    parties = Parties(distributor, None, None) if named is None else load_parties(work, distributor_id, named.tenant)[0]
    work.require(*reasons_against(Step.INVITE, parties), refuses_manager(manager) if manager else None)
    assert parties.reseller is not None
    _count(work, distributor_id)
    invitation = ResellerInvitation(
        partner_id=distributor_id,
        invitation_id=ids.new_id("RI", work.now),
        reseller_id=parties.reseller.partner_id,
        reseller_name=parties.reseller.name,
        reseller_account=request.reseller_account,
        email=request.email,
        manager_id=manager.user_id if manager else None,
        manager_name=manager.name if manager else None,
        invited_by=caller.user_id,
        invited_at=work.now,
    )
    return _send(work, invitation)


def resend_reseller_invitation(request: InvitationRef, caller: Caller, work: Work) -> InvitationState:
    """Send an invitation again with a new link (11.1.2/r6).

    Raises Refused `reseller_invitation_used` or what stands against the relation by now; NotFound; Halt `too_many_requests`.
    """
    invitation = work.get(invitation_key(caller.partner_id, request.invitation_id))
    work.require(invitation.refuses_resend())
    parties, _ = load_parties(work, caller.partner_id, invitation.reseller_id)
    work.require(*reasons_against(Step.INVITE, parties))
    _count(work, caller.partner_id)
    return _send(work, invitation)


def batch_resend_reseller_invitations(request: InvitationRefs, caller: Caller, work: Work) -> BatchAnswer[InvitationState]:
    """Send several invitations again, each on its own (11.1.2/r6)."""
    return each_alone(
        work,
        request.invitation_ids,
        lambda invitation_id, alone: resend_reseller_invitation(InvitationRef(invitation_id=invitation_id), caller, alone),
        answer=InvitationState,
        named=str,
    )


def preview_reseller_invitation_email(request: PreviewMail, caller: Caller, work: Work) -> MailPreview:
    """The mail as the invited reseller will read it, in both languages, with a link that opens nothing."""
    subject, text = preview(work.get(partner_key(caller.partner_id)).name, request.reseller_account or "—", work.now)
    return MailPreview(subject=subject, text=text)


def expire_reseller_invitations(run: Run) -> None:
    """Lapse the invitations that nobody accepted within 7 days (OPEN in 11.1.2)."""

    def expire(due: ResellerInvitation, work: Work) -> bool:
        invitation = work.get(invitation_key(due.partner_id, due.invitation_id))
        if invitation.lapses_at is None or work.now < invitation.lapses_at:
            return False
        invitation.status = InvitationStatus.EXPIRED
        work.change(invitation)
        return True

    run.each(run.due(ResellerInvitation), expire)


def _count(work: Work, distributor_id: str) -> None:
    if not work.dry_run:
        PER_DAY.take(distributor_id)


def _send(work: Work, invitation: ResellerInvitation) -> InvitationState:
    invitation.send(work.now)
    work.keep(invitation)
    work.emit(ResellerInvited(partner_id=invitation.partner_id, invitation_id=invitation.invitation_id, sending=int(invitation.sendings)))
    return InvitationState.of(invitation, work.now)
