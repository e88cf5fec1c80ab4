"""The ledger: accounts, movements between them, and the immutable entries that explain every balance.

Double entry: the legs of a movement add up to zero. A *holding* account is somebody's money or coupon amount and never falls below
zero. A *claim* is what somebody owes; its balance is the debt, it grows with the negative leg and never falls below zero either.
A *clearing* account stands for the outside (a bank, the vendor's revenue): it has entries but no stored balance, so that no command
queues behind another partner's on one hot item.

A *shared* account is one that many commands draw on at the same time (docs/decisions/014).

Units: the account's currency, exact. A statement of an account is one query of its entries, newest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from partner_center.kernel.errors import Broken, Refusal, Refused
from partner_center.kernel.labels import Label, Labelled
from partner_center.kernel.money import CNY, Money, total
from partner_center.platform.events import DomainEvent
from partner_center.platform.table import Choice, Instant, MoneyAttribute, Place, Record, Text, Whole


class Movement(Labelled):
    """Why money or coupon amounts move (the transaction types of 10.6.3.6; the guide lists them in part)."""

    TOP_UP = "top_up", "充值", "Top-up"
    CREDIT_LIMIT = "credit_limit", "信用额度调整", "Credit limit adjustment"
    ALLOCATION = "allocation", "拨款", "Allocation"
    RECALL = "recall", "回收", "Recall"
    RESELLER_ALLOCATION = "reseller_allocation", "拨款(云经销商)", "Allocation to a reseller"
    RESELLER_RECALL = "reseller_recall", "回收(云经销商)", "Recall from a reseller"
    WITHDRAWAL_HOLD = "withdrawal_hold", "提现冻结", "Held for a withdrawal"
    WITHDRAWAL_RELEASE = "withdrawal_release", "提现解冻", "Released from a withdrawal"
    WITHDRAWAL = "withdrawal", "提现", "Withdrawal"
    WITHDRAWAL_RETURN = "withdrawal_return", "提现退回", "Withdrawal returned"
    MODE_CHANGE = "mode_change", "交易模式变更", "Change of the transaction mode"
    CONSUMPTION = "consumption", "消费(按需)", "Consumption (on-demand)"
    ORDER_PAYMENT = "order_payment", "消费(包年/包月)", "Consumption (subscription)"
    REFUND = "refund", "退款", "Refund"
    ORDER_REFUND = "order_refund", "退款(包年/包月)", "Refund (subscription)"
    ARREARS_SETTLEMENT = "arrears_settlement", "欠费核销", "Arrears settled"
    QUOTA_GRANT = "quota_grant", "发放券额度", "Coupon quota granted"
    QUOTA_PASS_ON = "quota_pass_on", "发放云经销商额度", "Coupon quota passed on"
    QUOTA_TAKE_BACK = "quota_take_back", "回收云经销商额度", "Coupon quota taken back"
    COUPON_ISSUE = "coupon_issue", "发放券", "Coupon issued"
    COUPON_RECALL = "coupon_recall", "回收券", "Coupon recalled"
    COUPON_EXPIRY_RECALL = "coupon_expiry_recall", "过期回收券", "Expired coupon recalled"
    COUPON_LOCK = "coupon_lock", "锁定券", "Coupon locked for an order"
    COUPON_UNLOCK = "coupon_unlock", "解锁券", "Coupon unlocked"
    COUPON_DEDUCTION = "coupon_deduction", "券抵扣", "Coupon deducted"
    COUPON_REFUND = "coupon_refund", "券返还", "Returned to a coupon"
    INCENTIVE = "incentive", "激励返点", "Incentive"


class Account(Record):
    """A record with a balance: a fund account, a bucket, a quota, a voucher, a debt. Areas subclass it."""

    CLAIM: ClassVar[bool] = False
    balance = MoneyAttribute(default=lambda: Money.zero())

    @property
    def account_id(self) -> str:
        """The account's name in the ledger."""
        return "/".join(self.address)

    @property
    def tenant(self) -> str | None:
        """The partner whose ledger the entries belong to."""
        return getattr(self, "partner_id", None)


class SharedAccount(Account):
    """An account on which many commands draw at the same time: a coupon quota, a partner's money.

    A commit changes its sums (`balance` and whatever `work.count` names) by what it adds and takes, as long as that much is there, instead
    of replacing the record as it was read: commands that draw on it do not undo one another's reading. Everything else about it is changed
    as ever, by version. `terms` counts those changes and is what a drawing command relies on. Its entries carry no balance: nobody knows
    the one before.
    """

    SIGNED: ClassVar[frozenset[str]] = frozenset()
    terms = Whole(default=1)

    def told_by(self, entries: Sequence[LedgerEntry]) -> list[DomainEvent]:
        """What a commit tells of its entries on this account: who makes its statement hears of them."""
        return []


