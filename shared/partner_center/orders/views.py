"""The pages of orders: 我的客户订单 and 云经销商的客户订单, 待付订单, 订单资源明细, and the customer's own (10.4.3, 11.3.3, 12.3.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from partner_center.customers import AssociationType
from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Label
from partner_center.kernel.permissions import PartnerType
from partner_center.orders.coupon_share import bring_choices
from partner_center.orders.line_managers import bring_managers
from partner_center.orders.order import CustomerOrder, Marketplace, OrderStatus, OrderType, PaymentMethod, orders_of_customer
from partner_center.orders.payment_request import PartnerPaymentRequest, RequestStatus, payment_request_key, requests_in
from partner_center.orders.resource_line import LINES, OrderResourceLine, lines_partition
from partner_center.platform.caller import Caller
from partner_center.platform.table import LOOKUP, OWNER
from partner_center.platform.view import Asked, Question, Spot, View, Way, col, contains, equals
from partner_center.platform.work import Work, real_now

MONTHS_SHOWN, LONGEST_MONTHS = 6, 12  # 10.4.3.2/r3, r4


def refuses_range(asked: Asked, now: datetime) -> Refusal | None:
    """A custom range is no longer than a year (10.4.3.2/r4)."""
    since, until = asked.get("since"), asked.get("until") or now
    if since is None or until <= clock.months_later(since, LONGEST_MONTHS):
        return None
    return Refusal.because("order_range_too_long", "10.4.3.2/r4", since=since, until=until, months=LONGEST_MONTHS)


def _bounds(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    return clock.iso(since) if since else None, f"{clock.iso(until)}~" if until else None


@dataclass
class OrderPage(View[Any]):
    """A page of orders or their lines, of the caller's partner or of one of its resellers.

    A distributor sees of a reseller what was ordered while it was its distributor; whoever reads by a customer or a number sees no more.
    """

    def question(self, caller: Caller, asked: Asked, now: datetime) -> Question:
        """What the list asks the storage for. Raises Refused `order_range_too_long`; NotFound for no reseller of the caller's."""
        Work.require(refuses_range(asked, now))
        question = super().question(caller, asked, now)
        reseller_id = asked.get("reseller_id")
        own = self.record.partner_id == (reseller_id or caller.partner_id)
        if reseller_id:
            own = own & (self.record.distributor_id == caller.partner_id)
        elif question.way is None:
            return question  # the partner's own partition
        return replace(question, where=own if question.where is None else question.where & own)


@dataclass
class OrdersByTime(OrderPage):
    """Orders by the time at which they were placed: the list is of the last six months unless more is asked for; an export holds all."""

    def rows(self, caller: Caller, asked: Asked, **paging: Any) -> tuple[list[Any], Any]:
        """Some records of the list and where to go on."""
        if "since" not in asked:
            asked = asked | {"since": clock.months_later(asked.get("until") or real_now(), -MONTHS_SHOWN)}
        return super().rows(caller, asked, **paging)


def _way(caller: Caller, asked: Asked) -> Way | None:
    """One order by its number; a customer's orders lie together."""
    if order_no := asked.get("order_no"):
        return Way((CustomerOrder.partition(order_no=order_no),), begins="order", spanned=False)
    if customer_id := asked.get("customer_id"):
        return Way((orders_of_customer(customer_id),), LOOKUP)
    return None


def _seen(caller: Caller, order_no: str) -> Spot:
    """An order of the partner's customers; a distributor sees its resellers' too, unless its user sees a part of the customers only."""
    record = CustomerOrder
    partition = record.partition(order_no=order_no)
    own = record.partner_id == caller.partner_id
    if caller.partner_type == PartnerType.DISTRIBUTOR and caller.limited_to is None:
        own = own | (record.distributor_id == caller.partner_id)
    return Spot(partition, "order", "order", own)


_WHOSE = (
    col("customer_id", "客户ID", "Customer ID"),
    col("customer_name", "客户名称", "Customer", masked=True),
    col("account_name", "账号名", "Account name", masked=True),
)
_WHAT = (
    col("order_no", "订单号", "Order number"),
    col("product_type", "产品类型", "Product type"),
    col("order_type", "订单类型", "Order type"),
    col("status", "订单状态", "Status"),
)
_FILTERS = (
    contains("customer_name", "客户名称", "Customer"),
    equals("order_no", "订单号", "Order number"),
    equals("customer_id", "客户ID", "Customer ID"),
    equals("product_type", "产品类型", "Product type"),
    equals("order_type", "订单类型", "Order type", OrderType),
)

