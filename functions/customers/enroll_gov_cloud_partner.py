"""Make a customer's account a government-cloud partner after all checks (guide 16.1)."""

from partner_center.customers import EnrollPartner, enroll_gov_cloud_partner
from partner_center.partners import PartnerProfile
from partner_center.platform.action import Action, Work


@Action.post(
    "/accounts/{customer_id}/government-cloud-enrolment", allow="partners.admit", status=201, guide=["16.1/enroll_gov_cloud_partner"]
)
def app(request: EnrollPartner, work: Work) -> PartnerProfile:
    return enroll_gov_cloud_partner(request, work)
