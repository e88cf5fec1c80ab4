"""Partners in tests."""

from __future__ import annotations

from typing import Any

from partner_center.kernel import clock
from partner_center.partners import Partner

PARTNER = {
    "name": "云帆科技",
    "partner_type": "solution_provider",
    "mobile": "13900000001",
    "email": "sales@yunfan.example",
    "contracting_entity": "hcc",
}


def a_partner(partner_id: str = "P1", **facts: Any) -> Partner:
    """An admitted partner, put into the table without a command."""
    partner = Partner(partner_id=partner_id, admitted_at=clock.now(), **{**PARTNER, **facts})
    partner.settle()
    partner.save()
    return partner
