"""A customer orders a product of the vendor's (13.7): product, configuration, the product's disclaimer; the payment comes after."""

from __future__ import annotations

from partner_center.customers import CustomerAccount, customer_account_key
from partner_center.kernel import ids
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.orders.book import OrderBook
from partner_center.orders.contracts import CreateOrder, OfferedProduct, OfferedProducts, OrderState
from partner_center.orders.events import OrderPlaced
from partner_center.orders.order import CustomerOrder, OrderStatus, OrderType
from partner_center.orders.taking import attribute
from partner_center.orders.terms import Product, payable_until, product_at, products_at
from partner_center.platform.caller import Caller
from partner_center.platform.work import Work


def list_products(work: Work) -> OfferedProducts:
    """What can be ordered now."""
    language = work.origin.language
    return OfferedProducts(
        products=[
            OfferedProduct(
                product_code=product.code,
                name=product.name.in_(language),
                product_type=product.product_type,
                month_prices=product.month_price,
                disclaimer=product.disclaimer.name.in_(language) if product.disclaimer else None,
            )
            for product in products_at(work.now)
        ]
    )


def create_order(request: CreateOrder, caller: Caller, work: Work) -> OrderState:
    """Place an order that waits for its payment; it belongs to the partner with whom the customer is associated now, if any.

    Raises NotFound for an unknown account; Refused: product_not_sold, specification_not_sold, disclaimer_not_accepted, start_time_passed.
    """
    account: CustomerAccount | None = work.get(customer_account_key(caller.customer_id), or_none=True)
    if account is None:
        raise NotFound("account")
    product = product_at(request.product_code, work.now)
    if product is None:
        work.require(Refusal.because("product_not_sold", "13.7", product_code=request.product_code))
        raise NotFound("product")
    work.require(_refuses_specification(product, request), refuses_disclaimer(product, request.disclaimer_accepted))
    amount = (product.month_price[request.specification] * (request.quantity * request.months)).cents()
    order = CustomerOrder(
        order_no=ids.coupon_id("CS", work.now),
        customer_id=account.customer_id,
        customer_name=account.name,
        account_name=account.account_name,
        product_type=product.product_type,
        product_name=product.name.zh,
        configuration={
            "specification": request.specification,
            "quantity": request.quantity,
            "months": request.months,
            "auto_renewal": request.auto_renewal,
        },
        disclaimer=product.disclaimer.ticked if product.disclaimer else None,
        order_type=OrderType.SUBSCRIBE,
        status=OrderStatus.PENDING_PAYMENT,
        placed_at=work.now,
        pay_before=payable_until(work.now),
        starts_at=request.starts_at,
        as_of=work.now,
        official_amount=amount,
        order_amount=amount,
    )
    work.require(*order.refuses_by_check(work.now))
    book = OrderBook(work, order, None, attribute(order, account, work))
    book.opened()
    work.emit(OrderPlaced(**book.facts(), placed_at=order.placed_at, pay_before=order.pay_before))
    return OrderState.of(order)


def _refuses_specification(product: Product, request: CreateOrder) -> Refusal | None:
    if request.specification in product.month_price:
        return None
    return Refusal.because(
        "specification_not_sold", "13.7", product_code=product.code, specification=request.specification, sold=sorted(product.month_price)
    )


def refuses_disclaimer(product: Product, accepted: bool) -> Refusal | None:
    """A product's disclaimer is ticked before the payment (13.7/r1). OPEN there: others have their own, or none."""
    if accepted or product.disclaimer is None:
        return None
    return Refusal.because(
        "disclaimer_not_accepted",
        "13.7/r1",
        way_out="accept_the_disclaimer",
        product_code=product.code,
        disclaimer=product.disclaimer.name.zh,
    )
