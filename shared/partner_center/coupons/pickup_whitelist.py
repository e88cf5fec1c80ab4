"""The whitelist of customers to whom a government-cloud partner issues pick-up coupons (16.2.1).

An entry lies with its customer, so that whoever hears of the customer finds all of them as they are; the partner's page lists them by an
index. OPEN in 16.2.1: an account that is unknown, or another customer's, is refused alike, so that nobody learns who has an account here;
so is one that is listed already, also where its entry is invalid: it can be deleted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from partner_center.coupons.kinds import CouponKind, terms_of
from partner_center.coupons.masters import refuses_account
from partner_center.coupons.recipients import Recipient
from partner_center.coupons.whitelist_contracts import CreateWhitelistEntry, EntryDeleted, ListedEntry, OfWhitelistEntry
from partner_center.customers import CustomerAccount, CustomerBecamePartner, customer_account_key, ids_by_account_name
from partner_center.kernel.errors import Refusal, Refused
from partner_center.kernel.labels import Labelled
from partner_center.platform.caller import Caller
from partner_center.platform.consumer import Told
from partner_center.platform.table import Choice, Instant, Key, Place, Record, Text, every
from partner_center.platform.work import Work


class EntryStatus(Labelled):
    """Whether coupons may be issued to the customer."""

    VALID = "valid", "有效", "Valid"
    INVALID = "invalid", "已失效", "Invalid"


class InvalidType(Labelled):
    """Why an entry became invalid."""

    BECAME_PARTNER = "became_partner", "已成为经销商伙伴", "Became a reseller partner"


class PickupWhitelistEntry(Record, kind="pickup_whitelist_entry"):
    """A customer on a partner's whitelist."""

    PLACE = Place("customer/{customer_id}/pickup_whitelist", "{partner_id}")
    OWNER = Place("partner/{partner_id}/pickup_whitelist", "{created_at}/{customer_id}")

    partner_id = Text()
    customer_id = Text()
    customer_name = Text()
    account_name = Text()
    remark = Text(null=True)
    status = Choice(EntryStatus, default=EntryStatus.VALID)
    created_at = Instant()
    created_by = Text()
    invalidated_at = Instant(null=True)
    invalid_type = Choice(InvalidType, null=True)


def entry_key(partner_id: str, customer_id: str) -> Key[PickupWhitelistEntry]:
    """The address of an entry."""
    return PickupWhitelistEntry.key(partner_id=partner_id, customer_id=customer_id)


class WhitelistedCustomers:
    """The customers with a valid entry (16.2.1/r1). Who has none, exists or not, is refused alike."""

    def keys(self, partner_id: str, customer_ids: Sequence[str]) -> Sequence[Key[Any]]:
        """Each customer's entry and account."""
        return [*(entry_key(partner_id, customer_id) for customer_id in customer_ids), *map(customer_account_key, customer_ids)]

    def found(self, customer_ids: Sequence[str], records: Sequence[Any]) -> Sequence[Recipient | None]:
        """Each customer with what says that it is listed."""
        entries, accounts = records[: len(customer_ids)], records[len(customer_ids) :]
        return [self._recipient(*known) for known in zip(customer_ids, entries, accounts, strict=True)]

    def _recipient(self, customer_id: str, entry: PickupWhitelistEntry | None, account: CustomerAccount | None) -> Recipient:
        if entry is None or account is None:
            return Recipient(customer_id, "", None, (), Refusal.because("customer_not_whitelisted", "16.2.2.2/r7", customer_id=customer_id))
        return Recipient(customer_id, account.name, account.account_name, (entry, account), _refuses(entry, account), account=account)


def _refuses(entry: PickupWhitelistEntry, account: CustomerAccount) -> Refusal | None:
    """An entry counts while it is valid; who resells by now is out, though its entry says so a moment later."""
    if entry.status is EntryStatus.INVALID or account.is_commercial_partner:
        kind = entry.invalid_type or InvalidType.BECAME_PARTNER
        return Refusal.because("whitelist_entry_invalid", "16.2.1/r3", customer_id=account.customer_id, invalid_type=kind)
    return refuses_account(account)


