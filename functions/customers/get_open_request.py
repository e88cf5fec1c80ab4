"""What is open between the customer and its partner, and what it must handle now (guide 13.2)."""

from partner_center.customers import OpenRequest, get_open_request
from partner_center.platform.action import Action, Caller, Work


@Action.get("/own-association/open-request", allow="customers.associate", guide=[])
def app(caller: Caller, work: Work) -> OpenRequest:
    return get_open_request(caller, work)
