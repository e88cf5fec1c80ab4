"""The whitelist of customers to whom a government-subsidy partner issues (14.2.1.2/r5, 14.2.2.2/r6): versions, one of which is current.

A version is imported from a file (`whitelist_import.py`) and becomes current only when it has been read to its end; the one before it is
replaced and kept. What a version holds are its lines. An issue asks by customer: `WhitelistEntry` says in which versions a customer is, the
one `SubsidyWhitelist` of a partner which version counts and whether it is valid, so that both are read in the one round of the issue.

OPEN in 14.2.1.2: validity is the current version's; a replaced one cannot be made valid again, its file can be imported again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.coupons.masters import refuses_account, refuses_invoicing
from partner_center.coupons.recipients import Recipient
from partner_center.coupons.whitelist_contracts import SearchWhitelist, SetWhitelistValidity, WhitelistHit, WhitelistHits, WhitelistState
from partner_center.customers import CustomerAccount, customer_account_key
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.labels import Labelled
from partner_center.partners import Partner, partner_key
from partner_center.platform.caller import Caller
from partner_center.platform.table import Choice, Flag, Instant, Key, Place, Record, Text, Texts, Whole
from partner_center.platform.work import Work

READ_AT_ONCE, READS = 200, 10  # lines that a search reads in one storage page, and pages at most


class VersionStatus(Labelled):
    """Where a version of the whitelist stands."""

    READING = "reading", "导入中", "Being read"
    CURRENT = "current", "当前版本", "Current"
    REPLACED = "replaced", "已被新版本替换", "Replaced"
    FAILED = "failed", "导入失败", "Failed"


class ImportFlaw(Labelled):
    """Why a version could not be read to its end."""

    UNREADABLE = "unreadable", "文件无法读取", "The file cannot be read"
    NO_HEADER = "no_header", "首行须包含“客户名称”和“账号名”两列", "The first row must name the columns: customer name, account name"
    TOO_MANY_ROWS = "too_many_rows", "行数超过上限", "The file has too many rows"
    NO_CUSTOMERS = "no_customers", "没有可导入的客户", "No row names a customer who can be listed"
    INTERRUPTED = "interrupted", "导入中断，请重新导入", "The import was interrupted; import the file again"


class RejectReason(Labelled):
    """Why a row is not listed."""

    NAME_MISSING = "name_missing", "缺少客户名称", "The customer's name is missing"
    ACCOUNT_MISSING = "account_missing", "缺少账号名", "The account's name is missing"
    TOO_LONG = "too_long", "内容过长", "A value is too long"
    UNKNOWN = "unknown", "账号不存在或与客户名称不符", "There is no such account, or it is another customer's"
    AMBIGUOUS = "ambiguous", "账号名对应多个账号", "Several accounts have this name"
    CLOSED = "closed", "账号已销户", "The account is closed"
    REPEATED = "repeated", "与前面的行重复", "The row repeats an earlier one"


class SubsidyWhitelist(Record, kind="subsidy_whitelist"):
    """Which version of a partner's whitelist counts. reading: the version that is being read just now, and since when."""

    PLACE = Place("partner/{partner_id}", "subsidy_whitelist")

    partner_id = Text()
    current = Text(null=True)
    valid = Flag(default=False)
    made = Whole(default=0)  # versions, whatever became of them
    reading = Text(null=True)
    reading_since = Instant(null=True)

    @property
    def counts(self) -> str | None:
        """The version that coupons are issued by; None while there is none, or it is not valid."""
        return self.current if self.valid else None


class WhitelistVersion(Record, kind="whitelist_version"):
    """One version. last_row: the row of its file up to which it was read; listed, rejected: rows so far."""

    PLACE = Place("partner/{partner_id}/subsidy_whitelist_version", "{version_no}")

    partner_id = Text()
    version_no = Text()
    status = Choice(VersionStatus)
    valid = Flag(default=False)
    flaw = Choice(ImportFlaw, null=True)
    file_id = Text()
    file_name = Text()
    imported_by = Text()
    imported_at = Instant()
    completed_at = Instant(null=True)
    last_row = Whole(default=0)
    listed = Whole(default=0)
    rejected = Whole(default=0)


class WhitelistLine(Record, kind="whitelist_line"):
    """A customer in a version, as the account was called then."""

    PLACE = Place("partner/{partner_id}/subsidy_whitelist/{version_no}", "{customer_id}")

    partner_id = Text()
    version_no = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text()
    row = Whole()


class WhitelistEntry(Record, kind="whitelist_entry"):
    """In which of the versions that may still count a customer is: the current one, and the one being read."""

    PLACE = Place("partner/{partner_id}/subsidy_whitelist_entry", "{customer_id}")

    partner_id = Text()
    customer_id = Text()
    versions = Texts()


class WhitelistReject(Record, kind="whitelist_reject"):
    """A row of a version's file that was not listed."""

    PLACE = Place("partner/{partner_id}/subsidy_whitelist/{version_no}/reject", "{position}")

    partner_id = Text()
    version_no = Text()
    position = Text()  # the row's number, padded so that it sorts
    row = Whole()
    reason = Choice(RejectReason)
    customer_name = Text(null=True)
    account_name = Text(null=True)


