"""Importing a version of the government-subsidy whitelist: the file is read behind the command, some rows a transaction (14.2.1.2).

Each transaction holds rows, and how far the file is: a function that dies or runs out of time goes on behind the last one. Rows that cannot
be listed are kept with their number and reason. The version counts from the transaction on that ends it; until then, and where it fails,
the one before does.

OPEN in 14.2.1.2: a row names a customer by its name and its account's, both exactly as the account has them; a file has at most `MOST_ROWS`
rows; a file without a single customer who can be listed replaces nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import islice

from partner_center.coupons.events import WhitelistImported, WhitelistVersionRead
from partner_center.coupons.subsidy_whitelist import (
    ImportFlaw,
    RejectReason,
    SubsidyWhitelist,
    VersionStatus,
    WhitelistEntry,
    WhitelistLine,
    WhitelistReject,
    WhitelistVersion,
    entry_key,
    refuses_whitelist,
    version_key,
    whitelist_key,
)
from partner_center.coupons.whitelist_contracts import ImportedWhitelist, ImportWhitelist
from partner_center.customers import CustomerAccount, customer_account_key, ids_by_account_name
from partner_center.files import SheetRow, UnreadableSheet, attach, file_key, sheet_rows
from partner_center.kernel.errors import Refusal
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Told
from partner_center.platform.files import Gone
from partner_center.platform.observe import logger
from partner_center.platform.work import Work

PURPOSE = "customer_whitelist"
MOST_ROWS = 20_000
AT_ONCE = 30  # rows in one transaction: two items each at most
MARGIN_MS = 30_000  # with less time left the rest waits for another invocation
GIVEN_UP_AFTER = timedelta(hours=1)  # a version that is read for so long was interrupted for good
LONGEST_NAME = 256
CUSTOMER_NAME, ACCOUNT_NAME = {"客户名称", "customer name", "customer_name"}, {"账号名", "客户账号名", "account name", "account_name"}


class Stopped(Exception):
    """The version is not to be read any more: it ended, or another one took its place."""


@dataclass(frozen=True)
class Read:
    """A row of the file with the accounts of its account name, or why it cannot be listed."""

    number: int
    customer_name: str
    account_name: str
    known: tuple[str, ...] = ()
    reason: RejectReason | None = None


def import_customer_whitelist(request: ImportWhitelist, caller: Caller, work: Work) -> ImportedWhitelist:
    """Begin to import a new version from an uploaded file (upload purpose `customer_whitelist`).

    Raises NotFound for a stranger's file; Refused `kind_not_issued_by_partner`, `whitelist_being_read`, and what `attach` refuses.
    """
    partner_id = caller.partner_id
    work.require(refuses_whitelist(caller, work))
    whitelist, _ = work.look(whitelist_key(partner_id), file_key(request.file_id))
    whitelist = whitelist or SubsidyWhitelist(partner_id=partner_id)
    if whitelist.reading is not None:
        _make_room(whitelist, work)
    whitelist.made = int(whitelist.made) + 1
    version = WhitelistVersion(
        partner_id=partner_id,
        version_no=f"V{whitelist.made:05d}",
        status=VersionStatus.READING,
        file_id=request.file_id,
        imported_by=caller.name or caller.user_id,
        imported_at=work.now,
    )
    (file,) = attach(work, request.file_id, PURPOSE, to=version)
    version.file_name = file.file_name
    whitelist.reading, whitelist.reading_since = version.version_no, work.now
    work.keep(whitelist)
    work.add(version)
    work.emit(WhitelistImported(partner_id=partner_id, version_no=version.version_no))
    return ImportedWhitelist(version_no=version.version_no, status=version.status)


def _make_room(whitelist: SubsidyWhitelist, work: Work) -> None:
    """One version is read at a time; one that was interrupted for good is given up."""
    since = whitelist.reading_since
    if since is not None and work.now - since < GIVEN_UP_AFTER:
        refusal = Refusal.because("whitelist_being_read", "14.2.1.2/r5", deadline=since + GIVEN_UP_AFTER, version_no=whitelist.reading)
        work.require(refusal)
    stuck = work.get(version_key(whitelist.partner_id, str(whitelist.reading)))
    _end(stuck, whitelist, ImportFlaw.INTERRUPTED, work)


def read_customer_whitelist(told: Told) -> None:
    """Read a version's file, or what is left of it, and make the version current."""
    event = WhitelistImported.model_validate(told.data)
    try:
        version = told.unit(partial(_being_read, event))
        file = told.unit(lambda work: work.get(file_key(version.file_id)))
        try:
            flaw = _read(told, event, sheet_rows(file), int(version.last_row))
        except (UnreadableSheet, Gone) as problem:
            logger.warning("a whitelist cannot be read", extra={"version_no": event.version_no, "problem": str(problem)})
            flaw = ImportFlaw.UNREADABLE
        told.unit(partial(_complete, event, flaw))
    except Stopped:
        logger.info("nothing to read", extra={"version_no": event.version_no})


def _read(told: Told, event: WhitelistImported, rows: Iterator[SheetRow], last_row: int) -> ImportFlaw | None:
    """Take in all rows behind the last one. Raises Stopped where time is up."""
    header = next(rows, None)
    columns = _columns(header) if header is not None else None
    if columns is None:
        return ImportFlaw.NO_HEADER
    following = (row for row in rows if row.number > last_row)
    while some := list(islice(following, AT_ONCE)):
        if some[-1].number > MOST_ROWS:
            return ImportFlaw.TOO_MANY_ROWS
        if told.happened.remaining_ms() < MARGIN_MS:
            told.unit(lambda work: work.emit(event))
            raise Stopped
        read = [_parsed(row, columns) for row in some]
        told.unit(partial(_take_in, event, read))
    return None


