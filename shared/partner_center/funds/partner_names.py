"""The partners' names beside their ids, on pages that show records of several partners: one round for a page, none of it kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partner_center.funds.adjustment import FundAdjustment
from partner_center.partners import Partner, partner_key
from partner_center.platform.table import together


def bring_partner_names(records: Sequence[Any]) -> None:
    """Let records know the name of their partner; None where they have none."""
    names = _names({record.partner_id for record in records if record.partner_id})
    for record in records:
        record.partner_name = names.get(record.partner_id)


def bring_reseller_names(adjustments: Sequence[FundAdjustment]) -> None:
    """Let a reseller's adjustments with its customers, which stand in its distributor's log, know the reseller's name (11.3.1.3/r2)."""
    resellers = [one for one in adjustments if one.customer_id and one.distributor_id not in (None, one.partner_id)]
    names = _names({one.partner_id for one in resellers})
    for one in resellers:
        one.reseller_name = names.get(one.partner_id)


def _names(partner_ids: set[str]) -> dict[str, str]:
    partners: list[Partner] = together(partner_key(partner_id) for partner_id in sorted(partner_ids))
    return {partner.partner_id: partner.name for partner in partners}
