"""The two tabs of the withdrawal records (10.6.3.5.4)."""

from __future__ import annotations

from datetime import datetime

from partner_center.funds.withdrawal.contracts import AppliedRoute
from partner_center.funds.withdrawal.withdrawal import Withdrawal, WithdrawalShelf, WithdrawalStatus, withdrawal_key
from partner_center.kernel import clock
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER, Key
from partner_center.platform.view import View, col, equals


def _bounds(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    return clock.iso(since) if since else None, f"{clock.iso(until)}/~" if until else None


def _own(caller: Caller, withdrawal_no: str) -> Key[Withdrawal]:
    return withdrawal_key(caller.partner_id, withdrawal_no)


_COLUMNS = [
    col("withdrawal_no", "提现编号", "Withdrawal no."),
    col("applied_at", "提现申请时间", "Applied at"),
    col("route", "提现方式", "Route"),
    col("amount", "提现金额(¥)", "Amount"),
    col("status", "状态", "Status"),
    col("account_holder", "银行开户名", "Account holder", masked=True, in_list=False),
    col("bank_account_no", "银行账号", "Bank account no.", masked=True, in_list=False),
]

_ROUTE = equals("route", "提现方式", "Route", AppliedRoute)
_REVIEWED = (WithdrawalStatus.PAYMENT_INITIATED, WithdrawalStatus.REJECTED, WithdrawalStatus.PAYMENT_FAILED)

WITHDRAWALS_IN_PROGRESS = View(
    Withdrawal,
    title=Label("提现中", "Withdrawals in progress"),
    within=lambda caller, asked: Withdrawal.owner_partition(partner_id=caller.partner_id, shelf=WithdrawalShelf.IN_PROGRESS.value),
    one=_own,
    where=lambda now: Withdrawal.status == WithdrawalStatus.REVIEWING,
    index=OWNER,
    span=_bounds,
    span_of="applied_at",
    filters=[_ROUTE],
    columns=_COLUMNS,
)

WITHDRAWALS_COMPLETED = View(
    Withdrawal,
    title=Label("提现完成", "Withdrawals completed"),
    within=lambda caller, asked: Withdrawal.owner_partition(partner_id=caller.partner_id, shelf=WithdrawalShelf.COMPLETED.value),
    one=_own,
    where=lambda now: ~Withdrawal.status.is_in(WithdrawalStatus.REVIEWING, WithdrawalStatus.DELETED),
    index=OWNER,
    span=_bounds,
    span_of="applied_at",
    filters=[_ROUTE, equals("status", "状态", "Status", WithdrawalStatus, among=_REVIEWED)],
    columns=[
        *_COLUMNS,
        col("actual_arrival_at", "实际到账时间", "Arrived at"),
        col("arrived_amount", "实际到账金额(¥)", "Arrived"),
        col("given_back", "退回账户金额(¥)", "Given back to the account"),
        col("reason", "审核意见", "Reason"),
        col("operations", "操作", "Operations"),
    ],
)
