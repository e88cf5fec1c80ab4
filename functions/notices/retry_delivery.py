"""Send a failed notice again."""

from partner_center.notices import DeliveryRef, DeliveryState, retry_delivery
from partner_center.platform.action import Action, Work


@Action.post("/deliveries/{delivery_id}/retry", allow="notices.watch")
def app(request: DeliveryRef, work: Work) -> DeliveryState:
    return retry_delivery(request, work)
