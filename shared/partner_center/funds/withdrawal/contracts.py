"""The words of the API of withdrawals."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, StringConstraints, model_validator

from partner_center.funds.top_up import TopUpChannel
from partner_center.funds.withdrawal.routes import Route
from partner_center.funds.withdrawal.withdrawal import PayoutStatus, Withdrawal, WithdrawalPayout, WithdrawalStatus, flows_of
from partner_center.kernel.errors import Wrong
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.contracts import Amount, Id, Name, Request, Response, Time, field, masked
from partner_center.platform.webhook import Notice

MOST_FLOWS = 20  # that one application takes: each costs three items of its transaction, and one transaction holds a hundred

LONGEST_REASON = 512  # characters of what a bank says that are kept: a result is not refused for its words

FlowNo = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:\-]{1,64}$")]
BankAccountNo = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z\-]{6,34}$")]


class AppliedRoute(Labelled):
    """The ways that are applied for here."""

    ORIGINAL_ROUTE = "original_route", "原路提现", "By the original route"
    BANK_CARD = "bank_card", "银行卡提现", "To a bank card"
    INCENTIVE_REBATE = "incentive_rebate", "激励返点提现", "Incentive rebates"

    @property
    def route(self) -> Route:
        """The route of that name."""
        return Route(self.value)


class FlowPart(Request):
    """What to take of one flow."""

    channel: TopUpChannel = field("充值渠道", "Channel")
    external_flow_no: FlowNo = field("流水号", "Flow no.")
    amount: Amount = field("提现金额(¥)", "Amount")


class SubmitOriginalRoute(Request):
    """Withdraw by the original route (10.6.3.5.1). Without named flows the latest top-ups are taken first."""

    amount: Amount = field("本次提现金额(¥)", "Amount")
    flows: list[FlowPart] | None = field("提现流水", "Flows", default=None, min_length=1, max_length=MOST_FLOWS)

    @model_validator(mode="after")
    def _each_flow_once(self) -> SubmitOriginalRoute:
        named = [(part.channel, part.external_flow_no) for part in self.flows or []]
        if len(set(named)) < len(named):
            raise Wrong("同一流水只能出现一次", "each flow once")
        return self


class SubmitToBankCard(SubmitOriginalRoute):
    """Withdraw to a bank card (10.6.3.5.2, 10.6.3.5.3): the bank information is required."""

    account_holder: Name = field("银行开户名", "Account holder")
    bank: Name = field("开户银行", "Bank")
    bank_location: Name = field("银行所在地", "Bank location")
    branch: Name = field("开户支行", "Branch")
    bank_account_no: BankAccountNo = field("银行账号", "Bank account no.")


class PreviewFlows(Request):
    """Which flows an amount would use; without one, which there are. account_holder: of the bank card, those that may go to it."""

    route: AppliedRoute = field("提现方式", "Route")
    amount: Amount | None = field("本次提现金额(¥)", "Amount", default=None)
    account_holder: Name | None = field("银行开户名", "Account holder", default=None)


class AddBankBranch(Request):
    """The branch of the account that a flow came from (10.6.3.5.1/r14)."""

    channel: TopUpChannel = field("充值渠道", "Channel")
    external_flow_no: FlowNo = field("流水号", "Flow no.")
    bank: Name = field("开户银行", "Bank")
    bank_location: Name = field("银行所在地", "Bank location")
    branch: Name = field("开户支行", "Branch")


class RequestNonOriginalRoute(Request):
    """Ask that an amount of a flow does not go back by the original route (10.6.3.5.2/r1)."""

    channel: TopUpChannel = field("充值渠道", "Channel")
    external_flow_no: FlowNo = field("流水号", "Flow no.")
    amount: Amount = field("金额(¥)", "Amount")


class OfWithdrawal(Request):
    """One application."""

    withdrawal_no: Id = field("提现编号", "Withdrawal no.")


class PayoutOutcome(Labelled):
    """What a bank tells of a payout: it arrived, it failed, or it came back after it had arrived."""

    ARRIVED = "arrived", "已到账", "Arrived"
    FAILED = "failed", "打款失败", "Failed"
    RETURNED = "returned", "已退回", "Returned"


class PayoutResult(Notice):
    """The bank's word on a payout. `occurred_at` is when the money arrived, failed or came back, by the bank's own clock."""

    payout_no: Id
    outcome: PayoutOutcome
    amount: Amount
    occurred_at: Time
    reason: Annotated[str | None, BeforeValidator(lambda told: str(told).strip()[:LONGEST_REASON] or None if told else None)] = None


class CorrectPayout(Request):
    """What the bank confirmed of a payout that is booked otherwise: it arrived after all, or came back."""

    payout_no: Id = field("打款单号", "Payout no.")
    outcome: PayoutOutcome = field("实际结果", "Outcome")
    occurred_at: Time = field("发生时间", "When it arrived or came back")
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=512)] = field("说明", "Note")


class PayoutCorrected(Response):
    """A payout as it is booked now. CNY."""

    payout_no: str
    withdrawal_no: str
    amount: Money
    status: PayoutStatus


class WithdrawableAmounts(Response):
    """What may be withdrawn by each route, and how it comes about (10.6.3.5.1/r10). CNY.

    withdrawable_cash: cash_amount - owed_invoice_amount - not_yet_booked_amount - arrears_of_customers, at least nothing; of the owed
    invoices those for rebates block these instead. offline_amount: by support ticket alone.
    """

    original_route: Money
    bank_card: Money
    incentive_rebate: Money
    offline_amount: Money
    cash_amount: Money
    rebate_amount: Money
    owed_invoice_amount: Money
    not_yet_booked_amount: Money
    arrears_of_customers: Money
    withdrawable_cash: Money
    in_process: str | None
    contract_forbids_refunds: bool


class FlowToWithdraw(Response):
    """A flow that a route may use: what it still has for it, and what of that the amount would take."""

    channel: TopUpChannel
    external_flow_no: str
    arrived_at: Time
    top_up_amount: Money
    available: Money
    taken: Money
    bank_branch_missing: bool
    payer_name: str | None = field("付款方", "Payer", masked=True)


class FlowsPreviewed(Response):
    """The flows of a route, the latest first. `covered`: what of the amount an application can take of them. `more`: there are more."""

    route: AppliedRoute
    amount: Money | None
    covered: Money
    flows: list[FlowToWithdraw]
    more: bool


class BankBranchKept(Response):
    """A branch on file."""

    channel: TopUpChannel
    external_flow_no: str
    bank: str
    bank_location: str
    branch: str


class CardOnly(Response):
    """What of a flow goes to a bank card alone."""

    channel: TopUpChannel
    external_flow_no: str
    card_only: Money


class WithdrawalState(Response):
    """An application after a command."""

    withdrawal_no: str
    route: Route
    amount: Money
    status: WithdrawalStatus
    applied_at: Time

    @classmethod
    def of(cls, withdrawal: Withdrawal) -> WithdrawalState:
        """The state of an application."""
        return cls(
            withdrawal_no=withdrawal.withdrawal_no,
            route=withdrawal.route,
            amount=withdrawal.amount,
            status=withdrawal.status,
            applied_at=withdrawal.applied_at,
        )


class WithdrawnFlow(Response):
    """A flow's part in an application and how its payment stands."""

    channel: TopUpChannel
    external_flow_no: str
    amount: Money
    payout_no: str
    status: PayoutStatus
    expected_on: date | None
    arrived_at: Time | None
    reason: str | None


