"""Make a customer's account a government-subsidy partner (guide 14.1)."""

from partner_center.customers import EnrollPartner, enroll_gov_subsidy_partner
from partner_center.partners import PartnerProfile
from partner_center.platform.action import Action, Work


@Action.post(
    "/accounts/{customer_id}/government-subsidy-enrolment", allow="partners.admit", status=201, guide=["14.1/enroll_gov_subsidy_partner"]
)
def app(request: EnrollPartner, work: Work) -> PartnerProfile:
    return enroll_gov_subsidy_partner(request, work)
