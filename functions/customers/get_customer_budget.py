"""A customer's budget and how much of it is used this month (guide 10.4.1.4)."""

from partner_center.customers import BudgetState, GetBudget, get_customer_budget
from partner_center.platform.action import Action, Caller, Work


@Action.get("/customers/{customer_id}/budget", allow="customers.read", guide=["10.4.1.4/check_budget_usage"])
def app(request: GetBudget, caller: Caller, work: Work) -> BudgetState:
    return get_customer_budget(request, caller, work)
