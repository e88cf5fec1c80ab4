"""The caller's review duties and what waits in each."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.reviews import Duties, list_duties


@Action.get("/duties", allow="reviews.work")
def app(caller: Caller, work: Work) -> Duties:
    return list_duties(caller, work)
