"""Whose money may be credited without a look: the verified entity's own, and what agreed payers send (10.6.3.2/r7, r9; 10.6.3.3/r1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from partner_center.funds.remittances.agreement import PaymentAgreement
from partner_center.funds.remittances.names import plain_name
from partner_center.partners import Partner


def verified_name(partner: Partner | None) -> str | None:
    """The verified entity of a partner's account: its certified company name. None while the company is not certified."""
    return partner.name if partner is not None and partner.business_certified else None


def is_known_payer(payer_name: str, partner: Partner | None, agreements: Iterable[PaymentAgreement], arrived_at: datetime) -> bool:
    """Whether a transfer's payer is the verified entity or had an agreement in effect when the money arrived.

    The instant of arrival decides and not that of the telling, so that a late notice meets what its payer could rely on.
    """
    own = verified_name(partner)
    if own is not None and plain_name(own) == plain_name(payer_name):
        return True
    return any(agreement.covers(payer_name, arrived_at) for agreement in agreements)
