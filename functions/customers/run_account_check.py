"""Check a customer's account before it is unlinked or switched (guide 10.4.1.5, 11.3.1.5, 12.3.1.4)."""

from partner_center.customers import AccountCheck, RunAccountCheck, run_account_check
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/customers/{customer_id}/account-check",
    allow="customers.link",
    guide=["10.4.1.5/run_account_check", "11.3.1.5/run_account_check", "12.3.1.4/run_account_check"],
)
def app(request: RunAccountCheck, caller: Caller, work: Work) -> AccountCheck:
    return run_account_check(request, caller, work)
