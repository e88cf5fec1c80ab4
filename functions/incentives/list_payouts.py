"""The partner's payout applications."""

from partner_center.incentives import PAYOUTS

app = PAYOUTS.get("/payouts", detail="{payout_no}", allow="incentives.read", guide=["10.7.4.2/list_payouts", "10.7.4.2/get_payout"])
