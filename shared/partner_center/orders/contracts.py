"""Requests and answers of customers and partners about orders."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from partner_center.coupons import COUPONS_PER_ORDER
from partner_center.funds import AllocationMode, OnlinePaymentStarted
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.orders.order import CustomerOrder, Means, OrderStatus, OrderType, PaymentMethod
from partner_center.platform.batch import LARGEST_BATCH
from partner_center.platform.contracts import Id, Request, Response, Time, field
from partner_center.platform.problems import RefusalReceipt

COUPONS_WITH_PAYMENT = 3  # chosen in the payment's own transaction; more are chosen before it

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=512)]


class PayBy(Labelled):
    """How a partner pays an order (10.4.3.1/r11, r12)."""

    BALANCE = "balance", "余额支付", "From the balance"
    ALIPAY = "alipay", "支付宝", "Alipay"
    WECHAT_PAY = "wechat_pay", "微信支付", "WeChat Pay"
    UNION_PAY = "union_pay", "银联", "UnionPay"
    PERSONAL_BANKING = "personal_banking", "个人网银", "Personal online banking"
    CORPORATE_BANKING = "corporate_banking", "企业网银", "Corporate online banking"
    PETAL_PAY = "petal_pay", "花瓣支付", "Petal Pay"


# --- the customer ---------------------------------------------------------------------------------------------------------------


class OwnOrder(Request):
    """One of the calling customer's orders."""

    order_no: Id = field("订单号", "Order number")


class CreateOrder(Request):
    """A product with its configuration (13.7)."""

    product_code: Id = field("产品编码", "Product")
    specification: str = field("规格", "Specification", max_length=64)
    quantity: int = field("数量", "Quantity", default=1, ge=1, le=100)
    months: int = field("购买时长(月)", "Term in months", ge=1, le=36)
    starts_at: Time | None = field("开通时间", "The service is to start at", default=None)
    auto_renewal: bool = field("到期自动续费", "Renew automatically when it ends", default=False)
    disclaimer_accepted: bool = field("已阅读并同意免责声明", "The product's disclaimer is accepted", default=False)


class RequestPartnerPayment(OwnOrder):
    """请他付款, with the coupons that pay a part; None leaves an earlier choice."""

    coupons: list[str] | None = field("所选券", "Coupons chosen (whole names)", default=None, max_length=COUPONS_PER_ORDER, unique=True)


class ChooseCoupons(OwnOrder):
    """The coupons that pay a part of an order, at most one voucher of them (13.5.2/r2, 14.3.3); none lets go of an earlier choice."""

    coupons: list[str] = field("所选券", "Coupons chosen (whole names)", max_length=COUPONS_PER_ORDER, unique=True)


class ChosenCoupon(Response):
    """What a coupon will pay of an order. CNY."""

    coupon: str
    amount: Money


class ChosenCoupons(Response):
    """A choice of coupons. CNY. left_to_pay: in money, by whoever pays."""

    order_no: str
    chosen: list[ChosenCoupon]
    left_to_pay: Money


class PayOrderSelf(OwnOrder):
    """Pay it oneself; coupons chosen with the payment stand for an earlier choice, None leaves it."""

    coupons: list[str] | None = field("所选券", "Coupons chosen (whole names)", default=None, max_length=COUPONS_WITH_PAYMENT, unique=True)


class OrderState(Response):
    """How an order stands. CNY."""

    order_no: str
    status: OrderStatus
    order_type: OrderType
    order_amount: Money
    paid_amount: Money
    payment_method: PaymentMethod | None
    partner_pay_requested: bool
    placed_at: Time
    pay_before: Time

    @classmethod
    def of(cls, order: CustomerOrder) -> OrderState:
        """An order as it stands."""
        return cls(
            order_no=order.order_no,
            status=order.status,
            order_type=order.order_type,
            order_amount=order.order_amount,
            paid_amount=order.paid_amount,
            payment_method=order.payment_method,
            partner_pay_requested=order.partner_pay_requested,
            placed_at=order.placed_at,
            pay_before=order.pay_before,
        )


class PaidByCustomer(OrderState):
    """What a customer's payment came to. pay_at_vendor: what is left for the vendor's own checkout, which tells us when it is paid."""

    coupon_amount: Money
    pay_at_vendor: Money


class OfferedProduct(Response):
    """A product that can be ordered, with the disclaimer that must be ticked where it has one (13.7/r1)."""

    product_code: str
    name: str
    product_type: str
    month_prices: dict[str, Money]
    disclaimer: str | None


class OfferedProducts(Response):
    """What can be ordered now."""

    products: list[OfferedProduct]


# --- the partner ----------------------------------------------------------------------------------------------------------------


class OfPayRequest(Request):
    """An order that the partner was asked to pay."""

    order_no: Id = field("订单号", "Order number")


class PayCustomerOrder(OfPayRequest):
    """Pay an order."""

    pay_by: PayBy = field("支付方式", "Payment method")


class RejectPayRequest(OfPayRequest):
    """Refuse to pay an order."""

    reason: Reason = field("驳回原因", "Reason")


class BatchRejectPayRequests(Request):
    """Refuse to pay several orders."""

    order_nos: list[Id] = field("订单号", "Order numbers", min_length=1, max_length=LARGEST_BATCH, unique=True)
    reason: Reason = field("驳回原因", "Reason")


class PaidByPartner(OrderState):
    """What a partner's payment came to. CNY. coupon_amount: what the customer's coupons pay of the order.

    online: how an online payment goes on; the order is paid when its money has come.
    """

    coupon_amount: Money
    online: OnlinePaymentStarted | None = None


class PayPreconditions(Response):
    """Whether an order can be paid now, from the balance, and what speaks against it (10.4.3.1/r6-r9, r13). CNY.

    left_to_pay: after the customer's coupons. pay_by: the methods that the order allows.
    """

    order_no: str
    payable: bool
    order_amount: Money
    coupon_amount: Money
    left_to_pay: Money
    allocation_mode: AllocationMode
    account_balance: Money
    allocatable_balance: Money | None
    pay_by: list[PayBy]
    against: list[RefusalReceipt]


class EstimatedRebate(Response):
    """What the partner may expect for an order; indicative only (10.4.3.1/r10). CNY. base: what of the price counts, without coupons."""

    order_no: str
    base: Money
    ratio: str
    estimated_rebate: Money
    note: str


# --- how an order was paid ------------------------------------------------------------------------------------------------------


class OfOrderNo(Request):
    """An order of the partner's customers, or of its resellers'."""

    order_no: Id = field("订单号", "Order number")


class PaidPart(Response):
    """A part of a payment. CNY. account: the coupon, the bucket or the online payment; returned: what of it went back."""

    means: Means
    label: str
    account: str | None
    amount: Money
    returned: Money


class PaymentBreakdown(Response):
    """How a completed order was paid (支付详情)."""

    order_no: str
    payment_method: PaymentMethod | None
    order_amount: Money
    paid_amount: Money
    parts: list[PaidPart]


class ShownPriceAdjustment(Response):
    """A changed price. CNY."""

    adjusted_at: Time
    before: Money
    after: Money
    reduced_by: Money
    reason: str
    adjusted_by: str


class PriceAdjustments(Response):
    """The changed prices of an order, the first one first (调价记录)."""

    order_no: str
    order_amount: Money
    adjustments: list[ShownPriceAdjustment] = Field(default_factory=list)
