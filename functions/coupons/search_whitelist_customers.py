"""Customers of the valid whitelist by a part of their name or account name (guide 14.2.1.2)."""

from partner_center.coupons import SearchWhitelist, WhitelistHits, search_whitelist_customers
from partner_center.platform.action import Action, Caller, Work


@Action.get("/whitelist-customers", allow="coupons.issue", guide=["14.2.1.2/search_whitelist_customers"])
def app(request: SearchWhitelist, caller: Caller, work: Work) -> WhitelistHits:
    return search_whitelist_customers(request, caller, work)
