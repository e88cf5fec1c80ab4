"""Associations, unlinks and switches of the partner's customers (guide 10.4.1.5, 11.3.1.5, 12.3.1.4)."""

from partner_center.customers import ASSOCIATION_RECORDS

app = ASSOCIATION_RECORDS.get(
    "/association-applications",
    detail="{application_id}",
    allow="customers.read",
    guide=[
        "10.4.1.5/list_association_records",
        "11.3.1.5/list_association_records",
        "12.3.1.4/list_association_records",
        "10.4.1.5/get_prereview_failure_reason",
        "11.3.1.5/get_prereview_failure_reason",
    ],
)
