"""What a partner holds: the top-up and the credit account, and the wallet that keeps the totals over them (10.6.3.1).

The guide speaks of *gross* balances: what was paid in (`top_up_balance`) and the credit line (`credit_balance`), from which the allocated
amount is subtracted. The ledger's accounts hold what is *not yet allocated*; both modes of the guide are readings of the same records.
With g = top_up_balance + credit_balance, and u = what the two accounts hold:

    u = g - allocated                        r9 allocatable balance; r4 account balance without an allocatable account
    u + allocated - consumed = g - consumed  r8 account balance with an allocatable account

What leaves for good (a customer's order paid by the partner, money passed on to a reseller, a withdrawal) lowers g and u alike.

OPEN in the guide: money leaves the top-up account first, then credit. What comes back goes to credit first, up to what is drawn from it,
then to the top-up account. The incentive rebates in a balance are spent last, and what customers give back is rebates first, as far as
rebates were allocated to them and not consumed.

Accounts and wallet are drawn on, not replaced (docs/decisions/014): many commands of a partner change them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from partner_center.funds.events import StatementDue
from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.events import DomainEvent
from partner_center.platform.ledger import Account, Clearing, LedgerEntry, Movement, SharedAccount, Tally
from partner_center.platform.table import Choice, Key, MoneyAttribute, Place, Text
from partner_center.platform.work import Work


class FundAccountType(Labelled):
    """The two accounts of a partner (10.6.3.1/r1)."""

    TOP_UP = "top_up", "充值账户", "Top-up account"
    CREDIT = "credit", "信用账户", "Credit account"


class AllocationMode(Labelled):
    """Whether the partner sees a virtual allocatable account (10.6.3.1/r7)."""

    WITHOUT_ALLOCATABLE_ACCOUNT = "without_allocatable_account", "无可拨款账户", "Without allocatable account"
    WITH_ALLOCATABLE_ACCOUNT = "with_allocatable_account", "有可拨款账户", "With allocatable account"


class FundAccount(SharedAccount, kind="fund_account"):
    """A partner's money (top-up) or credit line (credit) that is not allocated to a customer. CNY.

    drawn: of the credit account only, what of the line is in use; with the balance it makes the line. frozen: of the top-up account only,
    what withdrawals in process hold (not part of the balance). rebates: of the top-up account only, the incentive rebates that came in and
    were not withdrawn; of a balance `rebate_part` is theirs. rebates_out: those of them that customers had when other money came in.
    """

    PLACE = Place("partner/{partner_id}/fund_account", "{account_type}")

    partner_id = Text()
    account_type = Choice(FundAccountType)
    drawn = MoneyAttribute(default=Money.zero)
    frozen = MoneyAttribute(default=Money.zero)
    rebates = MoneyAttribute(default=Money.zero)
    rebates_out = MoneyAttribute(default=Money.zero)

    @property
    def rebate_part(self) -> Money:
        """What of the balance is incentive rebates: they are spent last (10.6.3.5.3)."""
        return min(self.balance, self.rebates)

    def told_by(self, entries: Sequence[LedgerEntry]) -> list[DomainEvent]:
        """That its statement has entries to take in."""
        places = tuple(entry.address[1] for entry in entries)
        return [StatementDue(partner_id=self.partner_id, account_id=self.account_id, entries=places)]


class Wallet(Tally, kind="wallet"):
    """The totals over a partner's accounts, changed in the same transactions. CNY.

    allocated_amount: allocated to customers less what was recalled; consumed_amount: what customers spent of it less what was refunded;
    arrears_amount: what its customers owe together. The first two fall below zero where a customer was refunded more than it was charged
    and the partner recalled it.
    """

    SIGNED = frozenset({"allocated_amount", "consumed_amount"})

    PLACE = Place("partner/{partner_id}/fund_account", "wallet")

    partner_id = Text()
    allocation_mode = Choice(AllocationMode, default=AllocationMode.WITHOUT_ALLOCATABLE_ACCOUNT)
    allocated_amount = MoneyAttribute(default=Money.zero)
    consumed_amount = MoneyAttribute(default=Money.zero)
    arrears_amount = MoneyAttribute(default=Money.zero)

    @property
    def with_customers(self) -> Money:
        """What lies in the buckets of its customers."""
        return self.allocated_amount - self.consumed_amount


def set_rebates_apart(work: Work, top_up: FundAccount, wallet: Wallet | None) -> None:
    """Before other money reaches the top-up account: rebates that left it are not in what comes now.

    What of them customers still have comes back when it is recalled, the rest was spent for good.
    """
    gone = top_up.rebates - top_up.rebate_part
    out = min(top_up.rebates_out + gone, wallet.with_customers if wallet else Money.zero())
    if gone:
        work.rely_on_sums(top_up, at_most={"balance": top_up.balance})  # a recall meanwhile brings some of them back
    work.count(top_up, rebates=-gone, rebates_out=out - top_up.rebates_out)


Side = tuple[Account | Clearing, Money]


@dataclass(frozen=True)
class Taken:
    """How much of an amount the top-up and the credit account gave, or got back."""

    top_up: Money
    credit: Money


@dataclass
class PartnerFunds:
    """A partner's wallet and accounts, read together. What does not exist yet is opened by its first change."""

    wallet: Wallet
    top_up: FundAccount
    credit: FundAccount

    @staticmethod
    def keys(partner_id: str) -> tuple[Key[Wallet], Key[FundAccount], Key[FundAccount]]:
        """The three addresses, the wallet's first."""
        return (
            Wallet.key(partner_id=partner_id),
            FundAccount.key(partner_id=partner_id, account_type=FundAccountType.TOP_UP),
            FundAccount.key(partner_id=partner_id, account_type=FundAccountType.CREDIT),
        )

    @classmethod
    def of(cls, partner_id: str, wallet: Wallet | None, top_up: FundAccount | None, credit: FundAccount | None) -> PartnerFunds:
        """From what was found at `keys`."""
        return cls(
            wallet or Wallet(partner_id=partner_id),
            top_up or FundAccount(partner_id=partner_id, account_type=FundAccountType.TOP_UP),
            credit or FundAccount(partner_id=partner_id, account_type=FundAccountType.CREDIT),
        )

    @property
    def unallocated(self) -> Money:
        """What can still be allocated to customers."""
        return self.top_up.balance + self.credit.balance

    @property
    def credit_limit(self) -> Money:
        """The line set by the channel manager."""
        return self.credit.balance + self.credit.drawn

    @property
    def credit_allocated(self) -> Money:
        """What of the credit line counts as allocated to customers: what is drawn, as far as there are allocations."""
        return max(Money.zero(), min(self.credit.drawn, self.wallet.allocated_amount))

    @property
    def top_up_balance(self) -> Money:
        """What the partner paid in and did not spend itself, before allocations."""
        return self.top_up.balance + self.wallet.allocated_amount - self.credit_allocated

    @property
    def credit_balance(self) -> Money:
        """The credit line less what the partner spent of it itself, before allocations."""
        return self.credit.balance + self.credit_allocated

    @property
    def account_balance(self) -> Money:
        """账户余额 in the partner's mode (10.6.3.1/r4, r8)."""
        if self.wallet.allocation_mode is AllocationMode.WITHOUT_ALLOCATABLE_ACCOUNT:
            return self.unallocated
        return self.unallocated + self.wallet.allocated_amount - self.wallet.consumed_amount

    @property
    def allocatable_balance(self) -> Money | None:
        """可拨款账户余额; None without an allocatable account (10.6.3.1/r9)."""
        return self.unallocated if self.wallet.allocation_mode is AllocationMode.WITH_ALLOCATABLE_ACCOUNT else None

    def take(self, work: Work, movement: Movement, amount: Money, *to: Side, **words: str | None) -> Taken:
        """Move unallocated money elsewhere, from the top-up account first, then from credit; `to` gains the amount.

        words: those of `work.move`. Raises Refused `insufficient_balance`.
        """
        if self.top_up.rebates_out > self.wallet.with_customers:
            work.count(self.top_up, rebates_out=self.wallet.with_customers - self.top_up.rebates_out)
        own = min(amount, self.top_up.balance)
        taken = Taken(own, amount - own)
        work.move(movement, (self.top_up, -taken.top_up), (self.credit, -taken.credit), *to, **words)
        work.count(self.credit, drawn=taken.credit)
        return taken

    def put_back(
        self, work: Work, movement: Movement, amount: Money, *from_: Side, credit_at_most: Money | None = None, **words: str | None
    ) -> Taken:
        """Move money back from elsewhere: to credit up to what is drawn from it, the rest to the top-up account.

        credit_at_most: what came from credit, where that is known (a payment that is refunded).
        """
        borrowed = min(amount, self.credit.drawn, *([] if credit_at_most is None else [credit_at_most]))
        given = Taken(amount - borrowed, borrowed)
        gone = self.top_up.rebates - self.top_up.rebate_part  # these are in the balance again by themselves
        back = max(Money.zero(), min(given.top_up - gone, self.top_up.rebates_out, self.wallet.with_customers))
        work.count(self.top_up, rebates=back, rebates_out=-back)
        work.move(movement, *from_, (self.credit, given.credit), (self.top_up, given.top_up), **words)
        work.count(self.credit, drawn=-given.credit)
        return given


def look_up_funds(work: Work, partner_id: str) -> PartnerFunds:
    """A partner's wallet and accounts in one round."""
    return PartnerFunds.of(partner_id, *work.look(*PartnerFunds.keys(partner_id)))
