"""Whether a partner's books are sound: stored balances and the wallet's totals against the sums of entries (10.6.3.1/r4, r8, r9).

Entries are summed outside any transaction. What is read before and after the sums must be the same records in the same versions: otherwise
money moved meanwhile, and they are summed again.

With `own` what the partner's two accounts say, by movement, and `revenue` what was charged to it:

    allocated           = -own(allocation, arrears settlement, recall)
    consumed + arrears  = revenue + own(order payment, order refund)      what customers consumed or owe; the partner's own orders are none
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from partner_center.funds.accounts import PartnerFunds
from partner_center.funds.conversion.run import Flaw
from partner_center.kernel.money import Money, total
from partner_center.platform.ledger import Account, Clearing, LedgerEntry, Movement, statement_partition
from partner_center.platform.table import every

TIMES = 3  # the books of a partner whose money never stands still are not summed for ever
_ALLOCATING = (Movement.ALLOCATION, Movement.ARREARS_SETTLEMENT, Movement.RECALL)
_OWN_ORDERS = (Movement.ORDER_PAYMENT, Movement.ORDER_REFUND)


@dataclass(frozen=True)
class Sums:
    """The entries of an account, added up by movement. CNY."""

    by_movement: dict[Movement, Money]

    @classmethod
    def of(cls, account: Account | Clearing) -> Sums:
        """All entries of an account."""
        sums: dict[Movement, Money] = defaultdict(Money.zero)
        for entry in every(LedgerEntry, statement_partition(account.account_id), limit=1000):
            sums[entry.movement] += entry.amount
        return cls(dict(sums))

    def over(self, *movements: Movement) -> Money:
        """The sum over some movements; over all where none are named."""
        return total(amount for movement, amount in self.by_movement.items() if not movements or movement in movements)


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
    top_up, credit = Sums.of(funds.top_up), Sums.of(funds.credit)
    revenue, line = Sums.of(Clearing("revenue", partner_id)), Sums.of(Clearing("credit_line", partner_id))
    allocated = -(top_up.over(*_ALLOCATING) + credit.over(*_ALLOCATING))
    charged = revenue.over() + top_up.over(*_OWN_ORDERS) + credit.over(*_OWN_ORDERS)
    agree = {
        Flaw.TOP_UP_BALANCE: funds.top_up.balance == top_up.over(),
        Flaw.CREDIT_BALANCE: funds.credit.balance == credit.over(),
        Flaw.CREDIT_LIMIT: funds.credit_limit == -line.over(),
        Flaw.ALLOCATED_AMOUNT: wallet.allocated_amount == allocated,
        Flaw.CONSUMED_AMOUNT: wallet.consumed_amount + wallet.arrears_amount == charged,
    }
    return [flaw for flaw, holds in agree.items() if not holds]
