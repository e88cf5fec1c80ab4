"""The partner's applications for withdrawal that wait for their review (guide 10.6.3.5.4)."""

from partner_center.funds import WITHDRAWALS_IN_PROGRESS

app = WITHDRAWALS_IN_PROGRESS.get(
    "/withdrawals/in-progress",
    allow="funds.read",
    guide=["10.6.3.5.4/list_withdrawals_in_progress", "11.5.3.4.4/list_withdrawals_in_progress"],
)
