"""The statement of an account: its entries in one order, each with the balance after it (10.6.3.6).

Commands draw on a fund account at the same time, so none of them knows the balance before its own (docs/decisions/014). The statement is
made behind them: `funds.statement_due` names new entries, and they are put behind the last line, with whatever else came after it. A line's
time never lies before its predecessor's: an entry that was decided earlier and heard of later stands where it was heard of, and the time of
its decision is kept beside it. The balance of the last line is the account's, once all entries have been heard of.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from partner_center.funds.accounts import FundAccount, FundAccountType
from partner_center.funds.events import StatementDue
from partner_center.kernel import clock
from partner_center.kernel.labels import Label
from partner_center.kernel.money import Money
from partner_center.platform.ledger import LedgerEntry, Movement, direction_of, statement_partition
from partner_center.platform.table import Choice, Instant, Key, MoneyAttribute, Place, Record, Text, Whole
from partner_center.platform.work import Work

LINES_AT_ONCE = 40  # of the hundred items of a transaction

# Why money comes to a top-up or a credit account, or leaves it. What a customer spends was allocated before.
ON_FUND_ACCOUNTS = (
    Movement.TOP_UP,
    Movement.CREDIT_LIMIT,
    Movement.ALLOCATION,
    Movement.RECALL,
    Movement.RESELLER_ALLOCATION,
    Movement.RESELLER_RECALL,
    Movement.ARREARS_SETTLEMENT,
    Movement.ORDER_PAYMENT,
    Movement.ORDER_REFUND,
    Movement.REFUND,
    Movement.WITHDRAWAL_HOLD,
    Movement.WITHDRAWAL_RELEASE,
    Movement.WITHDRAWAL_RETURN,
    Movement.MODE_CHANGE,
    Movement.INCENTIVE,
)


class StatementHead(Record, kind="statement_head"):
    """Where an account's statement ends: number, time and balance of its last line. CNY."""

    PLACE = Place("statement/{account_id}", "head")

    account_id = Text()
    number = Whole(default=0)
    last_at = Instant(null=True)
    balance = MoneyAttribute(default=Money.zero)


class StatementLine(Record, kind="statement_line"):
    """An entry with its number and the balance after it. `occurred_at` orders the lines; `decided_at` is the entry's own time. CNY."""

    PLACE = Place("statement/{account_id}", "line/{entry}")
    OWNER = Place("statement/{account_id}", "{occurred_at}/{number:010d}")

    account_id = Text()
    entry = Text()  # the entry's place among the account's entries
    number = Whole()
    movement_id = Text()
    movement = Choice(Movement)
    partner_id = Text()
    customer_id = Text(null=True)
    customer_name = Text(null=True)
    amount = MoneyAttribute()
    balance = MoneyAttribute()
    occurred_at = Instant()
    decided_at = Instant()
    reference = Text(null=True)
    remark = Text(null=True)
    operator = Text(null=True)
    operator_name = Text(null=True)
    action = Text(null=True)
    commit_id = Text(null=True)
    account_name: str | None = None  # not kept here: the customer's when the line is shown

    @property
    def direction(self) -> Label:
        """收入 or 支出 as the partner reads it."""
        return direction_of(self.amount)


def account_id_of(partner_id: str, account_type: str) -> str:
    """The name that the ledger gives to a partner's account."""
    key = FundAccount.key(partner_id=partner_id, account_type=FundAccountType(account_type))
    return f"{key.partition}/{key.sort}"


def lines_of(partner_id: str, account_type: str) -> str:
    """The partition of the owner index in which an account's lines lie by time."""
    return StatementLine.owner_partition(account_id=account_id_of(partner_id, account_type))


def line_bounds(since: datetime | None, until: datetime | None) -> tuple[str | None, str | None]:
    """The sort keys between which the lines of a span of time lie."""
    return (clock.iso(since) if since else None, clock.iso(until) + "/~" if until else None)


def write_statement(event: StatementDue, work: Work) -> None:
    """Put the entries that the event names, where they have no line yet, and what else is new, behind the last line."""
    work.audited = False  # a reading of what is in the trail already
    head_key = StatementHead.key(account_id=event.account_id)
    found = work.look(head_key, *(_line_key(event.account_id, entry) for entry in event.entries))
    head: StatementHead = found[0] or StatementHead(account_id=event.account_id)
    told = [entry for entry, line in zip(event.entries, found[1:], strict=True) if line is None]
    if not told:
        return
    due = _without_line(work, event.account_id, [*told, *_latest(work, head)])
    for entry in sorted(due, key=lambda entry: entry.sk):
        work.add(_next_line(head, entry))
    work.keep(head)


def _latest(work: Work, head: StatementHead) -> list[str]:
    """The places of some entries that were made since the last line: their own events will find them written."""
    page = work.query(LedgerEntry, statement_partition(head.account_id), first=_after(head), limit=LINES_AT_ONCE)
    return [entry.sk for entry in page.items]


def _after(head: StatementHead) -> str | None:
    return line_bounds(head.last_at, None)[0]


def _without_line(work: Work, account_id: str, places: Iterable[str]) -> list[LedgerEntry]:
    """The entries at these places that have no line, not more than fit."""
    chosen = list(dict.fromkeys(places))[:LINES_AT_ONCE]
    partition = statement_partition(account_id)
    lines = work.look(*(_line_key(account_id, place) for place in chosen))
    missing = [place for place, line in zip(chosen, lines, strict=True) if line is None]
    return list(work.read(*(Key(LedgerEntry, partition, place) for place in missing)))


def _next_line(head: StatementHead, entry: LedgerEntry) -> StatementLine:
    head.number = int(head.number) + 1
    head.last_at = max(entry.occurred_at, head.last_at or entry.occurred_at)
    head.balance = head.balance + entry.amount
    return StatementLine(
        account_id=entry.account_id,
        entry=entry.sk,
        number=head.number,
        movement_id=entry.movement_id,
        movement=entry.movement,
        partner_id=entry.partner_id,
        customer_id=entry.customer_id,
        customer_name=entry.customer_name,
        amount=entry.amount,
        balance=head.balance,
        occurred_at=head.last_at,
        decided_at=entry.occurred_at,
        reference=entry.reference,
        remark=entry.remark,
        operator=entry.operator,
        operator_name=entry.operator_name,
        action=entry.action,
        commit_id=entry.commit_id,
    )


def _line_key(account_id: str, entry: str) -> Key[StatementLine]:
    return StatementLine.key(account_id=account_id, entry=entry)
