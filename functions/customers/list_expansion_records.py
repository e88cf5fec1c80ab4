"""Whom the partner invited or won by a link, and how it went (guide 10.3.4.4)."""

from partner_center.customers import EXPANSION_RECORDS

app = EXPANSION_RECORDS.get(
    "/expansion-records",
    detail="{record_id}",
    allow="customers.read",
    guide=["10.3.4.4/list_expansion_records", "10.3.4.4/get_expansion_record"],
)
