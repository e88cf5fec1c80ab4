from .admit import (
    AdmitPartner as AdmitPartner,
    PartnerProfile as PartnerProfile,
    admit_partner as admit_partner,
    get_own_profile as get_own_profile,
)
from .partner import (
    ContractingEntity as ContractingEntity,
    Partner as Partner,
    PartnerAdmitted as PartnerAdmitted,
    partner_key as partner_key,
)
