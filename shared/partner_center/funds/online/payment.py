"""Online payments and refunds of them: what we asked a provider for, and what came of it (10.6.3.2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from partner_center.funds.online.events import RefundSettled
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text

# OPEN in the guide: how long a payment may be begun and not made. Two hours, which each provider is told.
PAYABLE_FOR = timedelta(hours=2)
PAYABLE_AT_LEAST = timedelta(minutes=5)  # also for an order that closes before: time to pay at all
ASKED_AFTER = timedelta(minutes=10)  # how long we wait for a notice before we ask


class Provider(Labelled):
    """Who takes the money."""

    ALIPAY = "alipay", "支付宝", "Alipay"
    WECHAT_PAY = "wechat_pay", "微信支付", "WeChat Pay"
    UNION_PAY = "union_pay", "中国银联", "UnionPay"

    @property
    def largest(self) -> Money | None:
        """The most that it takes in one payment, as its interface says; None where that says nothing."""
        return {Provider.ALIPAY: Money.of("100000000.00"), Provider.UNION_PAY: Money.of("9999999999.99")}.get(self)


class OnlineChannel(Labelled):
    """How somebody pays online. Both kinds of online banking go through UnionPay's gateway."""

    ALIPAY = "alipay", "支付宝", "Alipay"
    WECHAT_PAY = "wechat_pay", "微信支付", "WeChat Pay"
    UNION_PAY = "union_pay", "银联", "UnionPay"
    PERSONAL_BANKING = "personal_banking", "个人网银", "Personal online banking"
    CORPORATE_BANKING = "corporate_banking", "企业网银", "Corporate online banking"

    @property
    def provider(self) -> Provider:
        """Through whom."""
        match self:
            case OnlineChannel.ALIPAY:
                return Provider.ALIPAY
            case OnlineChannel.WECHAT_PAY:
                return Provider.WECHAT_PAY
            case _:
                return Provider.UNION_PAY


class PaymentPurpose(Labelled):
    """What an online payment is for."""

    TOP_UP = "top_up", "账户充值", "Top-up"
    ORDER = "order", "订单支付", "Payment of an order"
    CUSTOMER_RECHARGE = "customer_recharge", "客户账户充值", "Recharge of a customer's account"


class PaymentStatus(Labelled):
    """How far a payment is. What succeeds after it was closed still counts: the money arrived."""

    PENDING = "pending", "待支付", "To be paid"
    SUCCEEDED = "succeeded", "支付成功", "Succeeded"
    FAILED = "failed", "支付失败", "Failed"
    CLOSED = "closed", "已关闭", "Closed"


class OnlinePayment(Record, kind="online_payment"):
    """One payment that somebody began online. CNY.

    subject: the order's number, empty for what needs none. payable_until: when the provider stops taking it. ask_at: when the provider is
    asked about it next, None once it is over. statement_on: the Beijing date of the provider's statement that lists it, once it succeeded.
    refunded: what went back, asked for or done.
    """

    PLACE = Place("online_payment/{payment_no}", "payment")
    OWNER = Place("{payer}/online_payment/{purpose}", "{started_at}/{payment_no}")
    LOOKUP = Place("online_payments_of/{provider}/{statement_on}", "{payment_no}")
    DUE = Place("online_payment_query", "{ask_at}/{payment_no}")
    SECRET = ("payer_name", "payer_account")

    payment_no = Text()
    purpose = Choice(PaymentPurpose)
    subject = Text(null=True)
    partner_id = Text(null=True)
    customer_id = Text(null=True)
    channel = Choice(OnlineChannel)
    provider = Choice(Provider)
    amount = MoneyAttribute()
    status = Choice(PaymentStatus, default=PaymentStatus.PENDING)
    started_at = Instant()
    payable_until = Instant()
    ask_at = Instant(null=True)
    external_flow_no = Text(null=True)
    paid_at = Instant(null=True)
    statement_on = Text(null=True)
    payer_name = Text(null=True)
    payer_account = Text(null=True)
    refunded = MoneyAttribute(default=Money.zero)

    @property
    def payer(self) -> str:
        """Whose payment it is: a partner's, or that of a customer who recharges its own account."""
        return payer_of(partner_id=self.partner_id) if self.partner_id else payer_of(customer_id=self.customer_id)

    def is_payable(self, channel: OnlineChannel, amount: Money, now: datetime) -> bool:
        """Whether it can still be made, by this channel and with this amount, and there is time to."""
        waits = self.status is PaymentStatus.PENDING and self.payable_until - now >= PAYABLE_AT_LEAST
        return waits and (self.channel, self.amount) == (channel, amount)


class RefundStatus(Labelled):
    """How far a refund is."""

    PENDING = "pending", "退款中", "In process"
    SUCCEEDED = "succeeded", "退款成功", "Refunded"
    FAILED = "failed", "退款失败", "Failed"


class OnlineRefund(Record, kind="online_refund"):
    """Money that goes back by the way it came. CNY.

    sent_at: when the provider took the request; ask_at: when it is asked about it next, None once it is settled. listed_on: the day whose
    statement listed it already while it was in process.
    """

    PLACE = Place("online_refund/{refund_no}", "refund")
    LOOKUP = Place("online_refunds_of/{provider}/{statement_on}", "{refund_no}")
    DUE = Place("online_refund_query", "{ask_at}/{refund_no}")

    refund_no = Text()
    payment_no = Text()
    partner_id = Text(null=True)
    provider = Choice(Provider)
    amount = MoneyAttribute()
    status = Choice(RefundStatus, default=RefundStatus.PENDING)
    asked_at = Instant()
    sent_at = Instant(null=True)
    ask_at = Instant(null=True)
    settled_at = Instant(null=True)
    listed_on = Text(null=True)
    statement_on = Text(null=True)
    reason = Text(null=True)

    def as_settled(self) -> RefundSettled | None:
        """What is told of its end; None while there is none."""
        if self.status is RefundStatus.PENDING:
            return None
        succeeded = self.status is RefundStatus.SUCCEEDED
        return RefundSettled(
            partner_id=self.partner_id or "",
            payment_no=self.payment_no,
            refund_no=self.refund_no,
            succeeded=succeeded,
            reason=self.reason,
            arrived_at=self.settled_at if succeeded else None,
        )


def payer_of(*, partner_id: str | None = None, customer_id: str | None = None) -> str:
    """How the owner index names who pays."""
    return f"partner/{partner_id}" if partner_id else f"customer/{customer_id}"


def payment_key(payment_no: str) -> Key[OnlinePayment]:
    """The address of a payment."""
    return OnlinePayment.key(payment_no=payment_no)


def refund_key(refund_no: str) -> Key[OnlineRefund]:
    """The address of a refund."""
    return OnlineRefund.key(refund_no=refund_no)
