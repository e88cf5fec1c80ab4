"""The partner's own profile."""

from partner_center.partners import PartnerProfile, get_own_profile
from partner_center.platform.action import Action, Caller, Work


@Action.get("/me", allow="partners.read")
def app(caller: Caller, work: Work) -> PartnerProfile:
    return get_own_profile(caller, work)
