"""The partner's incentive bills, the newest month first."""

from partner_center.incentives import INCENTIVE_BILLS

app = INCENTIVE_BILLS.get(
    "/bills",
    detail="{incentive_bill_id}",
    allow="incentives.read",
    guide=["10.7.3.2/list_incentive_bills", "10.7.3.2/get_incentive_bill"],
)
