"""企业百科 of a linked customer (10.4.1.11, 11.3.1.11, 12.3.1.10)."""

from __future__ import annotations

from partner_center.customers.account import RealName, customer_account_key
from partner_center.customers.association import association_key, refuses_unless_linked
from partner_center.customers.contracts import Words
from partner_center.customers.encyclopedia.contracts import EnterpriseProfile, GetEnterpriseProfile, ProfileSummary
from partner_center.customers.encyclopedia.snapshot import company_of, snapshot_key
from partner_center.kernel.errors import NotFound, Refusal
from partner_center.kernel.permissions import PartnerType
from partner_center.platform.caller import Caller
from partner_center.platform.reach import acting_for_reseller
from partner_center.platform.work import Work

# 10.4.1.11/r1 asks for enterprises; 12.3.1.10, and 11.3.1.11/r1 of resellers' customers, for verified customers of whichever kind.
ENTERPRISES = frozenset({RealName.ENTERPRISE})
VERIFIED = frozenset({RealName.ENTERPRISE, RealName.INDIVIDUAL})


def get_enterprise_profile(request: GetEnterpriseProfile, caller: Caller, work: Work) -> EnterpriseProfile:
    """What public sources say about a linked, verified customer; a distributor sees its resellers' customers too.

    Raises Refused `customer_not_linked`, `customer_not_verified`, `company_unknown`; NotFound for a customer beyond the caller's reach.
    """
    of_reseller = request.reseller_id is not None
    partner_id = acting_for_reseller(caller, request.reseller_id).partner_id if request.reseller_id else caller.partner_id
    association, account, snapshot = work.look(
        association_key(partner_id, request.customer_id), customer_account_key(request.customer_id), snapshot_key(request.customer_id)
    )
    if association is None or account is None:
        raise NotFound("customer")
    wanted = VERIFIED if of_reseller or caller.partner_type == PartnerType.RESELLER else ENTERPRISES
    unverified = Refusal.because("customer_not_verified", "10.4.1.11/r1", real_name=account.real_name)
    work.require(refuses_unless_linked(association), None if account.real_name in wanted else unverified)
    kept = snapshot.told if snapshot is not None else None
    company = kept or company_of(account)
    if company is None:
        work.require(Refusal.because("company_unknown", "10.4.1.11/r1", way_out="check_the_verified_name"))
        raise NotFound("company")
    return EnterpriseProfile(
        customer_id=account.customer_id,
        taken_at=snapshot.taken_at if kept is not None and snapshot is not None else work.now,
        disclaimer=Words.of("public_sources_disclaimer"),
        summary=ProfileSummary.of(company),
        basic=company.basic,
        cloud=company.cloud,
        development=company.development,
        intellectual_property=company.intellectual_property,
    )
