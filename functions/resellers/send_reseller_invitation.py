"""Send the mail that invites a reseller (guide 11.1.2)."""

from partner_center.platform.consumer import Consumer, Work
from partner_center.resellers import ResellerInvited, send_reseller_invitation


@Consumer.hears(ResellerInvited)
def app(event: ResellerInvited, work: Work) -> None:
    send_reseller_invitation(event, work)
