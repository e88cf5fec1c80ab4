"""Admit a partner (the vendor's side of guide 1.2)."""

from partner_center.partners import AdmitPartner, PartnerProfile, admit_partner
from partner_center.platform.action import Action, Work


@Action.post("/partners", allow="partners.admit", status=201)
def app(request: AdmitPartner, work: Work) -> PartnerProfile:
    return admit_partner(request, work)
