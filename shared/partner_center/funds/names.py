"""Names that pages show beside ids, read when they are shown: one round for a page, none of it kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.customers import Association, association_key
from partner_center.funds.adjustment import FundAdjustment
from partner_center.funds.statement import StatementLine
from partner_center.partners import Partner, partner_key
from partner_center.platform.table import together


def bring_partner_names(records: Sequence[Any]) -> None:
    """Let records know the name of their partner; None where they have none."""
    names = _names({record.partner_id for record in records if record.partner_id})
    for record in records:
        record.partner_name = names.get(record.partner_id)


def bring_account_names(lines: Sequence[StatementLine]) -> None:
    """Let the lines of a statement know the account names of their customers, those that have left too (10.6.3.6: 客户名称/账号名)."""
    pairs = {(line.partner_id, line.customer_id) for line in lines if line.customer_id}
    known: list[Association] = together(association_key(partner_id, customer_id) for partner_id, customer_id in sorted(pairs))
    names = {(one.partner_id, one.customer_id): one.account_name for one in known}
    for line in lines:
        line.account_name = names.get((line.partner_id, line.customer_id))


def bring_reseller_names(adjustments: Sequence[FundAdjustment]) -> None:
    """Let a reseller's adjustments with its customers, which stand in its distributor's log, know the reseller's name (11.3.1.3/r2)."""
    resellers = [one for one in adjustments if one.customer_id and one.distributor_id not in (None, one.partner_id)]
    names = _names({one.partner_id for one in resellers})
    for one in resellers:
        one.reseller_name = names.get(one.partner_id)


def _names(partner_ids: set[str]) -> dict[str, str]:
    partners: list[Partner] = together(partner_key(partner_id) for partner_id in sorted(partner_ids))
    return {partner.partner_id: partner.name for partner in partners}
