"""What resellers' accounts hold, for the list of resellers (the port of resellers; docs/ports.md)."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.exceptions import PynamoDBException

from partner_center.funds.accounts import PartnerFunds
from partner_center.kernel.errors import Unavailable
from partner_center.kernel.money import Money
from partner_center.platform.table import Record


def balances_of_resellers(reseller_ids: Sequence[str]) -> dict[str, Money]:
    """账户余额 of each (11.1.3), read together. CNY. Raises Unavailable."""
    keys = [(key.partition, key.sort) for reseller_id in reseller_ids for key in PartnerFunds.keys(reseller_id)]
    try:
        found = {record.address: record for record in Record.batch_get(keys, consistent_read=True)}
    except PynamoDBException as problem:
        raise Unavailable("table") from problem
    balances = {}
    for reseller_id in reseller_ids:
        wallet, top_up, credit = (found.get((key.partition, key.sort)) for key in PartnerFunds.keys(reseller_id))
        balances[reseller_id] = PartnerFunds.of(reseller_id, wallet, top_up, credit).account_balance  # type: ignore[arg-type]  # by key
    return balances


BALANCES = balances_of_resellers
