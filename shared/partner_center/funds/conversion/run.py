"""A run over partners, and what it found and did of each."""

from __future__ import annotations

from partner_center.funds.accounts import AllocationMode
from partner_center.kernel.labels import Labelled
from partner_center.platform.table import Choice, Flag, Instant, Key, MoneyAttribute, Place, Record, Text, Texts, Whole


class RunStatus(Labelled):
    """Whether a run goes on."""

    RUNNING = "running", "进行中", "Running"
    COMPLETED = "completed", "已完成", "Completed"


class Outcome(Labelled):
    """What became of a partner. Convertible is a trial's word, converted the real run's."""

    CONVERTIBLE = "convertible", "可转换", "Can be converted"
    CONVERTED = "converted", "已转换", "Converted"
    UNCHANGED = "unchanged", "已是该模式", "In that mode already"
    BLOCKED = "blocked", "暂不可转换", "Cannot be converted now"
    UNSOUND = "unsound", "账目不符", "Its books are not sound"


class Flaw(Labelled):
    """What does not agree in a partner's books."""

    TOP_UP_BALANCE = "top_up_balance", "充值账户余额与流水不符", "The top-up balance is not what its entries say"
    CREDIT_BALANCE = "credit_balance", "信用账户余额与流水不符", "The credit balance is not what its entries say"
    CREDIT_LIMIT = "credit_limit", "信用额度与调整记录不符", "The credit line is not what was set"
    CUSTOMER_BALANCES = "customer_balances", "已拨款减已消费与客户余额不符", "Allocated less consumed is not what customers hold"
    CUSTOMER_ARREARS = "customer_arrears", "欠费合计与客户欠费不符", "The arrears are not what customers owe"


class Block(Labelled):
    """What stands in the way of a partner whose books are sound."""

    UNKNOWN_PARTNER = "unknown_partner", "伙伴不存在", "There is no such partner"
    RESELLER = "reseller", "云经销商没有可拨款账户", "A reseller has no allocatable account"
    WITHDRAWAL_IN_PROCESS = "withdrawal_in_process", "有处理中的提现申请", "A withdrawal is in process"
    BOOKS_MOVING = "books_moving", "账目变动频繁，请稍后重试", "Its money moved while the books were read; try again"


class ModeConversion(Record, kind="mode_conversion"):
    """A run: a trial, or the conversion of what a trial found convertible. All runs lie side by side, they are few.

    allocation_mode: the mode to convert to. partner_ids: who is looked at; empty: all partners of the other mode. trial_id: the trial that
    a real run follows; executed_as: the real run that followed a trial. position: behind which partner the run goes on. The rest are
    numbers of partners.
    """

    PLACE = Place("mode_conversions", "{conversion_id}")

    conversion_id = Text()
    is_trial = Flag()
    allocation_mode = Choice(AllocationMode)
    partner_ids = Texts()
    trial_id = Text(null=True)
    executed_as = Text(null=True)
    status = Choice(RunStatus, default=RunStatus.RUNNING)
    position = Text(null=True)
    asked_by = Text()
    asked_at = Instant()
    completed_at = Instant(null=True)
    convertible = Whole(default=0)
    converted = Whole(default=0)
    unchanged = Whole(default=0)
    blocked = Whole(default=0)
    unsound = Whole(default=0)

    def include(self, outcome: Outcome) -> None:
        """Count a partner."""
        setattr(self, outcome.value, int(getattr(self, outcome.value)) + 1)

    def is_past(self, position: str) -> bool:
        """Whether a partner at this position was settled before."""
        return self.position is not None and position <= self.position


class ModeConversionResult(Record, kind="mode_conversion_result"):
    """What a run found of a partner, and its balances as it sees them before and after. CNY; None without an allocatable account."""

    PLACE = Place("mode_conversion/{conversion_id}", "{partner_id}")

    conversion_id = Text()
    partner_id = Text()
    partner_name = Text(null=True)
    outcome = Choice(Outcome)
    flaws = Texts()
    blocks = Texts()
    mode_before = Choice(AllocationMode)
    account_balance_before = MoneyAttribute()
    account_balance_after = MoneyAttribute()
    allocatable_balance_before = MoneyAttribute(null=True)
    allocatable_balance_after = MoneyAttribute(null=True)
    settled_at = Instant()


def run_key(conversion_id: str) -> Key[ModeConversion]:
    """The address of a run."""
    return ModeConversion.key(conversion_id=conversion_id)


def result_key(conversion_id: str, partner_id: str) -> Key[ModeConversionResult]:
    """The address of what a run found of a partner."""
    return ModeConversionResult.key(conversion_id=conversion_id, partner_id=partner_id)
