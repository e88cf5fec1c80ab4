"""Put a customer on the pick-up-coupon whitelist (guide 16.2.1)."""

from partner_center.coupons import CreateWhitelistEntry, ListedEntry, create_whitelist_entry
from partner_center.platform.action import Action, Caller, Work


@Action.post("/pickup-whitelist", allow="coupons.whitelist", status=201, guide=["16.2.1/create_whitelist_entry"])
def app(request: CreateWhitelistEntry, caller: Caller, work: Work) -> ListedEntry:
    return create_whitelist_entry(request, caller, work)
