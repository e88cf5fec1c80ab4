"""The words of the coupons API."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import StringConstraints, model_validator

from partner_center.coupons.coupon import BillingScope, OrderType
from partner_center.coupons.kinds import CouponKind
from partner_center.kernel.errors import Wrong
from partner_center.kernel.money import Money
from partner_center.platform.batch import LARGEST_BATCH
from partner_center.platform.contracts import Amount, Id, Remark, Request, Response, Time, field

ProductType = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]

MOST_CUSTOMERS = 10  # 10.4.6.1.2/r3; OPEN for the other kinds
MOST_PRODUCTS = 10  # 16.2.2.2/r6; OPEN for the other kinds


@dataclass(frozen=True)
class CouponLimits:
    """What only some kinds ask for: min_order_amount of vouchers, the others of cash and pick-up coupons."""

    min_order_amount: Money | None = None
    usage_limit_ratio: Decimal | None = None
    order_types: tuple[OrderType, ...] = ()


class GrantQuota(Request):
    """Grant a partner the right to issue coupons of a kind (10.4.6.1.1, 14.2.1.1 OPEN, 16.2.2.1)."""

    partner_id: Id
    amount: Amount = field("初始额度(¥)", "Initial amount")
    effective_at: Time | None = field("生效时间", "Effective at; now where none is given", default=None)
    expires_at: Time = field("失效时间", "Expires at")
    contract_no: Id | None = field("合同号", "Contract", default=None)
    allowed_product_types: list[ProductType] = field("适用产品", "Products", default=[], max_length=MOST_PRODUCTS, unique=True)
    allowed_order_types: list[OrderType] = field("订购类型", "Order types", default=[], unique=True)
    min_face_value: Amount | None = field("最小面值(¥)", "Lowest face value", default=None)
    max_face_value: Amount | None = field("最大面值(¥)", "Highest face value", default=None)
    max_vouchers_per_customer: int | None = field("单客户张数上限", "Coupons per customer", default=None, ge=1, le=10_000)
    max_amount_per_customer: Amount | None = field("单客户金额上限(¥)", "Amount per customer", default=None)
    max_order_deduction_ratio: Decimal | None = field(
        "订单额最大抵扣比例", "Largest share of an order", default=None, gt=0, le=1, decimal_places=4
    )
    invoice_to_user: bool = field("限制开票对象为用券人", "Only the coupon's user may be invoiced", default=False)
    designated_customer_id: Id | None = field("指定客户使用", "For this customer only", default=None)
    reference: Id | None = field("依据", "What it is granted for", default=None)

    @model_validator(mode="after")
    def _range_is_one(self) -> GrantQuota:
        if self.min_face_value is not None and self.max_face_value is not None and self.min_face_value > self.max_face_value:
            raise Wrong("最低面值不能大于最高面值", "the lowest face value is not above the highest")
        return self


class GrantCouponQuota(GrantQuota):
    """The same for any kind."""

    coupon_kind: CouponKind = field("券类型", "Kind of coupon")


class AdjustQuota(Request):
    """The vendor begins or ends adjusting a quota, from which nothing is issued meanwhile (11.1.6/r13)."""

    partner_id: Id
    coupon_kind: CouponKind = field("券类型", "Kind of coupon")
    quota_id: Id
    adjusting: bool = field("调整中", "Adjusting")


class IssueCoupons(Request):
    """Issue one coupon each to up to ten customers; what a kind does not know is refused as an unknown field."""

    quota_id: Id
    customer_ids: list[Id] = field("发放客户", "Customers", min_length=1, max_length=MOST_CUSTOMERS, unique=True)
    face_value: Amount = field("面值(¥)", "Face value")
    product_types: list[ProductType] = field("适用云服务类型/产品", "Products", default=[], max_length=MOST_PRODUCTS, unique=True)
    billing_scope: BillingScope = field("使用类型", "Charges it pays", default=BillingScope.GENERAL)
    discount_restricted: bool = field("订单折扣限制", "Not with authorised discounts", default=False)
    effective_at: Time | None = field("生效时间", "Effective at; now where none is given", default=None)
    expires_at: Time | None = field("失效时间", "Expires at; the quota's where none is given", default=None)
    remark: Remark | None = field("备注信息", "Remark (only you see it)", default=None)

    def limits(self) -> CouponLimits:
        """What the kind asks for beside this."""
        return CouponLimits()


class IssueVouchers(IssueCoupons):
    """Issue one voucher each to up to ten customers (10.4.6.1.2, 14.2.2.2)."""

    min_order_amount: Amount | None = field("最小可用订单额(¥)", "Minimum order amount (subscription products)", default=None)

    def limits(self) -> CouponLimits:
        """The smallest order."""
        return CouponLimits(min_order_amount=self.min_order_amount)


class BatchIssueVouchers(IssueVouchers):
    """The same voucher to more customers, each on its own."""

    customer_ids: list[Id] = field("发放客户", "Customers", min_length=1, max_length=LARGEST_BATCH, unique=True)


class IssueLimitedCoupons(IssueCoupons):
    """Issue cash or pick-up coupons: they pay a share of an order at most, of the named types (14.2.1.2, 16.2.2.2)."""

    usage_limit_ratio: Decimal = field("使用限制比例", "Largest share of an order (0 < ratio <= 1)", gt=0, le=1, decimal_places=4)
    order_types: list[OrderType] = field("订购类型", "Order types", default=[], unique=True)

    def limits(self) -> CouponLimits:
        """The share of an order, and which orders."""
        return CouponLimits(usage_limit_ratio=self.usage_limit_ratio, order_types=tuple(self.order_types))


class BatchIssueLimitedCoupons(IssueLimitedCoupons):
    """The same coupon to more customers, each on its own."""

    customer_ids: list[Id] = field("发放客户", "Customers", min_length=1, max_length=LARGEST_BATCH, unique=True)


class OfCoupon(Request):
    """Of one coupon."""

    coupon_id: Id


class BatchRecallCoupons(Request):
    """Recall several coupons, each on its own."""

    coupon_ids: list[Id] = field("券", "Coupons", min_length=1, max_length=LARGEST_BATCH, unique=True)


class GrantedQuota(Response):
    """A quota as it is granted."""

    partner_id: str
    coupon_kind: CouponKind
    quota_id: str
    initial_amount: Money
    effective_at: Time
    expires_at: Time


class QuotaState(Response):
    """How a quota stands after the vendor's hand was on it."""

    quota_id: str
    status: str
    remaining: Money


class IssuedCoupon(Response):
    """One customer's new coupon."""

    coupon_id: str
    customer_id: str


class IssuedCoupons(Response):
    """What was issued and what the quota has left."""

    quota_id: str
    face_value: Money
    effective_at: Time
    expires_at: Time
    remaining: Money
    coupons: list[IssuedCoupon]


class RecalledCoupon(Response):
    """A coupon recalled, with the amount really recalled (10.4.6.1.3/r7, 14.2.1.3/r2)."""

    coupon_id: str
    quota_id: str
    amount: Money
