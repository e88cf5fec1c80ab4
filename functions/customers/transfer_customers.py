"""All customers of an account manager who leaves go to another one (guide 10.4.1.10, 10.4.2.1)."""

from partner_center.customers import TransferCustomers, Transferred, transfer_customers
from partner_center.platform.action import Action, Caller, Work


@Action.post(
    "/account-managers/{manager_id}/transfer",
    allow="customers.assign",
    guide=["10.4.1.10/batch_assign_account_manager", "10.4.1.10/reassign_account_manager"],
)
def app(request: TransferCustomers, caller: Caller, work: Work) -> Transferred:
    return transfer_customers(request, caller, work)
