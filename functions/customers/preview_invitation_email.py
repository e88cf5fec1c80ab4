"""The e-mail of an invitation as a customer would get it (guide 10.3.4.2)."""

from partner_center.customers import EmailPreview, PreviewEmail, preview_invitation_email
from partner_center.platform.action import Action, Caller, Work


@Action.get("/invitation-email", allow="customers.invite", guide=["10.3.4.2/preview_invitation_email"])
def app(request: PreviewEmail, caller: Caller, work: Work) -> EmailPreview:
    return preview_invitation_email(request, caller, work)
