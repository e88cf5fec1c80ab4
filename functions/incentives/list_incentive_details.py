"""The incentive details of a year."""

from partner_center.incentives import INCENTIVE_DETAILS

app = INCENTIVE_DETAILS.get("/details", allow="incentives.read", guide=["10.7.4.4/list_incentive_details"])
