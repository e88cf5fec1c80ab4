"""Make the current version of the whitelist valid or not (guide 14.2.1.2)."""

from partner_center.coupons import SetWhitelistValidity, WhitelistState, set_whitelist_validity
from partner_center.platform.action import Action, Caller, Work


@Action.put("/whitelist-versions/{version_no}/validity", allow="coupons.whitelist", guide=["14.2.1.2/set_whitelist_validity"])
def app(request: SetWhitelistValidity, caller: Caller, work: Work) -> WhitelistState:
    return set_whitelist_validity(request, caller, work)
