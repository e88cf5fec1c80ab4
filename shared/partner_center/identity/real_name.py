"""Real-name verification of an account: of the enterprise behind it, or of the person (1.1/r4).

Who decides is the policy's (data/real_name_policy.json): a person is decided by the checker at once and goes to the vendor's review desk
only where the checker doubts; an enterprise always goes there, its licence beside it, after the checker found its credit code possible.
One credit code may stand on several accounts (1.2/r9: a company's further accounts). An ID number is kept by its ends only: no rule needs
more of it, and so nobody can find out more.
"""

from __future__ import annotations

from partner_center.identity.account import Account, RealNameKind, RealNameStatus, account_key
from partner_center.identity.contracts import RealNameState, SubmitRealName
from partner_center.identity.events import RealNameVerified
from partner_center.identity.real_name_checker import Finding, Outcome
from partner_center.kernel.effective import Row
from partner_center.kernel.errors import Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Texts
from partner_center.platform.work import Work


class RealNameVerification(Record, kind="real_name_verification"):
    """One submission. `document` is an enterprise's credit code, which is public, or the ends of a person's ID number.

    `file_id` is the licence or document that was uploaded. `findings` say why the checker did not verify it by itself; `reasons` why it was
    rejected.
    """

    PLACE = Place("real_name/{user_id}", "{verification_id}")
    OWNER = Place("real_name_list/{status}", "{submitted_at}/{verification_id}")
    SECRET = ("name", "document")

    user_id = Text()
    verification_id = Text()
    kind_of_name = Choice(RealNameKind)
    name = Text()
    document = Text()
    file_id = Text(null=True)
    status = Choice(RealNameStatus)
    findings = Texts()
    reasons = Texts()
    submitted_at = Instant()
    decided_at = Instant(null=True)
    decided_by = Text(null=True)


def verification_key(user_id: str, verification_id: str) -> Key[RealNameVerification]:
    """The address of a submission."""
    return RealNameVerification.key(user_id=user_id, verification_id=verification_id)


def get_real_name(caller: Caller, work: Work) -> RealNameState:
    """How far the verification of the caller's account is, and the latest submission."""
    account = work.get(account_key(caller.user_id))
    latest = work.query(RealNameVerification, RealNameVerification.partition(user_id=caller.user_id), newest_first=True, limit=1).items
    return state_of(account, latest[0] if latest else None)


def refuses_submission(account: Account, kind: RealNameKind) -> Refusal | None:
    """Verification follows activation (1.1/r4); one at a time. A verified person may go on to verify the enterprise."""
    if account.cloud_activated_at is None:
        return Refusal.because("cloud_not_activated", "1.1/r4", way_out="activate_cloud_first")
    if account.real_name_status is RealNameStatus.IN_REVIEW:
        return Refusal.because("verification_in_review", "1.1/r4")
    goes_further = account.real_name_kind is RealNameKind.PERSONAL and kind is RealNameKind.ENTERPRISE
    if account.real_name_status is RealNameStatus.VERIFIED and not goes_further:
        return Refusal.because("already_verified", "1.1/r4")
    return None


def refuses_file(request: SubmitRealName, policy: Row, finding: Finding) -> Refusal | None:
    """Whoever decides must see a document: an enterprise's licence always, a person's where the checker doubts."""
    needed = policy["licence_needed"] or finding.outcome is Outcome.DOUBTFUL
    return Refusal.because("licence_needed", "1.1/r4", why=finding.reason) if needed and request.file_id is None else None


def settle(made: RealNameVerification, account: Account, status: RealNameStatus, reasons: list[str], by: str, work: Work) -> None:
    """Decide a submission: the submission and its account say so, and others hear of a name that is proved."""
    made.status, made.reasons, made.decided_at, made.decided_by = status, reasons, work.now, by
    account.real_name_status, account.real_name_kind = status, made.kind_of_name
    if status is RealNameStatus.REJECTED and account.real_name is not None:  # the person stays who he proved to be
        account.real_name_status, account.real_name_kind = RealNameStatus.VERIFIED, RealNameKind.PERSONAL
    work.keep(made)
    work.change(account)
    if status is RealNameStatus.VERIFIED:
        account.real_name = made.name
        account.credit_code = made.document if made.kind_of_name is RealNameKind.ENTERPRISE else None
        work.emit(RealNameVerified(partner_id="", user_id=account.user_id, kind=made.kind_of_name, verified_at=work.now))


def state_of(account: Account, latest: RealNameVerification | None) -> RealNameState:
    return RealNameState(
        status=account.real_name_status,
        kind=account.real_name_kind,
        name=latest.name if latest else None,
        document=_shown(latest) if latest else None,
        verification_id=latest.verification_id if latest else None,
        submitted_at=latest.submitted_at if latest else None,
        decided_at=latest.decided_at if latest else None,
        reasons=list(latest.reasons) if latest else [],
    )


def _shown(latest: RealNameVerification) -> str:
    return f"{latest.document[:4]}****{latest.document[-4:]}" if latest.kind_of_name is RealNameKind.ENTERPRISE else latest.document
