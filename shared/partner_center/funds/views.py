"""The pages of funds: statements and adjustments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from partner_center.customers import AssociationType, CustomerAccount, customer_account_key
from partner_center.funds.accounts import FundAccountType
from partner_center.funds.adjustment import (
    RESELLERS_OF,
    AdjustmentType,
    FundAdjustment,
    adjustment_bounds,
    adjustment_key,
    log_partition,
    stamp_of,
)
from partner_center.funds.names import bring_account_names, bring_partner_names, bring_reseller_names
from partner_center.funds.statement import ON_FUND_ACCOUNTS, StatementLine, line_bounds, lines_of
from partner_center.kernel import clock
from partner_center.kernel.errors import NotFound, Refusal, Refused
from partner_center.kernel.labels import Label
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Movement
from partner_center.platform.table import LOOKUP, OWNER, Key, query
from partner_center.platform.view import Filter, Spot, View, Way, col, contains, equals

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
    required={"account_type": equals("account_type", "账户", "Account", FundAccountType)},
    one=_line_at,
    span=line_bounds,
    span_of="occurred_at",
    complete=bring_account_names,
    earliest=statement_since,
    filters=[equals("movement", "交易类型", "Transaction type", Movement, among=ON_FUND_ACCOUNTS)],
    columns=[
        col("movement_id", "交易编号", "Transaction no."),
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer name", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("occurred_at", "交易时间", "Transaction time"),
        col("movement", "交易类型", "Transaction type"),
        col("reference", "订单号/交易号", "Order or transaction no."),
        col("remark", "备注", "Remark"),
        col("direction", "收支类型", "Income or expense"),
        col("amount", "金额(¥)", "Amount"),
        col("balance", "余额(¥)", "Balance"),
        col("operator", "操作员", "Operator", value=lambda line: line.operator_name),
        col("action", "来源操作", "Made by"),
        col("commit_id", "操作编号", "Operation no."),
    ],
)

# --- adjustments ------------------------------------------------------------------------------------------------------------------
# A distributor's log is wider than its own adjustments and lies in a partition of its own. OPEN in 11.3.1.3: whoever sees a part of the
# distributor's customers only sees the adjustments of these.


def _keeps_wide_log(caller: Caller) -> bool:
    return caller.partner_type == PartnerType.DISTRIBUTOR and caller.limited_to is None


def _way_to_adjustments(caller: Caller, asked: dict[str, Any]) -> Way | None:
    if customer_id := asked.get("customer_id"):
        return _way_of_customer(caller, customer_id, asked)
    return Way((log_partition(caller.partner_id),), LOOKUP) if _keeps_wide_log(caller) else None


def _way_of_customer(caller: Caller, customer_id: str, asked: dict[str, Any]) -> Way:
    """A customer's adjustments, of which a partner sees its own; a distributor with its log also those of its time as the distributor."""
    since, until = asked.get("since"), asked.get("until")
    whose = "distributor_id" if _keeps_wide_log(caller) else "partner_id"

    def own(found: Sequence[FundAdjustment]) -> list[FundAdjustment]:
        mine = [one for one in found if getattr(one, whose) == caller.partner_id]
        return [one for one in mine if (since is None or since <= one.adjusted_at) and (until is None or one.adjusted_at <= until)]

    return Way((FundAdjustment.owner_partition(side="customer", side_id=customer_id),), OWNER, spanned=False, fetch=own)


def _adjustment_at(caller: Caller, serial_no: str) -> Key[FundAdjustment] | Spot:
    if not _keeps_wide_log(caller):
        return adjustment_key(caller.partner_id, serial_no)
    place = f"{stamp_of(serial_no)}/{serial_no}"
    return Spot(log_partition(caller.partner_id), place, place, index=LOOKUP)


def _reseller_in(adjustment: FundAdjustment) -> str | None:
    """The reseller whose money it is, or that received or gave it."""
    is_resellers = adjustment.distributor_id not in (None, adjustment.partner_id)
    return adjustment.partner_id if is_resellers else adjustment.reseller_id


_CONCERNS_RESELLER = Filter(
    "of_reseller",  # no `reseller_id`: that one asks for the records of a reseller, this for what is of it in one's own
    Label("云经销商ID", "Reseller ID"),
    "equals",
    build=lambda value, now: (FundAdjustment.reseller_id == value) | (FundAdjustment.partner_id == value),
    holds=lambda adjustment, value, now: _reseller_in(adjustment) == value,
)

