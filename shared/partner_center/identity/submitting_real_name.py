"""Submitting a real name: checked at once, decided by the checker or at the review desk, as the policy says (1.1/r4)."""

from __future__ import annotations

from datetime import datetime

from partner_center.files import attach, file_key
from partner_center.identity.account import RealNameKind, RealNameStatus, account_key
from partner_center.identity.contracts import RealNameState, SubmitRealName
from partner_center.identity.real_name import RealNameVerification, refuses_file, refuses_submission, settle, state_of
from partner_center.identity.real_name_checker import Claim, Outcome, RealNameChecker, RuleChecker
from partner_center.identity.reviews import open_real_name_review
from partner_center.kernel import clock, ids
from partner_center.kernel.effective import Row, in_force
from partner_center.kernel.errors import Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

PACKAGE = "partner_center.identity"
CHECKER: RealNameChecker = RuleChecker()
PURPOSES = {RealNameKind.ENTERPRISE: "business_licence", RealNameKind.PERSONAL: "identity_document"}  # of files


def submit_real_name(request: SubmitRealName, caller: Caller, work: Work) -> RealNameState:
    """Submit a name and its document.

    Raises Refused `cloud_not_activated`, `verification_in_review`, `already_verified`, `licence_needed`, what the checker and what files
    refuse; NotFound.
    """
    files = [file_key(request.file_id)] if request.file_id else []
    account = work.read(account_key(caller.user_id), *files)[0]
    policy = in_force(PACKAGE, "real_name_policy", work.now, kind=request.kind.value)
    finding = CHECKER.check(_claim(request, policy, work.now))
    work.require(
        refuses_submission(account, request.kind),
        refuses_file(request, policy, finding),
        Refusal.because(finding.reason or "", "1.1/r4") if finding.outcome is Outcome.REFUSED else None,
    )
    enterprise = request.kind is RealNameKind.ENTERPRISE
    number = request.document_no.upper()
    made = RealNameVerification(
        user_id=caller.user_id,
        verification_id=ids.new_id("RN", work.now),
        kind_of_name=request.kind,
        name=request.name,
        document=number if enterprise else f"{number[:1]}****{number[-1:]}",
        file_id=request.file_id,
        status=RealNameStatus.IN_REVIEW,
        findings=[finding.reason] if finding.reason else [],
        submitted_at=work.now,
    )
    account.verification_id, account.real_name_kind = made.verification_id, request.kind
    account.real_name_status = RealNameStatus.IN_REVIEW
    work.add(made)
    work.change(account)
    if request.file_id is not None:
        attach(work, request.file_id, PURPOSES[request.kind], to=made)
    if policy["decided_by"] == "checker" and finding.outcome is Outcome.VERIFIED:
        settle(made, account, RealNameStatus.VERIFIED, [], "checker", work)
    else:
        open_real_name_review(made, work)
    return state_of(account, made)


def _claim(request: SubmitRealName, policy: Row, now: datetime) -> Claim:
    return Claim(
        kind=request.kind,
        name=request.name,
        document_no=request.document_no,
        on=clock.business_date(now),
        adult_from=int(policy["adult_from_years"]),
        doubtful_from=int(policy["doubtful_from_years"]),
    )
