"""A payment into a partner's top-up account: a *flow*, to which a withdrawal may go back (10.6.3.2, 10.6.3.5)."""

from __future__ import annotations

from typing import Any

from partner_center.kernel.errors import Refusal
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.table import Choice, Flag, Instant, Key, MoneyAttribute, Place, Record, Text


class TopUpChannel(Labelled):
    """The way by which the money came (10.6.3.2/r1, 10.6.3.5)."""

    ALIPAY = "alipay", "支付宝", "Alipay"
    WECHAT_PAY = "wechat_pay", "微信支付", "WeChat Pay"
    UNION_PAY = "union_pay", "银联", "UnionPay"
    PERSONAL_BANKING = "personal_banking", "个人网银", "Personal online banking"
    CORPORATE_BANKING = "corporate_banking", "企业网银", "Corporate online banking"
    DEDICATED_ACCOUNT = "dedicated_account", "专属汇款账号", "Dedicated remittance account"
    GENERAL_ACCOUNT = "general_account", "通用充值账号", "General top-up account"
    MODE_CHANGE = "mode_change", "交易模式变更", "Change of the transaction mode"
    INCENTIVE_REBATE = "incentive_rebate", "激励返点", "Incentive rebate"
    VENDOR_FINANCE = "vendor_finance", "财经入账", "Credited by vendor finance"


_BANK = (TopUpChannel.DEDICATED_ACCOUNT, TopUpChannel.GENERAL_ACCOUNT, TopUpChannel.VENDOR_FINANCE)
_UNION_PAY = (TopUpChannel.UNION_PAY, TopUpChannel.PERSONAL_BANKING, TopUpChannel.CORPORATE_BANKING)


def is_transfer(channel: TopUpChannel) -> bool:
    """Whether it came by a bank transfer, so that its number is the bank's."""
    return channel in _BANK


def source_of(channel: TopUpChannel) -> str:
    """Whose number a flow's is: a transfer has its bank's, whichever account it reached, and online banking UnionPay's."""
    if is_transfer(channel):
        return "bank"
    return TopUpChannel.UNION_PAY.value if channel in _UNION_PAY else channel.value


class TopUp(Record, kind="top_up"):
    """A payment that was credited. Its key is the bank's or channel's own number of it, so that it is credited once. CNY.

    payment_no: our number of an online payment. bank_flow_no: the bank's number of a transfer of which this is a part. has_promotion: it
    earned a reward or coupons (10.6.3.5.1/r6). withdrawn: what was paid out of it or is held by a withdrawal. card_only: what of the rest
    does not go back by the original route any more (10.6.3.5.2/r1).
    """

    PLACE = Place("top_up/{source}/{external_flow_no}", "top_up")
    OWNER = Place("partner/{partner_id}/top_up", "{arrived_at}/{external_flow_no}")

    channel = Choice(TopUpChannel)
    external_flow_no = Text()
    partner_id = Text()
    amount = MoneyAttribute()
    arrived_at = Instant()
    credited_at = Instant()
    payer_name = Text(null=True)
    payer_account = Text(null=True)
    payment_no = Text(null=True)
    bank_flow_no = Text(null=True)
    has_promotion = Flag(default=False)
    withdrawn = MoneyAttribute(default=Money.zero)
    card_only = MoneyAttribute(default=Money.zero)

    @property
    def source(self) -> str:
        """Whose number `external_flow_no` is."""
        return source_of(self.channel)

    @property
    def remaining(self) -> Money:
        """What was not withdrawn of it."""
        return self.amount - self.withdrawn


class SpentFlow(Record, kind="spent_flow"):
    """A payment that paid for something at once and never stood on the account. It lies where it would lie as a top-up, never both. CNY.

    spent_on: the order's number.
    """

    PLACE = TopUp.PLACE

    channel = Choice(TopUpChannel)
    external_flow_no = Text()
    partner_id = Text()
    amount = MoneyAttribute()
    spent_on = Text()
    spent_at = Instant()
    payment_no = Text()

    @property
    def source(self) -> str:
        """Whose number `external_flow_no` is."""
        return source_of(self.channel)


def top_up_key(channel: TopUpChannel, external_flow_no: str) -> Key[Any]:
    """The address of a payment: a top-up lies there, or a flow that was spent at once."""
    place = TopUp.key(source=source_of(channel), external_flow_no=external_flow_no)
    return Key(Record, place.partition, place.sort)


def top_ups_of(partner_id: str) -> str:
    """The partition of the owner index in which a partner's flows lie by arrival."""
    return TopUp.owner_partition(partner_id=partner_id)


def refuses_second_credit(known: TopUp | SpentFlow | None) -> Refusal | None:
    """A payment is credited once, whoever tells of it."""
    if known is None:
        return None
    if isinstance(known, SpentFlow):
        return Refusal.because("payment_already_spent", external_flow_no=known.external_flow_no, spent_on=known.spent_on)
    return Refusal.because("top_up_already_credited", external_flow_no=known.external_flow_no, credited_at=known.credited_at)
