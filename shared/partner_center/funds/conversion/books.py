"""Whether a partner's books are sound: stored balances and the wallet's totals against the sums of entries (10.6.3.1/r4, r8, r9).

Entries are summed outside any transaction. What is read before and after the sums must be the same records in the same versions: otherwise
money moved meanwhile, and they are summed again.

What customers hold and owe is read where it lies, for every customer that an entry names: the wallet changes with each of these accounts,
so that its version says whether one of them moved meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from partner_center.funds.accounts import PartnerFunds
from partner_center.funds.bucket import Arrears, customer_funds_partition
from partner_center.funds.conversion.run import Flaw
from partner_center.kernel.money import Money
from partner_center.platform.ledger import Account, Clearing, LedgerEntry, statement_partition
from partner_center.platform.table import every

TIMES = 3  # the books of a partner whose money never stands still are not summed for ever


@dataclass
class Entries:
    """What the entries of an account add up to, and whose they were. CNY."""

    sum: Money
    customer_ids: set[str]

    @classmethod
    def of(cls, account: Account | Clearing) -> Entries:
        """All entries of an account."""
        found = cls(Money.zero(), set())
        for entry in every(LedgerEntry, statement_partition(account.account_id), limit=1000):
            found.sum = found.sum + entry.amount
            if entry.customer_id is not None:
                found.customer_ids.add(entry.customer_id)
        return found


def flaws_of(look: Callable[[], PartnerFunds]) -> list[Flaw] | None:
    """What does not agree in a partner's books, as they stood for a moment; None where they never stood still. `look` reads them afresh."""
    for _ in range(TIMES):
        before = look()
        flaws = _compared(before)
        if _versions(before) == _versions(look()):
            return flaws
    return None


def _versions(funds: PartnerFunds) -> list[int | None]:
    return [record.version for record in (funds.wallet, funds.top_up, funds.credit)]


def _compared(funds: PartnerFunds) -> list[Flaw]:
    partner_id, wallet = funds.wallet.partner_id, funds.wallet
    top_up, credit = Entries.of(funds.top_up), Entries.of(funds.credit)
    line, revenue = (Entries.of(Clearing(purpose, partner_id)) for purpose in ("credit_line", "revenue"))
    held, owed = _with_customers(partner_id, top_up.customer_ids | credit.customer_ids | revenue.customer_ids)
    agree = {
        Flaw.TOP_UP_BALANCE: funds.top_up.balance == top_up.sum,
        Flaw.CREDIT_BALANCE: funds.credit.balance == credit.sum,
        Flaw.CREDIT_LIMIT: funds.credit_limit == -line.sum,
        Flaw.CUSTOMER_BALANCES: wallet.allocated_amount - wallet.consumed_amount == held,
        Flaw.CUSTOMER_ARREARS: wallet.arrears_amount == owed,
    }
    return [flaw for flaw, holds in agree.items() if not holds]


def _with_customers(partner_id: str, customer_ids: set[str]) -> tuple[Money, Money]:
    """What customers hold in their buckets, and what they owe."""
    held = owed = Money.zero()
    for customer_id in sorted(customer_ids):
        for account in every(Account, customer_funds_partition(partner_id, customer_id)):
            if isinstance(account, Arrears):
                owed = owed + account.balance
            else:
                held = held + account.balance
    return held, owed
