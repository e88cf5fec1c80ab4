"""What a customer is shown where it pays: each coupon with what it can do for the order, or why nothing, and a first choice (13.5.2).

Nothing is decided here: the order is given as the customer's page knows it, and whoever locks the coupons asks the engine again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from pydantic import model_validator

from partner_center.coupons.contracts import MOST_PRODUCTS, ProductType
from partner_center.coupons.coupon import BillingScope, Coupon, OrderType
from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.coupons.order_coupons import OrderCouponState, order_coupons_key
from partner_center.coupons.order_payment import COUPONS_PER_ORDER
from partner_center.coupons.redemption import Charge, in_order, offers, parts_of, refuses
from partner_center.kernel import clock
from partner_center.kernel.errors import Wrong
from partner_center.kernel.money import Money, total
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Id, Request, Response, Time, field
from partner_center.platform.problems import RefusalReceipt, receipt
from partner_center.platform.table import LOOKUP
from partner_center.platform.work import Work


class CouponsForOrder(Request):
    """An order that is to be paid. Amounts in CNY."""

    order_no: Id | None = field("订单号", "Order; its own locked coupons count as free", default=None)
    order_type: OrderType = field("订购类型", "Type of order")
    billing_mode: BillingScope = field("计费模式", "How it is billed")
    product_types: list[ProductType] = field("产品类型", "Products", min_length=1, max_length=MOST_PRODUCTS, unique=True)
    order_total: Decimal = field("订单总额(¥)", "Order total", gt=0, max_digits=15, decimal_places=2)
    amount: Decimal | None = field(
        "待支付金额(¥)", "Still to be paid; the total where none is given", default=None, gt=0, max_digits=15, decimal_places=2
    )
    marketplace: bool = field("云商店商品", "Products of the marketplace", default=False)
    authorised_discount: bool = field("享受商务授权折扣", "Enjoys an authorised commercial discount", default=False)

    @model_validator(mode="after")
    def _is_an_order(self) -> CouponsForOrder:
        if self.billing_mode is BillingScope.GENERAL:
            raise Wrong("订单计费模式须为包年/包月或按需", "an order is billed by subscription or on demand")
        if self.amount is not None and self.amount > self.order_total:
            raise Wrong("待付金额不能大于总金额", "no more is to be paid than the total")
        return self

    def charge(self) -> Charge:
        """The order as something to be paid."""
        return Charge(
            amount=Money.of(self.amount or self.order_total),
            billing_mode=self.billing_mode,
            product_types=tuple(self.product_types),
            order_type=self.order_type,
            order_total=Money.of(self.order_total),
            marketplace=self.marketplace,
            authorised_discount=self.authorised_discount,
        )


class OfferedCoupon(Response):
    """A coupon that can pay. most: by itself at most; suggested: in the suggested choice, nothing where it is not in it."""

    coupon: str
    coupon_id: str
    coupon_kind: CouponKind
    partner_id: str
    face_value: Money
    balance: Money
    billing_scope: BillingScope
    min_order_amount: Money | None
    discount_restricted: bool
    expires_at: Time
    most: Money
    suggested: Money


class UnusableCoupon(Response):
    """A coupon that cannot pay, with the reason."""

    coupon: str
    coupon_id: str
    coupon_kind: CouponKind
    partner_id: str
    balance: Money
    expires_at: Time
    reason: RefusalReceipt


class UsableCoupons(Response):
    """The customer's coupons for an order, in the order in which they pay. covered: by the suggested choice; left_to_pay: otherwise."""

    usable: list[OfferedCoupon]
    not_usable: list[UnusableCoupon]
    covered: Money
    left_to_pay: Money


def suggest(coupons: Sequence[Coupon], charge: Charge, now: datetime) -> list[tuple[Coupon, Money]]:
    """The choice that the engine would make: those that pay first, no more of a kind than an order takes, each with its part."""
    picked: list[Coupon] = []
    parts: list[tuple[Coupon, Money]] = []
    number: Counter[CouponKind] = Counter()
    for coupon in in_order(coupons):
        at_most = terms_of(coupon.coupon_kind, now).per_order
        if refuses(coupon, charge, now) is not None or (at_most is not None and number[coupon.coupon_kind] >= at_most):
            continue
        tried = parts_of([*picked, coupon], charge, now)
        if len(picked) == COUPONS_PER_ORDER or len(tried) == len(parts):  # no room, or nothing left that it may pay
            continue
        picked, parts = [*picked, coupon], tried
        number[coupon.coupon_kind] += 1
    return parts


def list_usable_coupons_for_order(request: CouponsForOrder, caller: Caller, work: Work) -> UsableCoupons:
    """Every coupon of the calling customer that is not over, with the most it can pay of an order or the reason why it pays nothing."""
    customer_id, charge = caller.customer_id, request.charge()
    coupons = list(work.every(Coupon, f"customer/{customer_id}/usable_coupon", index=LOOKUP, first=clock.iso(work.now)))
    if request.order_no is not None:
        _count_as_free(work, customer_id, request.order_no, coupons)
    suggested = {coupon.ref: part for coupon, part in suggest(coupons, charge, work.now)}
    found = offers(coupons, charge, work.now)
    covered = total(suggested.values())
    return UsableCoupons(
        usable=[
            OfferedCoupon(
                coupon=offer.coupon.ref,
                coupon_id=offer.coupon.coupon_id,
                coupon_kind=offer.coupon.coupon_kind,
                partner_id=offer.coupon.partner_id,
                face_value=offer.coupon.face_value,
                balance=offer.coupon.balance,
                billing_scope=offer.coupon.billing_scope,
                min_order_amount=offer.coupon.min_order_amount,
                discount_restricted=offer.coupon.discount_restricted,
                expires_at=offer.coupon.expires_at,
                most=offer.most,
                suggested=suggested.get(offer.coupon.ref, Money.zero()),
            )
            for offer in found
            if offer.refusal is None
        ],
        not_usable=[
            UnusableCoupon(
                coupon=offer.coupon.ref,
                coupon_id=offer.coupon.coupon_id,
                coupon_kind=offer.coupon.coupon_kind,
                partner_id=offer.coupon.partner_id,
                balance=offer.coupon.balance,
                expires_at=offer.coupon.expires_at,
                reason=receipt(offer.refusal, work.origin.language),
            )
            for offer in found
            if offer.refusal is not None
        ],
        covered=covered,
        left_to_pay=charge.amount - covered,
    )


def _count_as_free(work: Work, customer_id: str, order_no: str, coupons: Sequence[Coupon]) -> None:
    """What this very order has locked is there for another choice of it; only shown so, never written."""
    held = work.get(order_coupons_key(customer_id, order_no), or_none=True)
    if held is None or held.state is not OrderCouponState.LOCKED:
        return
    locked = {part.ref: part.amount for part in held.each()}
    for coupon in coupons:
        part = min(locked.get(coupon.ref, Money.zero()), coupon.locked)  # the index may not know of the lock yet
        coupon.balance, coupon.locked = coupon.balance + part, coupon.locked - part