def whitelist_key(partner_id: str) -> Key[SubsidyWhitelist]:
    """The address of what counts of a partner's whitelist."""
    return SubsidyWhitelist.key(partner_id=partner_id)


def version_key(partner_id: str, version_no: str) -> Key[WhitelistVersion]:
    """The address of a version."""
    return WhitelistVersion.key(partner_id=partner_id, version_no=version_no)


def entry_key(partner_id: str, customer_id: str) -> Key[WhitelistEntry]:
    """The address of a customer's entry."""
    return WhitelistEntry.key(partner_id=partner_id, customer_id=customer_id)


class WhitelistedCustomers:
    """The customers of the partner's current version, while it is valid. Who is not on it, exists or not, is refused alike."""

    def keys(self, partner_id: str, customer_ids: Sequence[str]) -> Sequence[Key[Any]]:
        """What counts, the partner, and each customer's entry and account."""
        return [
            whitelist_key(partner_id),
            partner_key(partner_id),
            *(entry_key(partner_id, customer_id) for customer_id in customer_ids),
            *map(customer_account_key, customer_ids),
        ]

    def found(self, customer_ids: Sequence[str], records: Sequence[Any]) -> Sequence[Recipient | None]:
        """Each customer with what says that it is listed."""
        whitelist, partner, *of_customers = records
        entries, accounts = of_customers[: len(customer_ids)], of_customers[len(customer_ids) :]
        return [
            self._recipient(customer_id, whitelist, partner, entry, account)
            for customer_id, entry, account in zip(customer_ids, entries, accounts, strict=True)
        ]

    def _recipient(
        self,
        customer_id: str,
        whitelist: SubsidyWhitelist | None,
        partner: Partner,
        entry: WhitelistEntry | None,
        account: CustomerAccount | None,
    ) -> Recipient:
        if whitelist is None or whitelist.counts is None:
            return Recipient(customer_id, "", None, (), Refusal.because("whitelist_not_valid", "14.2.1.2/r5", customer_id=customer_id))
        if entry is None or account is None or whitelist.counts not in entry.versions:
            return Recipient(customer_id, "", None, (), Refusal.because("customer_not_whitelisted", "14.2.1.2/r5", customer_id=customer_id))
        return Recipient(
            customer_id,
            account.name,
            account.account_name,
            (whitelist, account),  # an entry loses a version only when another one is current
            refuses_account(account),
            refuses_invoicing(account, partner),
            account,
        )


def refuses_whitelist(caller: Caller, work: Work) -> Refusal | None:
    """Only government-subsidy partners have such a whitelist."""
    return terms_of(CouponKind.CASH_COUPON, work.now).refuses_issuer(caller.partner_type)


def set_whitelist_validity(request: SetWhitelistValidity, caller: Caller, work: Work) -> WhitelistState:
    """Switch the current version's validity: while it is not valid nothing is issued.

    Raises NotFound for an unknown version; Refused `kind_not_issued_by_partner`, `whitelist_version_not_current`.
    """
    work.require(refuses_whitelist(caller, work))
    version, whitelist = work.look(version_key(caller.partner_id, request.version_no), whitelist_key(caller.partner_id))
    if version is None or whitelist is None:
        raise NotFound("whitelist version")
    if whitelist.current != version.version_no:
        work.require(
            Refusal.because("whitelist_version_not_current", "14.2.1.2/r5", version_no=version.version_no, current=whitelist.current)
        )
    if whitelist.valid is not request.valid:
        whitelist.valid = version.valid = request.valid
        work.change(whitelist, version)
    return WhitelistState(version_no=version.version_no, status=version.status, valid=version.valid)


def search_whitelist_customers(request: SearchWhitelist, caller: Caller, work: Work) -> WhitelistHits:
    """Customers of the valid version whose name or account name holds a text; nobody while no version is valid."""
    whitelist = work.get(whitelist_key(caller.partner_id), or_none=True)
    if whitelist is None or whitelist.counts is None:
        return WhitelistHits(version_no=None, customers=[], more=False)
    condition = WhitelistLine.customer_name.contains(request.text) | WhitelistLine.account_name.contains(request.text)
    partition = WhitelistLine.partition(partner_id=caller.partner_id, version_no=whitelist.counts)
    hits: list[WhitelistLine] = []
    start: dict[str, Any] | None = None
    for _ in range(READS):
        page = work.query(WhitelistLine, partition, where=condition, limit=READ_AT_ONCE, start=start)
        hits += page.items
        if (start := page.next) is None or len(hits) > request.limit:
            break
    return WhitelistHits(
        version_no=whitelist.counts,
        customers=[
            WhitelistHit(customer_id=hit.customer_id, customer_name=hit.customer_name, account_name=hit.account_name)
            for hit in hits[: request.limit]
        ],
        more=start is not None or len(hits) > request.limit,
    )