def create_whitelist_entry(request: CreateWhitelistEntry, caller: Caller, work: Work) -> ListedEntry:
    """Put a customer on the list, by its name and the name of its account.

    Raises Refused `kind_not_issued_by_partner`, `customer_account_unknown`, `already_whitelisted`, `whitelist_entry_invalid` for an account
    that resells, `customer_account_closed`.
    """
    partner_id = caller.partner_id
    work.require(terms_of(CouponKind.PICKUP_COUPON, work.now).refuses_issuer(caller.partner_type))
    known = ids_by_account_name(request.account_name)
    keys: list[Key[Any]] = [*map(customer_account_key, known), *(entry_key(partner_id, customer_id) for customer_id in known)]
    found = work.look(*keys) if keys else []
    account, entry = _named(request, found[: len(known)], found[len(known) :])
    if account is None:
        named = f"{request.customer_name} / {request.account_name}"
        raise Refused(Refusal.because("customer_account_unknown", "16.2.1/r2", named=named))
    if entry is not None:
        work.require(Refusal.because("already_whitelisted", "16.2.1/r2", customer_id=account.customer_id, status=entry.status))
    entry = PickupWhitelistEntry(
        partner_id=partner_id,
        customer_id=account.customer_id,
        customer_name=account.name,
        account_name=account.account_name,
        remark=request.remark,
        created_at=work.now,
        created_by=caller.name or caller.user_id,
    )
    work.require(_refuses(entry, account))
    work.rely_on(account)
    work.add(entry)
    return ListedEntry(
        customer_id=entry.customer_id,
        customer_name=entry.customer_name,
        account_name=entry.account_name,
        status=entry.status,
        created_at=entry.created_at,
    )


def _named(
    request: CreateWhitelistEntry, accounts: Sequence[CustomerAccount | None], entries: Sequence[PickupWhitelistEntry | None]
) -> tuple[CustomerAccount | None, PickupWhitelistEntry | None]:
    """The one account of that name and customer, with its entry."""
    asked = (request.account_name, request.customer_name)
    fitting = [(a, e) for a, e in zip(accounts, entries, strict=True) if a is not None and (a.account_name, a.name) == asked]
    return fitting[0] if len(fitting) == 1 else (None, None)


def delete_whitelist_entry(request: OfWhitelistEntry, caller: Caller, work: Work) -> EntryDeleted:
    """Take a customer off the list, whether its entry is valid or not (16.2.1/r4); its coupons stay. NotFound where it is not on it."""
    entry = work.get(entry_key(caller.partner_id, request.customer_id))
    work.remove(entry)
    return EntryDeleted(customer_id=entry.customer_id)


def invalidate_whitelist_entries(told: Told) -> None:
    """Whoever has become a reseller partner is on nobody's list any more: each entry by itself, whatever was done before (16.2.1/r3)."""
    event = CustomerBecamePartner.model_validate(told.data)
    for entry in every(PickupWhitelistEntry, PickupWhitelistEntry.partition(customer_id=event.customer_id)):
        for_its_partner = replace(told, data=told.data | {"partner_id": entry.partner_id})
        for_its_partner.unit(partial(_invalidate, entry.partner_id, entry.customer_id))


def _invalidate(partner_id: str, customer_id: str, work: Work) -> None:
    """One entry, as long as the account does resell."""
    entry, account = work.look(entry_key(partner_id, customer_id), customer_account_key(customer_id))
    if entry is None or account is None or entry.status is EntryStatus.INVALID or not account.is_commercial_partner:
        return
    entry.status, entry.invalid_type, entry.invalidated_at = EntryStatus.INVALID, InvalidType.BECAME_PARTNER, work.now
    work.change(entry)
    work.rely_on(account)
