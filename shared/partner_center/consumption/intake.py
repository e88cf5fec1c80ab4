"""Usage is taken in: a provider's file in the FOCUS format, read as a stream, each line counted once.

A transaction holds some lines, the control totals of the partners they belong to, the events that tell of them, and how far the file is;
so a function that dies anywhere leaves the lines counted up to a place in the file, and the next delivery goes on from there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from partner_center.consumption.billing_mode import BillingMode
from partner_center.consumption.csv_rows import RawRow, rows
from partner_center.consumption.events import GROUPS_AT_ONCE, UsageGroup, UsageRecorded
from partner_center.consumption.focus_line import COLUMNS, Bad, BadLine, FocusLine, read_line
from partner_center.consumption.sub_account import sub_account_key
from partner_center.consumption.summary import shown_from
from partner_center.consumption.usage_control import UsageControl, usage_control_key
from partner_center.consumption.usage_file import UsageFile, UsageFileStatus, UsageReject, usage_file_key, write_reject_file
from partner_center.consumption.usage_line import ChargeKind, UsageLine, counted_as, is_late, line_key
from partner_center.customers import Association, association_key, customer_account_key, refuses_unless_linked
from partner_center.kernel import clock
from partner_center.kernel.money import total
from partner_center.platform import files
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Object
from partner_center.platform.table import every
from partner_center.platform.work import TRANSACTION_LIMIT, Origin, Work, carry_out

T = TypeVar("T")

ACTION = "consumption.take_in_usage"
ROWS_AT_ONCE = 90
MARGIN_MS = 30_000  # a transaction is not begun with less time left
_OWN_ITEMS = 3  # of a transaction: file, audit record, outbox


class TimeIsUp(Exception):
    """The function has no time left; the file goes back to its queue and its next delivery goes on behind the last transaction."""


def take_in_usage(arrived: Object) -> None:
    """Take in a file that arrived below `consumption/focus/`, or what is left of it.

    Refused lines go to `consumption/rejected/<name>.csv`. Raises TimeIsUp when the file is to be delivered again.
    """
    opened = files.open_object(arrived.bucket, arrived.key)
    file = _in_work(arrived.delivery, lambda work: _begun(arrived, opened, work))
    if file.status is not UsageFileStatus.PROCESSING:
        return
    if file.etag != opened.etag:
        _end(file, UsageFileStatus.SUPERSEDED)
        return
    lines = rows(opened.pieces)
    header = next(lines, None)
    columns = _columns(header)
    if header is None or columns is None:
        write_reject_file(file, [UsageReject.of(file, header, BadLine.UNKNOWN_HEADER)] if header else [])
        _end(file, UsageFileStatus.UNREADABLE)
        return
    if file.next_byte > header.end:
        offset, number = int(file.next_byte), int(file.next_line)
        rest = files.open_object(arrived.bucket, arrived.key, start=offset)
        if rest.etag != file.etag:
            _end(file, UsageFileStatus.SUPERSEDED)
            return
        lines = rows(rest.pieces, offset=offset, number=number)
    _take_in_all(arrived, file, columns, lines)
    write_reject_file(file, every(UsageReject, UsageReject.partition(usage_file_id=file.usage_file_id)))
    _end(file, UsageFileStatus.COMPLETED)


def _take_in_all(arrived: Object, file: UsageFile, columns: list[str], lines: Iterator[RawRow]) -> None:
    waiting: list[RawRow] = []
    more = True
    while more or waiting:
        while more and len(waiting) < ROWS_AT_ONCE:
            row = next(lines, None)
            if row is None:
                more = False
            elif not row.is_blank:
                waiting.append(row)
        if waiting:
            if arrived.remaining_ms() < MARGIN_MS:
                raise TimeIsUp(arrived.key)
            waiting = _without_done(arrived, file, columns, waiting)


def _without_done(arrived: Object, file: UsageFile, columns: list[str], waiting: list[RawRow]) -> list[RawRow]:
    return waiting[_in_work(arrived.delivery, lambda work: _Chunk(file, columns, waiting, work).take_in()) :]


def _in_work(delivery: str, decide: Callable[[Work], T]) -> T:
    result, _ = carry_out(lambda: Work(Caller.system(ACTION), clock.now(), Origin(ACTION, delivery)), decide)
    return result


def _begun(arrived: Object, opened: files.Stored, work: Work) -> UsageFile:
    file = work.get(usage_file_key(arrived.delivery), or_none=True)
    if file is None:
        file = UsageFile(
            usage_file_id=arrived.delivery,
            bucket=arrived.bucket,
            key_name=arrived.key,
            etag=opened.etag,
            size=opened.size,
            status=UsageFileStatus.PROCESSING,
            received_at=work.now,
        )
        work.add(file)
    return file


def _end(file: UsageFile, status: UsageFileStatus) -> None:
    def decide(work: Work) -> None:
        current = work.get(usage_file_key(file.usage_file_id))
        if current.status is UsageFileStatus.PROCESSING:
            current.status = status
            current.completed_at = work.now
            work.change(current)

    _in_work(file.usage_file_id, decide)


def _columns(header: RawRow | None) -> list[str] | None:
    """The file's columns in their order; None where one that we need is missing or there twice."""
    names = [name.strip() for name in header.values() or []] if header else []
    return names if all(names.count(column) == 1 for column in COLUMNS) else None


