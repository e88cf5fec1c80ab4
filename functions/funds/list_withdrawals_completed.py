"""The partner's applications for withdrawal whose review is finished (guide 10.6.3.5.4)."""

from partner_center.funds import WITHDRAWALS_COMPLETED

app = WITHDRAWALS_COMPLETED.get(
    "/withdrawals/completed",
    allow="funds.read",
    guide=["10.6.3.5.4/list_withdrawals_completed", "11.5.3.4.4/list_withdrawals_completed"],
)
