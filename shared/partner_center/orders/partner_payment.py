"""A partner pays a customer's order (10.4.3.1, 11.3.3.1, 12.3.3.1): what must hold, from the balance, online.

From the balance it is one transaction: the order is completed, the request answered, the money leaves the partner's accounts, the
customer's coupons pay their part, and everybody is told. OPEN in 10.4.3.1/r13: partners without an allocatable account need the account
balance alone; so do resellers (12.3.3.1/r4).
"""

from __future__ import annotations

from partner_center.customers import Association, association_key, refuses_unless_linked
from partner_center.funds import OnlinePaymentStarted, PartnerFunds, look_up_funds, refuses_alone
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.money import Money, total
from partner_center.kernel.permissions import PartnerType
from partner_center.orders.book import OrderBook
from partner_center.orders.contracts import OfPayRequest, OrderState, PaidByPartner, PayBy, PayCustomerOrder, PayPreconditions
from partner_center.orders.coupon_share import locked_for
from partner_center.orders.order import CustomerOrder, Marketplace, Means, Part, PaymentMethod
from partner_center.orders.payment_request import refuses_request
from partner_center.platform.caller import Caller
from partner_center.platform.ledger import Clearing, Movement
from partner_center.platform.problems import receipt
from partner_center.platform.work import Work

FOR_GENERAL_PRODUCTS = frozenset({PayBy.BALANCE, PayBy.PETAL_PAY})  # 10.4.3.1/r12


def methods_for(order: CustomerOrder, partner_type: str | None) -> list[PayBy]:
    """By which methods a partner may pay an order (10.4.3.1/r11, r12, 12.3.3.1/r6).

    OPEN: Petal Pay is named for general products alone; for other orders no methods of resellers are named. Here they pay those from what
    their distributor allocated: the vendor takes no part in their settlement and invoices their distributor (12.1.1/r5, r6).
    """
    if order.marketplace is Marketplace.GENERAL:
        return [method for method in PayBy if method in FOR_GENERAL_PRODUCTS]
    if partner_type == PartnerType.RESELLER:
        return [PayBy.BALANCE]
    return [method for method in PayBy if method is not PayBy.PETAL_PAY]


def refuses_method(order: CustomerOrder, method: PayBy, partner_type: str | None) -> Refusal | None:
    """General products of the marketplace are paid from the balance or by Petal Pay alone; resellers pay others from the balance."""
    if method in (allowed := methods_for(order, partner_type)):
        return None
    rule = "12.3.3.1/r6" if partner_type == PartnerType.RESELLER else "10.4.3.1/r12"
    return Refusal.because("payment_method_not_allowed", rule, order_no=order.order_no, marketplace=order.marketplace, allowed=[*allowed])


def refuses_balance(funds: PartnerFunds, amount: Money, partner_type: str | None) -> Refusal | None:
    """Account balance and, where there is one, allocatable balance cover the amount (10.4.3.1/r13; 12.3.3.1/r4)."""
    account, allocatable = funds.account_balance, funds.allocatable_balance
    if amount <= account and (allocatable is None or amount <= allocatable):
        return None
    reseller = partner_type == PartnerType.RESELLER
    return Refusal.because(
        "balance_insufficient_for_order",
        "12.3.3.1/r4" if reseller else "10.4.3.1/r13",
        way_out="ask_distributor_to_allocate" if reseller else "top_up_to_pay",
        amount=amount,
        account_balance=account,
        allocatable_balance=allocatable,
    )


def refuses_payment(book: OrderBook, association: Association, caller: Caller, work: Work) -> list[Refusal]:
    """What speaks against paying an order at all, whatever the method. A reseller does business with a distributor only (11.1.1/r3)."""
    order, request = book.order, book.request
    assert request is not None
    if refusal := request.refuses_unless_pending() or order.refuses_unless_unpaid() or order.refuses_late(work.now):
        return [refusal]
    standing = [refusal for refusal in (refuses_unless_linked(association), refuses_alone(caller)) if refusal is not None]
    asked = refuses_request(order, PartnerType(caller.partner_type or ""), association.association_type)
    return [*standing, *asked, *order.refuses_by_check(work.now)]


