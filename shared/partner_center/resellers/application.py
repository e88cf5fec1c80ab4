"""Cooperation applications: a reseller that the vendor admitted named the distributor with which it intends to work (guide 11.1.1)."""

from __future__ import annotations

from partner_center.kernel.labels import Labelled
from partner_center.kernel.workflow import PARTNER, Workflow, step
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, Whole


class ApplicationStatus(Labelled):
    """The states of an application (glossary part 2; label of rejected OPEN in 11.1.1)."""

    IN_REVIEW = "in_review", "待审核", "In review"
    APPROVED = "approved", "审核通过", "Approved"
    REJECTED = "rejected", "审核不通过", "Rejected"


APPLICATION_FLOW = Workflow(
    step("approve", [ApplicationStatus.IN_REVIEW], ApplicationStatus.APPROVED, [PARTNER], "11.1.1/r4"),
    step("reject", [ApplicationStatus.IN_REVIEW], ApplicationStatus.REJECTED, [PARTNER], "11.1.1/r4"),
)


class CooperationApplication(Record, kind="cooperation_application"):
    """An application that waits for its distributor, `partner_id`, or was decided by it. Contacts are the reseller's profile's."""

    PLACE = Place("partner/{partner_id}/cooperation_application", "{application_id}")
    SECRET = ("mobile", "email")

    partner_id = Text()
    application_id = Text()
    reseller_id = Text()
    reseller_name = Text()
    mobile = Text(null=True)
    email = Text(null=True)
    status = Choice(ApplicationStatus, default=ApplicationStatus.IN_REVIEW)
    review_opinion = Text(null=True)
    applied_at = Instant()
    reviewed_by = Text(null=True)
    reviewed_at = Instant(null=True)


class WaitingApplications(Record, kind="waiting_applications"):
    """How many applications wait for a distributor: the number on its to-do list, kept with each application."""

    PLACE = Place("partner/{partner_id}", "waiting_applications")

    partner_id = Text()
    waiting = Whole(default=0)


def application_key(distributor_id: str, application_id: str) -> Key[CooperationApplication]:
    """The address of an application."""
    return CooperationApplication.key(partner_id=distributor_id, application_id=application_id)


def waiting_key(distributor_id: str) -> Key[WaitingApplications]:
    """The address of a distributor's number of waiting applications."""
    return WaitingApplications.key(partner_id=distributor_id)
