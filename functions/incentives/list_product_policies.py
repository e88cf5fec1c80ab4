"""The incentive policy of each product category, now or at a past time."""

from partner_center.incentives import ListProductPolicies, PolicyList, list_product_policies
from partner_center.platform.action import Action, Work


@Action.get("/policies", allow="incentives.read", guide=["10.7.1.1/list_product_policies"])
def app(request: ListProductPolicies, work: Work) -> PolicyList:
    return list_product_policies(request, work.now)
