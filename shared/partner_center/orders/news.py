"""The words of the vendor's order system: orders as it knows them, what its customers did there, refunds (10.4.3.1, OPEN there: its form).

Everything carries the order system's own instant; the newest of it holds, in whatever order and however often it arrives.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from partner_center.coupons import COUPONS_PER_ORDER
from partner_center.customers import AssociationType
from partner_center.kernel.errors import Wrong
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.orders.order import Marketplace, OrderStatus, OrderType, PaymentMethod
from partner_center.platform.contracts import Amount, AmountOrZero, Id, Request, Response, Time, field
from partner_center.platform.model import Model

ORDERS_AT_ONCE = 25  # orders in one call, each a transaction of its own
LINES = 30  # resource lines of one order: with its other items they fit into that transaction
CHANGES_OF_PRICE = 50

OrderNo = Id
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]


class DiscountKind(Labelled):
    """Where a discount comes from (13.6/r5)."""

    CONTRACT = "contract", "商务授权折扣", "Authorised commercial discount"
    PROMOTION = "promotion", "促销折扣", "Promotion"
    PARTNER_GRANTED = "partner_granted", "伙伴授予折扣", "Granted by the partner"


class _Told(Model):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Discount(_Told):
    """A part of the official price that is not to be paid."""

    kind: DiscountKind
    amount: Amount


class PriceChange(_Told):
    """A changed price of an unpaid order (调价)."""

    adjusted_at: Time
    before: AmountOrZero
    after: AmountOrZero
    reason: Word | None = None
    adjusted_by: Word | None = None


class LineNews(_Told):
    """A resource line."""

    order_line_id: Id = field("订单行ID", "Order line")
    product_type: Word | None = field("产品类型", "Product type; the order's where none is given", default=None)
    resource_id: Id | None = field("资源ID", "Resource", default=None)
    line_effective_at: Time = field("订单行生效时间", "Line effective at")
    line_expires_at: Time = field("订单行失效时间", "Line expires at")
    resource_effective_at: Time | None = field("资源生效时间", "Resource effective at", default=None)
    resource_expires_at: Time | None = field("资源失效时间", "Resource expires at", default=None)


class CheckNews(_Told):
    """What the order system's check found against carrying an order out (10.4.3.1/r6-r8)."""

    quota_short: bool = field("配额不足", "The service quota is short", default=False)
    capacity_short: bool = field("容量不足", "The capacity is short", default=False)
    specification_changed: bool = field("规格变更", "The specification has changed", default=False)


class OrderNews(_Told):
    """An order as the order system knows it. Amounts in CNY.

    partner_id, association_type: those of the time, where the order system knows them; otherwise the association of when the order was
    placed, as far as it still is the customer's. coupons: what the customer chose there (whole names); None where it says nothing of them.
    """

    about: Literal["order"] = "order"
    order_no: OrderNo = field("订单号", "Order number")
    customer_id: Id = field("客户ID", "Customer ID")
    as_of: Time = field("数据时间", "The order system's instant of this news")
    status: OrderStatus = field("订单状态", "Status")
    order_type: OrderType = field("订单类型", "Order type")
    product_type: Word = field("产品类型", "Product type")
    product_name: Word | None = field("产品名称", "Product", default=None)
    marketplace: Marketplace = field("云商店商品类型", "Marketplace product", default=Marketplace.NONE)
    auto_renewal: bool = field("自动续费", "Made by an automatic renewal", default=False)
    stored_value_card: bool = field("储值卡", "A stored-value card", default=False)
    may_be_unsubscribed: bool = field("允许退订", "May be unsubscribed", default=True)
    placed_at: Time = field("下单时间", "Placed at")
    pay_before: Time | None = field("支付截止时间", "To be paid before", default=None)
    starts_at: Time | None = field("开通时间", "The service is to start at", default=None)
    official_amount: AmountOrZero = field("官网价(¥)", "Official price")
    order_amount: AmountOrZero = field("订单金额(¥)", "To be paid")
    discounts: list[Discount] = field("折扣", "Discounts", default=[], max_length=20)
    price_adjustments: list[PriceChange] = field("调价记录", "Changed prices", default=[], max_length=CHANGES_OF_PRICE)
    check: CheckNews = field("校验结果", "Check", default=CheckNews())
    partner_id: Id | None = field("合作伙伴ID", "Partner of the time", default=None)
    association_type: AssociationType | None = field("关联类型", "Association type of the time", default=None)
    payment_method: PaymentMethod | None = field("支付方式", "Who pays", default=None)
    paid_at: Time | None = field("支付时间", "Paid at", default=None)
    paid_amount: AmountOrZero | None = field("实付金额(¥)", "Paid in money", default=None)
    refunds_order_no: OrderNo | None = field("原订单号", "The order that an unsubscription takes back", default=None)
    vat_invoiced_at: Time | None = field("开票时间", "A VAT invoice stands for it since", default=None)
    coupons: list[str] | None = field("所选券", "Coupons chosen", default=None, max_length=COUPONS_PER_ORDER)
    lines: list[LineNews] = field("资源明细", "Resource lines", default=[], max_length=LINES)

    @model_validator(mode="after")
    def _adds_up(self) -> OrderNews:
        if len({line.order_line_id for line in self.lines}) < len(self.lines):
            raise Wrong("lines：同一订单行只能出现一次", "lines: no line twice")
        if (self.order_type is OrderType.UNSUBSCRIBE) != (self.refunds_order_no is not None):
            raise Wrong("refunds_order_no：退订订单必填，其他订单不填", "refunds_order_no: of unsubscriptions, and of each of them")
        if self.lines and self.coupons is not None:
            raise Wrong(
                "券与订单行须先后提交，不能同时提交",
                "coupons and lines come one after the other: both need room in the order's transaction",
            )
        return self


