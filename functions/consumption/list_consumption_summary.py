"""The consumption summary of a month by customer and product (guide 10.4.4.1)."""

from partner_center.consumption import CONSUMPTION_SUMMARY

app = CONSUMPTION_SUMMARY.get("/summary", allow="consumption.read", guide=["10.4.4.1/list_consumption_summary"])
