"""Ask that an amount of a top-up goes to a bank card instead of back by the original route (guide 10.6.3.5.2)."""

from partner_center.funds import CardOnly, RequestNonOriginalRoute, request_non_original_route
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/withdrawal-flows/card-only",
    allow="funds.withdraw",
    status=201,
    guide=["10.6.3.5.2/request_non_original_route", "11.5.3.4.2/request_non_original_route"],
)
def app(request: RequestNonOriginalRoute, caller: Caller, work: Work) -> CardOnly:
    return request_non_original_route(request, caller, work)