class StatusNews(_Told):
    """An order was paid by the customer, is being carried out, or was cancelled there (10.4.3.1/r4)."""

    about: Literal["status"] = "status"
    order_no: OrderNo
    as_of: Time
    status: Literal[OrderStatus.PROCESSING, OrderStatus.COMPLETED, OrderStatus.CANCELLED]
    payment_method: PaymentMethod | None = None
    paid_at: Time | None = None
    paid_amount: AmountOrZero | None = None


class PayRequestNews(_Told):
    """A customer chose 伙伴支付 at the vendor's checkout (13.6)."""

    about: Literal["pay_request"] = "pay_request"
    order_no: OrderNo
    requested_at: Time


class RefundNews(_Told):
    """Money of a paid order goes back. unsubscribed: the whole order is over, so that its coupons come back too (14.3.4/r2)."""

    about: Literal["refund"] = "refund"
    order_no: OrderNo = field("订单号", "The order that was paid")
    refund_no: Id = field("退款单号", "The refund's own number: the unsubscription")
    amount: AmountOrZero = field("退款金额(¥)", "Refund in money")
    refunded_at: Time = field("退款时间", "Refunded at")
    unsubscribed: bool = field("退订", "The order is unsubscribed", default=True)


Notice = OrderNews | StatusNews | PayRequestNews | RefundNews


class RecordOrders(Request):
    """Some orders of any customers, each once."""

    orders: list[OrderNews] = Field(min_length=1, max_length=ORDERS_AT_ONCE, description="订单 / Orders")

    @model_validator(mode="after")
    def _each_once(self) -> RecordOrders:
        if len({order.order_no for order in self.orders}) < len(self.orders):
            raise Wrong("orders：同一订单只能出现一次", "orders: no order twice")
        return self


class OrderTaken(Response):
    """What became of one order's news. news: whether it told anything new."""

    order_no: str
    news: bool
    status: OrderStatus


class RecordRefund(Request):
    """A refund by the API."""

    order_no: OrderNo = field("订单号", "The order that was paid")
    refund_no: Id = field("退款单号", "The refund's own number")
    amount: AmountOrZero = field("退款金额(¥)", "Refund in money")
    refunded_at: Time = field("退款时间", "Refunded at")
    unsubscribed: bool = field("退订", "The order is unsubscribed", default=True)

    def news(self) -> RefundNews:
        """The same in the words of the webhook."""
        return RefundNews(**self.model_dump())


class RefundRecorded(Response):
    """What went back. known: it had been told before. CNY."""

    order_no: str
    refund_no: str
    refund_amount: Money
    coupon_amount: Money
    known: bool
