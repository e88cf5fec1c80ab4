"""The words of the coupons API."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import StringConstraints, model_validator

from partner_center.coupons.voucher import BillingScope
from partner_center.kernel.money import Money
from partner_center.platform.batch import LARGEST_BATCH
from partner_center.platform.contracts import Amount, Id, Remark, Request, Response, Time, field

ProductType = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]

MOST_CUSTOMERS = 10  # 10.4.6.1.2/r3
MOST_PRODUCTS = 10  # OPEN in the guide; what 16.2.2.2/r6 says of pick-up coupons


class GrantVoucherQuota(Request):
    """Grant a partner the right to issue vouchers (10.4.6.1.1)."""

    partner_id: Id
    amount: Amount = field("初始额度(¥)", "Initial amount")
    effective_at: Time | None = field("生效时间", "Effective at; now where none is given", default=None)
    expires_at: Time = field("失效时间", "Expires at")
    allowed_product_types: list[ProductType] = field("适用产品", "Products", default=[], max_length=MOST_PRODUCTS, unique=True)
    min_face_value: Amount | None = field("最小面值(¥)", "Lowest face value", default=None)
    max_face_value: Amount | None = field("最大面值(¥)", "Highest face value", default=None)
    max_vouchers_per_customer: int | None = field("单客户张数上限", "Vouchers per customer", default=None, ge=1, le=10_000)
    max_amount_per_customer: Amount | None = field("单客户金额上限(¥)", "Amount per customer", default=None)
    max_order_deduction_ratio: Decimal | None = field(
        "订单额最大抵扣比例", "Largest share of an order", default=None, gt=0, le=1, decimal_places=4
    )
    reference: Id | None = field("依据", "What it is granted for", default=None)

    @model_validator(mode="after")
    def _range_is_one(self) -> GrantVoucherQuota:
        if self.min_face_value is not None and self.max_face_value is not None and self.min_face_value > self.max_face_value:
            raise ValueError("the lowest face value is not above the highest")
        return self


class IssueVouchers(Request):
    """Issue one voucher each to up to ten customers (10.4.6.1.2)."""

    quota_id: Id
    customer_ids: list[Id] = field("发放客户", "Customers", min_length=1, max_length=MOST_CUSTOMERS, unique=True)
    face_value: Amount = field("代金券面值(¥)", "Face value")
    min_order_amount: Amount | None = field("最小可用订单额(¥)", "Minimum order amount (subscription products)", default=None)
    billing_scope: BillingScope = field("使用类型", "Charges it pays", default=BillingScope.GENERAL)
    product_types: list[ProductType] = field("适用云服务类型/产品", "Products", default=[], max_length=MOST_PRODUCTS, unique=True)
    effective_at: Time | None = field("生效时间", "Effective at; now where none is given", default=None)
    expires_at: Time | None = field("失效时间", "Expires at; the quota's where none is given", default=None)
    remark: Remark | None = field("备注信息", "Remark (only you see it)", default=None)


class OfVoucher(Request):
    """Of one voucher."""

    voucher_id: Id


class BatchRecallVouchers(Request):
    """Recall several vouchers, each on its own."""

    voucher_ids: list[Id] = field("代金券", "Vouchers", min_length=1, max_length=LARGEST_BATCH, unique=True)


class GrantedQuota(Response):
    """A new quota."""

    partner_id: str
    quota_id: str
    initial_amount: Money
    effective_at: Time
    expires_at: Time


class IssuedVoucher(Response):
    """One customer's new voucher."""

    voucher_id: str
    customer_id: str


class IssuedVouchers(Response):
    """What was issued and what the quota has left."""

    quota_id: str
    face_value: Money
    effective_at: Time
    expires_at: Time
    remaining: Money
    vouchers: list[IssuedVoucher]


class RecalledVoucher(Response):
    """A voucher recalled, with the amount really recalled (10.4.6.1.3/r7)."""

    voucher_id: str
    quota_id: str
    amount: Money
