"""Customers whom a partner had entered before there were reports: rows 未报备 of the online list (12.2.1.2/r2).

OPEN there: the vendor's systems hand them over once, from what the partner had entered (原先录入); they must be reported before anybody
invites them, with the report form that names the row.
"""

from __future__ import annotations

from partner_center.customers.report import CustomerReport, ReportStatus, mobile_subject, report_key
from partner_center.customers.report_contracts import EnteredRows, RecordEntered
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound
from partner_center.partners import partner_key
from partner_center.platform.work import Work


def record_entered_customers(request: RecordEntered, work: Work) -> EnteredRows:
    """Take over what a partner had entered. A mobile that was taken over before is left as it is. NotFound for an unknown partner."""
    of = request.partner_id
    row_ids = [ids.derived_id("CR", of, customer.mobile) for customer in request.customers]
    partner, *known = work.look(partner_key(of), *(report_key(of, row_id) for row_id in row_ids))
    if partner is None:
        raise NotFound("partner")
    for row_id, before, customer in zip(row_ids, known, request.customers, strict=True):
        if before is None:
            work.add(
                CustomerReport(
                    partner_id=of,
                    report_id=row_id,
                    customer_full_name=customer.customer_full_name,
                    mobile=customer.mobile,
                    email=customer.email,
                    status=ReportStatus.UNREPORTED,
                    claim_subject=mobile_subject(customer.mobile),
                    created_at=work.now,
                )
            )
    return EnteredRows(report_ids=row_ids)
