"""Whose usage a provider's sub-account is."""

from __future__ import annotations

from partner_center.consumption.contracts import MappedSubAccount, MappedSubAccounts, MapSubAccount, MapSubAccounts
from partner_center.customers import customer_account_key
from partner_center.platform.table import Key, Place, Record, Text
from partner_center.platform.work import Work


class SubAccount(Record, kind="sub_account"):
    """A sub-account (FOCUS `SubAccountId`) of a provider (`ProviderName`) and the customer who uses it.

    The partner is not kept here: it is the one with whom the customer is associated when a line is taken in.
    """

    PLACE = Place("sub_account/{provider}/{sub_account_id}", "{sub_account_id}")

    provider = Text()
    sub_account_id = Text()
    customer_id = Text()


def sub_account_key(provider: str, sub_account_id: str) -> Key[SubAccount]:
    """Where the mapping of a sub-account lies."""
    return SubAccount.key(provider=provider, sub_account_id=sub_account_id)


def map_sub_account(request: MapSubAccount, work: Work) -> MappedSubAccount:
    """Say to which customer a sub-account belongs, from now on; lines taken in before stay where they are.

    Raises NotFound for an unknown customer.
    """
    return _mapped([request], work)[0]


def map_sub_accounts(request: MapSubAccounts, work: Work) -> MappedSubAccounts:
    """Map up to fifty sub-accounts, all or none. Raises NotFound for an unknown customer."""
    return MappedSubAccounts(items=_mapped(request.mappings, work))


def _mapped(asked: list[MapSubAccount], work: Work) -> list[MappedSubAccount]:
    keys = [sub_account_key(mapping.provider, mapping.sub_account_id) for mapping in asked]
    known = work.look(*keys, *(customer_account_key(mapping.customer_id) for mapping in asked))
    work.read(*(customer_account_key(mapping.customer_id) for mapping in asked))
    return [_put(mapping, sub_account, work) for mapping, sub_account in zip(asked, known[: len(keys)], strict=True)]


def _put(asked: MapSubAccount, known: SubAccount | None, work: Work) -> MappedSubAccount:
    before = known.customer_id if known else None
    if known is None:
        work.add(SubAccount(provider=asked.provider, sub_account_id=asked.sub_account_id, customer_id=asked.customer_id))
    elif known.customer_id != asked.customer_id:
        known.customer_id = asked.customer_id
        work.change(known)
    return MappedSubAccount(
        provider=asked.provider, sub_account_id=asked.sub_account_id, customer_id=asked.customer_id, customer_id_before=before
    )
