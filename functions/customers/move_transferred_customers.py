"""A manager's customers are to go to another: move them, some at a time (guide 10.4.1.10)."""

from partner_center.customers import move_customers
from partner_center.platform.consumer import Consumer, Told


@Consumer.hears_named("customers.manager_transfer_due", guide=["10.4.1.10/reassign_account_manager"], timeout_s=600)
def app(told: Told) -> None:
    move_customers(told)
