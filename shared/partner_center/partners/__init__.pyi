from .admit import (
    AdmitPartner as AdmitPartner,
    PartnerProfile as PartnerProfile,
    admit_partner as admit_partner,
    get_own_profile as get_own_profile,
)
from .expansion import refuses_expansion as refuses_expansion
from .facts import RecordPartnerFacts as RecordPartnerFacts, record_partner_facts as record_partner_facts
from .partner import (
    ContractingEntity as ContractingEntity,
    Partner as Partner,
    PartnerAdmitted as PartnerAdmitted,
    PartnerStandingChanged as PartnerStandingChanged,
    Standing as Standing,
    partner_key as partner_key,
    partners_of_type as partners_of_type,
)
