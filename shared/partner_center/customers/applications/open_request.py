"""What is open between a customer and its partner, for the customer's page: the banner 立即处理, or its own request (13.2/r12)."""

from __future__ import annotations

from partner_center.customers.agreement import notice_in_force, notice_text
from partner_center.customers.applications.application import ApplicationStatus, ApplicationType, Side, application_key
from partner_center.customers.applications.contracts import ApplicationState, OpenRequest
from partner_center.customers.applications.filing import customer_filings_key
from partner_center.customers.applications.switching_notice import SWITCHING_NOTICE
from partner_center.partners import partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work

NOTHING_OPEN = OpenRequest(handle_now=False, application=None, partner_name=None, reason=None, notices=[])


def get_open_request(caller: Caller, work: Work) -> OpenRequest:
    """The open application with the notices to be ticked for a switch. What the vendor still reviews is not the customer's yet."""
    customer_id = caller.customer_id
    filings = work.get(customer_filings_key(customer_id), or_none=True)
    if filings is None or filings.open_application_id is None:
        return NOTHING_OPEN
    application, partner = work.read(
        application_key(filings.open_partner_id, filings.open_application_id), partner_key(filings.open_partner_id)
    )
    if application.status is ApplicationStatus.PRE_REVIEWING:
        return NOTHING_OPEN
    switches = application.application_type is ApplicationType.SWITCH_TYPE
    documents = [SWITCHING_NOTICE.in_force(work.now), notice_in_force(application.target_association_type, work.now)] if switches else []
    return OpenRequest(
        handle_now=application.waits_for is Side.CUSTOMER,
        application=ApplicationState.of(application),
        partner_name=partner.name,
        reason=application.reason,
        notices=[notice_text(document) for document in documents],
    )
