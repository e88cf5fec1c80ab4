"""Customers in tests: prospects, accounts, reports, invitations and associations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from partner_center.customers import Association, AssociationStatus, AssociationType, CustomerAccount, newly_listed
from partner_center.customers.invitation import ExpansionRecord, record_id_of
from partner_center.customers.link import Channel, InvitationLink
from partner_center.customers.report import CustomerReport, ReportClaim, ReportingCount
from partner_center.customers.reviews import REPORT_REVIEW
from partner_center.kernel import clock
from partner_center.platform.table import Key
from tests.kit import reviews
from tests.kit.world import Answer, World, customer_user, partner_user, vendor_user

MOBILE = "13812345678"
PARTNER = partner_user("P1")
OTHER = partner_user("P2")
VENDOR = vendor_user()
CUSTOMER = customer_user("C1")


def found(key: Key[Any]) -> Any:
    """A record as it is in the table now, None where there is none."""
    try:
        return key.record.get(key.partition, key.sort, consistent_read=True)
    except key.record.DoesNotExist:
        return None


def report_of(partner_id: str, report_id: str) -> CustomerReport:
    """A report as it is now."""
    report: CustomerReport = found(CustomerReport.key(partner_id=partner_id, report_id=report_id))
    return report


def open_reports(partner_id: str = "P1") -> int:
    """The partner's count of open reports."""
    count: ReportingCount | None = found(ReportingCount.key(partner_id=partner_id))
    return count.open_reports if count else 0


def claim_on(subject: str) -> ReportClaim | None:
    """The claim on a prospect."""
    claim: ReportClaim | None = found(ReportClaim.key(subject=subject))
    return claim


def record_of(report_id: str, partner_id: str = "P1") -> ExpansionRecord:
    """The expansion record of a reported customer."""
    record: ExpansionRecord = found(ExpansionRecord.key(partner_id=partner_id, record_id=record_id_of(report_id)))
    return record


def account(customer_id: str = "C1") -> CustomerAccount:
    """An account as it is now."""
    known: CustomerAccount = found(CustomerAccount.key(customer_id=customer_id))
    return known


def association(customer_id: str = "C1", partner_id: str = "P1") -> Association | None:
    """An association as it is now."""
    known: Association | None = found(Association.key(partner_id=partner_id, customer_id=customer_id))
    return known


def an_account(world: World, customer_id: str = "C1", *, age: timedelta = timedelta(days=1), **facts: Any) -> str:
    """The vendor tells of an account, registered a day ago unless it is said otherwise."""
    told = {
        "account_name": f"acct-{customer_id}",
        "customer_name": "晨星网络",
        "mobile": MOBILE,
        "registered_at": clock.iso(clock.now() - age),
        "activated_at": clock.iso(clock.now() - age),
        **facts,
    }
    world.call(VENDOR, "PUT", f"/customers/accounts/{customer_id}/facts", told).ok()
    return customer_id


def report(world: World, *, by: Any = PARTNER, key: str | None = None, **form: Any) -> Answer:
    """A partner reports a prospect."""
    return world.call(by, "POST", "/customers/reports", {"customer_full_name": "晨星网络有限公司", "mobile": MOBILE, **form}, key=key)


def apply_for_review(world: World, *, by: Any = PARTNER, **form: Any) -> Answer:
    """A partner goes on with a report that needs manual review."""
    told = {"expected_new_consumption": "每年100万", "communication_process": "已拜访两次", **form}
    return world.call(by, "POST", "/customers/reports/reviews", {"customer_full_name": "晨星网络有限公司", "mobile": MOBILE, **told})


def decide(world: World, report_id: str, *, approved: bool = True, partner_id: str = "P1") -> Answer:
    """The vendor decides a report in review."""
    return reviews.decide(world, REPORT_REVIEW, report_id, partner_id, decision="approved" if approved else "rejected")


def invite(world: World, report_id: str, mode: str = "resale", *, by: Any = PARTNER) -> Answer:
    """A partner invites a reported customer by e-mail."""
    return world.call(by, "POST", f"/customers/reports/{report_id}/invitation", {"association_type": mode})


def an_invited_customer(world: World, mode: str = "resale", **form: Any) -> tuple[str, str]:
    """A reported and invited prospect: the report's id and the token in the e-mailed link."""
    report_id = report(world, email="it@chenxing.example", **form).ok()["report_id"]
    invite(world, report_id, mode).ok()
    return report_id, mailed_token(report_id)


def mailed_token(report_id: str) -> str:
    """The token of the link that holds for an e-mail invitation."""
    record = record_of(report_id)
    link: InvitationLink = found(InvitationLink.key(partner_id="P1", channel=Channel.EMAIL, link_id=record.link_id))
    return link.token


def a_custom_link(world: World, mode: str = "resale", *, by: Any = PARTNER, **more: Any) -> dict[str, Any]:
    """A custom link of a partner."""
    form = {"association_type": mode, "custom_type": "custom_label", "custom_label": "秋季活动", **more}
    link: dict[str, Any] = world.call(by, "POST", "/customers/invitation-links", {k: v for k, v in form.items() if v is not None}).ok()
    return link


def an_activity(world: World, activity_id: str = "A1", *, begins: str = "2024-09-01", ends: str = "2024-10-01") -> str:
    """An activity of the vendor, from one Beijing midnight to another."""
    told = {"name": "云上秋季", "starts_at": f"{begins}T00:00:00+08:00", "ends_at": f"{ends}T00:00:00+08:00"}
    world.call(VENDOR, "PUT", f"/customers/activities/{activity_id}", told).ok()
    return activity_id


def an_activity_link(world: World, mode: str = "resale", *, by: Any = PARTNER, **more: Any) -> dict[str, Any]:
    """A link for the activity A1."""
    form = {"activity_id": "A1", "association_type": mode, **more}
    link: dict[str, Any] = world.call(by, "POST", "/customers/activity-links", form).ok()
    return link


def token_in(url: str) -> str:
    """The token in a link."""
    return url.rsplit("/", 1)[1]


def accept(world: World, token: str, *, by: Any = CUSTOMER, key: str | None = None, **ticks: Any) -> Answer:
    """A signed-in customer accepts an invitation."""
    ticked = {"notice_accepted": True, "cloud_terms_accepted": True, **ticks}
    return world.call(by, "POST", f"/customers/invitations/{token}/association", ticked, key=key)


def a_linked_customer(customer_id: str = "C1", *, of: str = "P1", mode: str = "resale", **facts: Any) -> Association:
    """An associated customer and its account, put into the table without commands: for the stories of other areas."""
    told = {"account_name": f"acct-{customer_id}", "customer_name": f"客户{customer_id}", "mobile": MOBILE, **facts}
    known = CustomerAccount(
        customer_id=customer_id,
        associated_partner_id=of,
        association_type=mode,
        registered_at=clock.now(),
        activated_at=clock.now(),
        **told,
    )
    linked = Association(
        partner_id=of,
        customer_id=customer_id,
        association_type=AssociationType(mode),
        status=AssociationStatus.ASSOCIATED,
        associated_at=clock.now(),
        **told,
    )
    line = newly_listed(linked)
    line.know(known)
    for record in (known, linked, line):
        record.settle()
        record.save()
    return linked
