"""A distributor decides about the resellers that want to work with it (guide 11.1.1)."""

from __future__ import annotations

from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound
from partner_center.partners import PartnerAdmitted, partner_key
from partner_center.platform.batch import BatchAnswer, each_alone
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Happened
from partner_center.platform.work import Work
from partner_center.resellers.application import (
    APPLICATION_FLOW,
    CooperationApplication,
    WaitingApplications,
    application_key,
    waiting_key,
)
from partner_center.resellers.contracts import (
    ApplicationState,
    PendingApplications,
    ReviewApplication,
    ReviewApplications,
    ReviewResult,
)
from partner_center.resellers.events import CooperationApplied, CooperationDecided
from partner_center.resellers.relation import begin, load_parties
from partner_center.resellers.rules import Step, reasons_against


def create_cooperation_application(event: PartnerAdmitted, work: Work, happened: Happened) -> None:
    """The vendor admitted a reseller that names a distributor: an application waits for that one (11.1.1/r1, r2; 3.6.1/r16)."""
    if event.intended_distributor_id is None:
        return
    reseller, waiting = work.look(partner_key(event.partner_id), waiting_key(event.intended_distributor_id))
    if reseller is None:
        return
    application = CooperationApplication(
        partner_id=event.intended_distributor_id,
        application_id=ids.new_id("CA", happened.at),
        reseller_id=reseller.partner_id,
        reseller_name=reseller.name,
        mobile=reseller.mobile,
        email=reseller.email,
        applied_at=happened.at,
    )
    work.add(application)
    waiting = waiting or WaitingApplications(partner_id=application.partner_id)
    waiting.waiting += 1
    work.keep(waiting)
    work.emit(
        CooperationApplied(
            partner_id=application.partner_id,
            application_id=application.application_id,
            reseller_id=application.reseller_id,
            reseller_name=application.reseller_name,
            applied_at=application.applied_at,
        )
    )


def review_cooperation_application(request: ReviewApplication, caller: Caller, work: Work) -> ApplicationState:
    """Approve, and the two work together from now on; or reject, and the reseller stays free to be invited (OPEN in 11.1.1).

    Raises Refused `illegal_transition` for what was decided, or what by now stands against the relation; NotFound.
    """
    application, waiting = work.look(application_key(caller.partner_id, request.application_id), waiting_key(caller.partner_id))
    if application is None:
        raise NotFound("cooperation application")
    status = APPLICATION_FLOW.take(request.result.value, application.status, caller.actor)
    parties, _ = load_parties(work, caller.partner_id, application.reseller_id)
    if request.result is ReviewResult.APPROVE:
        work.require(*reasons_against(Step.APPROVE, parties))
        begin(work, parties)
    application.status, application.review_opinion = status, request.review_opinion
    application.reviewed_by, application.reviewed_at = caller.user_id, work.now
    work.change(application)
    if waiting is not None:
        waiting.waiting -= 1
        work.change(waiting)
    work.emit(
        CooperationDecided(
            partner_id=application.reseller_id,
            application_id=application.application_id,
            distributor_id=caller.partner_id,
            distributor_name=parties.distributor.name if parties.distributor else caller.partner_id,
            status=application.status,
            review_opinion=application.review_opinion,
        )
    )
    return ApplicationState.of(application)


def batch_review_cooperation_applications(request: ReviewApplications, caller: Caller, work: Work) -> BatchAnswer[ApplicationState]:
    """One decision for several applications, each on its own (11.1.1/r5)."""
    return each_alone(
        work,
        request.application_ids,
        lambda application_id, alone: review_cooperation_application(request.of(application_id), caller, alone),
        answer=ApplicationState,
        named=str,
    )


def count_pending_cooperation_applications(caller: Caller, work: Work) -> PendingApplications:
    """How many applications wait for the caller's distributor."""
    waiting = work.get(waiting_key(caller.partner_id), or_none=True)
    return PendingApplications(waiting=int(waiting.waiting) if waiting else 0)
