"""The incentives that are open for application."""

from partner_center.incentives import PAYABLE_INCENTIVES

app = PAYABLE_INCENTIVES.get("/payable", allow="incentives.read", guide=["10.7.4.2/list_payable_incentives"])
