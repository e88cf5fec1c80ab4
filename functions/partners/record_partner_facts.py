"""Keep what programs decide about a partner: its region, its standing, its leave to develop customers (guide 3.5, 11.2.2.1)."""

from partner_center.partners import PartnerProfile, RecordPartnerFacts, record_partner_facts
from partner_center.platform.action import Action, Work


@Action.put("/partners/{partner_id}/facts", allow="partners.keep_facts")
def app(request: RecordPartnerFacts, work: Work) -> PartnerProfile:
    return record_partner_facts(request, work)