class Tally(Record):
    """Sums beside the ledger that many commands change at the same time, as those of a shared account (`work.count`).

    SIGNED names those that may fall below zero.
    """

    SIGNED: ClassVar[frozenset[str]] = frozenset()
    terms = Whole(default=1)


@dataclass(frozen=True)
class Clearing:
    """The other side of money that enters or leaves the partner's books, per partner and purpose."""

    purpose: str  # top_up | credit_line | revenue | coupons | incentives …
    partner_id: str

    @property
    def account_id(self) -> str:
        """The account's name in the ledger."""
        return f"clearing/{self.purpose}/{self.partner_id}"


@dataclass(frozen=True)
class Leg:
    """One side of a movement: what an account gains (or loses, when negative)."""

    account: Account | Clearing
    amount: Money


class LedgerEntry(Record, kind="ledger_entry"):
    """One immutable line of an account. `amount` is signed, `balance` stands after it (None for clearing and shared accounts)."""

    PLACE = Place("ledger/{account_id}", "{occurred_at}/{order}")

    account_id = Text()
    order = Text()  # within one instant: the account's version, then the place in its commit
    movement_id = Text()
    movement = Choice(Movement)
    partner_id = Text(null=True)
    customer_id = Text(null=True)
    customer_name = Text(null=True)
    currency = Text(default=CNY)
    amount = MoneyAttribute()
    balance = MoneyAttribute(null=True)
    occurred_at = Instant()
    reference = Text(null=True)
    remark = Text(null=True)
    operator = Text(null=True)
    operator_name = Text(null=True)  # as the partner's pages name him; nobody for the system and the vendor's staff
    action = Text(null=True)  # the command, consumer or job that made it
    commit_id = Text(null=True)  # of its commit: the audit record's id

    @property
    def direction(self) -> Label:
        """收入 or 支出 as the partner reads it."""
        return direction_of(self.amount)


def direction_of(amount: Money) -> Label:
    """收入 or 支出, as the one whose account it is reads it."""
    return Label("支出", "Expense") if amount.is_negative else Label("收入", "Income")


def post(
    movement: Movement,
    legs: Sequence[Leg],
    *,
    movement_id: str,
    at: datetime,
    after: int = 0,
    customer_id: str | None = None,
    customer_name: str | None = None,
    reference: str | None = None,
    remark: str | None = None,
    operator: str | None = None,
    operator_name: str | None = None,
    operator_of: str | None = None,
    action: str | None = None,
    commit_id: str | None = None,
) -> list[LedgerEntry]:
    """Apply a movement to its accounts' balances and return its entries; the unit of work commits both together.

    `after` is how many entries the same commit holds already. operator_of: the partner whose user the operator is; on another partner's
    account he is not named.
    Raises Refused `insufficient_balance` when an account would fall below zero; Broken when the legs do not add up to zero.
    """
    legs = [leg for leg in legs if leg.amount]
    if not legs:
        return []
    if total((leg.amount for leg in legs), legs[0].amount.currency):
        raise Broken(f"{movement}: the legs do not add up to zero")
    entries = []
    for number, leg in enumerate(legs, start=after):
        version = leg.account.version or 0 if isinstance(leg.account, Account) else 0
        balance = _applied(leg) if isinstance(leg.account, Account) else None
        whose = leg.account.partner_id if isinstance(leg.account, Clearing) else leg.account.tenant
        entries.append(
            LedgerEntry(
                account_id=leg.account.account_id,
                order=f"{version:08d}.{number:03d}/{movement_id}",
                movement_id=movement_id,
                movement=movement,
                partner_id=whose,
                customer_id=customer_id,
                customer_name=customer_name,
                currency=leg.amount.currency,
                amount=leg.amount,
                balance=None if isinstance(leg.account, SharedAccount) else balance,
                occurred_at=at,
                reference=reference,
                remark=remark,
                operator=operator if operator_of in (None, whose) else None,
                operator_name=operator_name if operator_of in (None, whose) else None,
                action=action,
                commit_id=commit_id,
            )
        )
    return entries


def _applied(leg: Leg) -> Money:
    account = leg.account
    assert isinstance(account, Account)
    after = account.balance - leg.amount if account.CLAIM else account.balance + leg.amount
    if after.is_negative:
        raise Refused(Refusal.because("insufficient_balance", account=account.account_id, balance=account.balance, needed=abs(leg.amount)))
    account.balance = after
    return after


def statement_partition(account_id: str) -> str:
    """Where the entries of an account lie, by time."""
    return LedgerEntry.partition(account_id=account_id)