ORDERS = OrdersByTime(
    CustomerOrder,
    title=Label("客户订单", "Customer orders"),
    within=lambda caller, asked: CustomerOrder.owner_partition(partner_id=caller.partner_id),
    one=_seen,
    index=OWNER,
    span=_bounds,
    span_of="placed_at",
    ways=_way,
    resellers=True,
    columns=[
        *_WHAT,
        *_WHOSE,
        col("association_type", "关联类型", "Association type"),
        col("payment_method", "支付方式", "Payment method"),
        col("placed_at", "下单时间", "Placed at"),
        col("paid_at", "支付时间", "Paid at"),
        col("order_amount", "订单金额(¥)", "Order amount"),
        col("paid_amount", "实付金额(¥)", "Paid amount"),
        col("product_name", "产品名称", "Product", in_list=False),
        col("configuration", "产品配置", "Configuration", in_list=False),
        col("marketplace", "云商店商品类型", "Marketplace product", in_list=False),
        col("auto_renewal", "自动续费", "Made by an automatic renewal", in_list=False),
        col("official_amount", "官网价(¥)", "Official price", in_list=False),
        col("discounts", "折扣", "Discounts", in_list=False),
        col("partner_pay_requested", "已申请伙伴支付", "The partner is asked to pay", in_list=False),
        col("reject_reason", "驳回原因", "Why the partner refused", in_list=False),
        col("pay_before", "支付截止时间", "To be paid before", in_list=False),
        col("starts_at", "开通时间", "The service starts at", in_list=False),
        col("invoice_owner", "可开票额度归属", "In whose invoiceable amount it counts", in_list=False),
        col("vat_invoiced_at", "开票时间", "Invoiced at", in_list=False),
        col("refunded_amount", "已退款(¥)", "Refunded", in_list=False),
        col("unsubscribed_at", "退订时间", "Unsubscribed at", in_list=False),
        col("refunds_order_no", "原订单号", "Order that it takes back", in_list=False),
        col("cancelled_at", "取消时间", "Cancelled at", in_list=False),
        col("cancelled_because", "取消原因", "Why it was cancelled", in_list=False),
        col("reseller_id", "云经销商ID", "Reseller", in_list=False, value=lambda order: order.partner_id if order.distributor_id else None),
    ],
    filters=[*_FILTERS, equals("status", "订单状态", "Status", OrderStatus)],
)


def _requests(caller: Caller, asked: Asked) -> Way | None:
    """Those of a status lie together: what is to be paid is found among whatever was."""
    if (status := asked.get("status")) is None:
        return None
    return Way((requests_in(caller.partner_id, RequestStatus(status)),), LOOKUP)


PAY_REQUESTS = View(
    PartnerPaymentRequest,
    title=Label("待付订单", "Orders to pay"),
    within=lambda caller, asked: PartnerPaymentRequest.owner_partition(partner_id=caller.partner_id),
    one=lambda caller, order_no: payment_request_key(caller.partner_id, order_no),
    index=OWNER,
    span=_bounds,
    span_of="requested_at",
    ways=_requests,
    columns=[
        col("order_no", "订单号", "Order number"),
        col("order_type", "订单类型", "Order type"),
        col("order_status", "订单状态", "Order status"),
        col("status", "申请状态", "Request"),
        *_WHOSE,
        col("association_type", "关联类型", "Association type"),
        col("product_type", "产品类型", "Product type"),
        col("payment_method", "支付方式", "Payment method", options=PaymentMethod),
        col("placed_at", "下单时间", "Placed at"),
        col("requested_at", "申请时间", "Asked at"),
        col("paid_at", "支付时间", "Paid at"),
        col("order_amount", "订单金额(¥)", "Order amount"),
        col("paid_amount", "支付金额(¥)", "Paid amount"),
        col("can_be_answered", "可支付/驳回", "Can be paid or refused", value=lambda request: request.is_pending),
        col("marketplace", "云商店商品类型", "Marketplace product", in_list=False),
        col("reject_reason", "驳回原因", "Reason of refusal", in_list=False),
        col("decided_at", "处理时间", "Answered at", in_list=False),
        col("decided_by", "处理人", "Answered by", in_list=False),
    ],
    filters=[
        equals("status", "申请状态", "Request", RequestStatus),
        equals("order_no", "订单号", "Order number"),
        contains("customer_name", "客户名称", "Customer"),
        equals("order_type", "订单类型", "Order type", OrderType),
        equals("product_type", "产品类型", "Product type"),
        equals("marketplace", "云商店商品类型", "Marketplace product", Marketplace),
        equals("association_type", "关联类型", "Association type", AssociationType),
    ],
)


