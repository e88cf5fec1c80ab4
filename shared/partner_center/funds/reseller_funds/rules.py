"""What a reseller may not do with money: its account is filled by its distributor alone (12.1.1, 12.1.3, the matrix of chapter 11).

OPEN in 11.1.1/r3: what a reseller without a distributor may do; here it adjusts nobody's funds. What the system returns, returns.
OPEN in 11.1.3: a reseller has no credit line of the vendor's: its balance is what its distributor allocated.
"""

from __future__ import annotations

from partner_center.funds.bucket import AllocationType
from partner_center.kernel.errors import Refusal
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller


def refuses_reseller(partner_type: str | None, rule: str = "12.1.3/r6") -> Refusal | None:
    """Neither top-up nor remittance, payment agreement, credit line or withdrawal is a reseller's."""
    if partner_type != PartnerType.RESELLER:
        return None
    return Refusal.because("not_for_resellers", rule, way_out="ask_the_distributor_for_funds", partner_type=PartnerType.RESELLER.value)


def refuses_alone(caller: Caller) -> Refusal | None:
    """A reseller passes on what its distributor allocated, while it has one (12.1.3/r1)."""
    if caller.partner_type != PartnerType.RESELLER or caller.distributor_id is not None:
        return None
    return Refusal.because("reseller_without_distributor", "12.1.3/r1", way_out="work_with_a_distributor_first")


def refuses_terms(caller: Caller, allocation_type: AllocationType, remark: str | None) -> Refusal | None:
    """A reseller's form has the type 普通 and no remark (12.3.1.2/r1)."""
    if caller.partner_type != PartnerType.RESELLER or (allocation_type is AllocationType.NORMAL and remark is None):
        return None
    return Refusal.because("resellers_allocate_normal_only", "12.3.1.2/r1", allocation_type=allocation_type, remark=bool(remark))
