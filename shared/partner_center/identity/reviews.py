"""Real names that the vendor's staff decides at the review desk (1.1/r4). How long it may take is OPEN: two working days."""

from __future__ import annotations

from typing import Any

from partner_center.identity.account import RealNameStatus, account_key
from partner_center.identity.real_name import RealNameVerification, settle, verification_key
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Label
from partner_center.platform.work import Work
from partner_center.reviews import Decision, ReviewKind, Ruling, open_review


def open_real_name_review(made: RealNameVerification, work: Work) -> None:
    """Let a submission wait for the vendor. Its file is downloaded through the page of submissions."""
    open_review(
        work,
        REAL_NAME_REVIEW,
        f"{made.user_id}/{made.verification_id}",
        title=made.name,
        facts={
            "user_id": made.user_id,
            "verification_id": made.verification_id,
            "kind": made.kind_of_name.value,
            "name": made.name,
            "document": made.document,
            "file_id": made.file_id,
            "findings": list(made.findings),
        },
    )


def decide_real_name(ruling: Ruling, work: Work) -> dict[str, Any]:
    """Verify or reject a submission. Raises Refused `verification_is_over` for one that is decided or replaced; NotFound."""
    user_id, _, verification_id = ruling.subject_id.partition("/")
    made, account = work.read(verification_key(user_id, verification_id), account_key(user_id))
    over = made.status is not RealNameStatus.IN_REVIEW or account.verification_id != verification_id
    work.require(Refusal.because("verification_is_over", "1.1/r4", status=made.status) if over else None)
    approved = ruling.decision is Decision.APPROVED
    status = RealNameStatus.VERIFIED if approved else RealNameStatus.REJECTED
    settle(made, account, status, [] if approved or ruling.reason is None else [ruling.reason], work.caller.user_id, work)
    return {"status": account.real_name_status.value}


REAL_NAME_REVIEW = ReviewKind(
    "identity.real_name",
    Label("实名认证审核", "Review of a real name"),
    duty="identity.review_accounts",
    rule="1.1/r4",
    working_days=2,
    decide=decide_real_name,
)
KINDS = (REAL_NAME_REVIEW,)
