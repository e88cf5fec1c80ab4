"""Partners: admission and profile."""

from partner_center.partners.admit import AdmitPartner, PartnerProfile, admit_partner, get_own_profile
from partner_center.partners.partner import ContractingEntity, Partner, PartnerAdmitted, partner_key

__all__ = [
    "AdmitPartner",
    "ContractingEntity",
    "Partner",
    "PartnerAdmitted",
    "PartnerProfile",
    "admit_partner",
    "get_own_profile",
    "partner_key",
]
