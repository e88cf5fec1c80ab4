"""Send the e-mail of an invitation (guide 10.3.4.2)."""

from partner_center.customers import CustomerInvited, send_invitation_email
from partner_center.platform.consumer import Consumer, Work


@Consumer.hears(CustomerInvited)
def app(event: CustomerInvited, work: Work) -> None:
    send_invitation_email(event, work)
