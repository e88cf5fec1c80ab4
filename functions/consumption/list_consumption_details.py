"""The consumption details of a customer's month (guide 10.4.4.2)."""

from partner_center.consumption import CONSUMPTION_DETAILS

app = CONSUMPTION_DETAILS.get("/details", allow="consumption.read", guide=["10.4.4.2/list_consumption_details"])
