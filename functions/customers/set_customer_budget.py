"""Set a customer's monthly budget, or take it back (guide 10.4.1.4, OPEN)."""

from partner_center.customers import BudgetState, SetBudget, set_customer_budget
from partner_center.platform.action import Action, Caller, Work


@Action.put("/customers/{customer_id}/budget", allow="customers.service", guide=["10.4.1.4/check_budget_usage"])
def app(request: SetBudget, caller: Caller, work: Work) -> BudgetState:
    return set_customer_budget(request, caller, work)
