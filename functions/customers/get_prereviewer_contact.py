"""Name and e-mail of the vendor's pre-reviewer of an unlink (guide 10.4.1.5, 11.3.1.5)."""

from partner_center.customers import ApplicationRef, PreReviewer, get_prereviewer_contact
from partner_center.platform.action import Action, Caller, Work


@Action.get(
    "/association-applications/{application_id}/pre-reviewer",
    allow="customers.link",
    guide=["10.4.1.5/get_prereviewer_contact", "11.3.1.5/get_prereviewer_contact"],
)
def app(request: ApplicationRef, caller: Caller, work: Work) -> PreReviewer:
    return get_prereviewer_contact(request, caller, work)
