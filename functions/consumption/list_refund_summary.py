"""The refunds of a month by customer and product (guide 10.4.4.1)."""

from partner_center.consumption import REFUND_SUMMARY

app = REFUND_SUMMARY.get("/refunds", allow="consumption.read", guide=["10.4.4.1/list_refund_summary"])
