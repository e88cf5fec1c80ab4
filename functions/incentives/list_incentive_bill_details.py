"""The details of an incentive bill."""

from partner_center.incentives import INCENTIVE_BILL_DETAILS

app = INCENTIVE_BILL_DETAILS.get(
    "/bills/{incentive_bill_id}/details",
    detail="{incentive_detail_id}",
    allow="incentives.read",
    guide=["10.7.3.2/list_incentive_bill_details", "10.7.3.2/get_incentive_bill_detail", "10.7.4.4/get_incentive_detail"],
)