ADJUSTMENTS = View(
    FundAdjustment,
    title=Label("调账记录", "Adjustments"),
    within=lambda caller, asked: FundAdjustment.partition(partner_id=caller.partner_id),
    one=_adjustment_at,
    span=adjustment_bounds,
    span_of="adjusted_at",
    ways=_way_to_adjustments,
    complete=bring_reseller_names,
    filters=[
        equals("customer_id", "客户ID", "Customer ID"),
        contains("customer_name", "客户名称", "Customer name"),
        contains("account_name", "账号名", "Account name"),
        equals("adjustment_type", "类型", "Type", AdjustmentType),
        _CONCERNS_RESELLER,
        contains("reseller_name", "云经销商名称", "Reseller"),
    ],
    columns=[
        col("serial_no", "流水号", "Serial no."),
        col("customer_id", "客户ID", "Customer ID"),
        col("customer_name", "客户名称", "Customer name", masked=True),
        col("account_name", "账号名", "Account name", masked=True),
        col("reseller_id", "云经销商ID", "Reseller ID", value=_reseller_in),
        col("reseller_name", "云经销商名称", "Reseller", masked=True),
        col("reseller_account", "云经销商账号名", "Reseller's account name", masked=True),
        col("adjustment_type", "类型", "Type"),
        col("amount", "调整金额(¥)", "Amount"),
        col("adjusted_at", "调整时间", "Time"),
        col("remark", "备注", "Remark"),
        col("has_detail", "详情", "Has a detail"),
        col("arrears_settled", "核销欠费金额(¥)", "Arrears settled", in_list=False),
        col("usage_scenarios", "使用场景", "Products it may buy", in_list=False),
        col("operator", "操作员", "Operator", in_list=False),
    ],
)

_WAY_OF_MONEY = {
    AdjustmentType.ALLOCATE_NORMAL: Label("拨款", "Allocation"),
    AdjustmentType.RECALL: Label("回收", "Recall"),
    AdjustmentType.COOPERATION_RECALL: AdjustmentType.COOPERATION_RECALL.label,
}


def _resellers_partition(caller: Caller) -> str:
    return FundAdjustment.owner_partition(side=RESELLERS_OF, side_id=caller.partner_id)


def _reseller_adjustment_at(caller: Caller, serial_no: str) -> Spot:
    key = adjustment_key(caller.partner_id, serial_no)
    return Spot(key.partition, key.sort, key.sort, FundAdjustment.reseller_id.exists())


RESELLER_ADJUSTMENTS = View(
    FundAdjustment,
    title=Label("云经销商调账记录", "Adjustments of resellers"),
    within=lambda caller, asked: _resellers_partition(caller),
    one=_reseller_adjustment_at,
    index=OWNER,
    span=line_bounds,
    span_of="adjusted_at",
    filters=[
        _CONCERNS_RESELLER,
        contains("reseller_name", "云经销商名称", "Reseller"),
        equals("adjustment_type", "类型", "Type", AdjustmentType, among=tuple(_WAY_OF_MONEY)),
    ],
    columns=[
        col("serial_no", "流水号", "Serial no."),
        col("reseller_id", "云经销商ID", "Reseller ID"),
        col("reseller_name", "云经销商名称", "Reseller", masked=True),
        col("reseller_account", "云经销商账号名", "Account name", masked=True),
        col("adjustment_type", "类型", "Type", value=lambda adjustment: _WAY_OF_MONEY[adjustment.adjustment_type]),
        col("amount", "调整金额(¥)", "Amount"),
        col("adjusted_at", "调整时间", "Time"),
        col("operator", "操作员", "Operator"),
    ],
)


def _own_adjustments(caller: Caller, asked: dict[str, Any]) -> str:
    """Where a customer's adjustments lie. Raises Refused for whoever is no resale customer now (13.4/r1)."""
    key = customer_account_key(caller.customer_id)
    found = query(CustomerAccount, key.partition, first=key.sort, last=key.sort, limit=1).items
    if not found or found[0].association_type is not AssociationType.RESALE:
        raise Refused(Refusal.because("adjustments_of_resale_customers", "13.4/r1"))
    return FundAdjustment.owner_partition(side="customer", side_id=caller.customer_id)


_WITH_CUSTOMERS = tuple(known for known in AdjustmentType if known is not AdjustmentType.COOPERATION_RECALL)

CUSTOMER_ADJUSTMENTS = View(
    FundAdjustment,
    title=Label("账号调账记录", "Account's adjustments"),
    within=_own_adjustments,
    index=OWNER,
    span=line_bounds,
    span_of="adjusted_at",
    complete=bring_partner_names,
    filters=[equals("adjustment_type", "类型", "Type", AdjustmentType, among=_WITH_CUSTOMERS)],
    columns=[
        col("serial_no", "流水号", "Serial no."),
        col("partner_id", "合作伙伴ID", "Partner ID"),
        col("partner_name", "合作伙伴", "Partner"),
        col("adjustment_type", "类型", "Type"),
        col("amount", "调整金额(¥)", "Amount"),
        col("adjusted_at", "调整时间", "Time"),
        col("usage_scenarios", "使用场景", "Products it may buy"),
    ],
)
