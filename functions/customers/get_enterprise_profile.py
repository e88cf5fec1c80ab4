"""What public sources say about a linked customer; a distributor's resellers' too (guide 10.4.1.11, 11.3.1.11, 12.3.1.10)."""

from partner_center.customers import EnterpriseProfile, GetEnterpriseProfile, get_enterprise_profile
from partner_center.platform.action import Action, Caller, Work


@Action.get("/customers/{customer_id}/enterprise-profile", allow="customers.read", guide=["10.4.1.11/get_enterprise_profile"])
def app(request: GetEnterpriseProfile, caller: Caller, work: Work) -> EnterpriseProfile:
    return get_enterprise_profile(request, caller, work)