def _columns(header: SheetRow) -> tuple[int, int] | None:
    names = [cell.casefold() for cell in header.cells]
    found = [next((at for at, name in enumerate(names) if name in wanted), None) for wanted in (CUSTOMER_NAME, ACCOUNT_NAME)]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _parsed(row: SheetRow, columns: tuple[int, int]) -> Read:
    customer_name, account_name = (row.cells[at] if at < len(row.cells) else "" for at in columns)
    shown = (customer_name[:LONGEST_NAME], account_name[:LONGEST_NAME])
    if not customer_name:
        return Read(row.number, *shown, reason=RejectReason.NAME_MISSING)
    if not account_name:
        return Read(row.number, *shown, reason=RejectReason.ACCOUNT_MISSING)
    if (customer_name, account_name) != shown:
        return Read(row.number, *shown, reason=RejectReason.TOO_LONG)
    return Read(row.number, *shown, known=tuple(ids_by_account_name(account_name)))


def _being_read(event: WhitelistImported, work: Work) -> WhitelistVersion:
    return _state(event, work)[0]


def _state(event: WhitelistImported, work: Work) -> tuple[WhitelistVersion, SubsidyWhitelist]:
    """The version and what counts. Raises Stopped."""
    version, whitelist = work.look(version_key(event.partner_id, event.version_no), whitelist_key(event.partner_id))
    if version is None or whitelist is None or version.status is not VersionStatus.READING or whitelist.reading != version.version_no:
        raise Stopped
    return version, whitelist


def _take_in(event: WhitelistImported, read: list[Read], work: Work) -> None:
    """List some rows, without those that another delivery took in meanwhile."""
    version, whitelist = _state(event, work)
    news = [row for row in read if row.number > version.last_row]
    if not news:
        return
    ids = list(dict.fromkeys(customer_id for row in news for customer_id in row.known))
    found = work.look(*map(customer_account_key, ids), *(entry_key(event.partner_id, customer_id) for customer_id in ids)) if ids else []
    accounts = {account.customer_id: account for account in found[: len(ids)] if account is not None}
    entries = {entry.customer_id: entry for entry in found[len(ids) :] if entry is not None}
    for row in news:
        account = _account_of(row, accounts)
        if isinstance(account, CustomerAccount):
            entry = entries.setdefault(account.customer_id, WhitelistEntry(partner_id=event.partner_id, customer_id=account.customer_id))
            if version.version_no not in entry.versions:
                _list(row, account, entry, version, whitelist, work)
                continue
            account = RejectReason.REPEATED
        _reject(row, account, version, work)
    version.last_row = news[-1].number
    work.change(version)


def _account_of(row: Read, accounts: dict[str, CustomerAccount]) -> CustomerAccount | RejectReason:
    if row.reason is not None:
        return row.reason
    asked = (row.account_name, row.customer_name)
    known = [accounts[customer_id] for customer_id in row.known if customer_id in accounts]
    fitting = [account for account in known if (account.account_name, account.name) == asked]
    if len(fitting) != 1:
        return RejectReason.AMBIGUOUS if fitting else RejectReason.UNKNOWN
    return RejectReason.CLOSED if fitting[0].closed_at is not None else fitting[0]


def _list(
    row: Read, account: CustomerAccount, entry: WhitelistEntry, version: WhitelistVersion, whitelist: SubsidyWhitelist, work: Work
) -> None:
    entry.versions = sorted({*(no for no in entry.versions if no == whitelist.current), version.version_no})
    work.keep(entry)
    work.add(
        WhitelistLine(
            partner_id=version.partner_id,
            version_no=version.version_no,
            customer_id=account.customer_id,
            customer_name=account.name,
            account_name=account.account_name,
            row=row.number,
        )
    )
    version.listed = int(version.listed) + 1


def _reject(row: Read, reason: RejectReason, version: WhitelistVersion, work: Work) -> None:
    work.add(
        WhitelistReject(
            partner_id=version.partner_id,
            version_no=version.version_no,
            position=f"{row.number:09d}",
            row=row.number,
            reason=reason,
            customer_name=row.customer_name or None,
            account_name=row.account_name or None,
        )
    )
    version.rejected = int(version.rejected) + 1


def _complete(event: WhitelistImported, flaw: ImportFlaw | None, work: Work) -> None:
    """The version counts from now on in the place of the one before, or has failed."""
    version, whitelist = _state(event, work)
    if flaw is None and not version.listed:
        flaw = ImportFlaw.NO_CUSTOMERS
    if flaw is None and whitelist.current is not None:
        former = work.get(version_key(event.partner_id, whitelist.current))
        former.status, former.valid = VersionStatus.REPLACED, False
        work.change(former)
    _end(version, whitelist, flaw, work)


def _end(version: WhitelistVersion, whitelist: SubsidyWhitelist, flaw: ImportFlaw | None, work: Work) -> None:
    version.status, version.flaw = VersionStatus.FAILED if flaw else VersionStatus.CURRENT, flaw
    version.valid, version.completed_at = flaw is None, work.now
    whitelist.reading = whitelist.reading_since = None
    if flaw is None:
        whitelist.current, whitelist.valid = version.version_no, True
    work.change(version, whitelist)
    work.emit(
        WhitelistVersionRead(
            partner_id=version.partner_id,
            version_no=version.version_no,
            status=version.status.value,
            listed=int(version.listed),
            rejected=int(version.rejected),
        )
    )
