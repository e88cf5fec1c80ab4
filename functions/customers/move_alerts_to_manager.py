"""Let a customer's pending alerts wait for its new account manager (guide 10.4.5.1/r1)."""

from partner_center.customers import AccountManagerChanged, move_alerts_to_manager
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(AccountManagerChanged)
def app(event: AccountManagerChanged, work: Work) -> None:
    move_alerts_to_manager(event, work)
