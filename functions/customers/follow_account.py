"""Know the accounts that people register, activate and verify by themselves (guide 1.1, 13.1)."""

from partner_center.customers import follow_account
from partner_center.identity import AccountRegistered, CloudAccountActivated, RealNameVerified
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(AccountRegistered, CloudAccountActivated, RealNameVerified)
def app(event: AccountRegistered | CloudAccountActivated | RealNameVerified, work: Work) -> None:
    follow_account(event.user_id, work)