GroupOf = tuple[str, BillingMode, date | None]
MonthOf = tuple[str, str, str, str]  # partner, customer, association type, billing period


@dataclass
class _Chunk:
    """Some rows of a file on their way into one transaction; as many of them as it holds."""

    file: UsageFile
    columns: list[str]
    rows: list[RawRow]
    work: Work
    read: dict[int, FocusLine | BadLine] = field(default_factory=dict)
    recorded: dict[MonthOf, dict[GroupOf, list[UsageLine]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    controls: set[tuple[str, str]] = field(default_factory=set)
    added: int = 0

    def take_in(self) -> int:
        """Take in what fits; how many of the rows are done with it, by this run or by another."""
        self.read = {row.number: self._read(row) for row in self.rows}
        file = self._look_up()
        for done, row in enumerate(self.rows):
            if row.end <= file.next_byte or file.status is not UsageFileStatus.PROCESSING:
                continue
            if self.added + len(self.controls) + 2 + _OWN_ITEMS > TRANSACTION_LIMIT:  # a line and its control total
                self._tell()
                return done
            self._take(row, file)
            file.next_byte, file.next_line = row.end, row.next_number
            self.work.change(file)
        self._tell()
        return len(self.rows)

    def _read(self, row: RawRow) -> FocusLine | BadLine:
        values = row.values()
        if row.too_long:
            return BadLine.LINE_TOO_LONG
        if values is None:
            return BadLine.UNREADABLE_LINE
        if len(values) != len(self.columns):
            return BadLine.WRONG_COLUMN_COUNT
        try:
            return read_line(dict(zip(self.columns, values, strict=True)))
        except Bad as bad:
            return bad.reason

    def _look_up(self) -> UsageFile:
        """Read all that the rows depend on: three rounds, for whose a line is follows from the mapping, and whose partner from that."""
        lines = [line for line in self.read.values() if isinstance(line, FocusLine)]
        mapped = {(line.provider, line.sub_account_id) for line in lines if line.sub_account_id}
        keys = [sub_account_key(provider, sub_account_id) for provider, sub_account_id in sorted(mapped)]
        file, *found = self.work.look(usage_file_key(self.file.usage_file_id), *keys, *(line_key(line) for line in lines))
        customer_of = {mapping: known.customer_id for mapping, known in zip(sorted(mapped), found, strict=False) if known}
        customers = sorted(set(customer_of.values()))
        accounts = self.work.look(*(customer_account_key(customer_id) for customer_id in customers))
        linked = [account for account in accounts if account and account.associated_partner_id]
        partner_of = {account.customer_id: account.associated_partner_id for account in linked}
        whose = [(customer_of.get((line.provider, line.sub_account_id or "")), line) for line in lines]
        controls = {(partner_of[c], period) for c, line in whose if c in partner_of for period in (line.own_period, self._running)}
        self.work.look(
            *(association_key(partner_id, customer_id) for customer_id, partner_id in partner_of.items()),
            *(usage_control_key(*control) for control in sorted(controls)),
        )
        assert isinstance(file, UsageFile)
        return file

    def _take(self, row: RawRow, file: UsageFile) -> None:
        line = self.read[row.number]
        try:
            if isinstance(line, BadLine):
                raise Bad(line)
            self._count(line, file)
        except Bad as bad:
            file.rejected += 1
            self.added += 1
            self.work.add(UsageReject.of(file, row, bad.reason))

    def _count(self, line: FocusLine, file: UsageFile) -> None:
        if before := self.work.get(line_key(line), or_none=True):
            if before.content != line.content:
                raise Bad(BadLine.IDENTITY_REUSED)
            file.known += 1
            return
        association = self._association_of(line)
        taken = _usage_line(line, association, self._period_of(line, association.partner_id))
        self.work.add(taken)
        self._control_of(taken).include(taken)
        day = clock.business_date(taken.consumed_from)
        group = (taken.product_type, taken.billing_mode, day if shown_from(day) > self.work.now else None)
        month = (taken.partner_id, taken.customer_id, taken.association_type, taken.billing_period)
        self.recorded[month][group].append(taken)
        file.taken += 1
        self.added += 1

    def _association_of(self, line: FocusLine) -> Association:
        """The association under which a line counts: the customer's present one, when it had begun by the end of the line's charge.

        OPEN: the guide does not say to whom usage belongs that began before the association; the end of a charge decides.
        """
        mapping = self.work.get(sub_account_key(line.provider, line.sub_account_id), or_none=True) if line.sub_account_id else None
        if mapping is None:
            raise Bad(BadLine.SUB_ACCOUNT_UNMAPPED)
        account = self.work.get(customer_account_key(mapping.customer_id), or_none=True)
        partner_id = account.associated_partner_id if account else None
        association = self.work.get(association_key(partner_id, mapping.customer_id), or_none=True) if partner_id else None
        if association is None or refuses_unless_linked(association) or line.consumed_to <= association.associated_at:
            raise Bad(BadLine.CUSTOMER_NOT_ASSOCIATED)
        return association

    @property
    def _running(self) -> str:
        return clock.billing_period(self.work.now)

    def _period_of(self, line: FocusLine, partner_id: str) -> str:
        """The billing period in which a line counts: its own while that takes lines, otherwise the first from the running month on."""
        if not is_late(line, self.work.now) and not self._is_closed(partner_id, line.own_period):
            return line.own_period
        period = self._running
        while self._is_closed(partner_id, period):
            period = clock.shifted(period, 1)
        return period

    def _is_closed(self, partner_id: str, billing_period: str) -> bool:
        control = self.work.get(usage_control_key(partner_id, billing_period), or_none=True)
        return control is not None and not control.is_open

    def _control_of(self, line: UsageLine) -> UsageControl:
        control = self.work.get(usage_control_key(line.partner_id, line.billing_period), or_none=True)
        if control is None:
            control = UsageControl(partner_id=line.partner_id, billing_period=line.billing_period)
            self.work.add(control)
        self.work.change(control)
        self.controls.add((line.partner_id, line.billing_period))
        return control

    def _tell(self) -> None:
        for (partner_id, customer_id, association_type, billing_period), by_group in self.recorded.items():
            groups = [_group(group, lines) for group, lines in by_group.items()]
            for start in range(0, len(groups), GROUPS_AT_ONCE):
                self.work.emit(
                    UsageRecorded(
                        partner_id=partner_id,
                        customer_id=customer_id,
                        association_type=association_type,
                        billing_period=billing_period,
                        groups=tuple(groups[start : start + GROUPS_AT_ONCE]),
                    )
                )


def _usage_line(line: FocusLine, association: Association, billing_period: str) -> UsageLine:
    return UsageLine(
        identity=line.identity,
        line_id=line.line_id,
        content=line.content,
        partner_id=association.partner_id,
        customer_id=association.customer_id,
        customer_name=association.customer_name,
        association_type=association.association_type.value,
        billing_period=billing_period,
        charge_kind=counted_as(line, billing_period),
        provider=line.provider,
        sub_account_id=line.sub_account_id,
        product_type=line.product_type,
        product_name=line.product_name,
        billing_mode=line.billing_mode,
        region=line.region,
        resource_id=line.resource_id,
        resource_name=line.resource_name,
        consumed_from=line.consumed_from,
        consumed_to=line.consumed_to,
        billed_currency=line.billed.currency,
        billed=line.billed,
        amount=line.amount,
    )


def _group(group: GroupOf, lines: list[UsageLine]) -> UsageGroup:
    product_type, billing_mode, day = group
    sums = {kind.value: total(line.amount_as(kind) for line in lines) for kind in ChargeKind}
    return UsageGroup(product_type=product_type, billing_mode=billing_mode, lines=len(lines), day=day, **sums)
