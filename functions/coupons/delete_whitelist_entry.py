"""Take a customer off the pick-up-coupon whitelist (guide 16.2.1)."""

from partner_center.coupons import EntryDeleted, OfWhitelistEntry, delete_whitelist_entry
from partner_center.platform.action import Action, Caller, Work


@Action.delete("/pickup-whitelist/{customer_id}", allow="coupons.whitelist", guide=["16.2.1/delete_whitelist_entry"])
def app(request: OfWhitelistEntry, caller: Caller, work: Work) -> EntryDeleted:
    return delete_whitelist_entry(request, caller, work)
