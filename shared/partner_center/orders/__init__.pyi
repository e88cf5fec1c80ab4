from .asking import (
    batch_reject_pay_requests as batch_reject_pay_requests,
    cancel_order as cancel_order,
    reject_pay_request as reject_pay_request,
    request_partner_payment as request_partner_payment,
)
from .breakdown import (
    get_order_payment_breakdown as get_order_payment_breakdown,
    list_order_price_adjustments as list_order_price_adjustments,
)
from .charge import charge_usage as charge_usage
from .closing import close_unpaid_orders as close_unpaid_orders
from .contracts import (
    BatchRejectPayRequests as BatchRejectPayRequests,
    ChooseCoupons as ChooseCoupons,
    ChosenCoupons as ChosenCoupons,
    CreateOrder as CreateOrder,
    EstimatedRebate as EstimatedRebate,
    OfferedProducts as OfferedProducts,
    OfOrderNo as OfOrderNo,
    OfPayRequest as OfPayRequest,
    OrderState as OrderState,
    OwnOrder as OwnOrder,
    PaidByCustomer as PaidByCustomer,
    PaidByPartner as PaidByPartner,
    PayBy as PayBy,
    PayCustomerOrder as PayCustomerOrder,
    PaymentBreakdown as PaymentBreakdown,
    PayOrderSelf as PayOrderSelf,
    PayPreconditions as PayPreconditions,
    PriceAdjustments as PriceAdjustments,
    RejectPayRequest as RejectPayRequest,
    RequestPartnerPayment as RequestPartnerPayment,
)
from .events import (
    OrderCancelled as OrderCancelled,
    OrderChanged as OrderChanged,
    OrderNoticeReceived as OrderNoticeReceived,
    OrderPaid as OrderPaid,
    OrderPlaced as OrderPlaced,
    OrderRefunded as OrderRefunded,
    PartnerPaymentRejected as PartnerPaymentRejected,
    PartnerPaymentRequested as PartnerPaymentRequested,
    UsageLeftToCharge as UsageLeftToCharge,
)
from .following import follow_order as follow_order
from .news import (
    OrderTaken as OrderTaken,
    RecordOrders as RecordOrders,
    RecordRefund as RecordRefund,
    RefundRecorded as RefundRecorded,
)
from .online import settle_online_order as settle_online_order
from .order import (
    CustomerOrder as CustomerOrder,
    InvoiceOwner as InvoiceOwner,
    Marketplace as Marketplace,
    OrderCount as OrderCount,
    OrderStatus as OrderStatus,
    OrderType as OrderType,
    PaymentMethod as PaymentMethod,
    order_key as order_key,
)
from .ordering import create_order as create_order, list_products as list_products
from .partner_payment import check_pay_preconditions as check_pay_preconditions, pay_customer_order as pay_customer_order
from .payment_request import PartnerPaymentRequest as PartnerPaymentRequest, RequestStatus as RequestStatus
from .rebate import get_estimated_rebate as get_estimated_rebate
from .refunding import OrderRefund as OrderRefund, record_refund as record_refund
from .resource_line import OrderResourceLine as OrderResourceLine
from .self_payment import choose_order_coupons as choose_order_coupons, pay_order_self as pay_order_self
from .taking import (
    record_orders as record_orders,
    take_in_notice as take_in_notice,
)
from .usage_meter import UsageMeter as UsageMeter, usage_meter_key as usage_meter_key
from .views import (
    ORDER_LINES as ORDER_LINES,
    ORDERS as ORDERS,
    OWN_ORDERS as OWN_ORDERS,
    PAY_REQUESTS as PAY_REQUESTS,
)
from .webhook_notice import OrderNotice as OrderNotice, receive_order_notice as receive_order_notice
