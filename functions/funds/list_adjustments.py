"""The adjustments a customer's partners made for it (guide 13.4)."""

from partner_center.funds import CUSTOMER_ADJUSTMENTS
from partner_center.platform.agency import BOTH

app = CUSTOMER_ADJUSTMENTS.get("/customer-adjustments", allow="funds.see_own", agents=BOTH, guide=["13.4/list_adjustments"])
