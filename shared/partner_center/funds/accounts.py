"""What a partner holds: the top-up and the credit account, and the wallet that keeps the totals over them (10.6.3.1).

The guide speaks of *gross* balances: all that was paid in (`top_up_balance`) and the whole credit line (`credit_balance`), from which the
allocated amount is subtracted. The ledger's accounts hold what is *not yet allocated*; both modes of the guide are readings of the same
records. With g = top_up_balance + credit_balance, and u = what the two accounts hold:

    u = g - allocated                        r9 allocatable balance; r4 account balance without an allocatable account
    u + allocated - consumed = g - consumed  r8 account balance with an allocatable account

OPEN in the guide: allocation draws the top-up account first, then credit. Recalled money goes back to credit first, up to what is drawn
from it, then to the top-up account.
"""

from __future__ import annotations

from dataclasses import dataclass

from partner_center.kernel.labels import Labelled
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Account
from partner_center.platform.table import Choice, Key, MoneyAttribute, Place, Record, Text
from partner_center.platform.work import Work


class FundAccountType(Labelled):
    """The two accounts of a partner (10.6.3.1/r1)."""

    TOP_UP = "top_up", "充值账户", "Top-up account"
    CREDIT = "credit", "信用账户", "Credit account"


class AllocationMode(Labelled):
    """Whether the partner sees a virtual allocatable account (10.6.3.1/r7)."""

    WITHOUT_ALLOCATABLE_ACCOUNT = "without_allocatable_account", "无可拨款账户", "Without allocatable account"
    WITH_ALLOCATABLE_ACCOUNT = "with_allocatable_account", "有可拨款账户", "With allocatable account"


class FundAccount(Account, kind="fund_account"):
    """A partner's money (top-up) or credit line (credit) that is not allocated to a customer. CNY."""

    PLACE = Place("partner/{partner_id}/fund_account", "{account_type}")

    partner_id = Text()
    account_type = Choice(FundAccountType)


class Wallet(Record, kind="wallet"):
    """The totals over a partner's accounts, changed in the same transactions. CNY.

    allocated_amount: allocated to customers less what was recalled; consumed_amount: what customers spent of it less what was refunded;
    credit_limit: the line set by the channel manager.
    """

    PLACE = Place("partner/{partner_id}/fund_account", "wallet")

    partner_id = Text()
    allocation_mode = Choice(AllocationMode, default=AllocationMode.WITHOUT_ALLOCATABLE_ACCOUNT)
    allocated_amount = MoneyAttribute(default=Money.zero)
    consumed_amount = MoneyAttribute(default=Money.zero)
    credit_limit = MoneyAttribute(default=Money.zero)


Legs = list[tuple[FundAccount, Money]]


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
    def credit_drawn(self) -> Money:
        """What of the credit line is allocated to customers."""
        return self.wallet.credit_limit - self.credit.balance

    @property
    def top_up_balance(self) -> Money:
        """What the partner paid in, before allocations."""
        return self.top_up.balance + self.wallet.allocated_amount - self.credit_drawn

    @property
    def credit_balance(self) -> Money:
        """The credit line, before allocations."""
        return self.wallet.credit_limit

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

    def drawn(self, amount: Money) -> Legs:
        """The legs by which an allocation leaves: top-up first, then credit."""
        own = min(amount, self.top_up.balance)
        return [(self.top_up, -own), (self.credit, own - amount)]

    def given_back(self, amount: Money) -> Legs:
        """The legs by which a recall returns: credit up to what is drawn from it, then top-up."""
        borrowed = min(amount, self.credit_drawn)
        return [(self.credit, borrowed), (self.top_up, amount - borrowed)]


def look_up_funds(work: Work, partner_id: str) -> PartnerFunds:
    """A partner's wallet and accounts in one round."""
    return PartnerFunds.of(partner_id, *work.look(*PartnerFunds.keys(partner_id)))
