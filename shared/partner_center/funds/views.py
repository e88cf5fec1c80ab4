"""The pages of funds: statements and adjustments."""

from __future__ import annotations

from datetime import datetime

from partner_center.funds.accounts import FundAccountType
from partner_center.funds.adjustment import AdjustmentType, FundAdjustment, adjustment_bounds, adjustment_key
from partner_center.funds.statement import StatementLine, line_bounds, lines_of
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refusal, Refused
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from partner_center.platform.table import OWNER
from partner_center.platform.view import Spot, View, col, contains, equals

STATEMENT_MONTHS = 12


def statement_since(since: datetime | None, now: datetime) -> datetime:
    """From when on a statement is listed. Raises Refused `ledger_too_old` beyond 12 months (10.6.3.6/r4)."""
    earliest = clock.months_later(now, -STATEMENT_MONTHS)
    if since is not None and since < earliest:
        raise Refused(Refusal.because("ledger_too_old", "10.6.3.6/r4", way_out="ask_ecosystem_manager", since=since, earliest=earliest))
    return since or earliest


def _line_at(caller: Caller, account_type: str, occurred_at: str, movement_id: str) -> Spot:
    if account_type not in list(FundAccountType):
        raise NotFound
    lines = lines_of(caller.partner_id, account_type)
    return Spot(lines, f"{occurred_at}/", f"{occurred_at}/~", StatementLine.movement_id == movement_id, OWNER)


LEDGER = View(
    StatementLine,
    title=Label("收支明细", "Statement"),
    within=lambda caller, asked: lines_of(caller.partner_id, asked["account_type"]),
    index=OWNER,
    required={"account_type": FundAccountType},
    one=_line_at,
    span=line_bounds,
    earliest=statement_since,
    filters=[equals("movement", "交易类型", "Transaction type", Movement)],
    columns=[
        col("movement_id", "交易编号", "Transaction no."),
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer name", masked=True),
        col("occurred_at", "交易时间", "Transaction time"),
        col("movement", "交易类型", "Transaction type"),
        col("reference", "订单号/交易号", "Order or transaction no."),
        col("remark", "备注", "Remark"),
        col("direction", "收支类型", "Income or expense"),
        col("amount", "金额(¥)", "Amount"),
        col("balance", "余额(¥)", "Balance"),
        col("operator", "操作员", "Operator"),
        col("action", "来源操作", "Made by"),
        col("commit_id", "操作编号", "Operation no."),
    ],
)

ADJUSTMENTS = View(
    FundAdjustment,
    title=Label("调账记录", "Adjustments"),
    within=lambda caller, asked: FundAdjustment.partition(partner_id=caller.partner_id),
    one=lambda caller, serial_no: adjustment_key(caller.partner_id, serial_no),
    span=adjustment_bounds,
    filters=[
        equals("customer_id", "客户ID", "Customer ID"),
        contains("customer_name", "客户名称", "Customer name"),
        contains("account_name", "账号名", "Account name"),
        equals("adjustment_type", "类型", "Type", AdjustmentType),
    ],
    columns=[
        col("serial_no", "流水号", "Serial no."),
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer name", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("adjustment_type", "类型", "Type"),
        col("amount", "调整金额(¥)", "Amount"),
        col("adjusted_at", "调整时间", "Time"),
        col("remark", "备注", "Remark"),
        col("arrears_settled", "核销欠费金额(¥)", "Arrears settled", in_list=False),
        col("usage_scenarios", "使用场景", "Products it may buy", in_list=False),
        col("operator", "操作员", "Operator", in_list=False),
    ],
)

CUSTOMER_ADJUSTMENTS = View(
    FundAdjustment,
    title=Label("账号调账记录", "Account's adjustments"),
    within=lambda caller, asked: f"customer/{caller.customer_id}/fund_adjustment",
    index=OWNER,
    columns=[
        col("serial_no", "流水号", "Serial no."),
        col("partner_id", "合作伙伴", "Partner"),
        col("adjustment_type", "类型", "Type"),
        col("amount", "调整金额(¥)", "Amount"),
        col("adjusted_at", "调整时间", "Time"),
        col("usage_scenarios", "使用场景", "Products it may buy"),
    ],
)