class WithdrawalShown(Response):
    """One application with its flows. The bank account leaves masked."""

    withdrawal_no: str
    route: Route
    amount: Money
    status: WithdrawalStatus
    applied_at: Time
    decided_at: Time | None
    reason: str | None
    expected_on: date | None
    actual_arrival_at: Time | None
    arrived_amount: Money
    given_back: Money
    account_holder: str | None = field("银行开户名", "Account holder", masked=True)
    bank: str | None
    bank_location: str | None
    branch: str | None
    bank_account_no: str | None = field("银行账号", "Bank account no.", masked=True)
    flows: list[WithdrawnFlow]

    @classmethod
    def of(cls, withdrawal: Withdrawal, payouts: list[WithdrawalPayout]) -> WithdrawalShown:
        """An application with its payouts."""
        return cls(
            withdrawal_no=withdrawal.withdrawal_no,
            route=withdrawal.route,
            amount=withdrawal.amount,
            status=withdrawal.status,
            applied_at=withdrawal.applied_at,
            decided_at=withdrawal.decided_at,
            reason=withdrawal.reason,
            expected_on=_day(withdrawal.expected_on),
            actual_arrival_at=withdrawal.actual_arrival_at,
            arrived_amount=withdrawal.arrived_amount,
            given_back=withdrawal.given_back,
            account_holder=masked(withdrawal.account_holder),
            bank=withdrawal.bank,
            bank_location=withdrawal.bank_location,
            branch=withdrawal.branch,
            bank_account_no=masked(withdrawal.bank_account_no),
            flows=[
                WithdrawnFlow(
                    channel=part.channel,
                    external_flow_no=part.external_flow_no,
                    amount=part.amount,
                    payout_no=payout.payout_no,
                    status=payout.status,
                    expected_on=_day(payout.expected_on),
                    arrived_at=payout.arrived_at,
                    reason=payout.reason,
                )
                for payout, part in flows_of(payouts)
            ],
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
