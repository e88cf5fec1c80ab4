"""A tiny area for the platform's own tests: purses between which money moves."""

from __future__ import annotations

from partner_center.kernel import ids
from partner_center.kernel.errors import Refusal
from partner_center.kernel.messages import texts
from partner_center.kernel.money import Money
from partner_center.platform.caller import Caller
from partner_center.platform.contracts import Amount, Id, Remark, Request, Response, field
from partner_center.platform.events import DomainEvent
from partner_center.platform.ledger import Account, Clearing, Movement
from partner_center.platform.table import Instant, Place, Record, Text
from partner_center.platform.view import View, col, contains
from partner_center.platform.work import Work

texts(purse_sealed=("钱包已封存", "The purse is sealed"))


class Purse(Account, kind="sample_purse"):
    """Somebody's purse."""

    PLACE = Place("sample/{partner_id}/purse", "{purse_id}")
    DUE = Place("sample_purse_closing", "{closes_at}/{purse_id}")
    partner_id = Text()
    purse_id = Text()
    holder = Text(null=True)
    closes_at = Instant(null=True)


class Gift(Record, kind="sample_gift"):
    """What a consumer notes of each payment."""

    PLACE = Place("sample/{partner_id}/gift", "{purse_id}")
    partner_id = Text()
    purse_id = Text()
    times = Text()


class Note(Record, kind="sample_note"):
    """What is kept for a customer."""

    PLACE = Place("sample/{customer_id}", "note")
    customer_id = Text()
    said = Text()


class NoteRef(Request):
    """A note."""

    note_id: Id


class MoneyPutIn(DomainEvent, name="sample.money_put_in"):
    """Money went into a purse."""

    purse_id: str
    amount: Money


class PutIn(Request):
    """Put money into a purse."""

    purse_id: Id
    amount: Amount = field("金额", "Amount")
    labels: list[str] = field("标签", "Labels", default=[], max_length=3, unique=True)
    remark: Remark | None = field("备注", "Remark", default=None)


class PurseState(Response):
    """A purse after the command."""

    purse_id: str
    balance: Money


def put_in(request: PutIn, caller: Caller, work: Work) -> PurseState:
    """Money into a purse; `take_out` is its negative."""
    purse = work.get(Purse.key(partner_id=caller.partner_id, purse_id=request.purse_id))
    work.require(Refusal.because("purse_sealed", "0.0/r1", balance=purse.balance) if purse.holder == "sealed" else None)
    work.move(Movement.TOP_UP, (Clearing("top_up", caller.partner_id), -request.amount), (purse, request.amount), remark=request.remark)
    work.emit(MoneyPutIn(partner_id=caller.partner_id, purse_id=purse.purse_id, amount=request.amount))
    return PurseState(purse_id=purse.purse_id, balance=purse.balance)


def take_out(request: PutIn, caller: Caller, work: Work) -> PurseState:
    """Money out of a purse."""
    purse = work.get(Purse.key(partner_id=caller.partner_id, purse_id=request.purse_id))
    work.move(Movement.RECALL, (purse, -request.amount), (Clearing("top_up", caller.partner_id), request.amount))
    return PurseState(purse_id=purse.purse_id, balance=purse.balance)


def open_purse(partner_id: str, purse_id: str, **fields: object) -> Purse:
    """A purse in the table, without a command."""
    purse = Purse(partner_id=partner_id, purse_id=purse_id, **fields)
    purse.settle()
    purse.save()
    return purse


def note_gift(event: MoneyPutIn, work: Work) -> None:
    """Count how often a purse was filled, as a consumer would."""
    gift = work.get(Gift.key(partner_id=event.partner_id, purse_id=event.purse_id), or_none=True)
    if gift is None:
        work.add(Gift(partner_id=event.partner_id, purse_id=event.purse_id, times="1"))
    else:
        gift.times = str(int(gift.times) + 1)
        work.change(gift)


def new_purse_id(work: Work) -> str:
    """An id as areas make them."""
    return ids.new_id("PU", work.now)


PURSES = View(
    Purse,
    within=lambda caller, asked: Purse.partition(partner_id=caller.partner_id),
    one=lambda caller, purse_id: Purse.key(partner_id=caller.partner_id, purse_id=purse_id),
    columns=[
        col("purse_id", "钱包ID", "Purse ID"),
        col("holder", "持有人", "Holder", masked=True),
        col("balance", "余额(¥)", "Balance"),
        col("closes_at", "关闭时间", "Closes at", in_list=False),
    ],
    where=lambda now: Purse.holder.does_not_exist() | (Purse.holder != "hidden"),
    filters=[contains("holder", "持有人", "Holder")],
)


class Said(Request):
    """Words that come back."""

    said: str
