"""The accounts registered with a mobile, for the report form (guide 10.3.4.1)."""

from partner_center.customers import AccountNames, AccountsByMobile, list_accounts_by_mobile
from partner_center.platform.action import Action, Work


@Action.get("/accounts", allow="customers.report", guide=["10.3.4.1/list_accounts_by_mobile"])
def app(request: AccountsByMobile, work: Work) -> AccountNames:
    return list_accounts_by_mobile(request, work)
