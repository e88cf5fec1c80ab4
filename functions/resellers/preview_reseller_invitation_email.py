"""The mail of an invitation before it is sent, in both languages (guide 11.1.2)."""

from partner_center.platform.action import Action, Caller, Work
from partner_center.resellers import MailPreview, PreviewMail, preview_reseller_invitation_email


@Action.get("/invitation-mail", allow="resellers.manage", guide=["11.1.2/preview_reseller_invitation_email"])
def app(request: PreviewMail, caller: Caller, work: Work) -> MailPreview:
    return preview_reseller_invitation_email(request, caller, work)
