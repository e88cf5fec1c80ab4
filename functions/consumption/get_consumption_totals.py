"""A month's consumption of all customers in figures (guide 10.4.4.1)."""

from partner_center.consumption import ConsumptionTotals, GetConsumptionTotals, get_consumption_totals
from partner_center.platform.action import Action, Caller, Work


@Action.get("/totals", allow="consumption.read", guide=["10.4.4.1/get_consumption_totals"])
def app(request: GetConsumptionTotals, caller: Caller, work: Work) -> ConsumptionTotals:
    return get_consumption_totals(request, caller, work)
