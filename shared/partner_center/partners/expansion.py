"""Who may win customers: what the program of a partner, and of the distributor it stands under, allows (11.2.2.1/r1, 12.2.1.1/r1)."""

from __future__ import annotations

from partner_center.kernel.errors import Refusal
from partner_center.kernel.permissions import PartnerType
from partner_center.partners.partner import Partner, Standing


def refuses_expansion(partner: Partner, distributor: Partner | None) -> Refusal | None:
    """Why a partner may not report, invite or invite again. `distributor` is the one of a reseller, None where it has none (11.1.1/r3)."""
    match partner.partner_type:
        case PartnerType.DISTRIBUTOR if not partner.customer_development:
            return Refusal.because("customer_development_missing", "11.2.2.1/r1", way_out="ask_the_ecosystem_manager")
        case PartnerType.RESELLER if distributor is None:
            return Refusal.because("no_distributor", "11.1.1/r3", way_out="find_a_distributor")
        case PartnerType.RESELLER if distributor is not None and distributor.standing is Standing.DELISTED:
            return Refusal.because("distributor_delisted", "12.2.1.1/r1", way_out="find_a_distributor")
    return None
