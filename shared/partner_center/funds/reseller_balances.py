"""What resellers' accounts hold, for the list of resellers (the port of resellers; docs/ports.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.funds.accounts import PartnerFunds
from partner_center.kernel.money import Money
from partner_center.platform.table import Key, together


def balances_of_resellers(reseller_ids: Sequence[str]) -> dict[str, Money]:
    """账户余额 of each (11.1.3), read together. CNY. Raises Unavailable."""
    keys: list[Key[Any]] = [key for reseller_id in reseller_ids for key in PartnerFunds.keys(reseller_id)]
    found = {record.address: record for record in together(keys)}
    balances = {}
    for reseller_id in reseller_ids:
        wallet, top_up, credit = (found.get((key.partition, key.sort)) for key in PartnerFunds.keys(reseller_id))
        balances[reseller_id] = PartnerFunds.of(reseller_id, wallet, top_up, credit).account_balance
    return balances


BALANCES = balances_of_resellers