def _line_way(caller: Caller, asked: Asked) -> Way | None:
    if order_no := asked.get("order_no"):
        return Way((lines_partition(order_no),), begins=LINES, spanned=False)
    return None


def _line(caller: Caller, order_no: str, order_line_id: str) -> Spot:
    sort = f"{LINES}{order_line_id}"
    return Spot(lines_partition(order_no), sort, sort, OrderResourceLine.partner_id == caller.partner_id)


ORDER_LINES = OrderPage(
    OrderResourceLine,
    title=Label("订单资源明细", "Resource lines of orders"),
    within=lambda caller, asked: OrderResourceLine.owner_partition(partner_id=caller.partner_id),
    one=_line,
    index=OWNER,
    span=_bounds,
    span_of="line_expires_at",
    ways=_line_way,
    complete=bring_managers,
    newest_first=False,  # what ends first comes first
    resellers=True,
    export_span_months=LONGEST_MONTHS,  # by line expiry time (10.4.3.3/r2); OPEN there: how long, here as 10.4.3.2/r4
    columns=[
        col("order_no", "订单号", "Order number"),
        col("product_type", "产品类型", "Product type"),
        col("order_type", "订单类型", "Order type"),
        col("order_status", "订单状态", "Order status"),
        *_WHOSE,
        col("manager_name", "客户经理名称", "Account manager", masked=True),
        col("manager_account", "客户经理账号名", "Account manager's account", masked=True),
        col("line_effective_at", "订单行生效时间", "Line effective at"),
        col("line_expires_at", "订单行失效时间", "Line expires at"),
        col("resource_effective_at", "资源生效时间", "Resource effective at"),
        col("resource_expires_at", "资源失效时间", "Resource expires at"),
        col("order_line_id", "订单行ID", "Order line"),
        col("resource_id", "资源ID", "Resource ID"),
    ],
    filters=[*_FILTERS, equals("order_status", "订单状态", "Order status", OrderStatus)],
)


def _own(caller: Caller, order_no: str) -> Spot:
    return Spot(CustomerOrder.partition(order_no=order_no), "order", "order", CustomerOrder.customer_id == caller.customer_id)


OWN_ORDERS = View(
    CustomerOrder,
    title=Label("我的订单", "My orders"),
    within=lambda caller, asked: orders_of_customer(caller.customer_id),
    one=_own,
    index=LOOKUP,
    span=_bounds,
    span_of="placed_at",
    complete=bring_choices,
    columns=[
        *_WHAT,
        col("product_name", "产品名称", "Product"),
        col("payment_method", "支付方式", "Payment method"),
        col("placed_at", "下单时间", "Placed at"),
        col("pay_before", "支付截止时间", "To be paid before"),
        col("paid_at", "支付时间", "Paid at"),
        col("official_amount", "官网价(¥)", "Official price"),
        col("order_amount", "订单金额(¥)", "Order amount"),
        col("paid_amount", "实付金额(¥)", "Paid amount"),
        col("chosen_coupons", "所选券", "Coupons chosen"),
        col("left_to_pay", "待支付金额(¥)", "Left to pay"),
        col("partner_pay_requested", "已申请伙伴支付", "The partner is asked to pay"),
        col("reject_reason", "驳回原因", "Why the partner refused"),
        col("configuration", "产品配置", "Configuration", in_list=False),
        col("discounts", "折扣", "Discounts", in_list=False),
        col("disclaimer", "免责声明", "Disclaimer", in_list=False),
        col("refunded_amount", "已退款(¥)", "Refunded", in_list=False),
        col("unsubscribed_at", "退订时间", "Unsubscribed at", in_list=False),
        col("cancelled_because", "取消原因", "Why it was cancelled", in_list=False),
    ],
    filters=[
        equals("status", "订单状态", "Status", OrderStatus),
        equals("order_type", "订单类型", "Order type", OrderType),
        equals("product_type", "产品类型", "Product type"),
    ],
)
