"""The words of the funds API."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints, model_validator

from partner_center.funds.accounts import AllocationMode
from partner_center.funds.bucket import MOST_EARMARKED, AllocationType
from partner_center.funds.top_up import TopUpChannel
from partner_center.kernel.errors import Wrong
from partner_center.kernel.money import Money
from partner_center.platform.batch import LARGEST_BATCH
from partner_center.platform.contracts import Amount, AmountOrZero, Id, Name, Remark, Request, Response, Time, field
from partner_center.platform.ledger import Movement

ProductType = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]

MOST_PRODUCTS = 10  # OPEN in the guide; what 16.2.2.2/r6 says of pick-up coupons
MOST_BUCKETS = MOST_EARMARKED + 1  # all that a customer holds; a bucket costs two items of a transaction


class CreditTopUp(Request):
    """Credit a payment that reached the vendor outside the portal, for a partner without self-service (10.6.3.2/r3)."""

    partner_id: Id
    amount: Amount = field("充值金额(¥)", "Amount")
    channel: TopUpChannel = field("充值渠道", "Channel", default=TopUpChannel.VENDOR_FINANCE)
    external_flow_no: Id = field("外部流水号", "The bank's or channel's own number of the payment")
    arrived_at: Time | None = field("到账时间", "When it arrived; now where it is not told", default=None)
    payer_name: Name | None = field("汇款人", "Payer", default=None)
    has_promotion: bool = field("返奖励金/送代金券", "It earned a reward or coupons", default=False)
    remark: Remark | None = field("备注", "Remark", default=None)

    @model_validator(mode="after")
    def _rebates_come_from_payouts(self) -> CreditTopUp:
        if self.channel is TopUpChannel.INCENTIVE_REBATE:
            raise Wrong("激励返点由发放流程入账", "a rebate is credited by its payout")
        return self


class AdjustCreditLimit(Request):
    """Set a partner's credit line (10.6.3.1/r3)."""

    partner_id: Id
    credit_limit: AmountOrZero = field("信用额度(¥)", "Credit limit")
    remark: Remark | None = field("备注", "Remark", default=None)


class ConvertPartnerMode(Request):
    """Give a partner an allocatable account or take it away (10.6.3.1/r12)."""

    partner_id: Id
    allocation_mode: AllocationMode = field("账户模式", "Account mode")


class OfCustomer(Request):
    """Of one customer."""

    customer_id: Id = field("客户ID", "Customer ID")


class ArrearsEntry(Response):
    """How arrears changed: `owed_more` is below zero where some were paid. CNY."""

    occurred_at: Time
    movement: Movement
    reference: str | None
    owed_more: Money
    owed_after: Money | None


class ArrearsDetail(Response):
    """What a customer owes, and the latest changes of it, newest first. CNY."""

    customer_id: str
    arrears: Money
    entries: list[ArrearsEntry]


class AllocateFunds(Request):
    """Allocate money to a resale customer (10.4.1.2)."""

    customer_id: Id = field("客户ID", "Customer ID")
    allocation_type: AllocationType = field("拨款类型", "Allocation type")
    amount: Amount = field("拨款金额(¥)", "Amount")
    usage_scenarios: list[ProductType] = field("使用场景", "Products it may buy", default=[], max_length=MOST_PRODUCTS, unique=True)
    expires_at: Time | None = field("失效时间", "Expires at", default=None)
    remark: Remark | None = field("备注", "Remark", default=None)

    @model_validator(mode="after")
    def _terms_fit_the_type(self) -> AllocateFunds:
        earmarked = self.allocation_type is AllocationType.EARMARKED
        if earmarked and not self.usage_scenarios:
            raise Wrong("专款专用须至少选择一个使用场景", "earmarked money names at least one usage scenario")
        if not earmarked and (self.usage_scenarios or self.expires_at):
            raise Wrong("仅专款专用可设置使用场景和失效时间", "usage scenarios and an expiry belong to earmarked money")
        return self


class BatchAllocateFunds(Request):
    """Allocate money to several customers, each on its own."""

    allocations: list[AllocateFunds] = field("拨款", "Allocations", min_length=1, max_length=LARGEST_BATCH)

    @model_validator(mode="after")
    def _each_customer_once(self) -> BatchAllocateFunds:
        if len({allocation.customer_id for allocation in self.allocations}) < len(self.allocations):
            raise Wrong("同一客户只能出现一次", "each customer once")
        return self


class BucketRecall(Request):
    """What to recall from one bucket."""

    bucket_id: Id = field("余额项", "Bucket")
    amount: Amount = field("回收金额(¥)", "Amount")


class RecallFunds(Request):
    """Recall money from named buckets of a customer (10.4.1.2/r10)."""

    customer_id: Id = field("客户ID", "Customer ID")
    buckets: list[BucketRecall] = field("余额项", "Buckets", min_length=1, max_length=MOST_BUCKETS)
    remark: Remark | None = field("备注", "Remark", default=None)

    @model_validator(mode="after")
    def _each_bucket_once(self) -> RecallFunds:
        if len({bucket.bucket_id for bucket in self.buckets}) < len(self.buckets):
            raise Wrong("同一余额项只能出现一次", "each bucket once")
        return self


class BatchRecallFunds(Request):
    """Recall the whole balance of several customers, each on its own."""

    customer_ids: list[Id] = field("客户", "Customers", min_length=1, max_length=LARGEST_BATCH, unique=True)


class ToppedUp(Response):
    """A top-up on the account."""

    partner_id: str
    external_flow_no: str
    amount: Money
    unallocated: Money


class OfPartner(Request):
    """Which partner."""

    partner_id: Id = field("伙伴ID", "Partner")


class AccountBalances(Response):
    """A partner's balances (10.6.3.1).

    top_up_balance, credit_balance: before allocations, as the guide's formulas have them. credit_limit: the line set for the partner.
    frozen_amount: held by withdrawals in process, in no balance. customer_arrears: what the partner's customers owe together.
    """

    allocation_mode: AllocationMode
    top_up_balance: Money
    credit_balance: Money
    credit_limit: Money
    allocated_amount: Money
    customer_consumed_amount: Money
    account_balance: Money
    allocatable_balance: Money | None
    top_up_unallocated: Money
    credit_unallocated: Money
    frozen_amount: Money
    customer_arrears: Money


class Bucket(Response):
    """One of a customer's balances."""

    bucket_id: str
    allocation_type: AllocationType
    usage_scenarios: list[str]
    balance: Money
    effective_at: Time
    expires_at: Time | None


class AdjustableBalances(Response):
    """What the forms 拨款 and 回收 show. `customer_name` and `account_name` leave masked."""

    customer_id: str
    customer_name: str | None = field("客户名称", "Customer name", masked=True)
    account_name: str | None = field("账号名", "Account name", masked=True)
    allocatable_balance: Money
    cash_balance: Money
    arrears: Money
    buckets: list[Bucket]


class OwnBalances(Response):
    """What a customer can spend of what its partner allocated, and what it owes; zero for whoever has no partner's money (13.3/r2)."""

    cash_balance: Money
    arrears: Money
    buckets: list[Bucket]


class FundsAllocated(Response):
    """An allocation made. `arrears_settled` is the part that paid the customer's debt; the rest is in the bucket."""

    customer_id: str
    serial_no: str
    amount: Money
    arrears_settled: Money
    bucket_id: str
    unallocated: Money


class FundsRecalled(Response):
    """A recall made. `remaining` is what the buckets drawn from still hold."""

    customer_id: str
    serial_no: str
    amount: Money
    remaining: Money
    unallocated: Money