def _read(order_no: str, caller: Caller, work: Work) -> tuple[OrderBook, PartnerFunds, Association]:
    """The book with what else decides, in two rounds: whose order it is stands in the order."""
    book = OrderBook.of_partner(work, order_no, caller.partner_id, *PartnerFunds.keys(caller.partner_id))
    association = work.get(association_key(caller.partner_id, book.order.customer_id), or_none=True)
    if association is None:
        raise NotFound("customer")
    return book, look_up_funds(work, caller.partner_id), association


def check_pay_preconditions(request: OfPayRequest, caller: Caller, work: Work) -> PayPreconditions:
    """Whether an order can be paid from the balance now, and what speaks against it; NotFound where the partner was not asked."""
    book, funds, association = _read(request.order_no, caller, work)
    order, covered = book.order, locked_for(work, book.order)
    against = refuses_payment(book, association, caller, work)
    if short := refuses_balance(funds, order.order_amount - covered, caller.partner_type):
        against.append(short)
    return PayPreconditions(
        order_no=order.order_no,
        payable=not against,
        order_amount=order.order_amount,
        coupon_amount=covered,
        left_to_pay=order.order_amount - covered,
        allocation_mode=funds.wallet.allocation_mode,
        account_balance=funds.account_balance,
        allocatable_balance=funds.allocatable_balance,
        pay_by=methods_for(order, caller.partner_type),
        against=[receipt(refusal, work.origin.language) for refusal in against],
    )


def pay_customer_order(request: PayCustomerOrder, caller: Caller, work: Work) -> PaidByPartner:
    """Pay an order for which the customer asked; online it is paid when the money has come.

    Raises NotFound for any other order; Refused: payment_not_requested, order_not_waiting, order_closed_unpaid, service_quota_short,
    service_capacity_short, specification_changed, start_time_passed, customer_not_linked, reseller_without_distributor,
    payment_method_not_allowed, balance_insufficient_for_order.
    """
    book, funds, association = _read(request.order_no, caller, work)
    order = book.order
    work.require(*refuses_payment(book, association, caller, work))
    work.require(refuses_method(order, request.pay_by, caller.partner_type))
    left = order.order_amount - locked_for(work, order)
    work.rely_on(association)
    if request.pay_by is not PayBy.BALANCE and left:
        return _start_online(book, request.pay_by, left)
    work.require(refuses_balance(funds, left, caller.partner_type))
    coupons = book.take_coupons()
    book.paid([*coupons, *_from_balance(book, funds, left)], PaymentMethod.PARTNER, at=work.now)
    return _answer(book, total(part.amount for part in coupons))


def _from_balance(book: OrderBook, funds: PartnerFunds, amount: Money) -> list[Part]:
    if not amount:
        return []
    order, work = book.order, book.work
    partner_id = funds.wallet.partner_id
    taken = funds.take(
        work,
        Movement.ORDER_PAYMENT,
        amount,
        (Clearing("revenue", partner_id), amount),
        customer_id=order.customer_id,
        customer_name=order.customer_name,
        reference=order.order_no,
    )
    parts = [(Means.PARTNER_TOP_UP, taken.top_up), (Means.PARTNER_CREDIT, taken.credit)]
    return [Part(means=means, amount=part) for means, part in parts if part]


def _start_online(book: OrderBook, method: PayBy, left: Money) -> PaidByPartner:
    """Begin an online payment of what coupons leave (10.4.3.1/r11)."""
    from partner_center.orders.online import start_order_payment  # the providers' code is loaded by whoever pays online alone

    return _answer(book, book.order.order_amount - left, start_order_payment(book, method, left))


def _answer(book: OrderBook, coupon_amount: Money, online: OnlinePaymentStarted | None = None) -> PaidByPartner:
    return PaidByPartner(**dict(OrderState.of(book.order)), coupon_amount=coupon_amount, online=online)
