"""Import a new version of the government-subsidy whitelist from an uploaded file (guide 14.2.1.2)."""

from partner_center.coupons import ImportedWhitelist, ImportWhitelist, import_customer_whitelist
from partner_center.platform.action import Action, Caller, Work


@Action.post("/whitelist-versions", allow="coupons.whitelist", status=202, guide=["14.2.1.2/import_customer_whitelist"])
def app(request: ImportWhitelist, caller: Caller, work: Work) -> ImportedWhitelist:
    return import_customer_whitelist(request, caller, work)
