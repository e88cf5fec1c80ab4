"""The pages of online payments: a partner's top-ups, and what vendor finance has to look at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from partner_center.funds.names import bring_partner_names
from partner_center.funds.online.item import Difference, ItemStatus, ReconciliationItem, item_key
from partner_center.funds.online.payment import OnlineChannel, OnlinePayment, PaymentPurpose, PaymentStatus, Provider, payer_of, payment_key
from partner_center.kernel import clock
from partner_center.kernel.labels import Label
from partner_center.platform.caller import Caller
from partner_center.platform.table import OWNER
from partner_center.platform.view import Spot, View, col, equals


def _top_ups_of(caller: Caller) -> str:
    return OnlinePayment.owner_partition(payer=payer_of(partner_id=caller.partner_id), purpose=PaymentPurpose.TOP_UP)


def _recharges_of(caller: Caller) -> str:
    return OnlinePayment.owner_partition(payer=payer_of(customer_id=caller.customer_id), purpose=PaymentPurpose.CUSTOMER_RECHARGE)


def _one_of_own(caller: Caller, payment_no: str) -> Spot:
    return _one(payment_no, (OnlinePayment.partner_id == caller.partner_id) & (OnlinePayment.purpose == PaymentPurpose.TOP_UP))


def _one_recharge(caller: Caller, payment_no: str) -> Spot:
    return _one(payment_no, (OnlinePayment.customer_id == caller.customer_id) & (OnlinePayment.purpose == PaymentPurpose.CUSTOMER_RECHARGE))


def _one(payment_no: str, own: Any) -> Spot:
    key = payment_key(payment_no)
    return Spot(key.partition, key.sort, key.sort, own)


def _started(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    return (clock.iso(since) if since else None), (f"{clock.iso(until)}~" if until else None)


_FILTERS = (
    equals("payment_no", "支付单号", "Payment no."),
    equals("status", "状态", "Status", PaymentStatus),
    equals("channel", "支付方式", "How it was paid", OnlineChannel),
)
_COLUMNS = (
    col("payment_no", "支付单号", "Payment no."),
    col("amount", "充值金额(¥)", "Amount"),
    col("channel", "支付方式", "How it was paid"),
    col("status", "状态", "Status"),
    col("started_at", "发起时间", "Started"),
    col("payable_until", "支付截止时间", "To be paid before"),
    col("paid_at", "支付时间", "Paid"),
    col("external_flow_no", "渠道流水号", "The provider's number"),
    col("payer_account", "付款账号", "Payer's account", masked=True, in_list=False),
    col("payer_name", "付款人", "Payer", masked=True, in_list=False),
    col("refunded", "已退款金额(¥)", "Refunded", in_list=False),
)

ONLINE_TOP_UPS = View(
    OnlinePayment,
    title=Label("在线充值记录", "Online top-ups"),
    within=lambda caller, asked: _top_ups_of(caller),
    one=_one_of_own,
    index=OWNER,
    span=_started,
    span_of="started_at",
    filters=_FILTERS,
    columns=_COLUMNS,
)

OWN_RECHARGES = View(
    OnlinePayment,
    title=Label("我的充值记录", "My recharges"),
    within=lambda caller, asked: _recharges_of(caller),
    one=_one_recharge,
    index=OWNER,
    span=_started,
    span_of="started_at",
    filters=_FILTERS,
    columns=_COLUMNS,
)

RECONCILIATION_ITEMS = View(
    ReconciliationItem,
    title=Label("对账差异", "Differences of the reconciliation"),
    within=lambda caller, asked: "reconciliation_items",
    complete=bring_partner_names,
    one=lambda caller, item_id: item_key(item_id),
    index=OWNER,
    filters=[
        equals("status", "状态", "Status", ItemStatus),
        equals("provider", "渠道", "Provider", Provider),
        equals("difference", "差异类型", "Difference", Difference),
        equals("day", "账单日期", "Day of the statement"),
        equals("partner_id", "伙伴ID", "Partner ID"),
    ],
    columns=[
        col("item_id", "差异单号", "Item"),
        col("day", "账单日期", "Day of the statement"),
        col("provider", "渠道", "Provider"),
        col("difference", "差异类型", "Difference"),
        col("flow_no", "渠道流水号/退款单号", "The provider's number, or our number of a refund"),
        col("payment_no", "支付单号", "Payment no."),
        col("partner_id", "伙伴ID", "Partner ID"),
        col("partner_name", "伙伴名称", "Partner"),
        col("ours", "我方金额(¥)", "Our amount"),
        col("theirs", "渠道金额", "The provider's amount"),
        col("status", "状态", "Status"),
        col("opened_at", "发现时间", "Found"),
        col("note", "处理说明", "What was done", in_list=False),
        col("closed_at", "处理时间", "Closed", in_list=False),
        col("closed_by", "处理人", "Closed by", in_list=False),
    ],
)
