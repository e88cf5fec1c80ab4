"""How an order was paid, and how its price had changed (10.4.3.2/r5; 支付详情, 调价记录)."""

from __future__ import annotations

from partner_center.kernel import clock
from partner_center.kernel.errors import Refusal
from partner_center.orders.contracts import OfOrderNo, PaidPart, PaymentBreakdown, PriceAdjustments, ShownPriceAdjustment
from partner_center.orders.order import CustomerOrder, OrderStatus, OrderType
from partner_center.orders.views import ORDERS
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def get_order_payment_breakdown(request: OfOrderNo, caller: Caller, work: Work) -> PaymentBreakdown:
    """How a completed order was paid. NotFound beyond the caller's page of orders; Refused `no_payment_breakdown`."""
    order = ORDERS.find(caller, {"order_no": request.order_no})
    work.require(refuses_breakdown(order))
    return PaymentBreakdown(
        order_no=order.order_no,
        payment_method=order.payment_method,
        order_amount=order.order_amount,
        paid_amount=order.paid_amount,
        parts=[
            PaidPart(
                means=part.means,
                label=part.means.label.in_(work.origin.language),
                account=part.shown_account,
                amount=part.amount,
                returned=part.returned,
            )
            for part in order.parts()
        ],
    )


def refuses_breakdown(order: CustomerOrder) -> Refusal | None:
    """It is shown for completed orders other than unsubscriptions alone (10.4.3.2/r5)."""
    if order.status is OrderStatus.COMPLETED and order.order_type is not OrderType.UNSUBSCRIBE:
        return None
    return Refusal.because("no_payment_breakdown", "10.4.3.2/r5", order_no=order.order_no, status=order.status, order_type=order.order_type)


def list_order_price_adjustments(request: OfOrderNo, caller: Caller, work: Work) -> PriceAdjustments:
    """The changed prices of an order. NotFound beyond the caller's page of orders."""
    order = ORDERS.find(caller, {"order_no": request.order_no})
    return PriceAdjustments(
        order_no=order.order_no,
        order_amount=order.order_amount,
        adjustments=[
            ShownPriceAdjustment(
                adjusted_at=clock.instant(one.adjusted_at),
                before=one.before,
                after=one.after,
                reduced_by=one.before - one.after,
                reason=one.reason,
                adjusted_by=one.adjusted_by,
            )
            for one in order.adjustments()
        ],
    )
